"""Things are numbered in reading order, and a row has what the triples say of its thing."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.namespaces import BASE, CODE, ENTITY, ITEM
from legation_build.site_index.claim_rows import claim_tables, statement_claims
from legation_build.site_index.document_rows import document_tables, text_fragment_link, text_rows
from legation_build.site_index.numbering import Numbered, Row, Table, number
from legation_build.site_index.schema import TABLES
from legation_build.site_index.statement_rows import is_background, statement_tables
from legation_build.site_index.thing_rows import thing_tables, uses_of
from support.in_turtle import HERE, triples
from support.some import some

DOCUMENTS = """
<https://w3id.org/legation/freedonia-sylvania> a bil:Document ; rdfs:label "F–S" ;
    schema:url <https://example.org/f-s#top> ; bil:length 90 ; bil:about id:relations ;
    dcterms:isPartOf id:handbook .
<https://w3id.org/legation/a-first> a bil:Document .
id:relations a bil:BilateralRelation ; bil:party id:sylvania, id:freedonia .
id:freedonia a schema:Country, schema:Place ; rdfs:label "Freedonia"@en ;
    skos:prefLabel "Freedonia"@en, "Fridoniya"@az ; skos:altLabel "FD"@en ; skos:exactMatch wd:Q2, wd:Q1 ;
    schema:description "A state."@en .
id:sylvania a schema:Country, schema:Place ; rdfs:label "Sylvania"@en .
id:press a bil:Group . id:handbook a schema:CreativeWork . id:retired rdfs:label "gone"@en .
"""
PASSAGES = """
:p-2 a bil:Passage ; bil:inDocument <https://w3id.org/legation/freedonia-sylvania> ; bil:start 40 ;
    bil:end 80 ; rdfs:label "Trade, 2"@en ; bil:section "Trade" ; bil:underHeading :p-1 ;
    bil:passageKind <https://w3id.org/legation/code/passage-kind/sentence> ;
    bil:firstWords "They met" ; bil:lastWords "in May." ; bil:text "They met … in May." .
:p-1 a bil:Passage ; bil:inDocument <https://w3id.org/legation/freedonia-sylvania> ; bil:start 5 ;
    bil:end 9 ; bil:level 2 .
<https://w3id.org/legation/a-first/p-9> a bil:Passage ; bil:start 90 ; bil:end 95 ;
    bil:inDocument <https://w3id.org/legation/a-first> .
"""
CODES = """
event-type:visit a skos:Concept ; skos:prefLabel "visit"@en ; skos:broader event-type:meeting .
event-type:meeting a skos:Concept ; skos:prefLabel "meeting"@en .
topic:trade a skos:Concept ; skos:broader topic:economy . topic:economy a skos:Concept .
topic:grain a skos:Concept ; skos:broader topic:trade ;
    dcterms:source <https://w3id.org/legation/freedonia-sylvania> .
"""
CLAIMS = """
:c-2 a bil:Claim ; bil:evidence :p-2 ; bil:states :visit ; bil:modality modality:reported,
    modality:possible ; bil:stance stance:affirms ; bil:attributedTo id:press, id:sylvania ;
    bil:hedge "is said to" ; bil:status status:unconfirmed ; bil:disputes :c-1 .
:c-1 a bil:Claim ; bil:evidence :p-1, :p-2 ; bil:states :grain .
:visit a bil:Content, bil:Event ; rdfs:label "They met."@en ; bil:evidence :p-2 ;
    bil:eventType event-type:visit, event-type:meeting ; bil:actor id:freedonia ;
    bil:target id:sylvania ; bil:topic topic:trade, topic:economy ; bil:status status:unconfirmed ;
    bil:when "1921-02" ; bil:earliest "1921-02-01" ; bil:latest "1921-02-28" ;
    bil:timePrecision unit:month ; bil:follows :grain ; bil:excludes id:handbook .
:grain a bil:Content, bil:Figure ; rdfs:label "Grain."@en ; bil:evidence :p-1 ; bil:value 5 ;
    bil:says :visit ; bil:ordinal 2 .
