"""`legation new` makes a document's folder from its text, ready for the first claim."""

import json
import shutil
import subprocess
from pathlib import Path
from textwrap import indent

import pytest
from click.testing import Result
from support.legation_command import legation
from support.small_mapping import CLAIMS, TEXT
from support.some import some


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    return file


def made(text: Path, *options: object, pair: str = "freedonia-sylvania") -> Result:
    return legation("new", pair, "--text", text, "--mappings", text.parent / "mappings", *options)


def test_all_files_are_there_and_named(text: Path) -> None:
    result = made(text, "--json")

    files = json.loads(result.stdout)["files"]
    assert [name for name in files if not name.startswith(".legation/")] == [
        "entities.yaml",
        "freedonia-sylvania/.gitignore",
        "freedonia-sylvania/claims/01-early-years.yaml",
        "freedonia-sylvania/document.yaml",
        "freedonia-sylvania/passages.csv",
        "freedonia-sylvania/work/freedonia-sylvania.txt",
        "freedonia-sylvania/work/sentences.txt",
    ]
    assert all((text.parent / "mappings" / name).is_file() for name in some(files))


def test_a_file_of_claims_names_each_sentence_and_never_has_its_words(text: Path) -> None:
    made(text)

    folder = text.parent / "mappings" / "freedonia-sylvania"
    claims = (folder / "claims" / "01-early-years.yaml").read_text()
    assert "# p-early-years-1: Freedonia recognized Sylvania … 3 May 1920.\n" in claims
    assert "recognized Sylvania on" not in claims
    assert claims.startswith("# yaml-language-server: $schema=../../.legation/claims.json\n")
    sentences = (folder / "work" / "sentences.txt").read_text()
    assert "p-early-years-1\nFreedonia recognized Sylvania on 3 May 1920.\n" in sentences


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_leaves_the_words_of_the_text_out(text: Path) -> None:
    made(text)
    root = text.parent / "mappings"
    subprocess.run(["git", "init", "--quiet", root], check=True)

    listed = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert "freedonia-sylvania/document.yaml" in listed
    assert "work" not in listed
    assert ".legation" not in listed


def test_the_first_claim_makes_it_valid(text: Path) -> None:
    made(text, "--url", "https://example.org/", "--license", "https://example.org/licence")
    folder = text.parent / "mappings"
    file = folder / "freedonia-sylvania" / "claims" / "01-early-years.yaml"
    first = CLAIMS.removeprefix("claims:\n").partition("- id: c-grain")[0]
    file.write_text(file.read_text() + first)

    assert legation("validate", "--mappings", folder).exit_code == 0


def test_what_is_still_to_be_written_is_named(text: Path) -> None:
    made(text)

    said = legation("validate", "--mappings", text.parent / "mappings").stderr

    assert "document.yaml:5: '' is not allowed as 'url'. Write a web address." in said
    assert (
        "document.yaml:6: '' is not allowed as 'license'. Write the web address of a licence."
        in said
    )
    assert "'freedonia-sylvania' has no claims." in said
    assert len(said.splitlines()) == 4


@pytest.mark.parametrize("before", ["", "  "])
def test_entities_that_are_there_are_not_written_again(text: Path, before: str) -> None:
    entities = text.parent / "mappings" / "entities.yaml"
    entities.parent.mkdir()
    block = "- id: freedonia\n  type: Country\n  label: Freedonia\n  description: A state\n"
    entities.write_text("entities:\n" + indent(block, before))

    made(text)

    written = entities.read_text()
    assert written.count("- id: freedonia\n") == 1
    assert "- id: sylvania\n" in written
    assert "party: [freedonia, sylvania]" in written
    said = legation("validate", "--mappings", entities.parent).stderr
    assert "entities.yaml" not in said


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("Freedonia", "'Freedonia' cannot be part of an address. Use lower-case letters"),
        ("sparql", "'sparql' is a name that Legation's own addresses use. Choose another."),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(text: Path, pair: str, message: str) -> None:
    result = made(text, pair=pair)

    assert result.exit_code == 1
    assert message in result.stderr
    assert not (text.parent / "mappings").exists()


