"""Search marks what was asked for, leads to pages about the site, and says what its links show."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from legation_server.pages.finding.highlights import highlighted
from support.memory_store import HTML
from support.some import some


def found(client: FlaskClient, words: str) -> str:
    return client.get("/search", query_string={"q": words}, headers=HTML).text


def test_words_that_were_asked_for_are_marked(published_client: FlaskClient) -> None:
    page = found(published_client, "gasoline")

    assert "<mark>gasoline</mark>" in page
    assert all(one.lower().startswith("gasoline") for one in some(re.findall("<mark>(.*?)</mark>", page)))  # fmt: skip


def test_a_mark_is_no_way_into_the_page() -> None:
    assert highlighted("<b>bold</b>", "bold <b>") == "&lt;b&gt;<mark>bold</mark>&lt;/b&gt;"
    assert highlighted("of oil", "of") == "of oil"


def test_what_the_search_takes_for_the_same_is_marked() -> None:
    assert highlighted("Heydar Əliyev", "aliyev") == "Heydar <mark>Əliyev</mark>"
    assert highlighted("the other theatre", "the oil") == "the other theatre"


def test_a_name_for_screen_readers_has_no_tags(published_client: FlaskClient) -> None:
    named = re.findall('aria-label="([^"]*)"', found(published_client, "military cooperation"))

    assert [name for name in some(named) if "mark" in name] == []


@pytest.mark.parametrize("name", ["Qarabağ", "Qarabağ münaqişəsi", "qarabağ"])
def test_a_name_in_azerbaijani_letters_finds_the_english_one(
    published_client: FlaskClient, name: str
) -> None:
    answer = published_client.get("/search", query_string={"q": name, "format": "json"})

    assert "Nagorno-Karabakh" in answer.text


def test_json_has_plain_texts(published_client: FlaskClient) -> None:
    assert "<mark>" not in published_client.get("/search?q=gasoline&format=json").text


def test_words_about_the_site_lead_to_its_pages(published_client: FlaskClient) -> None:
    for words, page in (
        ("licence", "/about"),
        ("licence?", "/about"),
        ("contact", "/about"),
        ("csv", "/dumps/"),
    ):
        note = found(published_client, words).partition("About this site:")[2].partition("</p>")[0]
        assert f'href="{page}"' in note, words
    assert "About this site:" not in found(published_client, "oil")


def test_a_link_to_the_rest_says_how_much_it_shows(published_client: FlaskClient) -> None:
    page = found(published_client, "oil")
    links = re.findall(r'href="(/search\?q=oil[^"]*)">Show all (\d+)<', page)

    for href, count in some(links):
        shown = published_client.get(unescape(href), headers=HTML).text
        assert shown.count('<p class="statement">') == int(count)


def test_the_foot_begins_with_the_licence(published_client: FlaskClient) -> None:
    foot = published_client.get("/", headers=HTML).text.partition('<footer class="foot">')[2]

    first = foot.partition("<nav")[0]
    assert 'href="/about"' in first and "CC0 1.0" in first


def test_questions_of_the_home_page_tell_how_firm_their_answers_are(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/", headers=HTML).text
    cards = re.findall(r'<li class="card">.*?</li>', page, re.DOTALL)

    denied = next(card for card in cards if "What is denied" in card)
    oil = next(card for card in cards if "How much oil" in card)
    assert 'class="mark denied"' in denied
    assert re.search(r"<p>[^<]* oil ", oil) and 'class="mark' in oil