"""
ALL = DOCUMENTS + PASSAGES + CODES + CLAIMS


def numbered(*texts: str) -> Numbered:
    return number(triples("".join(texts)))


def tables(found: Iterable[Table]) -> dict[str, list[dict[str, object]]]:
    """Return the rows of tables by the names of their columns."""
    return {name: [as_dict(name, row) for row in rows] for name, rows in found}


def as_dict(table: str, row: Row) -> dict[str, object]:
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.execute(f"CREATE TABLE found ({TABLES[table]})")
        columns = [name for (name,) in empty.execute("SELECT name FROM pragma_table_info('found')")]
    return dict(zip(columns, row, strict=True))


def short(numbers: Iterable[str]) -> list[str]:
    return [iri.removeprefix(HERE).removeprefix(BASE) for iri in numbers]


def test_documents_and_passages_stand_in_reading_order() -> None:
    made = numbered(ALL)

    assert short(made.documents) == ["a-first", "freedonia-sylvania"]
    assert short(made.passages) == ["a-first/p-9", "p-1", "p-2"]
    assert list(made.passages.values()) == [1, 2, 3]


def test_claims_and_statements_stand_in_the_order_of_their_first_passages() -> None:
    made = numbered(ALL)

    assert short(made.claims) == ["c-1", "c-2"]
    assert short(made.statements) == ["grain", "visit"]


def test_of_claims_on_one_passage_the_order_of_the_mapping_stays() -> None:
    text = "".join(f":c-{n} a bil:Claim ; bil:evidence :p-1 ." for n in (3, 1, 2))

    assert short(numbered(DOCUMENTS, PASSAGES, text).claims) == ["c-3", "c-1", "c-2"]


def test_what_has_no_type_and_what_no_claim_states_has_no_number() -> None:
    made = numbered(ALL, ":alone a bil:Event .")

    assert "retired" not in str(made.entities)
    assert short(made.entities) == sorted(short(made.entities))
    assert "alone" not in short(made.statements)


def test_nothing_has_no_numbers_and_no_rows() -> None:
    made = numbered("")

    assert not made.documents and not made.statements
    rows = tables([*document_tables(made), *claim_tables(made), *statement_tables(made)])
    assert not any(some(rows.values()))


def test_a_look_up_of_a_code_leads_to_all_above_it_and_ends_in_a_circle() -> None:
    made = numbered(CODES, "topic:a skos:broader topic:b . topic:b skos:broader topic:a .")

    assert list(made.broader(CODE + "topic/grain")) == [
        CODE + "topic/trade",
        CODE + "topic/economy",
    ]
    assert list(made.broader(CODE + "topic/a")) == [CODE + "topic/b"]
    assert made.narrowest([CODE + "topic/economy", CODE + "topic/grain"]) == [CODE + "topic/grain"]
    assert made.narrowest([]) == []


def test_a_document_tells_its_pair_sorted_and_what_it_is_part_of() -> None:
    made = numbered(ALL)
    bare, full = tables(document_tables(made))["document"]

    assert full["pair"] == '["id/freedonia", "id/sylvania"]'
    assert full["part_of"] == made.entities[ENTITY + "handbook"]
    assert full["about"] == made.entities[ENTITY + "relations"]
    assert full["length"] == 90
    assert (bare["pair"], bare["about"], bare["part_of"], bare["length"]) == ("[]", None, None, 0)


def test_passages_are_counted_in_each_document_and_name_their_heading() -> None:
    other, first, second = tables(document_tables(numbered(ALL)))["passage"]

    assert [one["position"] for one in (other, first, second)] == [1, 1, 2]
    assert (second["heading"], first["heading"]) == (2, None)
    assert (second["kind"], second["level"], first["level"]) == ("sentence", None, 2)
    assert (second["number"], second["section"]) == ("2", "Trade")
    assert (second["start"], second["end"]) == (40, 80)


def test_only_passages_with_words_have_rows_of_words() -> None:
    assert list(text_rows(numbered(ALL))) == [(3, "They met … in May.")]


@pytest.mark.parametrize(
    ("first", "last", "length", "expected"),
    [
        # A passage of one run of words is named by it.
        ("Hello.", "Hello.", 6, "Hello."),
        # What does not overlap is named by both ends.
        ("They met", "in May.", 40, "They%20met,in%20May."),
        # What follows at once or overlaps is joined.
        ("They met", " in May.", 16, "They%20met%20in%20May."),
        ("They met in", "met in May.", 16, "They%20met%20in%20May."),
        ("a-b, c", "d&e", 90, "a%2Db%2C%20c,d%26e"),
        ("Əli", "gəldi.", 90, "%C6%8Fli,g%C9%99ldi."),
        # An editor's mark is shown otherwise on the page.
        ("May\u02b7\u02b0\u1d52? they", "met.\u1d9c\u2071\u1d57", 90, "May,met."),
    ],
)
def test_a_link_to_a_passage_names_words_that_its_page_shows(
    first: str, last: str, length: int, expected: str
) -> None:
    link = text_fragment_link("https://example.org/a#old", first, last, length)

    assert link == f"https://example.org/a#:~:text={expected}"


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12), st.integers(0, 30))
def test_any_words_make_a_link_without_syntax_of_their_own(
    first: str, last: str, more: int
) -> None:
    text = text_fragment_link("https://e.org/", first, last, max(len(first), len(last)) + more)
    words = text.removeprefix("https://e.org/#:~:text=")

    assert not set(words) & set("-&# ")
    assert words.count(",") <= 1


def test_a_claim_has_its_codes_by_short_names_sorted_and_a_line_each() -> None:
    _, claim = tables(claim_tables(numbered(ALL)))["claim"]

    assert claim["modality"] == "possible\nreported"
    assert (claim["stance"], claim["status"]) == ("affirms", "unconfirmed")
    assert (claim["hedge"], claim["flag"]) == ("is said to", "")
    assert claim["document"] == 2


def test_links_of_claims_name_passages_speakers_and_each_other_by_numbers() -> None:
    made = numbered(ALL)
    found = {name: list(rows) for name, rows in claim_tables(made)}

    assert found["claim_passage"] == [(1, 2), (1, 3), (2, 3)]
    assert found["claim_dispute"] == [(2, 1)]
    speakers = [made.entities[ENTITY + name] for name in ("press", "sylvania")]
    assert found["claim_speaker"] == [
        (2, place, entity) for place, entity in enumerate(speakers, 1)
    ]
    assert list(statement_claims(made)) == [(1, 1), (2, 2)]


def test_an_account_gives_values_and_paths_and_names_what_it_leaves_out() -> None:
    account = """:c-2 bil:account :c-2_visit . :c-2_visit a bil:Account ; bil:accountOf :visit ;
        rdfs:label "x" ; bil:givenWhen "1921" ; bil:givenPlace id:press ; bil:leavesOut bil:unit ."""
    found = {name: list(rows) for name, rows in claim_tables(numbered(ALL, account))}

    assert found["account"] == [
        (2, 2, "givenPlace", "id/press"),
        (2, 2, "givenWhen", "1921"),
        (2, 2, "leavesOut", "unit"),
    ]


def test_a_statement_has_its_class_its_narrowest_type_and_its_time() -> None:
    made = numbered(ALL)
    grain, visit = tables(statement_tables(made))["statement"]

    assert (visit["class"], grain["class"]) == ("Event", "Figure")
    assert visit["type"] == made.codes[CODE + "event-type/visit"]
    assert (visit["edtf"], visit["earliest"], visit["latest"]) == (
        "1921-02",
        "1921-02-01",
        "1921-02-28",
    )
    assert (visit["year"], grain["year"], grain["earliest"]) == (1921, None, None)
    assert (visit["said"], grain["said"]) == (1, 0)
    assert (grain["value"], grain["ordinal"], visit["ordinal"]) == ("5", 2, None)


@pytest.mark.parametrize(
    ("unit", "says", "year"),
    [
        ("day", 'bil:earliest "1921-02-11"', 1921),
        ("year", 'bil:latest "1950-12-31"', 1950),
        ("month", 'bil:earliest "1921-02-01" ; bil:latest "1922-02-28"', 1921),
        ("decade", 'bil:earliest "1920-01-01"', None),
        ("century", 'bil:earliest "1900-01-01"', None),
        ("year", "bil:place id:press", None),
    ],
)
def test_a_statement_is_of_the_year_in_which_it_began_if_one_is_known(
    unit: str, says: str, year: int | None
) -> None:
    text = f":c a bil:Claim ; bil:states :x . :x a bil:Event ; bil:timePrecision unit:{unit} ; {says} ."
    (found,) = tables(statement_tables(numbered(DOCUMENTS, text)))["statement"]

    assert found["year"] == year


def test_topics_tell_which_of_them_follow_from_narrower_ones() -> None:
    made = numbered(ALL)
    found = {name: list(rows) for name, rows in statement_tables(made)}
    economy, trade = (made.codes[f"{CODE}topic/{name}"] for name in ("economy", "trade"))

    assert found["statement_topic"] == [(2, economy, 0), (2, trade, 1)]
    assert {row[1] for row in found["statement_code"]} == {"eventType"}


def test_parties_have_their_roles_and_pairs_count_what_names_both() -> None:
    made = numbered(ALL, ":visit bil:involves id:press .")
    found = {name: list(rows) for name, rows in statement_tables(made)}
    freedonia, handbook, sylvania = (
        made.entities[ENTITY + name] for name in ("freedonia", "handbook", "sylvania")
    )

    assert found["statement_party"] == [
        (2, "actor", freedonia),
        (2, "excludes", handbook),
        (2, "target", sylvania),
    ]
    assert (freedonia, sylvania, "unconfirmed", 1) in found["entity_pair"]
    assert found["statement_link"] == [(1, "says", 2), (2, "follows", 1)]


def test_a_range_has_both_its_ends_and_a_number_none() -> None:
    text = ":c a bil:Claim ; bil:states :x, :y . :x a bil:Figure ; bil:minValue 1 ; bil:maxValue 9 . :y bil:value 5 ."
    ranged, exact = tables(statement_tables(numbered(DOCUMENTS, text)))["statement"]

    assert [ranged[name] for name in ("value", "min_value", "max_value")] == [None, "1", "9"]
    assert [exact[name] for name in ("value", "min_value", "max_value")] == ["5", None, None]


def test_pairs_of_several_parties_are_each_once_with_the_lower_number_first() -> None:
    roles = "bil:actor id:sylvania, id:press ; bil:target id:freedonia, id:press ; bil:place id:handbook"
    text = f":c a bil:Claim ; bil:states :x . :x a bil:Event ; bil:status status:stated ; {roles} ."
    pairs = tables(statement_tables(numbered(DOCUMENTS, text)))["entity_pair"]
    numbers = [(pair["one"], pair["other"]) for pair in pairs]

    assert len(set(numbers)) == len(numbers) == 6
    assert all(int(str(one)) < int(str(other)) for one, other in some(numbers))
    assert numbers == sorted(numbers)


def test_an_attribute_makes_no_pair() -> None:
    text = ALL.replace(":visit a bil:Content, bil:Event", ":visit a bil:Content, bil:Attribute")

    assert not tables(statement_tables(numbered(text)))["entity_pair"]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("a bil:Attribute, bil:Situation", True),
        ("a bil:Situation ; bil:situationType situation-type:office", True),
        (
            "a bil:Situation ; bil:situationType situation-type:office, situation-type:residence",
            False,
        ),
        ("a bil:Situation", False),
        ("a bil:Event ; bil:eventType situation-type:office", False),
    ],
)
def test_background_is_what_somebody_is_and_not_what_happens(says: str, expected: bool) -> None:
    text = f":c a bil:Claim ; bil:states :x . :x {says} ."

    assert is_background(numbered(DOCUMENTS, text), HERE + "x") is expected


def test_an_entity_has_its_rarest_class_its_first_item_and_its_uses() -> None:
    made = numbered(ALL)
    rows = {str(row["path"]): row for row in tables(thing_tables(made, uses_of(made)))["entity"]}
    freedonia = rows["id/freedonia"]

    assert (freedonia["class"], rows["id/relations"]["class"]) == ("Country", "BilateralRelation")
    assert (freedonia["wikidata"], rows["id/press"]["wikidata"]) == ("Q1", "")
    assert (freedonia["description"], rows["id/press"]["description"]) == ("A state.", "")
    assert (freedonia["statements"], freedonia["says"]) == (1, 0)
    assert (rows["id/press"]["statements"], rows["id/press"]["says"]) == (1, 1)
    # What a figure leaves out is not what it is about.
    assert rows["id/handbook"]["statements"] == 0
    assert ITEM not in str(freedonia)


def test_a_code_has_its_list_what_is_above_it_its_document_and_its_uses() -> None:
    made = numbered(ALL)
    rows = {str(row["path"]): row for row in tables(thing_tables(made, uses_of(made)))["code"]}
    grain, visit = rows["code/topic/grain"], rows["code/event-type/visit"]

    assert (grain["list"], grain["document"], visit["document"]) == ("topic", 2, None)
    assert grain["broader"] == made.codes[CODE + "topic/trade"]
    assert (visit["label"], visit["uses"], grain["uses"]) == ("visit", 1, 0)


def test_names_begin_with_the_preferred_one_in_english() -> None:
    made = numbered(ALL)
    freedonia = made.entities[ENTITY + "freedonia"]
    names = [
        (row["language"], row["kind"], row["value"])
        for row in tables(thing_tables(made, uses_of(made)))["name"]
        if (row["thing_kind"], row["thing"]) == ("entity", freedonia)
    ]

    assert names == [("en", "pref", "Freedonia"), ("az", "pref", "Fridoniya"), ("en", "alt", "FD")]


def test_search_counts_more_uses_than_pages_do() -> None:
    made = numbered(ALL, ":visit bil:deniedBy id:handbook .")
    used = uses_of(made)

    assert used.named[ENTITY + "handbook"] == 1
    assert used.statements[ENTITY + "handbook"] == 0
    assert used.codes[CODE + "topic/trade"] == 1