def test_a_folder_that_is_there_stays_as_it_is(text: Path) -> None:
    made(text)
    before = {file: file.read_bytes() for file in text.parent.rglob("*.*") if file.is_file()}

    result = made(text)

    assert result.exit_code == 1
    assert "is there already. Choose another name. If its text has changed" in result.stderr
    assert {file: file.read_bytes() for file in some(before)} == before


@pytest.mark.parametrize("content", [None, b"", b" \n", b"Freedonia \xff"])
def test_a_text_that_cannot_be_used_is_refused(text: Path, content: bytes | None) -> None:
    text.unlink()
    if content is not None:
        text.write_bytes(content)

    result = made(text)

    assert result.exit_code == 1
    assert str(text) in result.stderr
    assert not (text.parent / "mappings").exists()


def test_a_folder_that_others_build_on_is_named_in_the_settings(text: Path) -> None:
    other = text.parent / "other"
    other.mkdir()
    block = "- id: freedonia\n  type: Country\n  label: Freedonia\n  description: A state\n"
    (other / "entities.yaml").write_text(f"entities:\n{block}")

    result = made(text, "--uses", other)

    mappings = text.parent / "mappings"
    assert result.exit_code == 0, result.output
    assert result.stderr == (
        "'freedonia' is at other/entities.yaml:2 already, described as: A state\n"
    )
    assert 'uses: ["../other"]' in (mappings / "folder.yaml").read_text()
    assert "- id: freedonia\n" not in (mappings / "entities.yaml").read_text()
    assert "folder.yaml" not in legation("validate", "--mappings", mappings).stderr


def test_an_entity_of_a_used_folder_that_nobody_has_described_is_told(text: Path) -> None:
    other = text.parent / "other"
    assert made(text, "--mappings", other, pair="freedonia-tarnia").exit_code == 0

    told = made(text, "--uses", other).stderr

    there = "'freedonia' is at other/entities.yaml:8 already, where nobody has described it yet."
    assert there in told.splitlines()


def test_an_entity_of_a_used_folder_without_a_description_is_told(text: Path) -> None:
    other = text.parent / "other"
    other.mkdir()
    block = "- id: freedonia\n  type: Country\n  label: Freedonia\n"
    (other / "entities.yaml").write_text(f"entities:\n{block}")

    told = made(text, "--uses", other).stderr

    assert told == (
        "'freedonia' is at other/entities.yaml:2 already, where nobody has described it yet.\n"
    )


def test_what_the_next_document_takes_from_a_used_folder_is_told_without_uses_too(
    text: Path,
) -> None:
    other = text.parent / "other"
    other.mkdir()
    block = "- id: sylvania\n  type: Country\n  label: Sylvania\n  description: A state\n"
    (other / "entities.yaml").write_text(f"entities:\n{block}")
    text.write_text(TEXT.replace("Freedonia–Sylvania relations", "Freedonia–Tarnia relations"))
    assert made(text, "--uses", other, pair="freedonia-tarnia").stderr == ""
    text.write_text(TEXT)

    told = made(text).stderr

    # Freedonia is in the folder itself.
    assert told == f"'sylvania' is at {other}/entities.yaml:2 already, described as: A state\n"
    assert "- id: sylvania\n" not in (text.parent / "mappings" / "entities.yaml").read_text()


def test_an_entity_that_the_folder_has_itself_is_not_taken_from_a_used_one(text: Path) -> None:
    other = text.parent / "other"
    assert made(text, "--mappings", other, pair="freedonia-borduria").exit_code == 0
    assert made(text, pair="freedonia-tarnia").exit_code == 0

    result = made(text, "--uses", other)

    assert result.exit_code == 0, result.output
    assert "'freedonia' is at" not in result.stderr


