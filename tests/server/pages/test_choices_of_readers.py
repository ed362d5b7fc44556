"""What a reader chooses narrows a page, counts what other choices would leave, and loses nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.pages.finding.csv_file import time_days
from legation_server.pages.finding.strict_choices import refuse_unknown
from legation_server.pages.finding.timeline import WITHIN, arrange, year_sum
from legation_server.pages.reading.choices import Choosing, Chosen, Row, asked, rows
from legation_server.pages.reading.nesting import Nesting
from legation_server.pages.reading.sections import Arranging, in_order
from legation_server.pages.reading.verdicts import claim_words, nobody_named, readings, times_said
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.site_index import (
    Choice,
    SiteIndex,
    Source,
    StatementLink,
    chosen,
    claim_at,
    statements,
    touching,
)
from support.memory_store import MemoryStore
from support.some import some
from support.written_index import index_fixture
from support.written_world import (
    ALLIED,
    BOUND,
    FIREFLY,
    LAST_CENTURY,
    PART,
    RATIO,
    RECOGNIZED,
    SAID,
    SPIES,
    SUM,
    UNDATED,
    VISITED,
    WORDS,
    WORLD,
)

index = index_fixture(WORLD, WORDS)
EVERY = list(range(RECOGNIZED, BOUND + 1))
ROW = Row(1, "stated", "Event", False, False, 1, 1931, (), "stated", True, "1931-01-01")


@pytest.fixture(autouse=True)
def in_a_request(dataset: Path) -> Iterator[None]:
    """Words need a request, whose language they are in."""
    app = create_app(open_release(dataset), MemoryStore())
    with app.test_request_context("/"):
        yield


def choosing(index: SiteIndex, **choices: str) -> Choosing:
    return Choosing(index, rows(index, EVERY), Chosen(**choices))


def left(index: SiteIndex, **choices: str) -> list[int]:
    return [row.number for row in choosing(index, **choices).left()]


@pytest.mark.parametrize(
    ("choices", "numbers"),
    [
        ({}, EVERY),
        ({"topic": "trade"}, [SUM]),
        ({"topic": "no-such"}, []),
        ({"firmly": "stated"}, [RECOGNIZED, VISITED, LAST_CENTURY, UNDATED, SUM, RATIO, SAID, BOUND]),
        ({"firmly": "unconfirmed"}, [ALLIED, SPIES, PART]),
        ({"firmly": "prospective"}, [ALLIED]),
        ({"firmly": "denied"}, [SPIES]),
        ({"firmly": "opinion"}, [PART]),
        ({"kind": "Figure"}, [SUM, RATIO]),
        ({"document": "freedonia-at-sea"}, [BOUND]),
        ({"since": "1931"}, [ALLIED, SPIES, SAID]),
        ({"until": "1925"}, [RECOGNIZED, VISITED]),
        ({"since": "1931", "until": "1931"}, [SPIES]),
        ({"since": "1932", "until": "1931"}, []),
        ({"pair": "freedonia-sylvania"}, EVERY[:-1]),
        ({"kind": "Figure", "topic": "trade"}, [SUM]),
    ],
)  # fmt: skip
def test_a_choice_leaves_what_fits(
    index: SiteIndex, choices: dict[str, str], numbers: list[int]
) -> None:
    assert left(index, **choices) == numbers


@pytest.mark.parametrize(
    "choices", [{}, {"firmly": "stated"}, {"kind": "Event"}, {"since": "1930"}, {"topic": "trade"}]
)
def test_an_option_leaves_as_many_as_it_says(index: SiteIndex, choices: dict[str, str]) -> None:
    facets = choosing(index, **choices).facets()
    names = {"from": "since", "to": "until"}

    for facet in some(facets):
        for option in some(facet.options):
            given_ = {names.get(name, name): value for name, value in option.parameters.items()}
            assert option.count in (None, len(left(index, **given_))), option


def test_the_option_that_is_set_is_marked_and_all_leads_back(index: SiteIndex) -> None:
    facets = choosing(index, firmly="denied", kind="Supposition").facets()
    (firmly,) = (facet for facet in facets if facet.heading == "How firmly")

    assert [option.text for option in firmly.options if option.current] == ["denied"]
    assert firmly.options[0].parameters == {"kind": "Supposition"}


def test_a_facet_that_would_change_nothing_is_not_shown(index: SiteIndex) -> None:
    one_kind = Choosing(index, rows(index, [SUM, RATIO]), Chosen())

    assert [facet.heading for facet in one_kind.facets()] == ["Topic"]


def test_rows_have_what_choosing_needs(index: SiteIndex) -> None:
    found = {row.number: row for row in rows(index, EVERY)}

    assert found[RECOGNIZED].day == "1922-05-03"
    # Without a beginning the end counts, and without a date what bounds it.
    assert (found[VISITED].day, found[BOUND].day, found[UNDATED].day) == (
        "1925-12-31",
        "1931-06-01",
        "",
    )
    assert (found[BOUND].dated, found[VISITED].dated) == (False, True)
    assert (found[SPIES].degree, found[PART].degree) == ("denied", "opinion")
    assert found[SUM].topics and not found[PART].topics


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ("from=1931&to=1932", "1931", "1932"),
        ("from=&to=", "", ""),
        ("from=19311", "", ""),
        ("from=x", "", ""),
        ("from=-1", "", ""),
        ("from=%D9%A1", "", ""),
    ],
)
def test_a_page_passes_over_what_is_no_year(
    dataset: Path, query: str, since: str, until: str
) -> None:
    app = create_app(open_release(dataset), MemoryStore())
    with app.test_request_context(f"/?{query}"):
        assert (asked().since, asked().until) == (since, until)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("firmly=stated&kind=Event&from=1931&topic=trade&document=freedonia-at-sea", ""),
        ("firmly=", ""),
        ("firmly=sure", "?firmly= does not take 'sure'. It takes: stated, unconfirmed, "),
        ("kind=event", "?kind= does not take 'event'."),
        ("from=19311", "?from= takes a year of up to 4 digits, not '19311'."),
        ("to=x", "?to= takes a year"),
        ("topic=rain", "There is no topic 'rain'"),
        ("document=rain", "There is no document 'rain'"),
        ("kind=Event&kind=Figure", "?kind= is given 2 times; it takes one value."),
        ("colour=red", "takes no parameter 'colour'. It takes: document, firmly, from, kind, to, topic."),
    ],
)  # fmt: skip
def test_a_table_refuses_what_it_does_not_know(
    dataset: Path, index: SiteIndex, query: str, said: str
) -> None:
    app = create_app(open_release(dataset), MemoryStore())
    taken = ("firmly", "kind", "from", "to", "topic", "document")
    with app.test_request_context(f"/statements.csv?{query}"):
        if not said:
            refuse_unknown(index, taken)
            return
        with pytest.raises(Problem) as refused:
            refuse_unknown(index, taken)

    assert said in refused.value.detail


def row(number: int, day: str = "") -> Row:
    return replace(ROW, number=number, day=day)


def order(found: list[Row], followed: dict[int, list[int]]) -> list[int]:
    return [one.number for one in in_order(found, followed)]


def test_statements_stand_by_time_and_those_without_one_last() -> None:
    found = [row(4), row(3, "1931"), row(2, "1930-05"), row(1)]

    assert order(found, {}) == [2, 3, 1, 4]


def test_what_follows_another_stands_after_it_however_many_are_between() -> None:
    found = [row(1, "1930"), row(2), row(3, "1932")]

    assert order(found, {1: [3]}) == [3, 1, 2]
    assert order(found, {1: [2], 2: [3]}) == [3, 2, 1]
    # What it follows is on another page.
    assert order(found, {1: [99]}) == [1, 3, 2]
    assert order(found, {1: [1]}) == [1, 3, 2]


@given(st.dictionaries(st.integers(1, 5), st.lists(st.integers(1, 6), max_size=3)))
def test_no_statement_is_lost_whatever_follows_what(followed: dict[int, list[int]]) -> None:
    found = [row(number, f"19{30 - number}") for number in range(1, 6)]

    assert sorted(order(found, followed)) == [1, 2, 3, 4, 5]


LINKS = st.lists(
    st.builds(StatementLink, st.integers(1, 6), st.just("says"), st.integers(1, 6)), max_size=10
)


@given(LINKS)
def test_each_statement_stands_in_one_place_whatever_says_what(links: list[StatementLink]) -> None:
    here = set(range(1, 7))
    found = Nesting(links, here)
    tops = [number for number in here if not found.is_inside(number)]

    assert sorted(one for top in tops for one in found.within(top)) == sorted(here)


def test_a_page_has_each_statement_once_and_says_how_many(index: SiteIndex) -> None:
    every = rows(index, EVERY)
    made = Choosing(index, every, Chosen())
    room = dict.fromkeys(("stated", "unconfirmed", "says", "background"), 100)
    parts = Arranging(index, made.topics, room).parts(every)

    assert [part.name for part in parts] == ["stated", "unconfirmed", "background"]
    assert sum(part.count for part in parts) == len(EVERY)
    assert not any(section.is_cut for part in parts for section in part.sections)
    stated = parts[0]
    # Two statements are only said in the saying that is stated.
    assert (stated.only_said, stated.own) == (2, stated.count - 2)


def test_ones_own_word_stands_apart_with_the_saying(index: SiteIndex) -> None:
    every = rows(index, EVERY)
    room = dict.fromkeys(("stated", "unconfirmed", "says", "background"), 100)
    parts = Arranging(index, {}, room).parts(every, words_of=[PART])
    (says,) = (part for part in parts if part.name == "says")

    assert says.count == 3
    assert sum(part.count for part in parts) == len(EVERY)


def test_what_has_no_room_is_cut_and_counted(index: SiteIndex) -> None:
    every = rows(index, EVERY)
    room = {"stated": 2, "unconfirmed": 0, "says": 0, "background": 0}
    parts = Arranging(index, {}, room).parts(every)
    shown = sum(entry.count for part in parts for s in part.sections for entry in s.entries)

    assert shown == 2
    assert sum(part.count for part in parts) == len(EVERY)
    assert any(section.is_cut for part in parts for section in part.sections)


def test_a_year_has_its_months_then_some_time_then_periods(index: SiteIndex) -> None:
    view = arrange(index, 1931, touching(index, date(1931, 1, 1), date(1931, 12, 31), Choice()))

    assert [period.heading for period in view.periods] == [
        "Some time in 1931",
        "Periods that overlap 1931",
        "No date given: in 1931 by what they follow or are part of",
    ]
    assert [period.count for period in view.periods] == [1, 1, 1]
    assert (view.background, view.cut) == ([], 0)


def test_a_day_stands_in_its_month_and_what_goes_on_after(index: SiteIndex) -> None:
    first = arrange(index, 1922, [RECOGNIZED])
    open_ended = arrange(index, 1932, [SAID])

    assert [period.heading for period in first.periods] == ["May 1922"]
    assert [period.heading for period in open_ended.periods] == ["From 1932 on, or by 1932"]


def test_the_sum_of_a_year_counts_each_statement_once(index: SiteIndex) -> None:
    numbers = touching(index, date(1931, 1, 1), date(1931, 12, 31), Choice())
    found = year_sum(rows(index, numbers), 1931)

    assert (found.begin, found.overlap, found.tied, found.background) == (1, 1, 1, 0)
    assert found.total == len(numbers)
    assert WITHIN == 13


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1931", True, True),
        ("1931~", False, False),
        ("193X", False, False),
        ("1931-XX", True, True),
        ("1931?/1932", False, True),
        ("1931/1932%", True, False),
        ("193X/1945", False, True),
        ("1931/..", True, True),
        ("", True, True),
    ],
)
def test_a_table_has_days_only_where_the_text_is_as_exact(
    index: SiteIndex, edtf: str, first: bool, last: bool
) -> None:
    (one,) = statements(index, [SPIES])
    days = time_days(replace(one, edtf=edtf))

    assert [day is not None for day in days] == [first, last]


def source(index: SiteIndex, name: str) -> Source:
    found = claim_at(index, f"freedonia-sylvania/{name}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("c-recognized", "Stated by the document itself."),
        ("c-spies", "Reported and alleged by The Sylvanian Herald and Rufus Firefly, 1931."),
        ("c-denial", "Denied by Sylvania, 1932."),
        ("c-sum", "Said by The Sylvanian Herald."),
        ("c-other-sum", "Said; no source is named."),
    ],
)
def test_a_claim_tells_who_puts_it_forward(index: SiteIndex, name: str, words: str) -> None:
    assert claim_words(source(index, name)) == words


def test_what_nobody_says_is_told_by_its_reason(index: SiteIndex) -> None:
    own, other = source(index, "c-recognized"), source(index, "c-other-sum")
    inferred = replace(other, modality=("inferred",))

    assert nobody_named([own, other]) == "the document itself"
    assert nobody_named([inferred]) == "nobody: it is read from other words of the document"
    assert nobody_named([inferred, other]) == "the document, without naming a source"


def test_notes_and_times_of_a_statement_are_told_once(index: SiteIndex) -> None:
    (one,) = statements(index, [SPIES])
    twice = replace(one, note=("Read as a report.", "Other."), sources=(*one.sources, *one.sources))

    assert readings(twice) == ["Read as a report.", "Other."]
    assert times_said(twice) == ["1931"]
    assert times_said(twice, but="1931") == []


def test_the_order_of_rows_asked_for_changes_nothing(index: SiteIndex) -> None:
    numbers = [SUM, RATIO, SPIES]
    found = {tuple(rows(index, list(order))) for order in permutations(numbers)}

    assert len(found) == 1
    assert chosen(index, Choice(entity=FIREFLY)) == [VISITED, SPIES]
