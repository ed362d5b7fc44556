"""Search finds the right thing first, in groups, and never fails on what somebody types."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from legation_server.pages.finding.hits import TYPES
from legation_server.reconciliation.matching.names import terms_of
from legation_server.site_index import SiteIndex
from support.some import some

JSON = {"Accept": "application/json"}


def groups(client: FlaskClient, query: str, kind: str = "") -> list[Any]:
    """Return the groups of hits for a search."""
    asked = {"q": query, "type": kind, "format": "json"}
    return list(json.loads(client.get("/search", query_string=asked).data)["groups"])


@pytest.mark.parametrize(
    ("query", "kind", "label"),
    [
        ("Lapshin", "entity", "Alexander Lapshin"),
        ("Karabakh", "entity", "Nagorno-Karabakh"),
        ("karabah", "entity", "Nagorno-Karabakh"),
        ("Əliyev", "entity", "Ilham Aliyev"),
        ("Алиев", "entity", "Ilham Aliyev"),
        ("oil", "term", "oil"),
        ("2016", "year", "2016"),
        ("ISRAEL", "entity", "Israel"),
        ("Иран", "entity", "Iran"),
        ("European Court of Human Rights", "entity", "European Court of Human Rights"),
    ],
)
def test_the_right_answer_is_first(
    published_client: FlaskClient, query: str, kind: str, label: str
) -> None:
    first = groups(published_client, query)[0]

    assert (first["type"], first["hits"][0]["label"]) == (kind, label)


QUESTION = "does Israel use air bases in Azerbaijan"


def test_a_question_whose_answer_is_denied_shows_the_denied_statements(
    published_client: FlaskClient,
) -> None:
    asked = {"q": QUESTION, "format": "json"}
    found = json.loads(published_client.get("/search", query_string=asked).data)
    (statements,) = (one for one in found["groups"] if one["type"] == "statement")
    lacking = {hit["href"] for hit in statements["lackOneWord"]}
    page = published_client.get("/search", query_string={"q": QUESTION}).text

    assert statements["hits"]
    assert found["wordsFound"] == len(["Israel", "use", "air", "bases", "Azerbaijan"])
    assert {f"/azerbaijan-israel/air-base-{name}" for name in ("access", "understandings", "use", "permission")} <= lacking  # fmt: skip
    assert "These lack one of the words" in page
    assert "Nothing here has all of these words" not in page


def test_a_statement_that_lacks_a_word_is_not_shown_twice(published_client: FlaskClient) -> None:
    page = published_client.get("/search", query_string={"q": QUESTION, "type": "statement"}).text
    found = re.findall(r'<p class="statement"><a href="([^"]+)">', page)

    assert len(some(found)) == len(set(found))


def test_a_misspelt_word_is_told_of(published_client: FlaskClient) -> None:
    page = published_client.get("/search?q=karabah").text

    assert re.search(r'Did you mean\s*<a href="/search\?q=karabakh">karabakh</a>', page)
    assert "Did you mean" not in published_client.get("/search?q=karabakh").text


@pytest.mark.parametrize(
    ("query", "word"), [("denied air bases", "deny"), ("exporting oil", "oil"), ("visited Baku", "visits")]
)  # fmt: skip
def test_a_word_is_found_in_its_other_forms(
    published_client: FlaskClient, query: str, word: str
) -> None:
    found = [hit["label"] for one in groups(published_client, query, "statement") for hit in one["hits"]]  # fmt: skip

    assert any(word in label for label in found)


def test_when_nothing_has_all_words_those_with_most_are_shown(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/search?q=Lapshin+prison+Antarctica+zebras").text

    assert "Nothing here has all of these words. These have 2 of them." in page
    assert "Lapshin" in page.partition("These have 2")[2]
    assert "Nothing here has all" not in published_client.get("/search?q=Lapshin+prison").text


def test_sentences_are_found_by_what_was_taken_from_them(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    (group,) = groups(published_client, "Lapshin", "sentence")
    query = """SELECT count(DISTINCT passage) AS n FROM claim_passage
        JOIN statement_claim USING (claim) JOIN statement ON statement.id = statement
        WHERE label LIKE '%Lapshin%'"""

    assert group["count"] == index.rows(query)[0]["n"] > 3


@pytest.mark.parametrize("word", ["forecast", "zebra", "password", "missile"])
def test_no_silly_word_is_proposed(published_client: FlaskClient, word: str) -> None:
    assert "Did you mean" not in published_client.get(f"/search?q={word}").text


def test_each_statement_that_is_found_has_its_mark(published_client: FlaskClient) -> None:
    page = published_client.get("/search?q=israel&type=statement").text
    lines = page.split('<li class="line">')[1:]

    for line in some(lines):
        assert '<a class="mark ' in line


def test_one_kind_of_results_can_be_asked_for(published_client: FlaskClient) -> None:
    for name in some(TYPES):
        found = groups(published_client, "2016", name)
        assert [group["type"] for group in found] in ([name], [])


def test_programs_get_json_and_browsers_a_page(published_client: FlaskClient) -> None:
    for headers, content_type in (
        (JSON, "application/json"),
        ({"Accept": "text/html"}, "text/html; charset=utf-8"),
        ({}, "text/html; charset=utf-8"),
    ):
        assert published_client.get("/search?q=oil", headers=headers).content_type == content_type


def test_every_hit_leads_to_a_page(published_client: FlaskClient) -> None:
    found = groups(published_client, "israel 2016")

    for hit in some(hit for group in found for hit in group["hits"]):
        answer = published_client.get(hit["href"], headers={"Accept": "text/html"})
        assert answer.status_code in (200, 303), hit


def test_suggestions_are_names_with_addresses(published_client: FlaskClient) -> None:
    rows = json.loads(published_client.get("/search/suggest?q=alie").data)

    assert rows[0]["label"] == "Ilham Aliyev"
    assert set(rows[0]) == {"label", "href", "kind"}
    assert published_client.get("/search/suggest").json == []


def test_nothing_found_leads_elsewhere(published_client: FlaskClient) -> None:
    page = published_client.get("/search?q=qqqqqqqq").text

    assert "Nothing was found." in page
    assert 'href="/topics/"' in page


def test_what_is_typed_is_no_markup(published_client: FlaskClient) -> None:
    page = published_client.get("/search", query_string={"q": "<script>alert(1)</script>"}).text

    assert "<script>alert" not in page


def test_a_word_becomes_all_its_spellings() -> None:
    assert terms_of("U.S.–Əliyev") == [("us",), ("aliyev", "eliyev")]
    assert terms_of(" … ") == []


OPERATORS = st.sampled_from(
    ['"', "*", "(", ")", "AND", "NOT", "NEAR(", "^", ":", "-", "name:", "\x00"]
)


@given(
    query=st.text(max_size=300) | st.lists(OPERATORS | st.text(max_size=5)).map(" ".join),
    wanted=st.sampled_from(["", *TYPES, "none"]),
)
def test_any_search_is_answered(published_client: FlaskClient, query: str, wanted: str) -> None:
    asked = {"q": query, "type": wanted}

    assert published_client.get("/search", query_string=asked).status_code == 200
    assert published_client.get("/search/suggest", query_string=asked).status_code == 200


def test_a_release_without_an_index_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/search?q=oil")

    assert answer.status_code == 404
    assert "Build it anew: legation build" in answer.text
