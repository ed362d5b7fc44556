"""What is nearest to a mistyped name is named, and what is merely similar is not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.endpoint.nearest_terms import nearest, nearest_name, nearest_value
from legation_server.releases import Release
from support.bare_releases import BASE, NS, bare_release
from support.some import some

E = "http://e/"
Rows = Sequence[Mapping[str, Mapping[str, str]]]


@pytest.mark.parametrize(
    ("wrong", "known", "found"),
    [
        ("Evnt", ["Claim", "Event"], "Event"),
        ("event", ["Claim", "Event"], "Event"),
        ("EVENT", ["Event"], "Event"),
        ("recognises", ["recognizes", "recognition"], "recognizes"),
        # Of two as near the first counts.
        ("Evens", ["Event", "Evenx"], "Event"),
        ("Evens", ["Evenx", "Event"], "Evenx"),
        ("Passage", ["Claim", "Event"], None),
        ("Event", [], None),
        ("", ["Event"], None),
        ("ereignis-größe", ["ereignis-grösse"], "ereignis-grösse"),
    ],
)
def test_the_name_that_is_most_like_another_is_found(
    wrong: str, known: list[str], found: str | None
) -> None:
    near = nearest(E + wrong, [E + name for name in known])

    assert near == (E + found if found else None)


@pytest.mark.parametrize("number", ["Q30", "q30", "P1", "1922", "7"])
def test_a_number_is_like_no_other(number: str) -> None:
    assert nearest(E + number, [E + number + "0", E + "Q31", E + number]) is None


def test_only_what_stands_behind_the_namespace_is_compared() -> None:
    assert nearest("http://other/Event", ["http://e/Evnt", "http://other/Claim"]) == "http://e/Evnt"


NAMES = st.lists(st.text("abcdeé", min_size=1, max_size=6), min_size=1, max_size=6, unique=True)


@given(NAMES, st.data())
def test_a_name_that_is_there_is_the_nearest_to_itself(
    names: list[str], data: st.DataObject
) -> None:
    wanted = data.draw(st.sampled_from(names))

    assert nearest(E + wanted, [E + name for name in names]) == E + wanted


def value(text: str) -> dict[str, str]:
    return {"type": "literal", "value": text}


@pytest.mark.parametrize(
    ("literal", "texts", "found"),
    [
        ('"Fredonia"', ["Sylvania", "Freedonia"], "Freedonia"),
        ("'Fredonia'", ["Sylvania", "Freedonia"], "Freedonia"),
        ('"fredonia"@en', ["Sylvania", "Freedonia"], "Freedonia"),
        ('"1922-05-3"^^<http://x/date>', ["1922-05-03", "1850-01-01"], "1922-05-03"),
        ('"entirely other"', ["Freedonia"], None),
        ('"Freedonia"', [], None),
        ('""', ["Freedonia"], None),
    ],
)
def test_the_value_that_is_most_like_a_literal_is_found(
    literal: str, texts: list[str], found: str | None
) -> None:
    near = nearest_value(literal, [value(text) for text in texts])

    assert near == (value(found) if found else None)


@pytest.fixture
def release() -> Release:
    return bare_release("r", counts={f"{NS}Event": 2}, predicates={f"{NS}states": 1, f"{E}when": 1})


class Store:
    """Answers the queries about things; notes them."""

    def __init__(self, *things: str) -> None:
        self.things = things
        self.asked: list[str] = []

    def __call__(self, query: str) -> Rows:
        self.asked.append(query)
        if "LIMIT 1" in query and "DISTINCT" not in query:
            return [{}] if any(f"<{thing}>" in query for thing in self.things) else []
        return [{"x": {"type": "uri", "value": thing}} for thing in self.things]


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        # A thing, a class, a property, and a name of another namespace.
        (f"{BASE}id/fredonia", f"{BASE}id/freedonia"),
        (f"{NS}Evnt", f"{NS}Event"),
        (f"{NS}state", f"{NS}states"),
        (f"{NS}when", f"{E}when"),
        (f"{NS}entirelyOther", None),
    ],
)
def test_a_name_is_looked_for_among_things_classes_and_properties(
    release: Release, wrong: str, near: str | None
) -> None:
    store = Store(f"{BASE}id/freedonia", f"{BASE}id/sylvania")

    assert nearest_name(wrong, release, store) == near


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        (f"{NS}Event".replace("https", "http"), f"{NS}Event"),
        (f"{NS}states".replace("https", "http"), f"{NS}states"),
        (f"{E}when".replace("http", "https"), f"{E}when"),
        (f"{BASE}id/freedonia".replace("https", "http"), f"{BASE}id/freedonia"),
    ],
)
def test_the_other_scheme_is_tried_first(release: Release, wrong: str, near: str) -> None:
    assert nearest_name(wrong, release, Store(f"{BASE}id/freedonia")) == near


def test_the_other_scheme_comes_before_the_same_name_elsewhere(release: Release) -> None:
    elsewhere = "http://a/Event"
    both = replace(release, counts={elsewhere: 1, **release.counts})

    assert nearest_name(f"{NS}Event".replace("https", "http"), both, Store()) == f"{NS}Event"
    assert nearest_name("http://b/Event", both, Store()) == elsewhere


@pytest.mark.parametrize("wrong", ["urn:isbn:1", "ftp://e/when", "https:/e/when", "httpx://e/when"])
def test_other_schemes_are_not_changed(release: Release, wrong: str) -> None:
    bare = replace(release, counts={}, predicates={})

    assert nearest_name(wrong, bare, Store()) is None


def test_a_thing_of_another_base_is_not_asked_for(release: Release) -> None:
    store = Store()

    nearest_name("https://elsewhere/when2", release, store)

    assert not any(query.endswith("LIMIT 1") for query in some(store.asked))


def test_a_quote_in_a_name_ends_no_string_of_the_query(release: Release) -> None:
    store = Store()

    nearest_name(f'{BASE}id/"x" }} UNION/name', release, store)

    assert not any('"x"' in query.replace('\\"x\\"', "") for query in some(store.asked))
