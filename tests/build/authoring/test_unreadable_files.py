"""What an unreadable file defines is neither called unknown nor written again."""

import json
from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, ENTITIES, TEXT, write_mapping

OPEN = ENTITIES.replace("label: Sylvanian press", 'label: "Sylvanian press')
NOT_CLOSED = 'not YAML: the quotation mark " that opens here is not closed.'
CODES = "codes:\n- id: event-type/parley\n  label: 'open\n"


def with_open_quotes(root: Path) -> Path:
    mappings = write_mapping(root)
    assert OPEN != ENTITIES
    (mappings / "entities.yaml").write_text(OPEN)
    return mappings


@pytest.mark.parametrize("command", [
    ("entities", "freedonia"), ("codes", "aid"), ("schema",), ("check",), ("validate",),
    ("links", "--service", "http://localhost:9/"),
])  # fmt: skip
def test_entities_that_cannot_be_read_are_the_one_fault(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    mappings = with_open_quotes(tmp_path)

    result = legation(*command, "--mappings", mappings)

    assert (result.exit_code, result.stdout) == (1, "")
    first, *rest = result.stderr.splitlines()
    assert first.startswith(f"mappings/entities.yaml:17: {NOT_CLOSED}")
    assert [line for line in rest if not line.startswith("Error: ")] == []


def test_what_editors_complete_stays_while_entities_cannot_be_read(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    legation("check", "--mappings", mappings)
    before = (mappings / ".legation" / "claims.json").read_bytes()
    (mappings / "entities.yaml").write_text(OPEN)

    legation("check", "--mappings", mappings)

    assert b'"freedonia"' in before
    assert (mappings / ".legation" / "claims.json").read_bytes() == before


def test_a_new_document_adds_nothing_to_entities_that_cannot_be_read(tmp_path: Path) -> None:
    mappings = with_open_quotes(tmp_path)
    text = tmp_path / "text.txt"
    text.write_text(TEXT)

    result = legation("new", "freedonia-tarnia", "--text", text, "--mappings", mappings)

    assert result.exit_code == 1
    assert NOT_CLOSED in result.stderr
    assert (mappings / "entities.yaml").read_text() == OPEN
    assert not (mappings / "freedonia-tarnia").exists()


def test_settings_that_cannot_be_read_are_the_one_fault(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "entities.yaml").rename(tmp_path / "entities.yaml")
    (mappings / "folder.yaml").write_text('uses: [".."]\ntitle: "Two states\n')

    result = legation("check", "--mappings", mappings)

    (line,) = result.stderr.splitlines()
    assert result.exit_code == 1
    assert line.startswith(f"mappings/folder.yaml:2: {NOT_CLOSED}")


def test_codes_that_cannot_be_read_are_not_called_unknown(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(CODES)
    claims = CLAIMS.replace("eventType: recognition", "eventType: parley")
    (mappings / CLAIMS_FILE).write_text(claims.replace("asserted", "assertd"))

    faults = json.loads(legation("check", "--mappings", mappings, "--json").stdout)["problems"]

    told = [(Path(fault["file"]).name, fault["message"].partition(":")[0]) for fault in faults]
    assert told == [
        ("01-early-years.yaml", "unknown code 'assertd' ('modality')."),
        ("codes.yaml", "not YAML"),
    ]


def test_claims_that_cannot_be_read_may_state_what_others_name(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    first, second = CLAIMS.split("- id: c-grain", 1)
    (mappings / CLAIMS_FILE).write_text(first.replace("label: ", 'label: "', 1))
    account = "  disputes: c-recognition\n  accounts:\n  - of: grain-promise\n    when: 1921\n"
    stated = "  states:\n  - id: grain-promise"
    assert stated in second
    second = second.replace(stated, account + stated)
    file = mappings / "freedonia-sylvania" / "claims" / "02-grain.yaml"
    file.write_text(f"claims:\n- id: c-grain{second}")

    result = legation("check", "--mappings", mappings, "--quiet")

    (line,) = result.stderr.splitlines()
    assert line.startswith(f"mappings/{CLAIMS_FILE}:10: {NOT_CLOSED}")


def test_where_no_claims_can_be_read_there_may_be_some(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / CLAIMS_FILE).write_text(CLAIMS.replace("label: ", 'label: "', 1))

    result = legation("check", "--mappings", mappings, "--quiet")

    assert len(result.stderr.splitlines()) == 1
