"""Roles of contents are checked against their types, those of a document's own too."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping
from support.some import some

OWN = """codes:
- id: situation-type/suzerainty
  broader: relations
  standsFor: alliedWith
  subjectRole: actor
  objectRole: target
  requiredRole: [actor, target]
  allowedRole: place
  label: suzerainty
  definition: A state is over another.
  example: Freedonia is over Sylvania.
"""
USE = ("situationType: recognition-in-force", "situationType: suzerainty")


def mapped(root: Path, codes: str, *changes: tuple[str, str]) -> Path:
    """Write the small mapping with a type of its own, and with the changes in its claims."""
    mappings = write_mapping(root)
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(codes, encoding="utf-8")
    file = mappings / CLAIMS_FILE
    for old, new in (USE, *changes):
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new, 1), encoding="utf-8")
    return mappings


def validated(mappings: Path) -> str:
    return legation("validate", "--mappings", mappings).output


def test_a_type_of_ones_own_may_have_its_roles_and_its_property(tmp_path: Path) -> None:
    assert "conform to the shapes" in validated(mapped(tmp_path, OWN))


def test_a_type_of_ones_own_has_the_roles_of_its_broader_one(tmp_path: Path) -> None:
    codes = OWN[: OWN.index("  standsFor")] + OWN[OWN.index("  label") :]

    said = validated(mapped(tmp_path, codes))

    assert "'recognizes' is of the type 'suzerainty' and has no 'participant'" in said


def test_a_role_that_a_type_of_ones_own_does_not_have_is_told(tmp_path: Path) -> None:
    changes = ("    topic: diplomacy\n", "    origin: sylvania\n")

    said = validated(mapped(tmp_path, OWN, changes))

    assert f"{CLAIMS_FILE}:21: 'recognizes' has 'origin'" in said
    assert "Use one of its roles (actor, target, place), or name another type." in said


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message", "remedy"),
    [
        ("alliedWith", "aliedWith", 4, "unknown plain property 'aliedWith'", "'alliedWith'"),
        ("alliedWith", "topic", 4, "unknown plain property 'topic'", ""),
        ("subjectRole: actor", "subjectRole: actr", 5, "unknown role 'actr'", "'actor'"),
        ("allowedRole: place", "allowedRole: plaice", 8, "unknown role 'plaice'", "'place'"),
        ("  objectRole: target\n", "", 4, "and not all of standsFor", "Give all three, or none."),
        ("id: situation-type/", "id: topic/", 4, "only types of content have", "Delete it."),
    ],
)
def test_a_wrong_pattern_is_told_with_place_and_remedy(
    tmp_path: Path, right: str, wrong: str, line: int, message: str, remedy: str
) -> None:
    assert right in OWN

    said = validated(mapped(tmp_path, OWN.replace(right, wrong, 1)))

    told = [text for text in said.splitlines() if message in text]
    assert f"codes.yaml:{line}: " in some(told)[0]
    assert remedy in told[0]
