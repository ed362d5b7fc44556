"""What newcomers get wrong is refused with file, line and a remedy that helps; nothing is written."""

import json
import re
from pathlib import Path

import pytest
from support.legation_command import legation
from support.legation_command import legation_on as run_on
from support.mistakes import Mistake, write_mistake
from support.small_mapping import CLAIMS, CLAIMS_FILE, write_mapping, write_text

DOCUMENT_FILE = "freedonia-sylvania/document.yaml"
ENTITIES_FILE = "entities.yaml"


ROWS = [
    Mistake("hash in a text", "label: Grain was said", "label: Grain from field #7 was said", 32, "' #' cuts the text off after 'Grain from field'. Put the text in quotes; a comment has two spaces before its # and one after."),
    Mistake("tab", "    eventType: rec", "\teventType: rec", 11, "not YAML: a tab stands where only spaces can. Indent with spaces."),
    Mistake("wrong indent", "    eventType: rec", "      eventType: rec", 11, "not YAML: this line is not indented like the keys that it belongs to. Begin the keys of one block below one another, with spaces."),
    Mistake("colon", "label: Grain was", "label: Grain: was", 32, "not YAML: a colon stands in a text without quotes. Put the text in quotes."),
    Mistake("unclosed double quotes", "label: Freedonia recognizes Sylvania.", 'label: "Freedonia recognizes Sylvania.', 10, "not YAML: the quotation mark \" that opens here is not closed. Close the quotes on the line where the text ends; a quotation mark inside is written \\\"."),
    Mistake("unclosed single quotes", "label: Freedonia recognizes Sylvania.", "label: 'Freedonia recognizes Sylvania.", 10, "not YAML: the quotation mark ' that opens here is not closed. Close the quotes on the line where the text ends; a quotation mark inside is written ''."),
    Mistake("code that is truly missing", "eventType: recognition", "eventType: relocation", 11, "unknown code 'relocation' ('eventType'). Find one with: legation codes relocation. Or define 'event-type/relocation' in codes.yaml, under one of these: accident, accuse, agree, "),
    Mistake("code of another list", "eventType: recognition", "eventType: politics", 11, "'politics' is a code of the list 'topic'; 'eventType' needs one of 'event-type'. Find one with: legation codes politics. Or define "),
    Mistake("key that there is not", "    actor: freedonia\n", "    helper: freedonia\n    actor: freedonia\n", 12, "unknown key 'helper'. All keys are in docs/writing-claims.md; 'legation example' shows what is said with which."),
    Mistake("a list that nobody adds to", "modality: asserted", "modality: sworn", 5, "unknown code 'sworn' ('modality'). Known: alleged, asserted, "),
    Mistake("asserted supposition", "type: Event", "type: Supposition", 8, "'recognition' (status): The document asserts this and nobody denies it: make it an Event, a Situation or an Attribute."),
    Mistake("alleged situation written as an event", "type: Supposition\n    label: Grain was said to be promised.\n    eventType: announcement", "type: Event\n    label: Grain was said to be promised.\n    situationType: trade", 30, "'grain-promise' (status): The document does not assert this: make it a Supposition."),
    Mistake("place of the wrong class", "    target: sylvania\n    when", "    target: sylvania\n    place: press\n    when", 8, "'recognition' (place): A place is an entity of the class Place: name the city or site, and a body or a thing in another role, such as instrument. Found: press"),
    Mistake("qualifier that is too long", "    target: sylvania\n    when", f"    target: sylvania\n    qualifier: {'long ' * 12}words\n    when", 8, "'recognition' (qualifier): A qualifier is a word or a short phrase of 60 characters at most"),
    Mistake("type that is not there", "  type: Country\n  label: Freedonia\n", "  type: Town\n  label: Freedonia\n", 8, "unknown type 'Town'. Known: AdministrativeArea, BilateralRelation, City, ", ENTITIES_FILE),
    Mistake("capital letter in an id", "id: press", "id: Sylvanian Press", 15, "'Sylvanian Press' is not allowed as 'id'. Write lower-case letters, digits and hyphens, such as 'sylvanian-press'.", ENTITIES_FILE),
    Mistake("capital letter in a name", "actor: freedonia", "actor: Freedonia", 12, "'Freedonia' is not allowed as 'actor'. Write lower-case letters, digits and hyphens, such as 'freedonia'."),
    Mistake("no claims key", CLAIMS, CLAIMS.removeprefix("claims:\n"), 1, "the file does not begin with a key and a colon. Begin it with the line claims:"),
    Mistake("only text", CLAIMS, "Freedonia recognized Sylvania.", 1, "the file does not begin with a key and a colon. Begin it with the line claims:"),
    Mistake("key too far to the left", "    eventType: rec", "  eventType: rec", 11, "not YAML: this line is not indented like the keys that it belongs to."),
    Mistake("content too far to the left", "  - id: recognizes", "- id: recognizes", 15, "not YAML: this line is not indented like the keys that it belongs to."),
    Mistake("content too far to the right", "  - id: recognizes", "    - id: recognizes", 15, "not YAML: this line is not indented like the keys that it belongs to."),
    Mistake("claim's key too far to the right", "  modality: asserted", "    modality: asserted", 5, "not YAML: this line is not indented like the keys that it belongs to."),
    Mistake("exceptions above the claims", "claims:\n", "claims:\nwithoutClaims: {p-early-years-2: nothing}\n", 2, "not YAML: 'withoutClaims' stands between a list's key and its items. Move 'withoutClaims' below the last item."),
    Mistake("exceptions in place of the claims", "claims:\n", "withoutClaims: {p-early-years-2: nothing}\n", 2, "not YAML: items begin below 'withoutClaims', which has a value already. Write the key of the list above them, such as claims:"),
    Mistake("dash of a claim forgotten", "- id: c-grain", "  id: c-grain", 23, "duplicate key 'id'. If a new item begins here, write '- id:'. Else keep it or line 2."),
    Mistake("list without brackets", "actor: freedonia", "participant: freedonia, sylvania", 12, "'freedonia, sylvania' is not allowed as 'participant'. Write lower-case letters, digits and hyphens; several values stand in brackets: [freedonia, sylvania]."),
    Mistake("sentence that there is not", "evidence: p-early-years-2", "evidence: p-early-years-9", 25, "unknown passage 'p-early-years-9' ('evidence'). The sentences of this section are 'p-early-years-1' to 'p-early-years-2'; passages.csv lists all."),
    Mistake("type of an event for a situation", "situationType: recognition-in-force", "situationType: recognition", 18, "'recognition' is a code of the list 'event-type'; 'situationType' needs one of 'situation-type'. Write 'eventType: recognition', and make it an Event unless it is a Supposition."),
    Mistake("ordinal in words", "    target: sylvania\n    when", "    target: sylvania\n    ordinal: 1st\n    when", 14, "'1st' is not allowed as 'ordinal'. Write the number in digits, as in 1 for the first."),
    Mistake("date", "    when: 1920-05-03\n", "    date: 1920-05-03\n", 14, "unknown key 'date'. Write it as 'when'."),
    Mistake("status", "    when: 1920-05-03\n", "    status: stated\n", 14, "unknown key 'status'. Leave it out: the build derives it from modality and stance."),
    Mistake("begin of a time", "    when: 1920-05-03\n", "    startDate: 1920-05-03\n", 14, "unknown key 'startDate'. Write both ends in 'when', as in 1920/1925, 1920/.. or ../1925."),
    Mistake("nobody's word", "modality: reported\n  stance: affirms\n  attributedTo: press\n", "modality: attributed\n  stance: affirms\n", 26, "'c-grain' has 'modality: attributed' and no 'attributedTo'. Name in 'attributedTo' whose word it is; if the document does not say, write 'reported'."),
    Mistake("denial of nothing", "modality: reported\n  stance: affirms", "modality: reported\n  stance: denies", 27, "'c-grain' has 'stance: denies' and no 'disputes'. Name in 'disputes' the claim that is denied."),
    Mistake("event written as an attribute", "type: Event", "type: Attribute", 8, "'recognition' (eventType): A situation has no event type: make it an Event, or give it a situation type instead."),
    Mistake("utterance written as an event", "    type: Event\n", "    type: Event\n    says: grain-promise\n", 8, "'recognition': This says or addresses something: make it an Utterance."),
    Mistake("person as a place of residence", "situationType: recognition-in-force\n    actor: freedonia\n    target: sylvania", "situationType: residence\n    actor: freedonia\n    place: press", 15, "'recognizes' (place): A place is an entity of the class Place"),
    Mistake("claim in place of a content", "    follows: recognition", "    follows: c-recognition", 34, "unknown content 'c-recognition' ('follows'). That is a claim: name the content that it states."),
    Mistake("content further down in place of an entity", "    target: sylvania\n    when", "    target: sylvania\n    concerning: grain-promise\n    when", 14, "'grain-promise' is a content, at mappings/freedonia-sylvania/claims/01-early-years.yaml:31; 'concerning' names an entity. Name the content in 'mentions', or in another key that names contents, such as 'follows'."),
    Mistake("unit of things that are counted", "unit: percent", "unit: centers", 40, "unknown code 'centers' ('unit'). Write 'item' for things that are counted, 'person' for people. Find one with: legation codes centers."),
    Mistake("nothing in the file", CLAIMS, "# to be written\n", 1, "the file is empty. Begin it with the line claims:"),
    Mistake("first line of claims lost above exceptions", CLAIMS, CLAIMS.removeprefix("claims:\n") + "withoutClaims: {p-title: a title}\n", 1, "not YAML: a list begins here without its key. Write the key above it, such as claims:"),
    Mistake("dash of the first content forgotten", "  - id: recognition\n", "    id: recognition\n", 8, "not YAML: the dash of the first item is missing before 'id'. Write '- id:', 2 spaces further to the left."),
    Mistake("dash of the first claim forgotten", "- id: c-recognition\n", "  id: c-recognition\n", 2, "not YAML: the dash of the first item is missing before 'id'. Write '- id:', 2 spaces further to the left."),
    Mistake("dash close to a claim's id", "- id: c-grain", "-id: c-grain", 23, "not YAML: there is no space after the dash in '-id:'. Write '- id:'."),
    Mistake("dash close to a content's id", "  - id: recognition\n", "  -id: recognition\n", 8, "not YAML: there is no space after the dash in '-id:'. Write '- id:'."),
    Mistake("comment without its hash", "- id: c-grain", "p-early-years-2: The press said so.\n- id: c-grain", 23, "not YAML: items begin below 'p-early-years-2', which has a value already. If it is a comment, begin it with a hash: # p-early-years-2"),
    Mistake("item of Wikidata", "    target: sylvania\n    when", "    target: sylvania\n    place: Q3640\n    when", 14, "'Q3640' is not allowed as 'place'. Write the id of an entity. An item of Wikidata stands in entities.yaml, as in 'exactMatch: wd:Q3640' of that entity."),
    Mistake("item of Wikidata with its prefix", "attributedTo: press", "attributedTo: wd:Q3640", 28, "'wd:Q3640' is not allowed as 'attributedTo'. Write the id of an entity. An item of Wikidata stands in entities.yaml, as in 'exactMatch: wd:Q3640' of that entity."),
    Mistake("address of an item as a party", "party: [freedonia, ", 'party: ["https://www.wikidata.org/wiki/Q36", ', 6, "'https://www.wikidata.org/wiki/Q36' is not allowed as 'party'. Write the id of an entity. An item of Wikidata stands in entities.yaml, as in 'exactMatch: wd:Q36' of that entity.", ENTITIES_FILE),
    Mistake("item of Wikidata as an id", "id: press", "id: Q36", 15, "'Q36' is not allowed as 'id'. Write an id of your own. An item of Wikidata stands in entities.yaml, as in 'exactMatch: wd:Q36' of that entity.", ENTITIES_FILE),
    Mistake("name in place of an id", "attributedTo: press", "attributedTo: Sylvanian Press", 28, "'Sylvanian Press' is not allowed as 'attributedTo'. Write lower-case letters, digits and hyphens, such as 'press'."),
    Mistake("words in place of an id", "actor: freedonia", "actor: the state of Freedonia", 12, "'the state of Freedonia' is not allowed as 'actor'. Write the id of an entity. Find one with: legation entities the state of freedonia. Or add it to entities.yaml."),
    Mistake("code in words", "topic: diplomacy", "topic: foreign relations", 21, "'foreign relations' is not allowed as 'topic'. That is no code. The nearest: "),
    Mistake("code with a capital", "topic: diplomacy", "topic: Diplomacy", 21, "'Diplomacy' is not allowed as 'topic'. Write lower-case letters, digits and hyphens, such as 'diplomacy'."),
    Mistake("stance in words", "stance: affirms", "stance: It is so", 6, "'It is so' is not allowed as 'stance'. Known: affirms, denies."),
    Mistake("entity that is said", "    type: Event\n", "    type: Utterance\n    says: sylvania\n", 10, "'sylvania' is an entity; 'says' names a content. Describe it in the 'states' of a claim; names are those of this document. An entity stands in a role, such as 'concerning'."),
    Mistake("entity that is said, with its prefix", "    type: Event\n", "    type: Utterance\n    says: entity:sylvania\n", 10, "'sylvania' is an entity; 'says' names a content. Describe it in the 'states' of a claim"),
    Mistake("entity that is mentioned", "    type: Event\n", "    type: Utterance\n    mentions: sylvania\n", 10, "unknown content 'sylvania' ('mentions'). If it is a NamedEvent, write 'entity:sylvania'. An entity stands in a role, such as 'concerning'."),
    Mistake("stance forgotten", "  stance: affirms\n  states:\n  - id: recognition", "  states:\n  - id: recognition", 2, "the key 'stance' of 'c-recognition' is missing. Write 'affirms' or 'denies'."),
    Mistake("modality forgotten", "  modality: asserted\n", "", 2, "the key 'modality' of 'c-recognition' is missing. Write how firmly the document says it, such as 'asserted'."),
    Mistake("type of a claim forgotten", "  type: Claim\n", "", 2, "the key 'type' of 'c-recognition' is missing. Add 'type: Claim'."),
    Mistake("type of a content forgotten", "    type: Event\n", "", 8, "the key 'type' of 'recognition' is missing. Add one of: Event, Utterance, Situation, Attribute, Figure, Supposition."),
    Mistake("exceptions as a list", "unit: percent\n", "unit: percent\nwithoutClaims: [p-title]\n", 41, "'withoutClaims' is not a block of keys and values. Give a reason for each passage, as in withoutClaims: {p-title: your reason}"),
    Mistake("exception without braces", "unit: percent\n", "unit: percent\nwithoutClaims: p-title\n", 41, "'withoutClaims' is not a block of keys and values. Give a reason for each passage, as in withoutClaims: {p-title: your reason}"),
    Mistake("exception without a reason", "unit: percent\n", "unit: percent\nwithoutClaims: {p-title}\n", 41, "'p-title' has no reason ('withoutClaims'). Give a reason for each passage, as in withoutClaims: {p-title: your reason}"),
    Mistake("two sides in relations", "situationType: recognition-in-force", "situationType: relations", 15, "'recognizes' is of the type 'relations' and has no 'participant'. Write 'participant: [freedonia, sylvania]' in place of 'actor' and 'target', or name another type."),
    Mistake("situation written as an event", "type: Situation", "type: Event", 15, "'recognizes' (situationType): An event has no situation type. Write 'eventType' in place of 'situationType', with a code of that list; or make it a Situation."),
    Mistake("opinion that is asserted", "modality: reported", "modality: asserted", 30, "'grain-promise' (status): The document asserts this and nobody denies it: make it an Event, a Situation or an Attribute. If it is only a view, a report or an allegation, write that 'modality' in place of 'asserted'."),
    Mistake("body that recognizes", "situationType: recognition-in-force\n    actor: freedonia", "situationType: recognition-in-force\n    actor: press", 19, "'press': Only a Country recognizes or is recognized"),
    Mistake("parts of a name in another order", "about: freedonia-sylvania-relations", "about: sylvania-freedonia-relations", 2, "unknown entity 'sylvania-freedonia-relations' ('about'). Did you mean 'freedonia-sylvania-relations'?", DOCUMENT_FILE),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_mistake_has_one_message_with_place_and_remedy(row: Mistake, tmp_path: Path) -> None:
    write_mistake(tmp_path, row)

    result = run_on(tmp_path, "build", "--output", str(tmp_path / "out"))

    told = [line for line in result.stderr.splitlines() if f"{row.file}:{row.line}: " in line]
    assert result.exit_code == 1
    assert len(told) == 1
    assert told[0].partition(": ")[2].startswith(row.message)
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_an_item_that_an_entity_has_leads_to_the_entity(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace("actor: freedonia", "actor: Q36", 1))
    entities = tmp_path / "mappings" / ENTITIES_FILE
    entities.write_text(entities.read_text() + "  exactMatch: wd:Q36\n")

    result = run_on(tmp_path, "check")

    assert result.stderr.splitlines() == [
        f"mappings/{CLAIMS_FILE}:12: 'Q36' is not allowed as 'actor'. "
        "Write 'press', the entity that has it as its 'exactMatch'."
    ]


def test_an_id_with_a_capital_letter_is_not_also_unknown(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / ENTITIES_FILE
    file.write_text(file.read_text().replace("id: press", "id: Press"))

    result = run_on(tmp_path, "validate")

    assert "'Press' is not allowed as 'id'" in result.stderr
    assert "unknown entity" not in result.stderr
    assert "Did you mean" not in result.stderr


def test_length_and_digest_are_written_by_a_command(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / DOCUMENT_FILE
    file.write_text(file.read_text().split("length:")[0])

    result = run_on(tmp_path, "validate")

    remedy = "Run: legation anchors --write --source FOLDER, where FOLDER holds the text."
    for key in ("length", "sha256"):
        assert f"{DOCUMENT_FILE}:1: the key '{key}' is missing. {remedy}" in result.stderr


def test_a_heading_of_one_hash_is_a_section_and_ids_follow_until_claims_name_them(
    tmp_path: Path,
) -> None:
    folder = write_mapping(tmp_path) / "freedonia-sylvania"
    texts = write_text(tmp_path)
    text = texts / "freedonia-sylvania.txt"
    text.write_text(text.read_text().replace("## Early years", "Early years"))
    (tmp_path / "mappings" / CLAIMS_FILE).unlink()
    (folder / "passages.csv").unlink()
    run_on(tmp_path, "anchors", "--source", str(texts), "--write")
    assert "p-lead-2," in (folder / "passages.csv").read_text()
    text.write_text(text.read_text().replace("Early years", "# Early years"))

    run_on(tmp_path, "anchors", "--source", str(texts), "--write")

    assert "p-early-years-1," in (folder / "passages.csv").read_text()
    assert "p-lead-" not in (folder / "passages.csv").read_text()


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-23", ""])
def test_a_document_may_have_a_year_a_month_or_no_date(tmp_path: Path, date: str) -> None:
    file = write_mapping(tmp_path) / DOCUMENT_FILE
    line = f'modified: "{date}"\n' if date else ""
    file.write_text(file.read_text().replace('modified: "2026-11-23"\n', line))

    result = run_on(tmp_path, "build", "--output", str(tmp_path / "out"))

    assert result.exit_code == 0, result.output
    manifest = json.loads((tmp_path / "out" / "current" / "manifest.json").read_text())
    assert re.fullmatch(r"2026-\d\d-\d\d", manifest["modified"])
    dump = (tmp_path / "out" / "current" / "dumps" / "legation.nt").read_text()
    assert (f'#mappingModified> "{date}"^^' in dump) == (len(date) == len("2026-11-23"))


@pytest.mark.parametrize("date", ["unknown", "2026-13", "26", "2026-1"])
def test_what_is_no_date_has_a_remedy(tmp_path: Path, date: str) -> None:
    file = write_mapping(tmp_path) / DOCUMENT_FILE
    file.write_text(file.read_text().replace('"2026-11-23"', date))

    result = run_on(tmp_path, "validate")

    assert (
        f"{DOCUMENT_FILE}:6: '{date}' is not allowed as 'modified'. Write a date, month"
        in result.stderr
    )


def test_what_breaks_a_shape_has_one_message(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(file.read_text().replace("    value: 50\n", ""))
    line = file.read_text().split("id: grain-share")[0].count("\n") + 1

    result = run_on(tmp_path, "validate")

    told = [text for text in result.stderr.splitlines() if f"{CLAIMS_FILE}:{line}: " in text]
    assert len(told) == 1
    assert "Give a value, or a minimum and a maximum, or a quantity in words." in told[0]
    assert "does not conform" not in result.stderr


def test_a_subject_of_the_wrong_type_is_named_at_the_claim(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    before, content, after = file.read_text().partition("  - id: recognizes\n")
    changed = after.replace("actor: freedonia", "actor: press", 1)
    file.write_text(before + content + changed)

    result = run_on(tmp_path, "validate")

    line = (before + content + changed.partition("actor: press")[0]).count("\n") + 1
    assert f"{CLAIMS_FILE}:{line}: 'press': Only a Country recognizes" in result.stderr
    assert "entities.yaml" not in result.stderr


def test_a_message_names_a_path_that_opens_where_the_author_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trial").mkdir()
    file = write_mapping(tmp_path / "trial") / CLAIMS_FILE
    file.write_text(CLAIMS.replace("actor: freedonia", "actor: israel"))
    (tmp_path / "trial" / "mappings" / "freedonia-sylvania" / "more.yml").write_text("")
    file.write_text(file.read_text().replace("topic: diplomacy", "topic: no-such-topic-at-all"))
    monkeypatch.chdir(tmp_path)

    result = legation("validate", "--mappings", "trial/mappings")

    *places, _ = (line.partition(":")[0] for line in result.stderr.splitlines())
    assert set(places) == {
        f"trial/mappings/{CLAIMS_FILE}",
        "trial/mappings/freedonia-sylvania/more.yml",
        "trial/mappings/folder.yaml",
    }
    read = [Path(place) for place in places if not place.endswith("folder.yaml")]
    assert [file for file in read if not file.is_file()] == []


CODES = """codes:
- id: {id}
  broader: recognition
  label: late recognition
  definition: A state recognizes another after many years.
  example: Freedonia recognizes Sylvania after forty years.
"""


def told_with_codes(root: Path, id: str, claims: str) -> list[str]:
    """Return what is said of a mapping with one code of its own."""
    mappings = write_mapping(root)
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(CODES.format(id=id))
    (mappings / CLAIMS_FILE).write_text(claims)
    result = run_on(root, "check")
    assert result.exit_code == 1
    return result.stderr.splitlines()


def test_codes_are_not_unused_because_claims_cannot_be_read(tmp_path: Path) -> None:
    told = told_with_codes(tmp_path, "event-type/late", CLAIMS.removeprefix("claims:\n"))

    assert "the file does not begin with a key and a colon." in told[0]
    assert [line for line in told if "codes.yaml" in line] == []


def test_a_code_without_its_list_is_told_once(tmp_path: Path) -> None:
    told = told_with_codes(tmp_path, "late", CLAIMS)

    place = "mappings/freedonia-sylvania/codes.yaml:2: "
    assert told == [
        place + "'late' is not allowed as 'id'. Write a list and a name, as in event-type/rebuke."
    ]


def test_a_required_role_that_the_sentence_does_not_give_leads_to_a_wider_type(
    tmp_path: Path,
) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    supply = "    situationType: supply\n    concerning: press\n"
    old = CLAIMS.partition("    situationType:")[2].partition("    topic")[0]
    file.write_text(CLAIMS.replace(f"    situationType:{old}", supply))

    told = run_on(tmp_path, "check").stderr

    assert (
        "has no 'origin'. Add 'origin:' if the sentence gives it; if it does not, take the type 'trade'."
        in told
    )


def test_the_folder_of_a_document_is_no_folder_of_mappings(tmp_path: Path) -> None:
    folder = write_mapping(tmp_path) / "freedonia-sylvania"

    for _ in range(2):
        result = legation("check", "--mappings", folder)
        assert result.exit_code == 1
        assert (
            f"{folder} is the folder of a document. Give the one above it: {folder.parent}."
            in result.stderr
        )
    assert not (folder / ".legation").exists()
    (folder / ".legation").mkdir()
    (folder / ".legation" / "claims.json").write_text("{}")
    assert run_on(tmp_path, "check").exit_code == 0


@pytest.mark.parametrize(
    ("uses", "message"),
    [
        ("../other", "'../other' holds no entities.yaml."),
        ("../other/freedonia-sylvania", "'../other/freedonia-sylvania' is the folder of a document, not one of mappings."),
    ],
)  # fmt: skip
def test_a_folder_that_is_used_has_entities(tmp_path: Path, uses: str, message: str) -> None:
    write_mapping(tmp_path).rename(tmp_path / "other")
    (tmp_path / "other" / "entities.yaml").unlink()
    (write_mapping(tmp_path) / "folder.yaml").write_text(f"title: One\nuses: {uses}\n")

    told = run_on(tmp_path, "check").stderr

    remedy = "Give the path from here to the folder of mappings whose entities.yaml is used."
    assert f"mappings/folder.yaml:2: {message} {remedy}" in told


def test_an_item_that_a_used_folder_has_is_told_at_the_authors_own_line(tmp_path: Path) -> None:
    other = write_mapping(tmp_path).rename(tmp_path / "other") / ENTITIES_FILE
    other.write_text(
        other.read_text().replace("  label: Sylvania\n", "  label: Sylvania\n  exactMatch: wd:Q5\n")
    )
    mappings = write_mapping(tmp_path)
    (mappings / "folder.yaml").write_text("title: One\nuses: ../other\n")
    own = mappings / ENTITIES_FILE
    own.write_text(
        own.read_text().replace("  label: Freedonia\n", "  label: Freedonia\n  exactMatch: wd:Q5\n")
    )

    told = run_on(tmp_path, "check").stderr

    assert told.startswith(
        f"mappings/entities.yaml:10: 'freedonia' has the exactMatch 'wd:Q5' of 'sylvania' at {other}:14. "
    )


def test_what_cannot_be_read_is_not_counted_and_nothing_is_next(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace("    eventType", "\teventType", 1))

    shown = run_on(tmp_path, "check").stdout

    assert shown == (
        "freedonia-sylvania: 0 of 2 sentences\n"
        f"  not counted, for it cannot be read: mappings/{CLAIMS_FILE}\n"
    )


def using(root: Path, entity: str) -> str:
    """Return what is said of a mapping that has one more entity, and uses a folder with Sylvania."""
    write_mapping(root).rename(root / "other")
    mappings = write_mapping(root)
    (mappings / "folder.yaml").write_text("uses: ../other\n")
    file = mappings / ENTITIES_FILE
    before, _, after = file.read_text().partition("- id: sylvania\n")
    file.write_text(before + entity + after.partition("things of the test document\n")[2])
    (root / "other" / CLAIMS_FILE).unlink()
    return run_on(root, "check").stderr


def test_an_entity_of_another_type_than_in_a_used_folder_is_told_at_the_authors_own_line(
    tmp_path: Path,
) -> None:
    told = using(
        tmp_path, "- id: sylvania\n  type: City\n  label: Sylvania\n  description: A city\n"
    )

    there = tmp_path / "other" / ENTITIES_FILE
    assert (
        f"mappings/entities.yaml:12: 'type' of 'sylvania' is 'City' here, and 'Country' at {there}:12."
        in told
    )
    assert not [line for line in told.splitlines() if line.startswith(str(there))]


def test_a_twin_of_an_entity_of_a_used_folder_is_told_at_the_authors_own_line(
    tmp_path: Path,
) -> None:
    told = using(
        tmp_path, "- id: sylvania-2\n  type: Country\n  label: Sylvania\n  description: A state\n"
    )

    assert (
        "mappings/entities.yaml:11: warning: 'sylvania-2' has type and label of 'sylvania' at "
        in told
    )


def test_an_unknown_broader_code_is_told_where_it_stands_alone(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    codes = CODES.format(id="event-type/late").replace("broader: recognition", "broader: recog")
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(codes)
    (mappings / CLAIMS_FILE).write_text(CLAIMS.replace("eventType: recognition", "eventType: late"))

    told = run_on(tmp_path, "check").stderr.splitlines()

    assert len(told) == 1
    assert told[0].startswith("mappings/freedonia-sylvania/codes.yaml:3: unknown code 'recog'")


def test_a_claim_in_place_of_a_content_is_told_once(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace("follows: recognition", "follows: c-recognition"))

    told = run_on(tmp_path, "check").stderr.splitlines()

    assert len(told) == 1
    assert "That is a claim" in told[0]


def test_a_folder_that_forgot_what_it_uses_has_one_message_for_all_names(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace("actor: freedonia", "actor: israel"))
    entities = file.parents[2] / ENTITIES_FILE
    entities.write_text(entities.read_text().replace("[freedonia,", "[israel,"))

    told = run_on(tmp_path, "check").stderr.splitlines()

    assert len(told) == 1
    assert told[0].startswith("mappings/folder.yaml: 'israel' is known to Legation's own")
    assert told[0].endswith(" It is named at mappings/entities.yaml:6 and 2 more.")


def test_entities_in_another_form_are_the_one_fault(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / ENTITIES_FILE
    file.write_text(file.read_text().removeprefix("entities:\n"))

    told = run_on(tmp_path, "check").stderr.splitlines()

    assert told == [
        "mappings/entities.yaml:1: the file does not begin with a key and a colon. "
        "Begin it with the line entities:"
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "near"),
    [
        ("topic: diplomacy", "topic: foreign relations", "bilateral-relations"),
        ("topic: diplomacy", "topic: foreign-relations", "bilateral-relations"),
        (
            "situationType: recognition-in-force",
            "situationType: consulate-general",
            "consulate",
        ),
    ],
)
def test_words_in_place_of_a_code_lead_to_the_nearest(
    tmp_path: Path, right: str, wrong: str, near: str
) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace(right, wrong))

    (told,) = run_on(tmp_path, "check").stderr.splitlines()

    assert f" The nearest: '{near}'" in told
    assert f"Find one with: legation codes {wrong.partition(' ')[2].replace('-', ' ')}" in told


@pytest.mark.parametrize("text", ["“{}”", "„{}“", "«{}»"])
def test_typographic_quotes_around_a_text_are_warned_of(tmp_path: Path, text: str) -> None:
    label = "Grain was said to be promised."
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace(label, text.format(label)))

    (told,) = run_on(tmp_path, "check").stderr.splitlines()

    marks = f"the quotation marks {text[0]} {text[-1]} are a part of this text."
    assert told.startswith(f"mappings/{CLAIMS_FILE}:32: warning: {marks} Leave them out;")


def test_typographic_quotes_within_a_text_are_as_they_should_be(tmp_path: Path) -> None:
    label = "“Grain” was said to be a “promise”"
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace("Grain was said to be promised.", label))

    assert run_on(tmp_path, "check").stderr == ""


def test_a_folder_with_settings_and_without_uses_has_the_message_there(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS.replace("actor: freedonia", "actor: israel"))
    (file.parents[2] / "folder.yaml").write_text("title: Letters\n")

    (told,) = run_on(tmp_path, "check").stderr.splitlines()

    assert told.startswith("mappings/folder.yaml:1: 'israel' is known to Legation's own")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("02-more.docx", "1: this file is not read. Claims are read from claims/*.yaml: save it as plain text"),
        ("02-more.yaml", "1: this is a document of a word processor, not text. Save it as plain text in UTF-8."),
    ],
)  # fmt: skip
def test_claims_in_a_document_of_a_word_processor(tmp_path: Path, name: str, message: str) -> None:
    file = write_mapping(tmp_path) / "freedonia-sylvania" / "claims" / name
    file.write_bytes(b"PK\x03\x04\xff\xfe")

    assert f"claims/{name}:{message}" in run_on(tmp_path, "check").stderr
