"""The timeline shows each time with what is uncertain of it, and leads from year to year."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.pages.finding import reach
from legation_server.pages.finding.queries import year_query
from legation_server.pages.finding.time_bars import Segment, TimeBar, time_bar
from legation_server.query import Task
from legation_server.releases.opening import open_release
from legation_server.site_index import (
    Choice,
    SiteIndex,
    code_at,
    statements,
    touching,
    undated,
    year_counts,
)
from legation_server.sparql import with_prefixes
from support.addresses import BASE
from support.memory_store import MemoryStore, client_of
from support.some import some

YEAR = date(2016, 1, 1), date(2016, 12, 31)
Bounds = tuple[date | None, date | None]


def bar(edtf: str, precision: str, first: date | None, last: date | None) -> TimeBar:
    found = time_bar(edtf, precision, (first, last), YEAR)
    assert found
    return found


def test_a_day_is_a_point() -> None:
    found = bar("2016-07-02", "day", date(2016, 7, 2), date(2016, 7, 2))

    assert (found.form, found.start) == ("day", 50.1)


def test_a_month_and_a_year_have_both_ends() -> None:
    month = bar("2016-02", "month", date(2016, 2, 1), date(2016, 2, 29))
    year = bar("2016", "year", *YEAR)

    assert (month.form, month.start, month.end) == ("span", 8.5, 16.4)
    assert (year.before, year.start, year.end, year.after) == ("cap", 0.0, 100.0, "cap")


@pytest.mark.parametrize(
    ("edtf", "bounds", "ends"),
    [
        ("2016-06/..", (date(2016, 6, 1), None), ("cap", "open")),
        ("../2016-06", (None, date(2016, 6, 30)), ("open", "cap")),
        ("2011/2020", (date(2011, 1, 1), date(2020, 12, 31)), ("cut", "cut")),
        ("1990~/..", (date(1990, 1, 1), None), ("cut", "open")),
        ("2016-06~/..", (date(2016, 6, 1), None), ("faded", "open")),
        ("2016~", YEAR, ("faded", "faded")),
        ("2016-03/2016-06%", (date(2016, 3, 1), date(2016, 6, 30)), ("cap", "faded")),
    ],
)
def test_an_end_is_open_vague_or_beyond_the_ruler(
    edtf: str, bounds: Bounds, ends: tuple[str, str]
) -> None:
    found = bar(edtf, "year", *bounds)

    assert (found.before, found.after) == ends


def test_a_vague_end_fades_outwards() -> None:
    assert bar("2016~", "year", *YEAR).segments == (
        Segment(45.0, 55.0),
        Segment(30.0, 45.0, 1),
        Segment(55.0, 70.0, 1),
        Segment(15.0, 30.0, 2),
        Segment(70.0, 85.0, 2),
        Segment(0.0, 15.0, 3),
        Segment(85.0, 100.0, 3),
    )


def test_a_decade_is_a_bracket() -> None:
    decade = date(2010, 1, 1), date(2019, 12, 31)
    found = time_bar("201X", "decade", decade, decade)

    assert found and found.form == "bracket"


def test_what_lies_beside_the_ruler_has_no_bar() -> None:
    assert time_bar("2015", "year", (date(2015, 1, 1), date(2015, 12, 31)), YEAR) is None
    assert time_bar("2017/..", "year", (date(2017, 1, 1), None), YEAR) is None


def headings(page: str) -> list[str]:
    return [re.sub("<[^>]+>.*", "", text).strip() for text in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]  # fmt: skip


def test_a_year_goes_by_month_then_some_time_then_periods(published_client: FlaskClient) -> None:
    page = published_client.get("/timeline/2016").text

    assert headings(page) == [
        "April 2016",
        "September 2016",
        "December 2016",
        "Some time in 2016",
        "From 2016 on, or by 2016",
        "Periods that overlap 2016",
        "No date given: in 2016 by what they follow or are part of",
        "No date given: 2016 is possible, by what they follow or are part of",
    ]


def test_what_is_inferred_to_be_of_a_year_stands_apart_from_what_may_be(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/timeline/2016").text
    _, inside, possible = re.split(r"<h2[^>]*>No date given: ", page)

    assert "in December 2016, by inference" in inside
    assert "between 1 December" not in inside
    assert "between 1 December 2016 and 21 May 2021, by inference" in possible
    assert "in December 2016, by inference" not in possible


def test_the_shelf_of_the_undated_says_that_some_times_are_inferred(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    query = """SELECT count(*) AS n FROM statement WHERE edtf = '' AND NOT bookkeeping
        AND coalesce(not_before, not_after) IS NOT NULL"""
    number = index.rows(query)[0]["n"]

    page = published_client.get("/timeline/undated").text

    assert f"For {number} the line says when it may have been: that is inferred" in page
    assert 'In EDTF: "' not in page + published_client.get("/timeline/2016").text


def test_a_year_shows_every_statement_that_touches_it(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    page = published_client.get("/timeline/2016").text
    numbers = touching(index, *YEAR, Choice())

    assert page.count('<p class="statement">') == len(some(numbers))


def test_the_query_of_a_year_finds_what_its_page_shows(
    published: Path, published_store: MemoryStore, index: SiteIndex
) -> None:
    prefixes = open_release(published).prefixes

    text = with_prefixes(year_query(2016), prefixes, "\n")
    answer = json.loads(published_store.run(Task(text)).first)
    found = {row["statement"]["value"] for row in answer["results"]["bindings"]}

    shown = statements(index, touching(index, *YEAR, Choice()))
    assert found == {BASE + one.path for one in some(shown)}


def test_what_is_said_stands_under_the_saying(published_client: FlaskClient) -> None:
    page = published_client.get("/timeline/2016").text
    saying, _, rest = page.partition(
        "speaks of negotiations on oil and gas while visiting Azerbaijan"
    )

    assert 'class="nested"' in rest.partition('<li class="line">\n<div class="when">')[0]
    assert saying


def test_earlier_and_later_years_are_those_with_statements(published_client: FlaskClient) -> None:
    page = published_client.get("/timeline/2016").text

    assert re.search(r'rel="prev" href="/timeline/2013"', page)
    assert re.search(r'rel="next" href="/timeline/2017"', page)
    assert 'rel="prev"' not in published_client.get("/timeline/1730").text


def test_filters_narrow_a_year_and_stay_in_its_links(published_client: FlaskClient) -> None:
    whole = published_client.get("/timeline/2016").text
    page = published_client.get("/timeline/2016?topic=arms-trade&firmly=stated").text
    actor = published_client.get("/timeline/2016?actor=benjamin-netanyahu").text

    counts = [text.count('<p class="statement">') for text in (page, actor, whole)]
    assert 0 < counts[0] < counts[2] and 0 < counts[1] < counts[2]
    assert "topic=arms-trade" in re.findall(r'rel="next" href="([^"]+)"', page)[0]
    assert "Only what Benjamin Netanyahu takes part in or says." in actor


@pytest.mark.parametrize("path", ["/timeline/0", "/timeline/10000", "/timeline/2016?actor=nobody"])
def test_what_is_not_there_is_told(published_client: FlaskClient, path: str) -> None:
    assert published_client.get(path).status_code == 404


def test_a_page_says_how_many_it_passes_over(
    published: Path, index: SiteIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "MOST_STATEMENTS", 5)
    client = client_of(published)
    total = len(undated(index, Choice()))

    assert f"{total - 5} more are not shown." in client.get("/timeline/undated").text
    narrowed = client.get("/timeline/undated?topic=solar-energy").text
    assert narrowed.count('<p class="statement">') == len(some(of_topic(index, "solar-energy")))
    assert "more are not shown" not in narrowed


def of_topic(index: SiteIndex, name: str) -> list[int]:
    """Return the undated statements on a topic."""
    topic = code_at(index, f"code/topic/{name}")
    assert topic
    return undated(index, Choice(topic=topic.id))


def test_an_empty_year_leads_on(published_client: FlaskClient) -> None:
    page = published_client.get("/timeline/1500").text

    assert 'rel="prev"' not in page
    assert 'rel="next" href="/timeline/1730"' in page


def test_the_timeline_leads_to_every_year(published_client: FlaskClient, index: SiteIndex) -> None:
    page = published_client.get("/timeline").text

    for one in some(year_counts(index, Choice())):
        assert f'href="/timeline/{one.year}"' in page
        assert one.total == one.firm + one.open > 0


def test_the_shelf_of_the_undated_counts_all_of_them(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    count = len(undated(index, Choice()))

    assert f"{count} statements for which" in re.sub(r"\s+", " ", published_client.get("/timeline/undated").text)  # fmt: skip
