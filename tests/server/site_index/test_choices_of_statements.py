"""Statements are chosen by topic, entity, document, firmness and time, and no other comes along."""

from datetime import date
from itertools import combinations

import pytest
from legation_server.site_index import (
    FIRMNESS,
    Choice,
    SiteIndex,
    beginning_in,
    begun,
    chosen,
    of_some_decade,
    taken_from,
    takers,
    touching,
    undated,
    undated_count,
    year_counts,
)
from support.some import some
from support.written_index import Cells, index_fixture, written_index
from support.written_world import (
    ALLIED,
    BOUND,
    ECONOMY,
    FIREFLY,
    FREEDONIA,
    HERALD,
    LAST_CENTURY,
    LETTER,
    NOBODY,
    OIL_TRADE,
    PART,
    RATIO,
    RECOGNIZED,
    SAID,
    SPIES,
    SUM,
    SYLVANIA,
    TRADE,
    UNDATED,
    VISITED,
    WORLD,
)

EVERY = list(range(RECOGNIZED, BOUND + 1))
UNKNOWN = 10**9


index = index_fixture(WORLD)


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (Choice(), EVERY),
        (Choice(topic=ECONOMY), [SPIES, SUM, RATIO]),
        (Choice(topic=TRADE), [SUM, RATIO]),
        (Choice(topic=OIL_TRADE), [RATIO]),
        # A part in it, or a word in it.
        (Choice(entity=FREEDONIA), [RECOGNIZED, SPIES]),
        (Choice(entity=HERALD), [SPIES, SUM]),
        (Choice(entity=FIREFLY), [VISITED, SPIES]),
        # Whoever denies something has a part in the talk about it.
        (Choice(entity=SYLVANIA), [RECOGNIZED, ALLIED, SPIES]),
        (Choice(entity=NOBODY), []),
        (Choice(document=2), [BOUND]),
        (Choice(firmly="stated"), [RECOGNIZED, VISITED, LAST_CENTURY, UNDATED, SUM, RATIO, SAID, BOUND]),
        (Choice(firmly="unconfirmed"), [ALLIED, SPIES, PART]),
        (Choice(firmly="attributed"), [SUM, RATIO]),
        (Choice(firmly="denied"), [SPIES]),
        (Choice(firmly="no such"), []),
        (Choice(dated=False), [UNDATED, RATIO, PART, BOUND]),
        (Choice(bookkeeping=True), [UNDATED]),
        (Choice(topic=UNKNOWN), []),
    ],
)  # fmt: skip
def test_a_choice_leaves_what_fits_in_order(
    index: SiteIndex, choice: Choice, numbers: list[int]
) -> None:
    assert chosen(index, choice) == numbers


CHOICES = [
    {"topic": ECONOMY},
    {"entity": FREEDONIA},
    {"document": 1},
    {"firmly": "unconfirmed"},
    {"dated": True},
    {"bookkeeping": False},
]


@pytest.mark.parametrize(("one", "other"), list(combinations(CHOICES, 2)))
def test_two_choices_leave_what_both_leave(
    index: SiteIndex, one: dict[str, object], other: dict[str, object]
) -> None:
    both = Choice(**{**one, **other})  # type: ignore[arg-type]
    apart = [set(chosen(index, Choice(**each))) for each in (one, other)]  # type: ignore[arg-type]

    assert chosen(index, both) == sorted(apart[0] & apart[1])


@pytest.mark.parametrize(
    ("some_of_them", "others"),
    [
        (Choice(dated=True), Choice(dated=False)),
        (Choice(bookkeeping=True), Choice(bookkeeping=False)),
        (Choice(firmly="stated"), Choice(firmly="unconfirmed")),
    ],
)
def test_two_sides_of_a_choice_share_out_all_statements(
    index: SiteIndex, some_of_them: Choice, others: Choice
) -> None:
    assert sorted([*chosen(index, some_of_them), *chosen(index, others)]) == EVERY


def test_each_status_is_of_one_kind_of_firmness() -> None:
    statuses = [status for group in FIRMNESS.values() for status in group]

    assert len(statuses) == len(set(statuses)) == 5


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(1922, 5, 3), [RECOGNIZED]),
        (date(1922, 5, 2), []),
        (date(1922, 5, 4), []),
        # What happened by a day counts for that day; what lasted may have begun long before.
        (date(1925, 12, 31), [VISITED]),
        (date(1925, 12, 30), []),
        (date(1931, 7, 1), [SPIES, BOUND]),
        (date(1931, 5, 31), [SPIES]),
        (date(1931, 6, 1), [SPIES, BOUND]),
        (date(1931, 8, 31), [SPIES, BOUND]),
        (date(1931, 9, 1), [SPIES]),
        # What is open at its end still goes on.
        (date(2020, 1, 1), [SAID]),
        (date(1850, 1, 1), [LAST_CENTURY]),
        (date(1799, 12, 31), []),
    ],
)
def test_a_day_is_touched_by_what_may_be_true_of_it(
    index: SiteIndex, day: date, numbers: list[int]
) -> None:
    found = touching(index, day, day, Choice())

    # An alliance that ended in 1940 has no known beginning.
    lasting = [ALLIED] if day <= date(1940, 12, 31) else []
    assert sorted(found) == sorted([*lasting, *numbers])


