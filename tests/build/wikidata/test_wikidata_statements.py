"""What becomes of a claim in Wikidata: statements, or the reason why there are none."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from legation_build.dataset.assemble import model_triples
from legation_build.dataset.vocabulary import MODEL_FILES, vocabulary_of
from legation_build.mapping import edtf
from legation_build.pipeline import model_bytes
from legation_build.wikidata.model import (
    NO_ITEM,
    NO_PROPERTY,
    NOT_ASSERTED,
    NOT_EXACT,
    Statement,
)
from legation_build.wikidata.statements import export
from legation_build.wikidata.values import point
from pyoxigraph import RdfFormat, parse
from support.small_release import BASE

# Two states, a person and a place with (borrowed) items, and one place without.
WORLD = """
@prefix : <https://w3id.org/legation/freedonia-sylvania/> .
@prefix bil: <https://w3id.org/legation/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix event-type: <https://w3id.org/legation/code/event-type/> .
@prefix id: <https://w3id.org/legation/id/> .
@prefix measure: <https://w3id.org/legation/code/measure/> .
@prefix modality: <https://w3id.org/legation/code/modality/> .
@prefix precision: <https://w3id.org/legation/code/precision/> .
@prefix schema: <https://schema.org/> .
@prefix situation-type: <https://w3id.org/legation/code/situation-type/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stance: <https://w3id.org/legation/code/stance/> .
@prefix topic: <https://w3id.org/legation/code/topic/> .
@prefix unit: <https://w3id.org/legation/code/unit/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/legation/freedonia-sylvania> a bil:Document ; schema:url <https://example.org/f-s> .
id:freedonia a schema:Country, schema:Place ; skos:exactMatch wd:Q227 .
id:sylvania a schema:Country, schema:Place ; skos:exactMatch wd:Q801 .
id:olga-tarn a schema:Person ; skos:exactMatch wd:Q57410 .
id:grain-town a schema:City, schema:Place .
"""
CLAIM = ":c a bil:Claim ; bil:states :x ; bil:stance stance:affirms ; bil:modality modality:asserted .\n"
VISIT = ":x a bil:Event ; bil:eventType event-type:visit ; bil:actor id:olga-tarn ; bil:target id:sylvania"
RELATIONS = (
    ":x a bil:Situation ; bil:subject id:freedonia ; bil:predicate bil:diplomaticRelationsWith ;"
    " bil:object id:sylvania"
)
UNCOMMITTED = (
    "reported", "alleged", "suspected", "estimated", "opinion", "found", "planned", "possible",
)  # fmt: skip


def made(turtle: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the statements about contents made of `turtle`, and the reasons for what is not said."""
    model = model_triples(model_bytes())
    assert model.keys() == MODEL_FILES.keys()
    triples = [*model["codes"], *model["alignments"]]
    triples += [quad.triple for quad in parse(WORLD + turtle, format=RdfFormat.TURTLE)]
    found = export(triples, vocabulary_of([*model["ontology"], *model["codes"]]))
    said = [shown(s) for s in found.statements if not s.sources[0].startswith(f"{BASE}id/")]
    return said, [(o.reason, o.detail) for o in found.outcomes if o.reason]


def shown(statement: Statement) -> str:
    snaks = (statement.main, *statement.qualifiers)
    return " ".join([statement.subject, *(f"{s.property} {s.value}" for s in snaks)])


def test_a_situation_between_two_states_is_said_of_both() -> None:
    said, _ = made(CLAIM + RELATIONS + ' ; bil:when "1992-04-07/.."^^edtf:EDTF .')

    assert said == [
        "Q227 P530 Q801 P580 +1992-04-07T00:00:00Z/11",
        "Q801 P530 Q227 P580 +1992-04-07T00:00:00Z/11",
    ]


def test_an_event_is_dated_as_precisely_as_the_document_dates_it() -> None:
    said, _ = made(CLAIM + VISIT + ' ; bil:when "1997-08"^^edtf:EDTF .')

    assert said == ["Q801 P11801 Q57410 P585 +1997-08-00T00:00:00Z/10"]


