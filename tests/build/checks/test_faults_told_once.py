"""A fault is told once: what only follows from it is left out, and what helps stands with it."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.mistakes import Mistake, write_mistake
from support.small_mapping import CLAIMS, CLAIMS_FILE, write_mapping

FOLDER = Path(CLAIMS_FILE).parts[0]
DOCUMENT_FILE = f"{FOLDER}/document.yaml"


ROWS = [
    Mistake("misspelt role", "topic: diplomacy", "topik: diplomacy", 21, "unknown key 'topik'. Did you mean 'topic'?"),
    Mistake("misspelt role that is needed", "recognition-in-force\n    actor:", "recognition-in-force\n    actr:", 19, "unknown key 'actr'. Did you mean 'actor'?"),
    Mistake("misspelt key that is needed", "  states:\n", "  state:\n", 7, "unknown key 'state'. Did you mean 'states'?"),
    Mistake("open time in words", "when: 1920-05-03/..", "when: since 1920", 22, "'when': 'since 1920' is not a time in EDTF; write '1920/..'."),
    Mistake("open time with three dots", "when: 1920-05-03/..", "when: 1920/...", 22, "'when': '1920/...' is not a time in EDTF; write '1920/..'."),
    Mistake("code with its list", "eventType: recognition", "eventType: event-type/recognition", 11, "'event-type/recognition' is not allowed as 'eventType'. Write 'recognition', without the name of the list."),
    Mistake("number of a sentence", "evidence: p-early-years-1", "evidence: 2", 4, "'2' is not allowed as 'evidence'. Write the id of a passage, which begins with p-."),
    Mistake("figure without a unit", "    unit: percent\n", "", 35, "'grain-share' (unit): A figure has one unit of the list. Write 'unit: item' for things that are counted, 'unit: person' for people."),
    Mistake("place of another class", "    target: sylvania\n    when", "    target: sylvania\n    place: press\n    when", 8, "'recognition' (place): A place is an entity of the class Place: name the city or site, and a body or a thing in another role, such as instrument. Found: press (at mappings/entities.yaml:15). If it is a place, correct its 'type' there."),
    Mistake("date in words", '"2026-11-23"', "23 November 2026", 6, "'23 November 2026' is not allowed as 'modified'. Write a date, month or year such as 2026-11-23, 2026-11 or 2026; leave the key out if none is known.", DOCUMENT_FILE),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_fault_has_one_message(row: Mistake, tmp_path: Path) -> None:
    write_mistake(tmp_path, row)

    assert told_by_build(tmp_path) == [f"mappings/{row.file}:{row.line}: {row.message}"]
    assert not (tmp_path / "out").exists()


def test_entities_in_the_folder_of_a_document_are_the_one_fault(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "entities.yaml").rename(mappings / FOLDER / "entities.yaml")

    assert told_by_build(tmp_path) == [
        f"mappings/{FOLDER}/entities.yaml:1: this file is not read. "
        "Move what it holds into mappings/entities.yaml, for all."
    ]


def test_an_empty_file_of_entities_is_the_one_fault(tmp_path: Path) -> None:
    (write_mapping(tmp_path) / "entities.yaml").write_text("")

    assert told_by_build(tmp_path) == [
        "mappings/entities.yaml:1: the file is empty. Begin it with the line entities:"
    ]


def test_codes_beside_the_entities_are_the_one_fault(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    claims = CLAIMS.replace("eventType: recognition", "eventType: rebuke", 1)
    (mappings / CLAIMS_FILE).write_text(claims)
    (mappings / "codes.yaml").write_text("codes:\n- id: event-type/rebuke\n")

    assert told_by_build(tmp_path) == [
        "mappings/codes.yaml:1: this file is not read. "
        "Codes are those of a document: move it into the folder of the document."
    ]


def test_without_passages_no_sentence_is_called_unknown(tmp_path: Path) -> None:
    (write_mapping(tmp_path) / FOLDER / "passages.csv").unlink()

    result = legation("check", "--mappings", tmp_path / "mappings")

    told = [line for line in result.stderr.splitlines() if FOLDER in line]
    assert len(told) == 1
    assert "passages.csv: there are no passages. Run: " in told[0]


def told_by_build(root: Path) -> list[str]:
    """Return the problems that a build of root/mappings tells."""
    result = legation("build", "--mappings", root / "mappings", "--output", root / "out")
    assert result.exit_code == 1
    return [line for line in result.stderr.splitlines() if line.startswith("mappings/")]
