"""Every error in a mapping is refused with file, line, the offending value and the remedy."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, write_mapping


@dataclass(frozen=True)
class Mistake:
    """What is replaced by what in which file, and what the message must then say."""

    name: str
    right: str
    wrong: str
    message: str
    remedy: str
    file: str = CLAIMS_FILE
    line: int = 0

    def line_in(self, text: str) -> int:
        """Return the line of the mistake, counted from 1."""
        return self.line or text[: text.index(self.wrong)].count("\n") + 1


MISTAKES = [
    Mistake("unknown key", "    eventType: rec", "    evenType: rec", "unknown key 'evenType'", "Did you mean 'eventType'?"),
    Mistake("unknown code", "eventType: recognition", "eventType: recogntion", "unknown code 'recogntion'", "Did you mean 'recognition'?"),
    Mistake("unknown entity", "actor: freedonia", "actor: fredonia", "unknown entity 'fredonia'", "Did you mean 'freedonia'?"),
    Mistake("unknown passage", "evidence: p-early-years-2", "evidence: p-early-year-2", "unknown passage 'p-early-year-2'", "Did you mean 'p-early-years-2'?"),
    Mistake("unknown content", "follows: recognition", "follows: recognitoin", "unknown content 'recognitoin'", "Did you mean 'recognition'?"),
    Mistake("entity in place of a content", "follows: recognition", "follows: press", "unknown content 'press'", "write 'entity:press'"),
    Mistake("key that is no more", "    topic: diplomacy\n", "    predicate: recognizes\n", "unknown key 'predicate'", ""),
    Mistake("required role that is missing", "    target: sylvania\n    topic", "    topic", "'recognizes' is of the type 'recognition-in-force' and has no 'target'", "Add 'target:' if the sentence gives it", line=15),
    Mistake("role that the type does not have", "    topic: diplomacy\n", "    place: sylvania\n", "'recognizes' has 'place', a role that the type 'recognition-in-force' does not have", "Use one of its roles (actor, target), or name another type.", line=21),
    Mistake("passed on by somebody, and said by nobody", "attributedTo: press", "passedOnBy: press", "'press' passes on nobody's word", "Name the one who said it in 'attributedTo'."),
    Mistake("both said and passed on by one", "attributedTo: press\n", "attributedTo: press\n  passedOnBy: press\n", "'press' is named in 'attributedTo' and in 'passedOnBy'", "Keep it in 'attributedTo' if", line=29),
    Mistake("quoted in some way", "    eventType: announcement\n", "    eventType: announcement\n    quotedDirectly: partly\n", "unknown quotedDirectly 'partly'", "Known: true.", line=34),
    Mistake("unknown type", "type: Supposition", "type: Suposition", "unknown type 'Suposition'", "Did you mean 'Supposition'?"),
    Mistake("bad time", "when: 1920-05-03\n", "when: 3 May 1920\n", "'3 May 1920' is not a time in EDTF", "write 1920-05-03"),
    Mistake("impossible day", "when: 1920-05-03\n", "when: 1920-02-30\n", "'1920-02-30' is not a day of the calendar", ""),
    Mistake("no number", "value: 50", "value: fifty", "'fifty' is not a number", "Write digits"),
    Mistake("number with a comma", "value: 50", "value: 1,500", "'1,500' is not a number", "Write digits"),
    Mistake("duplicate key", "    target: sylvania\n", "    target: sylvania\n    target: freedonia\n", "duplicate key 'target'", "already set on line 13", line=14),
    Mistake("duplicate id of a content", "id: recognizes", "id: recognition\n", "duplicate id 'recognition' of a content", f"already defined at mappings/{CLAIMS_FILE}:8", line=15),
    Mistake("duplicate id of a claim", "id: c-grain", "id: c-recognition\n", "duplicate id 'c-recognition' of a claim", f"already defined at mappings/{CLAIMS_FILE}:2", line=23),
    Mistake("missing key", "  stance: affirms\n  attr", "  attr", "the key 'stance' of 'c-grain' is missing", "Write 'affirms' or 'denies'.", line=23),
    Mistake("alias", "    target: sylvania\n", "    target: &x sylvania\n    place: *x\n", "an alias repeats a value", "Write the value out again.", line=13),
    Mistake("broken YAML", "label: Grain was", "label: Grain: was", "not YAML", "in quotes", line=32),
    Mistake("too many quoted words", "    measure: share", "    words: one two three four five six seven eight nine ten\n    measure: share", "is not allowed as 'words'", "fewer than ten words"),
    Mistake("unknown party", "party: [freedonia, sylvania]", "party: [freedonia, silvania]", "unknown entity 'silvania'", "Did you mean 'sylvania'?", "entities.yaml"),
    Mistake("duplicate entity", "- id: press", "- id: sylvania\n ", "duplicate id 'sylvania' of an entity", "already defined at mappings/entities.yaml:11", "entities.yaml", 15),
    Mistake("entity named like a key", "- id: press", "- id: place", "'place' is a key of the mapping format", "Choose another id.", "entities.yaml"),
    Mistake("bad Wikidata id", "  label: Freedonia\n", "  label: Freedonia\n  exactMatch: Q1\n", "is not allowed as 'exactMatch'", "Write wd: and a Wikidata id.", "entities.yaml", 10),
    Mistake("no such relation", "about: freedonia-sylvania-relations", "about: freedonia-silvania-relations", "unknown entity", "Did you mean 'freedonia-sylvania-relations'?", "freedonia-sylvania/document.yaml"),
    Mistake("no such whole", "about: freedonia", "partOf: freedonian-wiki\nabout: freedonia", "unknown entity 'freedonian-wiki'", "Find one with: legation entities WORD. Or add it to entities.yaml.", "freedonia-sylvania/document.yaml"),
    Mistake("control character", "label: Grain was", "label: Grain \x07was", "the character U+0007 is not allowed here", "Remove it.", line=32),
    Mistake("escaped control character", "label: Grain was said to be promised.", 'label: "Grain\\x0b was said to be promised."', "the character U+000B is not allowed in a text", "Remove it.", line=32),
    Mistake("half a character", "label: Grain was said to be promised.", 'label: "Grain\\uD83D was said to be promised."', "the character U+D83D is not allowed in a text", "Remove it.", line=32),
    Mistake("nested too deep", CLAIMS, "claims: " + "[" * 3000 + "]" * 3000, "are nested too deep", "Write it flat.", line=1),
    Mistake("list for an id of an entity", "- id: press", "- id: [press]", "'id' is not a text", "", "entities.yaml"),
    Mistake("digits that are not of this alphabet", "value: 50", "value: \u0665\u0660", "'\u0665\u0660' is not a number", "Write digits"),
    Mistake("address that is none", "url: https://example.org/", "url: https://exa<mple>.org/", "is not allowed as 'url'", "Write a web address.", "freedonia-sylvania/document.yaml"),
    Mistake("date that is none", 'modified: "2026-11-23"', 'modified: "2026-13-45"', "'2026-13-45' is not allowed as 'modified'", "Write a date", "freedonia-sylvania/document.yaml"),
    Mistake("bad id of a passage", "p-early-years-1,", "p early,", "'p early' is not an id of a passage", "legation anchors --write", "freedonia-sylvania/passages.csv"),
    Mistake("passage named like a claim", "p-title,", "c-grain,", "'c-grain' is not an id of a passage", "legation anchors --write", "freedonia-sylvania/passages.csv"),
    Mistake("underscore in an offset", "p-title,heading,1,,0,", "p-title,heading,1,,0_0,", "whole numbers", "legation anchors --write", "freedonia-sylvania/passages.csv"),
    Mistake("column too many", "p-title,heading,1,,", "p-title,heading,1,,,", "a passage needs 9 columns", "legation anchors --write", "freedonia-sylvania/passages.csv"),
    Mistake("heading without a level", "p-title,heading,1,", "p-title,heading,,", "a heading has one from 1 to 9", "legation anchors --write", "freedonia-sylvania/passages.csv"),
    Mistake("sentence with a level", "early-years-1,sentence,,", "early-years-1,sentence,2,", "others have none", "legation anchors --write", "freedonia-sylvania/passages.csv"),
    Mistake("bad offset", "early-years-1,sentence,,Early years,", "early-years-1,sentence,,Early years,x", "start and end of a passage must be whole numbers", "legation anchors --write", "freedonia-sylvania/passages.csv"),
]  # fmt: skip


def build(mappings: Path, *options: str) -> Result:
    arguments = ["build", "--mappings", str(mappings), "--output", str(mappings.parent / "out")]
    return legation(*arguments, *options)


def test_the_mapping_itself_is_right(tmp_path: Path) -> None:
    result = build(write_mapping(tmp_path))

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake_is_refused_with_place_and_remedy(mistake: Mistake, tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / mistake.file
    text = file.read_text(encoding="utf-8")
    assert text.count(mistake.right) >= 1
    file.write_text(text.replace(mistake.right, mistake.wrong, 1), encoding="utf-8")
    line = mistake.line_in(file.read_text(encoding="utf-8"))

    result = build(mappings)

    assert result.exit_code == 1
    assert f"{mistake.file}:{line}: " in result.output
    assert mistake.message in result.output
    assert mistake.remedy in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_all_mistakes_are_reported_in_one_run(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    text = file.read_text(encoding="utf-8")
    spoilt = text.replace("actor: freedonia", "actor: x", 1).replace("value: 50", "value: many")
    file.write_text(spoilt.replace("p-early-years-2", "p-nowhere"), encoding="utf-8")

    result = build(mappings, "--json")

    assert result.exit_code == 1
    report = json.loads(result.output)
    assert [problem["line"] for problem in report["problems"]] == [12, 25, 39]
    assert report["error"] == "3 problems in the mappings; nothing was written."


def test_two_documents_cannot_mint_the_same_addresses(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    second = tmp_path / "second"
    shutil.copytree(mappings / "freedonia-sylvania", second / "freedonia-sylvania")
    document = second / "freedonia-sylvania" / "document.yaml"
    document.write_text(document.read_text() + "note: Another text\n")

    result = build(mappings, "--mappings", str(second))

    assert result.exit_code == 1
    assert "second/freedonia-sylvania/document.yaml:1: " in result.output
    assert "would get the same addresses as mappings/freedonia-sylvania" in result.output
    assert "Rename one of the two folders, or let them have the same text" in result.output


@pytest.mark.parametrize(
    "name", ["code", "legation", "void", "schema", "errors", "entities", "x-text"]
)
def test_document_cannot_take_an_address_of_legation(name: str, tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania").rename(mappings / name)

    result = build(mappings)

    assert (
        f"'{name}' is a name that Legation's own addresses use. Rename the folder." in result.output
    )


@pytest.mark.parametrize("name", ["Freedonia", "a b", "a<b", "é", "a_b", ".well-known"])
def test_folder_that_cannot_be_part_of_an_address(name: str, tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania").rename(mappings / name)

    result = build(mappings)

    assert result.exit_code == 1
    assert f"the folder '{name}' cannot be part of an address." in result.output


@pytest.mark.parametrize("file", [CLAIMS_FILE, "freedonia-sylvania/document.yaml"])
def test_folder_in_place_of_a_file(file: str, tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / file).unlink()
    (mappings / file).mkdir()

    result = build(mappings)

    assert result.exit_code == 1
    assert f"{file} cannot be read: Is a directory." in result.output


def test_passages_that_are_not_utf_8(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania" / "passages.csv").write_bytes(b"id,kind\xff")

    result = build(mappings)

    assert result.exit_code == 1
    assert "passages.csv is not UTF-8 text" in result.output


def test_document_without_passages(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania" / "passages.csv").unlink()

    result = build(mappings)

    assert result.exit_code == 1
    assert "passages.csv: there are no passages. Run: legation anchors --write" in result.output


def test_file_that_nothing_reads_is_not_passed_over(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / CLAIMS_FILE).rename((mappings / CLAIMS_FILE).with_suffix(".yml"))

    result = build(mappings)

    assert result.exit_code == 1
    assert "claims/01-early-years.yml:1: this file is not read." in result.output
    assert "'freedonia-sylvania' has no claims." in result.output


def test_id_that_ends_in_a_line_end_is_no_id(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace("id: grain-promise", 'id: "grain-promise\\n"'))

    result = build(mappings)

    assert result.exit_code == 1
    assert "is not allowed as 'id'" in result.output


def test_passages_that_overlap_or_run_over_the_end(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "freedonia-sylvania" / "passages.csv"
    lines = file.read_text().splitlines()
    cells = lines[4].split(",")
    file.write_text(
        "\n".join([*lines[:4], ",".join([*cells[:4], "50", "9999", *cells[6:]])]) + "\n"
    )

    result = build(mappings)

    assert "passages.csv:5: passage 'p-early-years-2' overlaps the one before" in result.output
    file.write_text("\n".join([*lines[:4], ",".join([*cells[:5], "9999", *cells[6:]])]) + "\n")
    assert "passage 'p-early-years-2' ends after the text, at 9999." in build(mappings).output


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    result = build(tmp_path / "nowhere")

    assert result.exit_code == 1
    assert "nowhere is not a folder." in result.output


def test_folder_without_documents(tmp_path: Path) -> None:
    result = build(tmp_path)

    assert result.exit_code == 1
    assert "has a document.yaml, so nothing can be built." in result.output
