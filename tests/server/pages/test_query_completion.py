"""The editor completes the release's own terms, those first that fit where the cursor stands."""

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from support.browser import complaints, needs_browser, requested, wait_for
from support.query_page import (
    call,
    hints,
    open_page,
    press,
    shown_query,
    wait_until_gone,
    write,
)
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser


@pytest.fixture
def editor(page: webdriver.Chrome, published_server: Served) -> webdriver.Chrome:
    """The query page, where nobody was before."""
    open_page(page, published_server.url)
    return page


# What is typed up to the cursor, and what comes first.
FIRST = {
    "SELECT * { ?x a bil:Ev": "bil:Event",
    "SELECT * { ?x a supp": "bil:Supposition",
    "SELECT * { ?x a bil:Event ; bil:eventT": "bil:eventType",
    "SELECT * { ?x bil:eventType visi": "event-type:visit",
    "SELECT * { ?x bil:actor isra": "id:israel",
    "SELECT * { ?x bil:actor id:isra": "id:israel",
    "SELECT * { ?x bil:concerning Lapsh": "id:alexander-lapshin",
    "SELECT * { VALUES ?x { id:azerbaijan": "id:azerbaijan",
    "SELECT ?event { ?ev|": "?event",
    "SELECT * { ?x bil:actor/rdfs:lab": "rdfs:label",
    "SELECT * { ?x bil:actor [ a schema:Coun": "schema:Country",
}


def test_a_term_is_found_by_its_name_and_by_its_label(editor: webdriver.Chrome) -> None:
    found = {typed: hints(editor, typed)[0] for typed in FIRST}

    assert found == FIRST
    assert complaints(editor) == []
    asked = requested(editor)
    assert all(
        url.startswith((editor.current_url.rpartition("/")[0], "data:")) for url in some(asked)
    )


def test_properties_of_the_subjects_class_come_first(editor: webdriver.Chrome) -> None:
    of_claims = hints(editor, "SELECT * { ?x a bil:Claim ; bil:|\n}")
    of_events = hints(editor, "SELECT * { ?x bil:| . ?x a bil:Event }")

    assert "bil:states" in of_claims[:12]
    assert "bil:eventType" in of_events[:20]
    assert "bil:eventType" not in of_claims[:12]


def test_codes_of_the_propertys_list_come_first(editor: webdriver.Chrome) -> None:
    offered = hints(editor, "SELECT * { ?x bil:modality | }")

    assert {name.partition(":")[0] for name in offered[:8]} == {"modality"}


def test_what_is_typed_opens_the_list_and_keys_choose_from_it(editor: webdriver.Chrome) -> None:
    write(editor, "SELECT * { ?x a |")
    press(editor, "bil:Sup")
    wait_for(editor, ".CodeMirror-hints [aria-selected=true]")
    press(editor, Keys.ENTER)

    assert shown_query(editor) == "SELECT * { ?x a bil:Supposition"


def test_escape_closes_the_list_and_stays_in_the_editor(editor: webdriver.Chrome) -> None:
    hints(editor, "SELECT * { ?x a bil:Ev|\n}")

    press(editor, Keys.ESCAPE)
    wait_until_gone(editor, ".CodeMirror-hints")
    press(editor, Keys.TAB)

    assert shown_query(editor).startswith("SELECT * { ?x a bil:Ev  ")


def test_escape_then_tab_leaves_the_editor_and_tab_alone_indents(editor: webdriver.Chrome) -> None:
    write(editor, "ASK|")
    press(editor, Keys.TAB)
    assert shown_query(editor) == "ASK  "

    press(editor, Keys.ESCAPE)
    press(editor, Keys.TAB)

    assert editor.switch_to.active_element == editor.find_element(By.CSS_SELECTOR, "[data-run]")
    assert "Press Escape, then Tab" in editor.find_element(By.CSS_SELECTOR, ".keys").text


PLACES = {
    "SELECT * { ?x a ": ("class", []),
    "SELECT * { ?x a bil:Event ; ": ("property", ["bil:Event"]),
    "SELECT * { ?x a bil:Event . ?y ": ("property", []),
    "SELECT * { ?x a bil:Event , ": ("class", []),
    "SELECT * { ?x bil:actor id:a ; bil:target ": ("value", []),
    "SELECT * { ?x bil:actor [ ": ("property", []),
    "SELECT * { ?x bil:actor [ a schema:Person ] ; ": ("property", []),
    "SELECT * { ?x ^bil:actor/": ("property", []),
    "SELECT * { ?x bil:value 3.5 . ": ("subject", []),
    "SELECT * { OPTIONAL { ?x ": ("property", []),
    'SELECT * { ?x rdfs:label "a { b"@en ; ': ("property", []),
    "SELECT * { FILTER(": ("any", []),
    "SELECT * { FILTER(?x > 1) ": ("subject", []),
    'SELECT * { ?x rdfs:label "a ': None,
    "SELECT * { # a ": None,
}


def test_the_place_of_the_cursor_is_known(
    editor: webdriver.Chrome, published_server: Served
) -> None:
    url = published_server.url
    found = {
        query: call(editor, url, "position.js", "positionIn", query, len(query)) for query in PLACES
    }

    seen = {
        query: (place["role"], place["classes"]) if place else None
        for query, place in found.items()
    }
    assert seen == PLACES
