"""What pages compare can be compared, and what they say of a denial is all that is known of it."""

import re

from flask.testing import FlaskClient
from legation_server.pages.pictures.subjects import subject, whose_word
from legation_server.site_index import SiteIndex, claim_at, statement_at
from support.page_text import plain
from support.some import some

DENIED = "azerbaijan-israel/air-base-access"


def test_a_sum_of_two_months_has_no_dot_among_sums_of_years(published_client: FlaskClient) -> None:
    page = published_client.get("/figures/trade-volume").text
    rows = re.findall(r"<tr><td><data.*?</tr>", page, re.DOTALL)

    dots = {re.search('<data value="([^"]+)"', row)[1]: row.count("<circle") for row in some(rows)}  # type: ignore[index]
    assert dots == {"260000000": 1, "116200000": 0, "200000000": 1}
    assert "in 2 months; not on the scale, which is of years" in page
    assert "Not to be compared with the amounts for early 2017" in page
    assert "value of all trade" not in page


def test_a_denial_tells_what_it_does_not_cover(published_client: FlaskClient) -> None:
    page = plain(published_client.get("/disputes/air-base-access").text)
    beyond = page.partition("Also reported, not covered by the denial")[2]

    assert "By the report of Foreign Policy, a use of Sitalchay air base" in beyond
    assert "said 30 September 2012" in beyond
    assert "Haaretz" not in beyond.partition("How we read it")[0]


def test_the_sentence_of_a_denial_is_quoted(published_client: FlaskClient) -> None:
    for path in some(["/disputes/air-base-access", f"/{DENIED}.html"]):
        quotes = re.findall(r"<blockquote.*?</blockquote>", published_client.get(path).text)

        assert any("denied these reports" in quote for quote in quotes), path


def test_a_note_on_reading_names_its_statement(published_client: FlaskClient) -> None:
    page = published_client.get("/disputes/air-base-access").text
    notes = re.findall(r'<p class="reading">(?:<b>[^<]*</b> )?<a href="([^"]+)">', page)

    assert f"/{DENIED}" in {path.removesuffix(".html") for path in some(notes)}


def test_titles_keep_the_capitals_of_names(published_client: FlaskClient) -> None:
    page = published_client.get("/disputes/air-base-access").text

    assert "<title>Air bases in Azerbaijan –" in page
    assert 'og:title" content="Air bases in Azerbaijan –' in page


def test_the_picture_of_what_is_denied_names_who_says_and_who_denies(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    statement = statement_at(index, DENIED)
    assert statement

    assert whose_word(statement) == (
        "On the word of officials. Denied by Israeli officials, Azerbaijani officials"
    )
    denial = claim_at(index, statement.denying[0].path)
    assert denial and whose_word(denial) == "Denied by Israeli officials, Azerbaijani officials"
    with published_client.application.test_request_context("/"):
        picture = subject(DENIED)
    assert picture and "English Wikipedia" in picture.source
    assert re.search(r"text as mapped on \d{4}-\d\d-\d\d", picture.source)


def test_the_picture_of_an_estimate_tells_that_no_source_is_named(index: SiteIndex) -> None:
    estimate = statement_at(index, "azerbaijan-israel/oil-share-2021")
    stated = statement_at(index, "azerbaijan-israel/oil-share-2013")

    assert estimate and whose_word(estimate) == "No source is named"
    assert stated and whose_word(stated) == ""
