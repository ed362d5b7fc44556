"""The engine is given the prefixes that a query needs, and few others."""

from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.evaluation import Engine

PREFIXES = {"e": "http://e/", "p": "http://p/", "ps": "http://ps/", "": "http://empty/"}
STORE = ox.Store()
for start in PREFIXES.values():
    STORE.add(ox.Quad(*(ox.NamedNode(start + name) for name in "abc")))
ENGINE = Engine(STORE, "http://base/", PREFIXES, frozenset(), False, 1000)


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("ASK { e:a e:b e:c }", {"e"}),
        ("ASK { <http://e/a> <https://e/b> e:c }", {"e"}),
        ("ASK { e:a e:b e:c FILTER(true) }", {"e", ""}),
        ("ASK { <http://e/a> <https://e/b> 'c' }", set()),
        ("PREFIX e: <http://x/> ASK { e:a e:b <http://e/c> }", set()),
        ("PREFIX e: <http://x/> ASK { e:a e:b <http://e/c> . }", set()),
        ("PREFIX e: <http://x/> ASK { e:a e:b 'c' . <x:a> e:b <http://e/c> }", {""}),
        ("PREFIX : <http://x/>\nPREFIX p:<http://p/>ASK { :a p:b <http://e/c> }", set()),
        ("# PREFIX e: <http://x/>\nASK { e:a e:b ?c }", {"e", ""}),
    ],
)
def test_prefixes_that_a_query_declares_or_does_not_use_are_left_out(
    query: str, given: set[str]
) -> None:
    assert ENGINE.read(query).prefixes.keys() == given


PIECES = st.sampled_from(
    [
        *("PREFIX e: <http://p/>", "PREFIX : <http://e/>", "prefix p: <#>", "PREFIX", "BASE <x:y>"),
        *("e:a", "p:b", ":c", "ps:a", "ps:", "e:", "<http://e/a>", "<ps://e/b>", "?v", "a", "'c'"),
        *(
            "{",
            "}",
            "ASK",
            "ASK {",
            ".",
            "/",
            "//",
            "://",
            "p://",
            ":",
            "#e:a\n",
            "'e:a://'",
            "1e:a",
        ),
        *("FILTER(1<p:a)", "^^p:b", "@e:", "SELECT * {", " ", "\n", "VALUES ?v {", "GRAPHps:a"),
    ]
)


def outcome(text: str, prefixes: dict[str, str]) -> Any:
    """Return the rows that the engine has for a text, or that it refuses it."""
    try:
        results = STORE.query(text, base_iri="http://base/", prefixes=prefixes)
    except (SyntaxError, ValueError):
        return "refused"
    return bool(results) if isinstance(results, ox.QueryBoolean) else sorted(map(str, results))


@given(st.lists(PIECES, max_size=10), st.sampled_from(["", " "]), st.sampled_from(["", "ASK { "]))
def test_what_is_left_out_is_not_missed(pieces: list[str], between: str, begun: str) -> None:
    text = begun + between.join(pieces) + (" }" if begun else "")
    try:
        needed = ENGINE.read(text).prefixes
    except Problem:
        return

    assert outcome(text, needed) == outcome(text, PREFIXES)
