"""The tutorial of docs/writing-claims.md works as it is written, command by command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from legation_build.authoring import codes_in
from legation_build.pipeline import read
from support.guides import BLOCK, commands
from support.some import some

PAGE = (Path(__file__).parents[2] / "docs" / "writing-claims.md").read_text(encoding="utf-8")
STEPS = [
    step for block in BLOCK.finditer(PAGE) if block[1] == "console" for step in commands(block[2])
]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str | None, str]]:
    """Each command of the page, what the page says that it prints, and what it printed."""
    folder = tmp_path_factory.mktemp("tutorial")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = []
    for command, printed in STEPS:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        found.append((command, printed, done.stdout))
    return found


def test_every_command_prints_what_the_page_says(
    followed: list[tuple[str, str | None, str]],
) -> None:
    for command, printed, said in some(followed):
        # What is wrong is printed on another stream, so the order of the two is nobody's.
        assert sorted(said.splitlines()) == sorted((printed or "").splitlines()), command


def test_the_first_claim_is_written_with_the_first_few_commands() -> None:
    number = next(n for n, (command, _) in enumerate(STEPS) if "- id: c-" in command)

    assert number <= 3


def test_no_command_needs_a_program_of_ones_own() -> None:
    programs = {re.split(r"\s", command)[0] for command, _ in some(STEPS)}

    assert programs == {"cat", "legation"}


def test_every_link_to_a_turn_of_phrase_leads_to_one() -> None:
    headings = (Path(__file__).parents[2] / "docs" / "how-do-i-say.md").read_text(encoding="utf-8")

    for name in some(re.findall(r"how-do-i-say\.md#([\w-]+)", PAGE)):
        assert f"](#{name})" in headings, name


def test_every_type_in_the_examples_is_a_general_code_or_defined_beside_them() -> None:
    model = read([], may_be_empty=True).model["codes"]
    known = {f"{code.kind}/{code.id}" for code in codes_in(model)}
    known |= set(re.findall(r"- id: ((?:event|situation)-type/[a-z-]+)", PAGE))
    used = re.findall(r"(event|situation)Type: ([a-z-]+)", PAGE)

    for kind, name in some(used):
        assert f"{kind}-type/{name}" in known, name


def test_the_types_that_the_text_names_are_general_codes() -> None:
    known = {code.id for code in codes_in(read([], may_be_empty=True).model["codes"])}

    for name in some(re.findall(r"of the type `([a-z-]+)`", PAGE)):
        assert name in known, name