def test_what_happened_twice_is_one_statement_with_two_times() -> None:
    again = CLAIM.replace(":c ", ":d ").replace(":x", ":y") + VISIT.replace(":x", ":y")
    said, _ = made(
        CLAIM
        + VISIT
        + ' ; bil:when "1997"^^edtf:EDTF .\n'
        + again
        + ' ; bil:when "2016"^^edtf:EDTF .'
    )

    assert said == ["Q801 P11801 Q57410 P585 +1997-00-00T00:00:00Z/9 P585 +2016-00-00T00:00:00Z/9"]


def test_other_types_of_an_event_are_not_said_with_it() -> None:
    said, _ = made(
        CLAIM + ":x a bil:Event ; bil:target id:sylvania ;"
        " bil:eventType event-type:anniversary, event-type:trial, event-type:investigate ."
    )

    assert said == ["Q801 P793 Q8016240"]


def test_three_states_that_establish_relations_leave_open_who_with_whom() -> None:
    said, why = made(
        CLAIM + "id:x a schema:Country ; skos:exactMatch wd:Q794 . :x a bil:Event ;"
        " bil:eventType event-type:establishment-of-relations ;"
        " bil:participant id:freedonia, id:sylvania, id:x ."
    )

    assert said == []
    assert why == [(NOT_EXACT, "the content does not say who goes with whom")]


@pytest.mark.parametrize("modality", UNCOMMITTED)
def test_what_is_not_asserted_is_not_said(modality: str) -> None:
    said, why = made(
        CLAIM.replace("asserted", modality) + VISIT.replace("Event", "Supposition") + " ."
    )

    assert said == []
    assert why == [(NOT_ASSERTED, modality)]


def test_what_is_denied_is_not_said() -> None:
    denial = ":d a bil:Claim ; bil:states :x ; bil:stance stance:denies ; bil:modality modality:asserted .\n"
    said, why = made(CLAIM + denial + VISIT.replace("Event", "Supposition") + " .")

    assert said == []
    assert why == [(NOT_ASSERTED, "denied")]


def test_on_whose_word_it_is_becomes_a_qualifier() -> None:
    claim = CLAIM.replace(
        "modality:asserted", "modality:attributed ; bil:attributedTo id:freedonia"
    )
    said, _ = made(claim + VISIT + " .")

    assert said == ["Q801 P11801 Q57410 P3680 Q227"]


def test_the_word_of_somebody_without_an_item_is_not_said_as_plain_truth() -> None:
    claim = CLAIM.replace(
        "modality:asserted", "modality:attributed ; bil:attributedTo id:grain-town"
    )
    said, why = made(claim + VISIT + " .")

    assert said == []
    assert why == [(NO_ITEM, "grain-town")]


def test_an_undertaking_is_its_countrys() -> None:
    said, _ = made(
        CLAIM + "id:x a bil:Undertaking ; skos:exactMatch wd:Q329891 . :x a bil:Situation ;"
        " bil:subject id:x ; bil:predicate bil:belongsTo ; bil:object id:freedonia ."
    )

    assert said == ["Q329891 P17 Q227"]


def test_a_hedged_claim_is_nobodys_word_for_it() -> None:
    claims = CLAIM.replace(
        "modality:asserted", "modality:attributed ; bil:attributedTo id:freedonia"
    )
    claims += CLAIM.replace(":c ", ":d ").replace(
        "asserted", "alleged ; bil:attributedTo id:olga-tarn"
    )
    said, _ = made(claims + VISIT + " .")

    assert said == ["Q801 P11801 Q57410 P3680 Q227"]


def test_figures_are_quantities_with_their_unit() -> None:
    figure = ":x a bil:Figure ; bil:concerning id:sylvania ; bil:unit {} ; bil:measure {} ; bil:value {} ."
    people, _ = made(CLAIM + figure.format("unit:person", "measure:population", "5000"))
    price, _ = made(CLAIM + figure.format("unit:us-dollar", "measure:price", "2.50"))

    assert people == ["Q801 P1082 +5000"]
    assert price == ["Q801 P2284 +2.50U4917"]


