"""Editors complete keys, codes and ids with their definitions, and mark what is wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from legation_build.resources import resource
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, ENTITIES, write_mapping
from support.yaml_language_server import Editor, editor, needs_language_server

HEADER = "# yaml-language-server: $schema=../../.legation/claims.json\n"


@pytest.fixture(scope="module")
def mappings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small mapping, with the schemas for editors."""
    folder = write_mapping(tmp_path_factory.mktemp("edited"))
    assert legation("schema", "--mappings", folder).exit_code == 0
    return folder


@pytest.fixture
def opened(mappings: Path) -> Iterator[Editor]:
    with editor(mappings) as opened:
        yield opened


def lines_up_to(text: str, part: str) -> int:
    """Return how many lines stand before the one that `part` begins."""
    return (HEADER + text).split(part)[0].count("\n")


@needs_language_server
def test_nothing_is_marked_in_a_right_file(mappings: Path, opened: Editor) -> None:
    opened.open(mappings / CLAIMS_FILE, HEADER + CLAIMS)

    assert opened.diagnostics() == []


@needs_language_server
@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("eventType: recognition", "eventType: recogntion", "Value is not accepted"),
        ("actor: freedonia", "actor: fredonia", "Value is not accepted"),
        ("    target: sylvania", "    tarhet: sylvania", "Property tarhet is not allowed."),
        ("type: Claim", "type: Clam", 'Value must be "Claim"'),
    ],
)
def test_what_is_wrong_is_marked_on_its_line(
    mappings: Path, opened: Editor, right: str, wrong: str, message: str
) -> None:
    text = CLAIMS.replace(right, wrong, 1)
    opened.open(mappings / CLAIMS_FILE, HEADER + text)

    found = opened.diagnostics()

    assert any(message in said for line, said in found if line == lines_up_to(text, wrong.strip()))


@needs_language_server
@pytest.mark.parametrize(
    ("value", "offered", "meaning"),
    [
        ("eventType: ", "recognition", "recognizes the independence"),
        ("actor: ", "sylvania", "Sylvania (Country)"),
        ("topic: ", "diplomacy", ""),
    ],
)
def test_values_are_completed_with_their_meaning(
    mappings: Path, opened: Editor, value: str, offered: str, meaning: str
) -> None:
    text = HEADER + CLAIMS.replace("    eventType: recognition\n", f"    {value}\n", 1)
    line = text.split(f"    {value}\n")[0].count("\n")
    opened.open(mappings / CLAIMS_FILE, text)

    found = opened.completions(line, 4 + len(value))

    assert meaning in found[offered]


@needs_language_server
def test_keys_are_completed(mappings: Path, opened: Editor) -> None:
    text = HEADER + CLAIMS.replace("    eventType: recognition\n", "    qu\n", 1)
    opened.open(mappings / CLAIMS_FILE, text)

    found = opened.completions(text.split("    qu\n")[0].count("\n"), 6)

    assert {"qualifier", "quantityText", "quantifies"} <= found.keys()


@needs_language_server
def test_a_code_of_the_document_is_completed_once_the_schema_is_made_anew(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(
        "codes:\n- id: event-type/rebuke\n  broader: accuse\n  label: rebuke\n"
        "  definition: A state rebukes another.\n  example: The ministry rebukes the ambassador.\n"
    )
    legation("check", "--mappings", mappings)
    text = HEADER + CLAIMS.replace("eventType: recognition", "eventType: reb", 1)
    with editor(mappings) as opened:
        opened.open(mappings / CLAIMS_FILE, text)
        found = opened.completions(lines_up_to(CLAIMS, "eventType"), 18)

    assert "A state rebukes another." in found["rebuke"]


def test_the_schemas_are_as_new_as_the_mappings(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / ".legation" / "claims.json"
    legation("check", "--mappings", mappings)
    assert "tarnia" not in file.read_text()
    (mappings / "entities.yaml").write_text(
        ENTITIES + "- id: tarnia\n  type: Country\n  label: Tarnia\n  description: A state\n"
    )

    legation("check", "--mappings", mappings)

    assert "tarnia" in file.read_text()


def test_the_schemas_have_every_key_of_the_schema_that_the_build_goes_by(mappings: Path) -> None:
    rules = json.loads((resource("mappings") / "schema.json").read_text())["$defs"]
    made = json.loads((mappings / ".legation" / "claims.json").read_text())["$defs"]

    for part in ("claim", "content"):
        assert made[part]["properties"].keys() == rules[part]["properties"].keys()
    kinds = made["content"]["properties"]
    assert "recognition" in kinds["eventType"]["anyOf"][0]["enum"]
    assert "sylvania" in kinds["actor"]["anyOf"][0]["enum"]