def test_the_next_document_may_name_the_same_folder_again_and_no_other(text: Path) -> None:
    other, third = text.parent / "other", text.parent / "third"
    for folder in (other, third):
        folder.mkdir()
        (folder / "entities.yaml").write_text("entities: []\n")
    made(text, "--uses", other)
    settings = text.parent / "mappings" / "folder.yaml"
    before = settings.read_text()

    same = made(text, "--uses", third / ".." / "other", pair="freedonia-tarnia")
    unlike = made(text, "--uses", third, pair="freedonia-borduria")

    assert same.exit_code == 0, same.output
    assert "folder.yaml" not in same.output
    assert settings.read_text() == before
    assert unlike.exit_code == 1
    assert (
        'folder.yaml is there already with uses: ["../other"]. '
        'Write into it: uses: ["../other", "../third"]'
    ) in unlike.stderr


def test_settings_without_folders_are_told_where_to_name_them(text: Path) -> None:
    root = text.parent / "mappings"
    root.mkdir()
    (root / "folder.yaml").write_text("title: Two states\n")

    refused = made(text, "--uses", text.parent)

    assert refused.exit_code == 1
    assert 'folder.yaml is there already. Write into it: uses: [".."]' in refused.stderr


def test_a_used_folder_without_entities_is_refused(text: Path) -> None:
    result = made(text, "--uses", text.parent)

    assert result.exit_code == 1
    assert "holds no entities.yaml. Give a folder of mappings." in result.stderr
    assert not (text.parent / "mappings").exists()


def test_what_fails_leaves_nothing_behind_and_can_be_tried_again(text: Path) -> None:
    other = text.parent / "other"
    other.mkdir()
    (other / "entities.yaml").write_text("entities:\n- id: 'freedonia\n")

    failed = made(text, "--uses", other)
    left = (text.parent / "mappings").exists()
    (other / "entities.yaml").write_text(
        "entities:\n- id: freedonia\n  type: Country\n  label: Freedonia\n  description: A state\n"
    )
    again = made(text, "--uses", other)

    assert (failed.exit_code, left) == (1, False)
    assert again.exit_code == 0, again.output


def test_a_text_that_another_document_has_is_told(text: Path) -> None:
    first = made(text)
    second = made(text, pair="freedonia")

    mappings = text.parent / "mappings"
    told = f"warning: 'freedonia-sylvania' in {mappings} is of the same text."
    assert first.stderr == ""
    assert second.exit_code == 0
    assert second.stderr == f"{told} If you meant that one, remove {mappings / 'freedonia'}.\n"


def test_nothing_is_written_into_a_folder_with_a_file_that_cannot_be_read(text: Path) -> None:
    made(text)
    mappings = text.parent / "mappings"
    (mappings / "freedonia-sylvania" / "passages.csv").write_bytes(b"\xff")
    before = sorted(mappings.rglob("*"))

    result = made(text, "--uses", mappings, pair="freedonia-tarnia")

    assert result.exit_code == 1
    assert sorted(mappings.rglob("*")) == before


def test_what_is_said_of_new_entities_holds_in_every_release(text: Path) -> None:
    made(text)

    written = (text.parent / "mappings" / "entities.yaml").read_text()

    assert "  description: State that documents are about\n" in written
    assert "One of the two" not in written


@pytest.mark.parametrize(
    ("words", "line", "message"),
    [
        ("## History\n\nThey met.\n", 1, "'freedonia-sylvania' begins with the heading of a section, which is taken as its title. Write the title on a line above it."),
        ("Relations\n\n== History ==\n\nThey met.\n", 3, "a heading of 'freedonia-sylvania' is marked as in a wiki. Begin it with hashes and a space, as in ## History."),
        ("Relations\n\nThe two states have had relations for a long time and\nnever quarrelled.\n", 3, "a sentence of 'freedonia-sylvania' seems to go on in the next line. Write every paragraph as one line."),
    ],
)  # fmt: skip
def test_a_text_in_another_form_is_warned_of(
    text: Path, words: str, line: int, message: str
) -> None:
    text.write_text(words)

    assert f"{text}:{line}: warning: {message}" in made(text).stderr


def test_a_document_of_a_word_processor_is_no_text(text: Path) -> None:
    text.write_bytes(b"PK\x03\x04\xff\xfe")

    result = made(text)

    assert result.exit_code == 1
    said = "this is a document of a word processor, not text. Save it as plain text in UTF-8."
    assert f"{text}:1: {said}" in result.stderr
    assert not (text.parent / "mappings").exists()
