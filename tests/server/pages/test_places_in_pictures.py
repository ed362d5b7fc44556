"""Bars, rings and scales are drawn where their numbers say, for every number there may be."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from legation_server.pages.comparing.conversion import IN_BASE, converted
from legation_server.pages.comparing.scales import ENDS, Quantity, place, scale_end
from legation_server.pages.finding.time_bars import TimeBar, time_bar
from legation_server.pages.network.ring import (
    RADIUS,
    SIZE,
    THICKEST,
    THINNEST,
    Edge,
    ring,
)
from legation_server.pages.pictures.fitting import SANS, drawable, shortened, width, wrapped
from legation_server.pages.reading.year_bars import (
    FEWEST_YEARS,
    HEIGHT,
    LONGEST_PAUSE,
    MOST_LABELS,
    WIDTH,
    year_bars,
)
from legation_server.site_index import Code, Figure, YearCount
from support.some import some

RULER = date(1931, 1, 1), date(1931, 12, 31)
DAYS = st.dates(date(1900, 1, 1), date(1960, 12, 31))
NUMBERS = st.decimals(0, 10**15, allow_nan=False, allow_infinity=False, places=3)


@st.composite
def times(draw: st.DrawFn) -> tuple[str, str, tuple[date | None, date | None]]:
    first, last = draw(st.one_of(st.none(), DAYS)), draw(st.one_of(st.none(), DAYS))
    if first and last:
        first, last = sorted((first, last))
    marks = st.sampled_from(["", "~", "%", "?"])
    ends = [f"1931{draw(marks)}" if day else ".." for day in (first, last)]
    return "/".join(ends), draw(st.sampled_from(["day", "year", "decade", ""])), (first, last)


@given(times())
@example(("1931~/1931", "day", (date(1931, 1, 1), date(1931, 1, 1))))
def test_a_bar_is_on_the_ruler_and_its_parts_join(
    time: tuple[str, str, tuple[date | None, date | None]],
) -> None:
    found = time_bar(*time, RULER)
    assume(found is not None)
    assert isinstance(found, TimeBar)

    assert 0 <= found.start <= found.end <= 100
    # One of a short bar may be rounded to no length.
    parts = sorted(found.segments, key=lambda part: (part.start, part.end))
    assert bool(parts) == (found.form != "day")
    for before, after in pairwise(parts):
        assert after.start == pytest.approx(before.end, abs=0.11)
    if parts:
        assert (parts[0].start, parts[-1].end) == pytest.approx((found.start, found.end), abs=0.11)


@given(times())
def test_a_bar_is_missing_only_where_its_time_does_not_touch_the_ruler(
    time: tuple[str, str, tuple[date | None, date | None]],
) -> None:
    first, last = time[2]
    touches = (first or date.min) <= RULER[1] and (last or date.max) >= RULER[0]

    assert (time_bar(*time, RULER) is not None) == touches


@given(times())
def test_the_ends_of_a_bar_tell_what_is_known_of_them(
    time: tuple[str, str, tuple[date | None, date | None]],
) -> None:
    found = time_bar(*time, RULER)
    assume(found is not None)
    assert isinstance(found, TimeBar)
    first, last = time[2]

    assert (found.before == "open") == (first is None)
    assert (found.after == "open") == (last is None)
    assert (found.before == "cut") == (first is not None and first < RULER[0])
    assert (found.after == "cut") == (last is not None and last > RULER[1])


@pytest.mark.parametrize(
    ("edtf", "precision", "first", "last", "form"),
    [
        ("1931-05-03", "day", date(1931, 5, 3), date(1931, 5, 3), "day"),
        # An approximate day is a span that fades.
        ("1931-05-03~", "day", date(1931, 5, 3), date(1931, 5, 3), "span"),
        ("193X", "decade", date(1930, 1, 1), date(1939, 12, 31), "span"),
        ("1931-01/193X", "decade", date(1931, 1, 1), date(1939, 12, 31), "bracket"),
        ("1931-05", "month", date(1931, 5, 1), date(1931, 5, 31), "span"),
    ],
)
def test_a_time_has_the_form_of_its_precision(
    edtf: str, precision: str, first: date, last: date, form: str
) -> None:
    found = time_bar(edtf, precision, (first, last), RULER)

    assert found is not None and found.form == form


def test_one_day_of_the_ruler_is_drawn_where_it_is() -> None:
    days = [RULER[0] + timedelta(days=number) for number in range(365)]
    bars = [time_bar("1931-01-01", "day", (day, day), RULER) for day in days]
    places = [bar.start for bar in bars if bar]

    assert len(places) == 365
    assert places == sorted(places)
    assert places[0] == pytest.approx(0.1, abs=0.06)
    assert places[-1] == pytest.approx(99.9, abs=0.11)


@given(st.dictionaries(st.integers(1, 2100), st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(any), min_size=1, max_size=8))  # fmt: skip
def test_each_year_is_drawn_or_told_to_come_before(counts: dict[int, tuple[int, int]]) -> None:
    picture = year_bars(YearCount(year, *both) for year, both in counts.items())
    assert picture is not None

    years = [bar.year for bar in picture.bars]
    shown = sum(bar.firm + bar.other for bar in picture.bars)
    assert years == list(range(years[0], max(counts) + 1))
    assert len(years) >= FEWEST_YEARS
    assert shown + picture.before == sum(map(sum, counts.values()))
    assert [row[0] for row in picture.table] == sorted(counts)
    for bar in some(picture.bars):
        assert bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1
        assert bar.other_y + bar.other_height == pytest.approx(bar.firm_y, abs=0.11)
        assert bar.firm_y + bar.firm_height == pytest.approx(HEIGHT, abs=0.11)
        assert -0.1 <= bar.other_y <= HEIGHT
    assert len(picture.labels) <= MOST_LABELS
    assert all(0 < where < 100 and year in years for year, where in picture.labels)


@pytest.mark.parametrize(
    ("pause", "first"), [(LONGEST_PAUSE, 1900), (LONGEST_PAUSE + 1, 1900 + LONGEST_PAUSE + 1)]
)
def test_a_pause_longer_than_the_longest_is_not_drawn(pause: int, first: int) -> None:
    later = 1900 + pause
    picture = year_bars([YearCount(year, 1, 0) for year in (1900, later, later + FEWEST_YEARS - 1)])

    assert picture is not None
    assert picture.bars[0].year == first


KEYS = st.lists(st.integers(0, 50), min_size=2, max_size=8, unique=True)


@given(KEYS, st.data())
def test_a_ring_has_every_thing_once_and_every_pair_between_its_ends(
    keys: list[int], data: st.DataObject
) -> None:
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys), st.integers(0, 9), st.integers(1, 9))  # fmt: skip
    edges = [Edge(*pair) for pair in data.draw(st.lists(pairs, max_size=5))]
    made = ring(keys, edges)

    assert [knot.key for knot in made.knots] == keys
    by_key = {knot.key: knot for knot in made.knots}
    for knot in some(made.knots):
        middle = SIZE / 2
        assert math.hypot(knot.x - middle, knot.y - middle) == pytest.approx(RADIUS, abs=0.2)
        assert 0 <= knot.label_x <= SIZE
        # No label stands on its head.
        assert -90 <= (knot.turn + 180) % 360 - 180 <= 90
        assert (knot.anchor == "end") == (knot.x < middle - 0.05)
    assert sorted(map(repr, edges)) == sorted(repr(curve.edge) for curve in made.curves)
    for curve in made.curves:
        one, other = by_key[curve.edge.one], by_key[curve.edge.other]
        assert curve.path.startswith(f"M{one.x} {one.y}Q")
        assert curve.path.endswith(f" {other.x} {other.y}")
        assert THINNEST <= curve.width <= THICKEST
        assert curve.dashed == (curve.edge.open > curve.edge.firm)
    widths = [curve.width for curve in made.curves]
    assert widths == sorted(widths)


def test_the_pair_with_most_has_the_thickest_line() -> None:
    made = ring("abc", [Edge("a", "b", 1, 0), Edge("b", "c", 50, 49), Edge("a", "c", 5, 5)])

    assert [curve.edge.firm for curve in made.curves] == [1, 5, 50]
    assert made.curves[-1].width == THICKEST
    assert [curve.dashed for curve in made.curves] == [False, False, False]
    assert ring([], []).curves == []


@given(st.lists(st.builds(Quantity, NUMBERS), min_size=2, max_size=5), st.sampled_from(["percent", "mile"]))  # fmt: skip
def test_a_scale_holds_all_its_figures_and_ends_at_a_round_number(
    quantities: list[Quantity], unit: str
) -> None:
    end = scale_end(quantities, unit)
    most = max(quantity.value or Decimal(0) for quantity in quantities)
    assert (end is None) == (not most and unit != "percent")
    assume(end is not None)
    assert isinstance(end, Decimal)

    assert end >= most
    assert int(f"{end:e}".replace(".", "").partition("e")[0].rstrip("0")) in (1, *ENDS)
    for quantity in quantities:
        found = place(quantity, "", end)
        assert found is not None
        assert 0 <= found.start == found.end <= 100


@pytest.mark.parametrize(
    ("quantities", "unit", "end"),
    [
        ([], "mile", None),
        (["5"], "mile", None),
        (["5", "-1"], "mile", None),
        (["0", "0"], "mile", None),
        (["0", "0"], "percent", "100"),
        (["100", "1"], "percent", "100"),
        (["101", "1"], "percent", "200"),
        (["1", "0.5"], "mile", "1"),
        (["1.1", "0.5"], "mile", "2"),
        (["3", "2"], "mile", "4"),
        (["4.5", "2"], "mile", "5"),
        (["501", "2"], "mile", "1000"),
        (["1000", "999"], "mile", "1000"),
        (["0.03", "0.01"], "mile", "0.04"),
    ],
)
def test_a_scale_ends_at_the_next_round_number(
    quantities: list[str], unit: str, end: str | None
) -> None:
    found = scale_end([Quantity(Decimal(one)) for one in quantities], unit)

    assert found == (None if end is None else Decimal(end))


@pytest.mark.parametrize(
    ("quantity", "precision", "ends"),
    [
        (Quantity(Decimal(50)), "", (50, 50, False, False)),
        (Quantity(Decimal(50)), "nearly", (50, 50, True, False)),
        (Quantity(Decimal(50)), "up-to", (50, 50, True, False)),
        (Quantity(Decimal(50)), "about", (50, 50, False, False)),
        (Quantity(least=Decimal(20), most=Decimal(50)), "", (20, 50, False, False)),
        (Quantity(least=Decimal(20)), "", (20, 20, False, True)),
        (Quantity(most=Decimal(20)), "", (20, 20, True, False)),
        # A range around a number is drawn whole.
        (Quantity(Decimal(30), Decimal(20), Decimal(50)), "", (20, 50, False, False)),
        (Quantity(), "", None),
    ],
)
def test_a_figure_stands_between_what_it_may_be(
    quantity: Quantity, precision: str, ends: tuple[float, float, bool, bool] | None
) -> None:
    found = place(quantity, precision, Decimal(100))

    assert (found and (found.start, found.end, found.before, found.after)) == ends
    assert place(quantity, precision, None) is None


def figure(value: str, unit: str) -> Figure:
    code = Code(1, f"code/unit/{unit}", "unit", unit, "", None, None, 0) if unit else None
    return Figure(None, value, "", "", "", "", code, "")


@pytest.mark.parametrize(
    ("one", "other", "value", "agree"),
    [
        (("100", "kilometre"), ("62", "mile"), "99.779328", True),
        (("100", "kilometre"), ("60", "mile"), "96.56064", False),
        (("1", "decade"), ("10", "year"), "1", True),
        (("1", "century"), ("9", "decade"), "0.9", False),
        # Two hundredths are within, and more are not.
        (("100", "month"), ("8.5", "year"), "102", True),
        (("-24", "month"), ("-2", "year"), "-24", True),
    ],
)
def test_figures_agree_that_rounding_can_explain(
    one: tuple[str, str], other: tuple[str, str], value: str, agree: bool
) -> None:
    found = converted([figure(*one), figure(*other)])

    assert found is not None
    assert (found.converted, found.agree) == (Decimal(value), agree)


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [("1", "mile")],
        [("1", "mile"), ("1", "mile")],
        [("1", "mile"), ("1", "day")],
        [("1", "mile"), ("1", "furlong")],
        [("1", "mile"), ("1", "")],
        [("", "mile"), ("1", "kilometre")],
        [("0", "mile"), ("1", "kilometre")],
        [("1", "mile"), ("1", "kilometre"), ("1", "mile")],
        # Months have no fixed number of days.
        [("1", "month"), ("30", "day")],
    ],
)
def test_what_cannot_be_compared_is_not(figures: Sequence[tuple[str, str]]) -> None:
    assert converted([figure(*one) for one in figures]) is None


@given(st.sampled_from(sorted(IN_BASE)), st.sampled_from(sorted(IN_BASE)), st.integers(1, 10**6))
def test_to_convert_there_and_back_changes_nothing(one: str, other: str, number: int) -> None:
    there = converted([figure("1", one), figure(str(number), other)])
    assume(there is not None)
    assert there is not None
    back = converted([figure("1", other), figure(str(there.converted), one)])

    assert back is not None
    assert float(back.converted) == pytest.approx(number)


@given(st.text(max_size=60), st.integers(40, 400))
def test_a_text_is_never_wider_than_its_room(text: str, room: int) -> None:
    shown = drawable(text)
    lines, fits = wrapped(shown, SANS, 20, room, 3)

    assert "\n" not in shown
    assert all(width(line, SANS, 20) <= room for line in lines)
    assert len(lines) <= 3
    assert not fits or " ".join(lines) == shown
    assert width(shortened(shown, SANS, 20, room), SANS, 20) <= room