@pytest.mark.parametrize(
    "content",
    [
        ":x a bil:Figure ; bil:concerning id:sylvania ; bil:unit unit:person ;"
        " bil:measure measure:population ; bil:value 5000 ; bil:precision precision:nearly .",
        ":x a bil:Figure ; bil:concerning id:sylvania ; bil:unit unit:person ; bil:value 5000 ;"
        " bil:measure measure:population ; bil:excludes topic:trade .",
        VISIT + ' ; bil:when "1997~"^^edtf:EDTF .',
        VISIT + ' ; bil:when "../1997"^^edtf:EDTF .',
    ],
    ids=["nearly 5000", "5000 without", "about 1997", "by 1997"],
)
def test_a_hedge_that_wikidata_cannot_say_keeps_a_content_out(content: str) -> None:
    said, why = made(CLAIM + content)

    assert said == []
    assert [reason for reason, _ in why] == [NOT_EXACT]


def test_what_has_no_item_is_named() -> None:
    said, why = made(CLAIM + VISIT.replace("id:sylvania", "id:grain-town") + " .")

    assert said == []
    assert why == [(NO_ITEM, "grain-town")]


WORK = "id:work a schema:CreativeWork, schema:Legislation, schema:Product ; skos:exactMatch wd:Q184 .\n"


@pytest.mark.parametrize(
    ("content", "statements"),
    [
        (
            "bil:Event ; bil:eventType event-type:agreement ; bil:concerning id:work ;"
            ' bil:participant id:freedonia, id:sylvania ; bil:when "2012"^^edtf:EDTF',
            [f"Q184 P1891 {state} P585 +2012-00-00T00:00:00Z/9" for state in ("Q227", "Q801")],
        ),
        (
            "bil:Utterance ; bil:eventType event-type:letter ; bil:instrument id:work ;"
            " bil:actor id:olga-tarn",
            ["Q184 P50 Q57410"],
        ),
        (
            "bil:Situation ; bil:situationType situation-type:manufacture ;"
            " bil:concerning id:work ; bil:place id:sylvania",
            ["Q184 P495 Q801"],
        ),
        (
            "bil:Situation ; bil:situationType situation-type:imprisonment ;"
            " bil:actor id:olga-tarn ; bil:place id:sylvania",
            ["Q57410 P2632 Q801"],
        ),
    ],
)
def test_works_and_persons_have_statements_too(content: str, statements: list[str]) -> None:
    said, why = made(f"{CLAIM}{WORK}:x a {content} .")

    assert said == statements
    assert why == []


def test_a_work_without_an_item_is_what_is_missing_not_the_property() -> None:
    content = "bil:Event ; bil:eventType event-type:agreement ; bil:participant id:sylvania ;"
    work = WORK.partition(" ; skos")[0]
    said, why = made(f"{CLAIM}{work} . :x a {content} bil:concerning id:work .")

    assert said == []
    assert why == [(NO_ITEM, "work")]


def test_what_no_property_says_is_told() -> None:
    said, why = made(CLAIM + RELATIONS.replace("diplomaticRelationsWith", "recognizes") + " .")

    assert said == []
    assert why == [(NO_PROPERTY, "predicate/recognizes")]


@pytest.mark.parametrize(
    ("edtf", "time"),
    [
        ("1992-04-07", "+1992-04-07T00:00:00Z/11"),
        ("1992-04", "+1992-04-00T00:00:00Z/10"),
        ("1992", "+1992-00-00T00:00:00Z/9"),
        ("199X", "+1990-00-00T00:00:00Z/8"),
        ("1992?", "None"),
        ("1992-XX", "None"),
        ("", "None"),
    ],
)
def test_times(edtf: str, time: str) -> None:
    assert str(point(edtf)) == time


@given(st.dates(), st.sampled_from([3, 4, 7, 10]))
def test_a_time_begins_where_its_bounds_do(day: date, length: int) -> None:
    text = f"{day.year:04}-{day:%m-%d}"[:length] + ("X" if length == 3 else "")
    assume(text != "000X")
    time = point(text)

    assert time is not None
    assert time.day_one() == f"{edtf.bounds(text)[0]}T00:00:00Z"
    assert f"{time.stamp()}/{time.precision}" == str(time)
