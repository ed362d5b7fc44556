"""What stands around every page: menus, search, language and direction of writing."""

import re
from dataclasses import replace

from flask.testing import FlaskClient
from legation_server.pages.reading.views.home_view import MOST_LISTED
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.web import LANGUAGES
from support.memory_store import loaded
from support.other_language import OTHER
from support.some import some


def test_every_entry_of_the_menus_leads_to_a_page(published_client: FlaskClient) -> None:
    page = published_client.get("/").text
    menus = re.findall(r"<nav aria-label=\"(?:Main|Reference)\">(.*?)</nav>", page, re.DOTALL)
    entries = re.findall(r'href="([^"]+)"', "".join(menus))

    assert len(menus) == 2
    for href in some(entries):
        assert published_client.get(href).status_code == 200, href


def test_a_release_without_an_index_has_no_entries_for_its_pages(client: FlaskClient) -> None:
    page = client.get("/").text

    assert 'href="/id/"' in page
    assert 'href="/timeline"' not in page
    assert 'role="search"' not in page


def test_a_home_page_of_many_documents_says_how_many_it_leaves_out(release: Release) -> None:
    many = replace(release, documents=release.documents * (MOST_LISTED + 2))
    pages = [create_app(one, loaded(one)).test_client().get("/").text for one in (many, release)]

    more = [re.findall(r'href="/query#query=SELECT[^"]+">and (\d+) more<', page) for page in pages]
    assert more == [["2"], []]
    assert pages[0].count(">licence of its text<") == MOST_LISTED


def test_the_menu_says_which_page_is_open(client: FlaskClient) -> None:
    assert 'href="/id/" aria-current="page">People &amp; places<' in client.get("/id/").text
    assert "aria-current" not in client.get("/").text


def test_a_page_is_in_the_language_asked_for_if_there_is_one(release: Release) -> None:
    app = create_app(release, loaded(release))
    app.extensions[LANGUAGES]["qaa"] = OTHER
    client = app.test_client()

    assert '<html lang="ar" dir="rtl">' in client.get("/?lang=qaa").text
    assert ">⟦Query⟧</a>" in client.get("/?lang=qaa").text
    for asked in ("", "?lang=xx", "?lang=../.."):
        assert '<html lang="en" dir="ltr">' in client.get("/" + asked).text


def test_licences_have_the_names_that_people_use(client: FlaskClient) -> None:
    assert ">CC0 1.0</a>" in client.get("/").text
