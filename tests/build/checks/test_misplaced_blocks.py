"""What stands at the wrong level, or in the wrong file, is told once, with the way to move it."""

from pathlib import Path
from textwrap import indent

import pytest
from support.legation_command import legation
from support.mistakes import Mistake, told_of
from support.small_mapping import CLAIMS, ENTITIES

GRAIN = CLAIMS[CLAIMS.index("- id: c-grain") :]
RECOGNIZES = CLAIMS[CLAIMS.index("  - id: recognizes") : CLAIMS.index("- id: c-grain")]
OUTDENTED = "".join(line[2:] for line in RECOGNIZES.splitlines(keepends=True))
OSAKA = "- id: osaka\n  type: City\n  label: Osaka\n  description: A city\n"
PARLEY = (
    "- id: event-type/parley\n  broader: consult\n  label: parley\n  definition: x\n  example: y\n"
)
ENTITIES_FILE = "entities.yaml"

MISTAKES = [
    Mistake("claim like a content", GRAIN, indent(GRAIN, "  "), 23, "the claim 'c-grain' is indented like a content. Move it, with all its lines, 2 spaces to the left."),
    Mistake("content like a claim", RECOGNIZES, OUTDENTED, 15, "the content 'recognizes' is indented like a claim. Move it, with all its lines, 2 spaces to the right, below 'states:' of the claim above."),
    Mistake("only content like a claim", CLAIMS[CLAIMS.index("  - id: grain-promise") :], "- id: grain-promise\n  type: Supposition\n  label: Grain was said to be promised.\n  eventType: announcement\n", 30, "the content 'grain-promise' is indented like a claim. Move it, with all its lines, 2 spaces to the right, below 'states:' of the claim above."),
    Mistake("key of a content in a claim", "  states:\n  - id: recognition\n", "  topic: diplomacy\n  states:\n  - id: recognition\n", 7, "'topic' is a key of a content, and stands among those of the claim. Move it 2 spaces to the right, to a content below 'states'."),
    Mistake("key of a claim in a content", "    when: 1920-05-03\n", "    hedge: allegedly\n    when: 1920-05-03\n", 14, "'hedge' is a key of the claim, and stands among those of a content. Move it 2 spaces to the left, above 'states'."),
    Mistake("key at the margin", "    unit: percent\n", "unit: percent\n", 40, "'unit' stands at the left margin, and is a key of a claim or of a content. Move it to the right, below the other keys of its claim or content."),
    Mistake("entity among claims", "- id: c-grain", f"{OSAKA}- id: c-grain", 23, "the entity 'osaka' stands among claims. Move it to entities.yaml, and name it here by its id."),
    Mistake("entity among contents", RECOGNIZES, indent(OSAKA, "  "), 15, "the entity 'osaka' stands among contents. Move it to entities.yaml, and name it here by its id."),
    Mistake("code among claims", "- id: c-grain", f"{PARLEY}- id: c-grain", 23, "the code 'event-type/parley' stands among claims. Move it to codes.yaml, and name it here by its id."),
    Mistake("claim among entities", "- id: press", f"{GRAIN}- id: press", 15, "the claim 'c-grain' stands among entities. Move it to a file in claims/.", ENTITIES_FILE),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_block_at_another_level_is_told_once(mistake: Mistake, tmp_path: Path) -> None:
    told = told_of(tmp_path, mistake, "validate")

    assert told == [f"mappings/{mistake.file}:{mistake.line}: {mistake.message}"]


def test_how_far_to_move_depends_on_the_file(tmp_path: Path) -> None:
    wide = CLAIMS.replace("\n    ", "\n        ").replace("\n  - id", "\n      - id")
    moved = "    when: 1920-05-03\n".replace("    ", "        ")
    assert moved in wide
    mistake = Mistake("", CLAIMS, wide.replace(moved, f"        hedge: said\n{moved}", 1), 14, "")

    (told,) = told_of(tmp_path, mistake, "check")

    assert told.endswith("Move it 6 spaces to the left, above 'states'.")


def test_a_claim_that_lacks_most_is_still_a_claim(tmp_path: Path) -> None:
    mistake = Mistake("", GRAIN, "- id: c-grain\n  type: Claim\n", 23, "")

    told = told_of(tmp_path, mistake, "check")

    assert [line.partition(": ")[2].partition(" of ")[0] for line in told] == [
        f"the key '{key}'" for key in ("evidence", "modality", "stance", "states")
    ]


def test_an_entity_without_a_description_is_no_claim(tmp_path: Path) -> None:
    lacking = "- id: press\n  type: Group\n  label: Sylvanian press\n"
    whole = ENTITIES[ENTITIES.index("- id: press") :]

    (told,) = told_of(tmp_path, Mistake("", whole, lacking, 15, "", ENTITIES_FILE), "check")

    assert told.endswith("the key 'description' of 'press' is missing. Add it.")


def test_nothing_is_misplaced_in_the_mapping_as_it_is(tmp_path: Path) -> None:
    assert told_of(tmp_path, Mistake("", "claims:\n", "claims:\n", 1, ""), "check") == []
    assert legation("validate", "--mappings", tmp_path / "mappings").exit_code == 0