def test_what_touches_a_period_begins_with_what_has_no_beginning(index: SiteIndex) -> None:
    found = touching(index, date(1800, 1, 1), date(1999, 12, 31), Choice())

    assert found == [VISITED, ALLIED, LAST_CENTURY, RECOGNIZED, SUM, SPIES, BOUND, SAID]


def test_a_period_and_a_choice_both_narrow(index: SiteIndex) -> None:
    first, last = date(1930, 1, 1), date(1931, 12, 31)

    assert touching(index, first, last, Choice(topic=ECONOMY)) == [SUM, SPIES]
    assert touching(index, first, last, Choice(document=2)) == [BOUND]
    assert touching(index, first, last, Choice(entity=NOBODY)) == []


def test_what_has_one_bound_only_touches_that_day(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows: list[Cells] = [
        {"id": 1, "label": "a", "not_before": "1931-06-01"},
        {"id": 2, "label": "b", "not_after": "1931-06-01"},
    ]
    with written_index(tmp_path_factory.mktemp("one"), {"statement": rows}) as one:
        for day, numbers in some([(1, [2, 1]), (2, [])]):
            assert touching(one, date(1931, 6, day), date(1931, 6, day), Choice()) == numbers
        assert touching(one, date(1931, 5, 1), date(1931, 5, 31), Choice()) == []


def test_years_count_what_begins_in_them_firm_and_open(index: SiteIndex) -> None:
    counts = [(one.year, one.firm, one.open, one.total) for one in year_counts(index, Choice())]

    assert counts == [
        (1922, 1, 0, 1),
        (1925, 1, 0, 1),
        (1930, 1, 0, 1),
        (1931, 0, 1, 1),
        (1932, 1, 0, 1),
        (1940, 0, 1, 1),
    ]


def test_years_of_a_choice_are_counted_among_it_alone(index: SiteIndex) -> None:
    found = year_counts(index, Choice(topic=ECONOMY))

    assert [(one.year, one.total) for one in found] == [(1930, 1), (1931, 1)]
    assert year_counts(index, Choice(entity=NOBODY)) == []


def test_bookkeeping_is_in_no_count_of_years(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows: list[Cells] = [
        {"id": 1, "label": "a", "bookkeeping": 1, "year": 1931, "status": "stated"}
    ]
    with written_index(tmp_path_factory.mktemp("one"), {"statement": rows}) as one:
        assert year_counts(one, Choice()) == []
        # A choice of bookkeeping alone is overruled.
        assert year_counts(one, Choice(bookkeeping=True)) == []
        assert undated(one, Choice()) == []


def test_what_begins_in_a_year_is_counted_and_listed(index: SiteIndex) -> None:
    assert [begun(index, year) for year in (1922, 1923, 1931)] == [1, 0, 1]
    assert beginning_in(index, 1931, Choice()) == [SPIES]
    assert beginning_in(index, 1931, Choice(firmly="stated")) == []
    assert beginning_in(index, 1923, Choice()) == []


def test_what_has_no_date_is_told_without_bookkeeping(index: SiteIndex) -> None:
    assert undated(index, Choice()) == [RATIO, PART, BOUND]
    assert undated_count(index) == 3
    assert undated(index, Choice(topic=TRADE)) == [RATIO]
    assert of_some_decade(index) == [LAST_CENTURY]


def test_a_passage_has_the_statements_that_rest_on_it(index: SiteIndex) -> None:
    assert taken_from(index, 2) == [RECOGNIZED, VISITED, SPIES]
    # Two claims of one passage state the same thing: it counts once.
    assert taken_from(index, 3) == [ALLIED, SPIES, SUM]
    assert taken_from(index, 1) == []


def test_who_takes_part_in_most_comes_first(index: SiteIndex) -> None:
    found = [(who.id, count) for who, count in takers(index, EVERY)]

    # Two roles in one statement are one part, and a word in it is one too.
    assert found == [(SYLVANIA, 3), (FREEDONIA, 2), (FIREFLY, 2), (HERALD, 2), (LETTER, 1)]
    assert takers(index, []) == []
    assert [who.id for who, _ in takers(index, [VISITED])] == [FIREFLY]
