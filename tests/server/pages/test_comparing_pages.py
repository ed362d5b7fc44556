"""Disputes, figures, sources and topics show exactly what the data hold, and the query behind it."""

import re
from decimal import Decimal
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from legation_server.agents.disputes import disputes
from legation_server.agents.library import Library
from legation_server.pages.comparing.cases import reason_words
from legation_server.pages.comparing.conversion import converted
from legation_server.pages.comparing.scales import Place, Quantity, place, scale_end
from legation_server.site_index import (
    DIFFERENCES,
    Code,
    Figure,
    SiteIndex,
    codes_of,
    denials,
    differences,
    figures,
    outlines,
    speakers,
)
from support.in_process import rows
from support.memory_store import MemoryStore, get
from support.some import some

PAGES = [
    "/timeline",
    "/timeline/2016",
    "/timeline/2016?topic=trade&actor=israel",
    "/timeline/undated",
    "/topics/energy",
    "/disputes",
    "/figures",
    "/figures/oil",
    "/figures/share",
    "/sources/",
    "/network",
    "/network/israel",
]


def test_the_page_of_disputes_says_what_it_counts(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    page = published_client.get("/disputes").text
    denied = {number for _, numbers in denials(index) for number in numbers}

    assert f"however many statements it denies (here {len(denied)})" in page
    # Two statements may differ in more than one way.
    pairs = {(link.subject, link.object) for link in differences(index)}
    assert len(pairs) < len(differences(index))
    apart = sum(one.pairs for one in outlines(index) if one.of_different_times)
    assert f"statements that differ (here {len(pairs) - apart})" in page


def test_figures_of_different_times_are_no_dispute(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    page = published_client.get("/disputes").text
    disputed, _, apart = page.partition('<h2 id="different-times">')

    assert "Not disputed: figures of different times" in apart
    # Of 2016, of two months of 2017 and of 2020.
    assert '<h3 id="trade-2016">' in apart
    # The one that has no date may be of the same time as the other.
    assert '<h2 id="oil-share-undated">' in disputed
    assert '<h3 id="oil-share-2013">' in apart
    # Those whose periods overlap, and all that are no figures, stay.
    assert '<h2 id="military-imports-share-2010s">' in disputed
    assert '<h2 id="ties-strengthened-since-2011">' in disputed
    assert "2 sets of figures of different times are no dispute." in disputed
    titles = some(re.findall(r'<h[23] id="[^"]+"><a [^>]+>([^<]+)</a>', page))
    assert len(titles) == len(set(titles)), titles
    alone = published_client.get("/disputes/trade-2016").text
    assert "No dispute: each" in alone
    assert "Nothing is disputed here." not in alone
    assert "No dispute" not in published_client.get("/disputes/oil-share-undated").text
    names = [one.name for one in outlines(index)]
    assert len(names) == len(set(names))


def number(text: str) -> Quantity:
    return Quantity(Decimal(text))


def test_a_scale_of_shares_ends_at_the_whole() -> None:
    assert scale_end([number("27"), number("69")], "percent") == 100
    assert scale_end([number("27"), number("130")], "percent") == 200


def test_a_scale_needs_something_to_compare() -> None:
    assert scale_end([number("27")], "percent") is None
    assert scale_end([number("27"), Quantity()], "percent") is None
    assert scale_end([number("0"), number("0")], "item") is None
    assert scale_end([number("-1"), number("4")], "item") is None


def test_a_range_has_two_ends() -> None:
    found = place(Quantity(None, Decimal(60), Decimal(69)), "", Decimal(100))

    assert found == Place(60.0, 69.0, before=False, after=False)


@pytest.mark.parametrize(
    ("quantity", "precision", "before", "after"),
    [
        (number("60"), "over", False, True),
        (number("60"), "up-to", True, False),
        (number("60"), "nearly", True, False),
        (Quantity(least=Decimal(60)), "", False, True),
        (Quantity(most=Decimal(60)), "", True, False),
    ],
)
def test_what_may_be_less_or_more_has_an_arrow(
    quantity: Quantity, precision: str, before: bool, after: bool
) -> None:
    assert place(quantity, precision, Decimal(100)) == Place(60.0, 60.0, before, after)


def test_what_has_no_number_has_no_place() -> None:
    assert place(Quantity(), "", Decimal(100)) is None
    assert place(number("1"), "", None) is None


def figure(value: str, unit: str) -> Figure:
    code = Code(1, f"code/unit/{unit}", "unit", unit, "", None, None, 1)
    return Figure(None, value, "", "", "", "", code, "")


def test_figures_in_different_units_are_compared_in_one() -> None:
    differ = converted([figure("500", "kilometre"), figure("340", "mile")])
    agree = converted([figure("500", "kilometre"), figure("311", "mile")])

    assert differ and round(differ.converted) == 547 and not differ.agree
    assert agree and agree.agree


@pytest.mark.parametrize(
    "found",
    [
        [figure("500", "kilometre")],
        [figure("500", "kilometre"), figure("500", "kilometre")],
        [figure("500", "kilometre"), figure("3", "euro")],
        [figure("500", "kilometre"), figure("3", "day")],
        [figure("", "kilometre"), figure("3", "mile")],
        [figure("0", "kilometre"), figure("3", "mile")],
    ],
)
def test_what_has_no_common_unit_is_not_compared(found: list[Figure]) -> None:
    assert converted(found) is None


def test_disputes_say_why_accounts_differ(published_client: FlaskClient) -> None:
    page = published_client.get("/disputes").text

    assert "340 miles are about 547 kilometres, not 500 kilometres: the two differ." in page
    assert "In 1 of these the figures still differ once they are in one unit." in page
    assert "0 cases marked as contradictions" in page
    assert "The text gives 500 kilometres and 340 miles for one distance" in page


def test_the_title_of_a_dispute_takes_no_side(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    labels = {row["label"] for row in index.rows("SELECT label FROM statement")}
    titles = re.findall(r'<h2 id="[^"]+"><a href="[^"]+">(.*?)</a></h2>', published_client.get("/disputes").text)  # fmt: skip

    for title in some(titles):
        assert title not in labels


def test_a_denial_has_its_sentence_and_tells_that_it_has_no_date(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/disputes").text
    denial = page.partition("<h3>Denied</h3>")[2].partition("</article>")[0]

    assert re.search(r'<a href="/azerbaijan-israel/p-[^"]+">[^<]+, sentence \d+</a>(?:&NoBreak;)?<a class="out"', denial)  # fmt: skip
    assert "no date given" in denial
    said = page.partition("<h3>Said</h3>")[2].partition("<h3>Denied</h3>")[0]
    assert said.count('<li class="line">') == said.count("no date given") + said.count("said 29 March 2012")  # fmt: skip


def test_all_figures_are_in_tables(published_client: FlaskClient, index: SiteIndex) -> None:
    page = published_client.get("/figures").text

    assert page.count("<data value=") == len(some(figures(index)))


def test_oil_has_the_figures_of_gasoline_too(published_client: FlaskClient) -> None:
    page = published_client.get("/figures/oil").text

    assert re.findall(r'<data value="([^"]*)">', page) == ["40", "65", "40", "60", "60"]
    assert "no date given" in page


def test_no_line_joins_two_figures(published_client: FlaskClient) -> None:
    page = published_client.get("/figures/trade-volume").text
    drawn = re.findall(r'<svg class="scale.*?<span', page, re.DOTALL)

    assert [svg.count("<circle") for svg in some(drawn)] == [1, 1]
    assert "polyline" not in page


def test_units_that_differ_share_no_scale(published_client: FlaskClient) -> None:
    page = published_client.get("/figures/distance").text

    assert page.count("<data value=") == 2
    assert 'class="scale' not in page


def test_a_denial_stands_beside_what_is_said(published_client: FlaskClient) -> None:
    page = published_client.get("/disputes").text
    said, _, denied = page.partition("<h3>Denied</h3>")

    assert "<h3>Said</h3>" in said and "Israel had been given access" in said
    assert "Azerbaijani officials" in denied
    assert "Air bases in Azerbaijan" in said
    assert ">All about air bases in Azerbaijan</a>" in denied


def test_each_case_has_a_page_and_a_reason_in_words(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    with published_client.application.test_request_context():
        told = {one.name: [*map(reason_words, one.reasons)] for one in outlines(index)}

    for name, reasons in some(told.items()):
        page = published_client.get(f"/disputes/{name}").text
        assert [reason for reason in some(reasons) if reason not in page] == []


def test_every_difference_has_words(published_client: FlaskClient) -> None:
    with published_client.application.test_request_context():
        assert [reason for reason in DIFFERENCES if reason_words(reason) == reason] == []


def test_a_topic_has_the_cases_of_narrower_ones(
    published_client: FlaskClient, library: Library
) -> None:
    topics = re.findall(r'href="/disputes/([^"]+)">[^<]+ <span', published_client.get("/disputes").text)  # fmt: skip

    assert {"energy", "oil-and-gas"} <= set(topics)
    for topic in some(topics):
        told = disputes(library, f"topic:{topic}", limit=200)
        page = published_client.get(f"/disputes/{topic}").text
        disputed, _, apart = page.partition('<h2 id="different-times">')
        assert told.startswith(f"{disputed.count('<section class=')} contested question"), topic
        number = apart.count("<section class=")
        assert (f"Behind them {number} set" in told) is (number > 0), topic


def test_cases_can_be_chosen_by_topic(published_client: FlaskClient) -> None:
    page = published_client.get("/disputes/oil-and-gas").text

    assert "Share of supply: oil" in page
    assert "Air bases" not in page


def test_every_source_is_listed_with_its_claims(
    published_client: FlaskClient, index: SiteIndex, published_store: MemoryStore
) -> None:
    page = published_client.get("/sources/").text
    asked = rows(
        published_store.triples,
        "SELECT ?who (COUNT(?claim) AS ?n) { ?claim a bil:Claim; bil:attributedTo ?who } GROUP BY ?who",
    )

    said = {entity.id: 0 for entity, *_ in speakers(index)}
    for entity, _, _, count in speakers(index):
        said[entity.id] += count
    assert sorted(said.values()) == sorted(int(count) for _, count in some(asked))
    assert page.count("#says") == len(asked)


def test_a_topic_has_the_statements_of_narrower_ones(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    energy = next(code for code in codes_of(index, "topic") if code.name == "energy")
    page = published_client.get("/topics/energy").text

    assert f"{energy.uses} statements" in page
    assert 'href="/topics/oil-and-gas"' in page
    assert 'href="/topics/energy"' in published_client.get("/topics/").text


@pytest.mark.parametrize(
    "path", ["/topics/none", "/figures/none", "/disputes/none", "/network/none"]
)
def test_what_is_not_there_is_told(published_client: FlaskClient, path: str) -> None:
    assert published_client.get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_the_query_behind_a_page_finds_something(
    published_client: FlaskClient, published_store: MemoryStore, path: str
) -> None:
    page = published_client.get(path).text
    queries = [unquote(text) for text in re.findall(r'/query#query=([^"]+)"', page)]

    for query in some(queries):
        answer = published_client.post("/sparql", data={"query": query, "format": "csv"})
        assert answer.status_code == 200, answer.text
        assert len(answer.text.splitlines()) > 1


@pytest.mark.parametrize("path", PAGES)
def test_no_edtf_is_shown(published_client: FlaskClient, path: str) -> None:
    page = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", published_client.get(path).text, flags=re.DOTALL)  # fmt: skip

    assert not re.search(r"\d{4}[~%]|\d{3}X|\d/\.\.|\.\./\d", page)


@pytest.mark.parametrize("path", [*PAGES, "/topics/", "/search?q=oil"])
def test_pages_have_an_etag_and_answer_head(published_client: FlaskClient, path: str) -> None:
    page = get(published_client, path)
    again = published_client.get(path, headers={"If-None-Match": page.headers["ETag"]})

    assert again.status_code == 304
    assert published_client.head(path).headers["ETag"] == page.headers["ETag"]
    assert published_client.delete(path).status_code == 405
