"""A statement's line tells how firmly it is said, by whom, when and in which sentence."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from legation_server.pages.reading.lines import Line, lines
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.site_index import SiteIndex, chosen, statements
from legation_server.site_index.selection import Choice
from legation_server.web import site
from support.memory_store import MemoryStore
from support.some import some


@pytest.fixture(scope="module")
def index(published: Path, published_store: MemoryStore) -> Iterator[SiteIndex]:
    """The index of the published release, within a request."""
    app = create_app(open_release(published), published_store)
    with app.test_request_context("/"):
        yield site().index
        site().close()


@pytest.fixture(scope="module")
def found(index: SiteIndex) -> dict[str, Line]:
    """The lines of all statements, by the address of each."""
    every = statements(index, chosen(index, Choice()))
    return {line.href: line for line in lines(index, every)}


def about(found: dict[str, Line], words: str) -> Line:
    return next(line for line in found.values() if words in line.text)


def test_every_statement_has_a_line_with_mark_and_sentence(found: dict[str, Line]) -> None:
    for line in some(found.values()):
        assert line.text and line.marks and line.sentences, line.href
        assert line.sentences[0].href.startswith("/azerbaijan-israel/p-")
        assert line.sentences[0].out.startswith("https://en.wikipedia.org/")


def test_nothing_that_is_attributed_lacks_a_name(found: dict[str, Line]) -> None:
    attributed = some(line for line in found.values() if line.marks[0].word == "attributed")

    assert [line.text for line in attributed if not line.who] == []


def test_no_time_and_no_amount_is_raw(found: dict[str, Line]) -> None:
    for line in some(found.values()):
        assert not re.search(r"[~%/X]|\.\.|\d-\d", line.when + line.said), line.when
        assert not re.search(r"\d{5,}", line.amount), line.amount


def test_a_sum_has_its_unit_and_scope(found: dict[str, Line]) -> None:
    line = about(found, "without the defence and energy sectors")

    assert line.amount in (
        "260 million US dollars, without defence and energy",
        "260 million US dollars, without energy and defence",
    )
    assert line.when == "2016"
    assert [who.text for who in line.who]


def test_what_the_document_says_itself_names_no_source(found: dict[str, Line]) -> None:
    line = about(found, "Israel recognizes the independence of Azerbaijan")

    assert (line.style, line.who, line.said) == ("stated", [], "")
    assert line.when == "25 December 1991"


def test_what_is_denied_names_who_denies_it(found: dict[str, Line]) -> None:
    denied = some(line for line in found.values() if line.style == "denied")

    assert all(line.deniers for line in denied)
    assert {line.marks[0].style for line in denied} == {"unconfirmed"}


@pytest.mark.parametrize(
    ("path", "who", "relayed", "relay"),
    [
        ("letter-pride", "Benjamin Netanyahu", "in", "congratulatory letter to Ilham Aliyev"),
        ("iran-existential-threat", "Azerbaijan", "passed on by", "some analysts"),
    ],
)
def test_a_word_that_was_passed_on_names_where_it_stands(
    found: dict[str, Line], path: str, who: str, relayed: str, relay: str
) -> None:
    line = found[f"/azerbaijan-israel/{path}"]

    assert who in [one.text for one in line.who]
    assert (line.relayed, [one.text for one in line.relays]) == (relayed, [relay])
