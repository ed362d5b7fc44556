"""What becomes of a claim in Wikidata: statements, or the reason why there are none."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from legation_build.mapping import edtf
from legation_build.wikidata.model import (
    NO_ITEM,
    NO_PROPERTY,
    NOT_EXACT,
)
from legation_build.wikidata.values import point
from support.wikidata_world import CLAIM, RELATIONS, VISIT, made


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
        " bil:eventType event-type:anniversary, event-type:arrest, event-type:coerce .\n"
        "event-type:arrest skos:exactMatch wd:Q8016240 ."  # a borrowed item
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


def test_an_undertaking_is_its_countrys() -> None:
    said, _ = made(
        CLAIM + "id:x a bil:Undertaking ; skos:exactMatch wd:Q329891 . :x a bil:Situation ;"
        " bil:situationType situation-type:home-country ; bil:actor id:x ; bil:target id:freedonia ."
    )

    assert said == ["Q329891 P17 Q227"]


@pytest.mark.parametrize(
    ("kind", "actor", "target", "statement"),
    [
        ("nationality", "id:olga-tarn", "id:freedonia", "Q57410 P27 Q227"),
        ("authorship", "id:work", "id:olga-tarn", "Q184 P50 Q57410"),
        ("ownership", "id:work", "id:sylvania", "Q184 P127 Q801"),
        ("parent-body", "id:office", "id:league", "Q2 P749 Q1"),
        ("home-country", "id:office", "id:sylvania", "Q2 P17 Q801"),
    ],
)
def test_each_way_of_belonging_has_its_property(
    kind: str, actor: str, target: str, statement: str
) -> None:
    bodies = (
        "id:office a schema:Organization ; skos:exactMatch wd:Q2 ."
        " id:league a schema:Organization ; skos:exactMatch wd:Q1 .\n"
    )
    content = f"bil:situationType situation-type:{kind} ; bil:actor {actor} ; bil:target {target}"
    said, why = made(f"{CLAIM}{WORK}{bodies}:x a bil:Attribute ; {content} .")

    assert said == [statement]
    assert why == []


def test_a_named_war_is_a_war_and_says_who_took_part() -> None:
    content = "bil:eventType event-type:war ; bil:participant id:sylvania ; bil:namedEvent id:war"
    said, _ = made(f"{CLAIM}{WAR.replace('Q198', 'Q3')}:x a bil:Event ; {content} .")

    assert said == ["Q3 P31 Q198", "Q3 P710 Q801", "Q801 P607 Q3"]


FIGURE = ":x a bil:Figure ; bil:concerning {} ; bil:unit {} ; bil:measure {} ; bil:value {} .\n"
WAR = "id:war a schema:Event ; skos:exactMatch wd:Q198 .\n"


@pytest.mark.parametrize(
    ("figure", "statement"),
    [
        (("id:sylvania", "unit:person", "measure:population", "5000"), "Q801 P1082 +5000"),
        (("id:sylvania", "unit:us-dollar", "measure:price", "2.50"), "Q801 P2284 +2.50U4917"),
        (("id:war", "unit:year", "measure:duration", "2"), "Q198 P2047 +2U577"),
        (("id:war", "unit:month", "measure:duration", "30"), "Q198 P2047 +30U5151"),
        (("id:war", "unit:day", "measure:duration", "900"), "Q198 P2047 +900U573"),
        (("id:war", "unit:person", "measure:casualties", "40"), "Q198 P1590 +40"),
    ],
)
def test_figures_are_quantities_with_their_unit(figure: tuple[str, ...], statement: str) -> None:
    said, _ = made(CLAIM + WAR + FIGURE.format(*figure))

    assert said == [statement]


def test_only_an_event_has_a_duration() -> None:
    said, why = made(CLAIM + FIGURE.format("id:olga-tarn", "unit:year", "measure:duration", "40"))

    assert said == []
    assert why == [(NO_PROPERTY, "measure/duration")]


@pytest.mark.parametrize(
    ("precision", "hedge"), [("about", "P1480 Q60070514"), ("nearly", "P1480 Q21818619")]
)
def test_a_number_that_is_not_exact_says_so(precision: str, hedge: str) -> None:
    figure = FIGURE.format("id:sylvania", "unit:person", "measure:population", "5000")
    said, _ = made(f"{CLAIM}{figure}:x bil:precision precision:{precision} .")

    assert said == [f"Q801 P1082 +5000 {hedge}"]


def test_a_time_that_is_the_value_may_be_approximate() -> None:
    said, _ = made(
        CLAIM + ":x a bil:Event ; bil:eventType event-type:founding ; bil:concerning id:sylvania ;"
        ' bil:when "1920~"^^edtf:EDTF .'
    )

    assert said == ["Q801 P571 +1920-00-00T00:00:00Z/9 P1480 Q5727902"]


@pytest.mark.parametrize(
    "content",
    [
        *(
            FIGURE.format("id:sylvania", "unit:person", "measure:population", "5000")
            + f":x {hedge} ."
            for hedge in (
                "bil:precision precision:over",
                "bil:precision precision:up-to",
                "bil:excludes topic:trade",
            )
        ),
        VISIT + ' ; bil:when "1997~"^^edtf:EDTF .',
        VISIT + ' ; bil:when "../1997"^^edtf:EDTF .',
    ],
    ids=["over 5000", "up to 5000", "5000 without", "about 1997", "by 1997"],
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

# Codes of a document's own, with (borrowed) items: the rules know none of them.
OWN_CODES = """
event-type:kidnapping skos:broader event-type:crime ; skos:exactMatch wd:Q15 .
event-type:premiere skos:broader event-type:found ; skos:closeMatch wd:Q15051339 .
event-type:scuffle skos:broader event-type:assault .
situation-type:custody skos:broader situation-type:circumstance ; skos:exactMatch wd:Q841236 .
"""


@pytest.mark.parametrize(
    ("content", "statements"),
    [
        (
            "bil:Event ; bil:eventType event-type:signing ; bil:concerning id:work ;"
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
            "bil:Situation ; bil:situationType situation-type:custody ;"
            " bil:actor id:olga-tarn ; bil:place id:sylvania",
            ["Q57410 P2632 Q801"],
        ),
        (
            "bil:Event ; bil:eventType event-type:kidnapping ; bil:target id:olga-tarn ;"
            " bil:origin id:freedonia ; bil:destination id:sylvania",
            ["Q57410 P793 Q15 P1427 Q227 P1444 Q801"],
        ),
        (
            "bil:Event ; bil:eventType event-type:premiere ; bil:concerning id:work ;"
            ' bil:when "1920-05"^^edtf:EDTF',
            ["Q184 P1619 +1920-05-00T00:00:00Z/10"],
        ),
    ],
)
def test_works_and_persons_have_statements_too(content: str, statements: list[str]) -> None:
    said, why = made(f"{CLAIM}{WORK}{OWN_CODES}:x a {content} .")

    assert said == statements
    assert why == []


def test_an_event_type_without_an_item_is_what_is_missing() -> None:
    content = ":x a bil:Event ; bil:eventType event-type:scuffle ; bil:target id:olga-tarn ."
    said, why = made(CLAIM + OWN_CODES + content)

    assert said == []
    assert why == [(NO_ITEM, "scuffle")]


def test_a_work_without_an_item_is_what_is_missing_not_the_property() -> None:
    content = "bil:Event ; bil:eventType event-type:signing ; bil:participant id:sylvania ;"
    work = WORK.partition(" ; skos")[0]
    said, why = made(f"{CLAIM}{work} . :x a {content} bil:concerning id:work .")

    assert said == []
    assert why == [(NO_ITEM, "work")]


def test_what_no_property_says_is_told() -> None:
    said, why = made(CLAIM + RELATIONS.replace("diplomatic-relations", "alliance") + " .")

    assert said == []
    types = "situation-type/alliance, situation-type/relations"
    assert why == [(NO_PROPERTY, f"predicate/alliedWith, {types}")]


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
