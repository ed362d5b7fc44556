"""Without --mappings, commands read the folder of mappings where the author is, and say so."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import TEXT, write_mapping, write_text

pytestmark = pytest.mark.usefixtures("without_dumps")
HERE = "Reading mappings, the folder of mappings where you are; --mappings names others.\n"
COMMANDS = [
    ("check",),
    ("validate",),
    ("codes", "recognition"),
    ("entities", "freedonia"),
    ("build", "--output", "out", "--quiet"),
    ("anchors", "--source", "../texts"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_command_reads_the_folder_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    write_text(tmp_path)
    monkeypatch.chdir(write_mapping(tmp_path))

    result = legation(*command)

    assert "azerbaijan" not in result.output
    assert HERE in result.stderr


@pytest.mark.parametrize("below", ["", "claims", "work"])
def test_a_document_is_in_the_folder_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    folder = write_mapping(tmp_path) / "freedonia-sylvania" / below
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)

    result = legation("check")

    above = "../.." if below else ".."
    assert result.stdout.startswith("freedonia-sylvania: 2 of 2 sentences")
    assert result.stderr.startswith(f"Reading {above}, the folder of mappings where you are;")


def test_a_new_document_is_made_in_the_folder_where_the_author_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.txt").write_text(TEXT)
    monkeypatch.chdir(write_mapping(tmp_path))

    result = legation("new", "freedonia-tarnia", "--text", "../text.txt")

    assert result.exit_code == 0, result.output
    assert (tmp_path / "mappings" / "freedonia-tarnia" / "document.yaml").exists()
    assert "freedonia-tarnia/document.yaml" in result.stdout.splitlines()


def test_beside_a_folder_of_mappings_its_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mapping(tmp_path)
    monkeypatch.chdir(tmp_path)

    result = legation("entities", "azerbaijan")

    remedy = "For those in mappings: --mappings mappings"
    assert result.stderr == f"Reading Legation's own mappings. {remedy}\n"
    assert result.stdout.startswith("azerbaijan ")


def test_nothing_is_said_where_no_other_mappings_can_be_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert legation("entities", "azerbaijan").stderr == ""


def test_nothing_is_said_where_the_mappings_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mappings = write_mapping(tmp_path)
    monkeypatch.chdir(mappings)

    assert legation("check", "--mappings", mappings).stderr == ""


def test_a_folder_around_the_mappings_leads_to_them(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)

    result = legation("check", "--mappings", tmp_path)

    message = f"No folder in '{tmp_path}' has a document.yaml, so nothing can be built."
    remedy = f"There are some in '{mappings}': give --mappings {mappings}"
    assert result.exit_code == 1
    assert f"{message} {remedy}\n" in result.stderr
