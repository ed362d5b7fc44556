"""`legation codes` and `legation entities` find what there is, also when it is spelt otherwise."""

import json
from pathlib import Path

import pytest
from legation_build.mapping import parse
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping


def ids(command: str, *arguments: object) -> list[str]:
    """Return the ids that a command finds, in order."""
    result = legation(command, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [row["id"] for row in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("recognition", "recognition"),
        ("recognise", "recognition"),
        ("recogniton", "recognition"),
        ("VISITS", "visit"),
        ("embasy", "embassy"),
        ("oil", "oil"),
    ],
)
def test_the_code_that_is_meant_comes_first(word: str, first: str) -> None:
    assert ids("codes", word)[0] == first


def test_a_word_of_a_definition_leads_to_its_code() -> None:
    assert "consult" in ids("codes", "talk")


def test_several_words_are_all_to_be_there() -> None:
    found = ids("codes", "prime", "minister")

    assert found[0] == "prime-minister"
    assert len(found) < len(ids("codes", "minister"))


def test_a_code_is_shown_with_definition_broader_code_and_example() -> None:
    result = legation("codes", "recognition")

    assert result.exit_code == 0
    assert (
        "recognition (event-type, narrower than support): recognition of a state. " in result.stdout
    )
    assert "    Example: Freedonia recognizes Sylvania.\n" in result.stdout


SCOLDING = """codes:
- id: event-type/scolding
  broader: accuse
  label: scolding
  definition: A state rebukes another.
  example: The ministry rebukes the ambassador.
"""


def test_codes_of_a_document_are_found_too(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(SCOLDING)

    (row,) = [
        row
        for row in json.loads(
            legation("codes", "scolding", "--mappings", mappings, "--json").stdout
        )
        if row["id"] == "scolding"
    ]

    assert row["place"] == "mappings/freedonia-sylvania/codes.yaml:2"
    assert (row["kind"], row["broader"]) == ("event-type", "accuse")
    assert "scolding (event-type, narrower than accuse, only in mappings/freedonia-sylvania/" in (
        legation("codes", "scolding", "--mappings", mappings).stdout
    )


@pytest.mark.parametrize("word", ["sylvania", "Sylvánia", "silvania"])
def test_the_entity_that_is_meant_comes_first(tmp_path: Path, word: str) -> None:
    assert ids("entities", word, "--mappings", write_mapping(tmp_path))[0] == "sylvania"


def test_an_entity_is_shown_with_type_and_description(tmp_path: Path) -> None:
    result = legation("entities", "press", "--mappings", write_mapping(tmp_path))

    assert result.stdout == (
        "press (Group): Sylvanian press. One of the things of the test document\n"
    )


def test_without_a_word_all_are_listed(tmp_path: Path) -> None:
    found = ids("entities", "--mappings", write_mapping(tmp_path))

    assert found == ["freedonia", "freedonia-sylvania-relations", "press", "sylvania"]


def test_nothing_like_it_is_said_and_is_no_success() -> None:
    result = legation("entities", "xyzzyx")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "No entities are like 'xyzzyx'.\n"


def test_where_no_code_is_like_it_the_general_types_are_listed() -> None:
    result = legation("codes", "xyzzyx")

    assert (result.exit_code, result.stdout) == (1, "")
    first, events, situations = result.stderr.splitlines()
    assert first == "No codes are like 'xyzzyx'."
    assert events.startswith("General codes of the list event-type: accident, accuse, agree, ")
    assert situations.startswith("General codes of the list situation-type: belonging, ")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("overthrow", "overthrow"),
        ("invasion", "invasion"),
        ("deteriorate", "worsening"),
        ("improve", "improvement"),
        ("renew", "restoration-of-relations"),
        ("elected", "vote"),
        ("increase", "growth"),
        ("rescued", "aid"),
        ("withdraw", "move"),
        ("offered", "offer"),
        ("reestablish", "restoration-of-relations"),
        ("consulate-general", "consulate"),
        ("made public", "announcement"),
        ("coup", "overthrow"),
        ("bpd", "barrel-per-day"),
        ("emperor", "head-of-state"),
        ("film", "work"),
        ("denial", "reject"),
        ("aim", "position"),
        ("embassies", "embassy"),
        ("treaties", "agree"),
    ],
)
def test_an_everyday_word_leads_to_a_general_code(tmp_path: Path, word: str, code: str) -> None:
    assert code in ids("codes", word, "--mappings", write_mapping(tmp_path))[:3]


