"""The documentation matches the program: every command, key, code, setting and link in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from flask.testing import FlaskClient
from legation_build import pipeline
from legation_build.cli.legation import main
from legation_build.dumps.serialize import DUMP_FORMATS
from legation_build.resources import resource
from support.addresses import CATCH_ALL, addresses, reached, rules
from support.server_processes import Served, start_server
from support.some import some

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRITING = (ROOT / "docs" / "writing-claims.md").read_text(encoding="utf-8")
RELEASE = (ROOT / "docs" / "release-format.md").read_text(encoding="utf-8")
AGENTS = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
QUALITY = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
SERVER = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
TOP = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
PAGES = [*TOP, *sorted((ROOT / "docs").glob("*.md"))]
SCHEMA = json.loads((resource("mappings") / "schema.json").read_text())["$defs"]


def commands() -> list[str]:
    """Return the shell commands of the README, with their continuation lines."""
    found: list[str] = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(line[2:].split("   #")[0].strip())
            elif found:
                found[-1] += "\n" + line
    return found


RUNNABLE = [command for command in commands() if not command.startswith("make")]


@pytest.fixture(scope="module")
def workplace(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a checkout in which `make build` was run."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(published, folder / "dataset", symlinks=True)
    (folder / ".venv" / "bin").mkdir(parents=True)
    legation = folder / ".venv" / "bin" / "legation"
    legation.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m legation_build "$@"\n')
    legation.chmod(0o755)
    for name in ("tests", "mappings"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="module")
def served(workplace: Path) -> Iterator[Served]:
    server = start_server(workplace / "dataset", "--workers", "4")
    yield server
    server.stop()


def test_readme_shows_the_two_commands() -> None:
    makes = [command for command in commands() if command.startswith("make")]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert makes == ["make", "make test"]
    assert ".DEFAULT_GOAL := run" in makefile
    assert re.search(r"^test:", makefile, re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("command", RUNNABLE)
def test_command_of_the_readme_works_as_written(
    command: str, workplace: Path, served: Served
) -> None:
    line = command.replace("http://127.0.0.1:8000", served.url)
    environment = {**os.environ, "PATH": f"{workplace}/.venv/bin:{os.environ['PATH']}"}

    done = subprocess.run(
        line.replace("curl ", "curl --fail --silent --show-error "),
        shell=True,
        cwd=workplace,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    if "--output" not in line and " -O " not in line:
        assert len(done.stdout.splitlines()) > 1 or "conform" in done.stdout


LINKS = [
    pytest.param(page.parent / target, id=f"{page.name}-{target}")
    for page in PAGES
    for target in dict.fromkeys(re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")))
    if not target.startswith("http")
]


@pytest.mark.parametrize("target", LINKS)
def test_link_between_pages_leads_somewhere(target: Path) -> None:
    assert target.exists()


HEADINGS = [
    pytest.param(page.parent / target if target else page, anchor, id=f"{page.name}-{anchor}")
    for page in PAGES
    for target, anchor in dict.fromkeys(
        re.findall(r"\]\(([\w./-]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    )
]


@pytest.mark.parametrize(("page", "anchor"), HEADINGS)
def test_link_to_a_heading_leads_to_one(page: Path, anchor: str) -> None:
    assert anchor in anchors(page)


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page can be linked by."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_command_is_in_the_documentation() -> None:
    with click.Context(main) as context:
        names = main.list_commands(context)
        assert set(names) >= {"anchors", "build", "dump", "query", "serve", "validate"}
        for name in names:
            assert main.get_command(context, name), name
            assert f"legation {name}" in README + WRITING + SERVER + RELEASE + AGENTS + QUALITY, (
                name
            )


def test_every_key_and_type_of_a_mapping_is_explained() -> None:
    for part in ("claim", "code", "content", "entity"):
        for key in some(SCHEMA[part]["properties"].keys() - {"labels"}):
            assert re.search(rf"`[^`]*\b{key}\b[^`]*`|\b{key}:", WRITING), key
    for part in ("content", "entity"):
        for kind in some(SCHEMA[part]["properties"]["type"]["enum"]):
            assert f"`{kind}`" in WRITING, kind


def test_every_modality_and_predicate_is_explained() -> None:
    inputs = pipeline.load([resource("mappings")], lambda step: None)

    for modality in some(inputs.vocabulary.codes["modality"] - {"committed", "uncommitted"}):
        assert f"| `{modality}` |" in WRITING, modality
    for predicate in some(inputs.vocabulary.predicates):
        assert f"`{predicate}`" in WRITING, predicate


def yaml_blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", WRITING, re.DOTALL)


@pytest.mark.parametrize("block", yaml_blocks())
def test_example_of_the_page_is_a_valid_mapping(block: str) -> None:
    from jsonschema import Draft202012Validator
    from legation_build.mapping.strict_yaml import parse

    alone = block.startswith(("claims:", "codes:", "entities:", "title:"))
    source = parse(block if alone else "claims:\n" + block, "docs/writing-claims.md")
    first = next(iter(source.data))
    part = "folderFile" if first == "title" else first + "File"

    assert source.problems == []
    schema = json.loads((resource("mappings") / "schema.json").read_text())
    validator = Draft202012Validator({**schema, "$ref": f"#/$defs/{part}"})
    assert [error.message for error in validator.iter_errors(source.data)] == []


def test_every_key_of_the_manifest_is_described(workplace: Path) -> None:
    manifest = json.loads((workplace / "dataset" / "current" / "manifest.json").read_text())

    for key in some(manifest):
        assert f"`{key}`" in RELEASE, key
    for listed in ("documents", "graphs", "files"):
        for key in some(manifest[listed][0]):
            assert f"`{key}`" in RELEASE, f"{listed}: {key}"
    for form in DUMP_FORMATS:
        assert form.name in RELEASE


def test_every_route_is_in_the_table_of_addresses(client: FlaskClient) -> None:
    app = client.application
    (rows,) = re.findall(r"^\| address \| .*\n\|-.*\n((?:\|.*\n)+)", SERVER, re.MULTILINE)
    leads = reached(app, addresses("".join(row.split(" | ")[0] for row in rows.splitlines())))

    assert set(leads.values()) == rules(app)
    # These are not routes of their own; /mcp is answered beside them.
    assert {address for address, route in leads.items() if route == CATCH_ALL} == {
        *("/mcp", "/id/…", "/code/<list>/<code>", "/<document>", "/<document>/…"),
        *("/ns", "/code", "/code/<list>", "/shapes", "/examples", "/dataset", "/graph/…"),
    }


def test_no_page_names_this_machine() -> None:
    private: Callable[[str], bool] = lambda text: str(Path.home()) + "/" in text  # noqa: E731
    assert [page.name for page in PAGES if private(page.read_text(encoding="utf-8"))] == []
