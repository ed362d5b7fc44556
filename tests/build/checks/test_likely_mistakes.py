"""What is allowed but most often a mistake is warned of, and the release is built."""

import json
from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping, write_text

pytestmark = pytest.mark.usefixtures("without_dumps")


@pytest.fixture
def misnamed(tmp_path: Path) -> Path:
    """A mapping with a claim that has the name of another passage."""
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace("id: c-grain", "id: c-early-years-1-grain"))
    return mappings


WARNING = (
    f"mappings/{CLAIMS_FILE}:25: warning: the claim 'c-early-years-1-grain' has the name of "
    "'p-early-years-1' and does not cite it. Correct the id or the evidence.\n"
)


def test_a_claim_that_has_the_name_of_another_passage(misnamed: Path, tmp_path: Path) -> None:
    built = legation("build", "--mappings", misnamed, "--output", tmp_path / "out")
    validated = legation("validate", "--mappings", misnamed)

    assert (built.exit_code, built.stderr) == (0, WARNING)
    assert (validated.exit_code, validated.stderr) == (0, WARNING)


def test_warnings_come_as_data_too(misnamed: Path, tmp_path: Path) -> None:
    built = legation("build", "--mappings", misnamed, "--output", tmp_path / "out", "--json")
    validated = legation("validate", "--mappings", misnamed, "--json")

    for result in (built, validated):
        (warning,) = json.loads(result.stdout)["warnings"]
        assert warning["line"] == 25
        assert result.stderr == ""


def test_a_claim_that_has_the_name_of_its_own_passage(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace("id: c-grain", "id: c-early-years-2-grain"))

    assert legation("validate", "--mappings", mappings).stderr == ""


def test_two_entities_of_the_same_type_and_label(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "entities.yaml"
    block = "- id: press-2\n  type: Group\n  label: Sylvanian Press\n  description: Another\n"
    file.write_text(file.read_text() + block)

    result = legation("validate", "--mappings", mappings)

    assert result.exit_code == 0
    assert result.stderr == (
        "mappings/entities.yaml:19: warning: 'press-2' has type and label of 'press' at "
        "mappings/entities.yaml:15. If they are the same thing, keep one; else let the labels differ.\n"
        "mappings/entities.yaml:19: warning: nothing names the entity 'press-2'. Name it where a "
        "sentence speaks of it. If none does, delete it; it may stay for others.\n"
    )


def test_a_text_whose_paragraphs_are_broken_into_lines(tmp_path: Path) -> None:
    mappings, texts = write_mapping(tmp_path), write_text(tmp_path)
    file = texts / "freedonia-sylvania.txt"
    file.write_text(
        file.read_text().replace("The Sylvanian press said", "The Sylvanian press said\n")
    )
    file.write_text(
        file.read_text().replace("press said\n ", "press, as one may read in it, said\n")
    )

    result = legation("anchors", "--mappings", mappings, "--source", texts, "--write")

    assert f"{file}:5: warning: a sentence of 'freedonia-sylvania' seems to go on" in result.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "line", "warning"),
    [
        ("follows: recognition", "follows: grain-promise", 34, "'grain-promise' names itself ('follows'). Name another content, or delete it."),
        ("target: sylvania\n    when", "target: freedonia\n    when", 13, "'freedonia' is both 'actor' and 'target' of 'recognition'. Name the other one; who acts on equal terms is a 'participant'."),
        ("    unit: percent\n", "    unit: percent\nwithoutClaims: {p-early-years-2: nothing}\n", 41, "'p-early-years-2' has a claim, 'c-grain', and stands in 'withoutClaims'. Delete it here, or the claim."),
        ("modality: asserted\n", "modality: asserted\n  hedge: recognized\n", 6, "'c-recognition' is asserted, and has the hedge 'recognized'. Write the modality that the hedge shows, such as 'opinion'; or no hedge."),
        ("evidence: p-early-years-2", "evidence: p-early-years-heading", 25, "'c-grain' cites only a heading, 'p-early-years-heading'. Name the sentence that says it: passages.csv lists all. If the heading itself does, say so in a 'note' of the claim."),
    ],
)  # fmt: skip
def test_what_is_at_odds_with_itself(
    tmp_path: Path, right: str, wrong: str, line: int, warning: str
) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    assert right in file.read_text()
    changed = file.read_text().replace(right, wrong, 1)
    file.write_text(changed)

    result = legation("check", "--mappings", tmp_path / "mappings")

    assert (result.exit_code, result.stderr) == (
        0,
        f"mappings/{CLAIMS_FILE}:{line}: warning: {warning}\n",
    )


def test_a_saying_of_which_nobody_knows_what_it_says(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    # The saying itself is asserted; what it says is a claim of its own.
    saying = """- id: c-words
  type: Claim
  evidence: p-early-years-2
  modality: asserted
  stance: affirms
  states:
  - id: press-words
    type: Utterance
    label: The press speaks.
    eventType: say
    actor: press
"""
    before, grain, behind = file.read_text().partition("- id: c-grain")
    line = f"{before}{saying}".partition("- id: press-words")[0].count("\n") + 1
    file.write_text(f"{before}{saying}{grain}{behind}")

    result = legation("check", "--mappings", tmp_path / "mappings")

    assert (result.exit_code, result.stderr) == (
        0,
        f"mappings/{CLAIMS_FILE}:{line}: warning: 'press-words' says nothing, and nobody says "
        "'grain-promise'. If that is what was said, write 'says: grain-promise'.\n",
    )


FORGOTTEN = "    eventType: recognition\n    actor: freedonia\n    target: sylvania\n"


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("    eventType: recognition\n", "Say who does it ('actor'), who takes part ('participant'), to whom it is done ('target') or what it is about ('concerning')."),
        ("    situationType: attempt\n", "Add a role of its type: participant, actor, target, concerning, instrument, place."),
    ],
)  # fmt: skip
def test_a_content_in_which_the_roles_were_forgotten(
    tmp_path: Path, written: str, remedy: str
) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace(FORGOTTEN, written))
    warning = (
        f"mappings/{CLAIMS_FILE}:8: warning: 'recognition' says of nobody and nothing: it has no "
        f"role. {remedy} If the sentence names none, say so in a 'note'.\n"
    )
    if "situation" in written:
        file.write_text(file.read_text().replace("type: Event\n", "type: Situation\n"))

    built = legation("build", "--mappings", mappings, "--output", tmp_path / "out")
    checked = legation("check", "--mappings", mappings)

    assert (built.exit_code, built.stderr) == (0, warning)
    assert (checked.exit_code, checked.stderr) == (0, warning)


@pytest.mark.parametrize(
    "named",
    [
        "place: sylvania",
        "concerning: press",
        "partOfEvent: grain-promise",
        "commodity: oil",
        "note: By whom is not said.",
    ],
)
def test_a_content_that_names_something_was_not_forgotten(tmp_path: Path, named: str) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(
        file.read_text().replace(FORGOTTEN, f"    eventType: recognition\n    {named}\n")
    )

    assert legation("validate", "--mappings", mappings).stderr == ""


def test_a_role_that_the_type_needs_is_no_doubt_but_an_error(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    roles = "    situationType: recognition-in-force\n    actor: freedonia\n    target: sylvania\n"
    assert roles in file.read_text()
    file.write_text(file.read_text().replace(roles, roles.replace("    actor: freedonia\n", "")))

    told = legation("check", "--mappings", mappings)

    assert told.exit_code == 1
    assert (
        f"{CLAIMS_FILE}:15: 'recognizes' is of the type 'recognition-in-force' and has no 'actor'."
        in told.stderr
    )