def test_a_list_is_shown_alone(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    found = ids("codes", "--list", "topic", "--mappings", mappings)

    assert "politics" in found
    assert "recognition" not in found


def test_a_list_that_there_is_not_is_told_with_those_that_there_are() -> None:
    result = legation("codes", "--list", "events")

    assert result.exit_code == 2
    assert "no list is called 'events'. Known: commodity, event-type, " in result.stderr


def test_names_are_found_while_claims_are_still_wrong(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace("actor: freedonia", "actor: nobody"))

    assert ids("entities", "press", "--mappings", mappings) == ["press"]


PLAIN = """codes:
- id: situation-type/kin
  broader: belonging
  standsFor: isOfPeople
  subjectRole: actor
  objectRole: target
  requiredRole: [actor, target]
  label: kin
  definition: Someone is of a people.
  example: "The envoy: a Sylvanian by birth."
"""


def test_what_a_type_stands_for_and_its_roles_are_shown() -> None:
    shown = legation("codes", "embassy").stdout

    assert "    Stands for: hasEmbassyIn, actor → place\n    Roles: actor, place (req" in shown


def test_a_type_that_may_have_any_role_says_so() -> None:
    shown = legation("codes", "recognition", "--list", "event-type").stdout

    assert "    Roles: any of participant, actor, target, addressee," in shown


def test_a_code_of_a_document_can_be_copied_into_another(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "freedonia-sylvania" / "codes.yaml"
    file.write_text(PLAIN)

    shown = legation("codes", "kin", "--mappings", mappings).stdout
    (row,) = [
        row
        for row in json.loads(legation("codes", "kin", "--mappings", mappings, "--json").stdout)
        if row["id"] == "kin"
    ]

    assert "    Stands for: isOfPeople, actor → target\n    Roles: actor, target (req" in shown
    assert (row["stands_for"], row["subject_role"]) == ("isOfPeople", "actor")
    assert row["required_role"] == ["actor", "target"]
    assert f"list 'codes:' of your codes.yaml:\n{row['block']}" in shown
    assert parse("codes:\n" + row["block"], "copy").data == parse(PLAIN, "own").data


def test_a_code_of_legations_own_documents_is_shown_with_what_to_copy(tmp_path: Path) -> None:
    shown = legation("codes", "descent", "--mappings", write_mapping(tmp_path)).stdout

    head = "descent (situation-type, narrower than belonging, only in Legation's own mappings/azer"
    assert shown.startswith(head)
    assert "list 'codes:' of your codes.yaml:\n- id: situation-type/descent\n" in shown
    assert "\nbelonging (situation-type): " in shown


def test_a_code_of_a_used_folder_comes_before_general_codes_that_are_only_near(
    tmp_path: Path,
) -> None:
    used = write_mapping(tmp_path).rename(tmp_path / "used")
    (used / "freedonia-sylvania" / "codes.yaml").write_text(SCOLDING)
    mappings = write_mapping(tmp_path)
    (mappings / "folder.yaml").write_text("uses: ../used\n")

    found = json.loads(legation("codes", "scolding", "--mappings", mappings, "--json").stdout)

    assert (found[0]["id"], found[0]["is_elsewhere"]) == ("scolding", True)
    assert found[0]["place"] == f"{used}/freedonia-sylvania/codes.yaml:2"
    assert not any(row["is_elsewhere"] for row in found[1:])
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(SCOLDING)
    again = json.loads(legation("codes", "scolding", "--mappings", mappings, "--json").stdout)
    assert [row["is_elsewhere"] for row in again if row["id"] == "scolding"] == [False]


def test_without_a_word_codes_elsewhere_are_not_listed(tmp_path: Path) -> None:
    found = ids("codes", "--list", "situation-type", "--mappings", write_mapping(tmp_path))

    assert "belonging" in found
    assert "descent" not in found


def test_a_general_code_is_not_to_be_copied(tmp_path: Path) -> None:
    shown = legation("codes", "recognition", "--mappings", write_mapping(tmp_path)).stdout

    assert "copy this into" not in shown


def test_an_unknown_code_is_told_with_the_document_of_legation_that_has_it(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace("Type: recognition-in-force", "Type: people"))

    said = legation("validate", "--mappings", mappings).stderr

    assert "unknown code 'people' ('situationType'). " in said
    remedy = "The document 'azerbaijan-israel' of Legation's own mappings has it: 'legation codes "
    assert f" {remedy}people' shows what to copy into codes.yaml.\n" in said


def test_a_word_that_only_ends_like_another_is_no_slip_of_it() -> None:
    found = json.loads(legation("codes", "monument", "--json").stdout or "[]")

    assert [row["id"] for row in found if "document" in row["id"]] == []


def test_small_words_do_not_make_a_turn_near_and_three_are_shown() -> None:
    alone, more = legation("example", "claimed"), legation("example", "is", "claimed")

    assert alone.stdout == more.stdout
    assert alone.stdout.startswith("claimed: ")
    assert alone.stdout.count("- id: c-") >= 1
    shown = [line for line in legation("example", "to").stdout.splitlines() if ': "' in line]
    assert len(shown) == 3


@pytest.mark.parametrize("words", ["", " ", "-", "?!"])
def test_no_example_is_like_what_has_no_word(words: str) -> None:
    result = legation("example", words)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("No example is like ")
