"""An entity that nothing names, and one that nobody has described, are warned of."""

from pathlib import Path

from legation_build.mapping import PLACEHOLDERS
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping

BLOCK = "- id: {id}\n  type: Group\n  label: {id}\n  description: {description}\n"
UNNAMED = (
    "mappings/entities.yaml:19: warning: nothing names the entity 'court'. Name it where a "
    "sentence speaks of it. If none does, delete it; it may stay for others.\n"
)


def add(mappings: Path, id: str, description: str = "For this test", more: str = "") -> None:
    file = mappings / "entities.yaml"
    file.write_text(file.read_text() + BLOCK.format(id=id, description=description) + more)


def told(mappings: Path, *others: Path) -> str:
    """Return the warnings of a mapping, which all commands give alike."""
    roots = [part for folder in (mappings, *others) for part in ("--mappings", folder)]
    found = [
        legation(*command, *roots)
        for command in (
            ["check"],
            ["validate", "--quiet"],
            ["build", "--quiet", "--output", mappings.parent / "out"],
        )
    ]
    assert [one.exit_code for one in found] == [0, 0, 0], found[0].output
    assert found[0].stderr == found[1].stderr == found[2].stderr
    return found[0].stderr


def test_an_entity_that_nothing_names(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    add(mappings, "court")

    assert told(mappings) == UNNAMED


def test_an_entity_that_is_a_party_of_a_relation(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    add(mappings, "court")
    file = mappings / "entities.yaml"
    text = file.read_text().replace("party: [freedonia, sylvania]", "party: [freedonia, court]")
    file.write_text(text.replace("type: Group\n  label: court", "type: Country\n  label: court"))

    assert told(mappings) == ""


def test_an_entity_that_only_another_folder_names(tmp_path: Path) -> None:
    mappings, other = write_mapping(tmp_path), write_mapping(tmp_path / "other")
    add(mappings, "court")
    (other / "freedonia-sylvania").rename(other / "freedonia-tarnia")
    file = other / "freedonia-tarnia" / "claims" / Path(CLAIMS_FILE).name
    file.write_text(file.read_text().replace("attributedTo: press", "attributedTo: [press, court]"))
    (other / "folder.yaml").write_text("uses: ../../mappings\n")

    assert told(mappings) == UNNAMED
    assert told(other) == told(mappings, other) == ""


def test_a_description_that_new_wrote(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "entities.yaml"
    placeholder = PLACEHOLDERS["Country"]
    file.write_text(
        file.read_text().replace("One of the things of the test document", placeholder, 2)
    )

    assert told(mappings) == "".join(
        f"mappings/entities.yaml:{line}: warning: '{name}' has the description that 'legation new' "
        "wrote. Say what tells it from others of its name, as in: country in West Africa.\n"
        for line, name in ((5, "freedonia-sylvania-relations"), (10, "freedonia"))
    )


def test_a_description_that_new_wrote_is_told_only_where_it_stands(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    other = write_mapping(tmp_path / "other").rename(tmp_path / "second")
    (other / "freedonia-sylvania").rename(other / "freedonia-tarnia")
    file = mappings / "entities.yaml"
    old = "One of the things of the test document"
    file.write_text(file.read_text().replace(old, PLACEHOLDERS["BilateralRelation"], 1))

    of_both = told(mappings, other)

    (line,) = [line for line in of_both.splitlines() if "that 'legation new' wrote" in line]
    assert line.startswith("mappings/entities.yaml:5: warning: 'freedonia-sylvania-relations' has")
    (other / "folder.yaml").write_text("uses: ../mappings\n")
    assert "that 'legation new' wrote" not in told(other)
