"""Strings and names of a query are read as the engine reads them, and written so that it does."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.namespaces import RDF_TYPE
from legation_server.sparql import leading_declarations, tokens, with_prefixes
from legation_server.sparql.terms import (
    Names,
    StatementReader,
    string_value,
    unescaped,
    written_string,
)
from support.some import some

E = "http://e/"
# The engine knows no lone surrogates.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.text("\\\"\n\r\t'", max_size=9)


def value_of(written: str) -> str:
    """Return the text of a literal as the engine reads it."""
    found = ox.Store().query(f"SELECT ({written} AS ?x) {{}}")
    assert isinstance(found, ox.QuerySolutions)
    return str(next(found)[0].value)


@given(TEXTS)
def test_a_text_that_is_written_is_read_again_by_us_and_by_the_engine(text: str) -> None:
    written = written_string(text)

    assert string_value(written) == text
    assert value_of(written) == text
    assert [token.kind for token in tokens(written)] == ["string"]


PIECES = st.lists(
    st.sampled_from(["a", "é", " ", "\\t", "\\n", "\\r", "\\b", "\\f", "\\\\", "\\'", '\\"'])
    | st.sampled_from(["\\u0041", "\\u00e9", "\\U0001F600", "\\u000A"]),
    max_size=6,
).map("".join)


@pytest.mark.parametrize("quote", ["'", '"', "'''", '"""'])
@given(text=PIECES)
def test_escapes_stand_for_what_the_engine_takes_them_for(quote: str, text: str) -> None:
    written = f"{quote}{text}{quote}"

    assert string_value(written) == value_of(written)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("''", ""),
        ('""', ""),
        ("''''''", ""),
        ('"""a"b""c"""', 'a"b""c'),
        ("'''it's'''", "it's"),
        ("'''a\nb'''", "a\nb"),
        ("'\"'", '"'),
        # An escaped backslash begins no escape.
        (r"'\\n'", "\\n"),
        (r"'\\u0041'", r"\u0041"),
        # No character has this number.
        (r"'\UFFFFFFFF'", "\U0010ffff"),
    ],
)
def test_a_string_is_what_stands_between_its_quotes(written: str, text: str) -> None:
    assert string_value(written) == text


@pytest.mark.parametrize(
    ("iri", "plain"),
    [
        ("http://e/a", "http://e/a"),
        (r"http://e/\u0041\U00000042", "http://e/AB"),
        (r"http://e/\u004", r"http://e/\u004"),
        (r"\U00110000", "\U0010ffff"),
    ],
)
def test_escapes_in_an_iri_are_undone(iri: str, plain: str) -> None:
    assert unescaped(iri) == plain


@pytest.mark.parametrize(
    ("text", "declared", "rest"),
    [
        ("ASK {}", {}, "ASK {}"),
        ("PREFIX e: <http://e/> ASK {}", {"e": E}, " ASK {}"),
        ("prefix e:<http://e/>prefix : <http://f/>ASK {}", {"e": E, "": "http://f/"}, "ASK {}"),
        ("\n PREFIX\te:\n<http://e/>\nASK {}", {"e": E}, "\nASK {}"),
        # The later of two counts.
        ("PREFIX e: <http://x/> PREFIX e: <http://e/> ASK {}", {"e": E}, " ASK {}"),
        # What is not so plain is left to others, with all that follows.
        ("BASE <http://b/> PREFIX e: <a> ASK {}", {}, "BASE <http://b/> PREFIX e: <a> ASK {}"),
        ("# c\nPREFIX e: <http://e/>", {}, "# c\nPREFIX e: <http://e/>"),
        ("PREFIX e.f: <http://e/>", {}, "PREFIX e.f: <http://e/>"),
        (r"PREFIX e: <http://\u0065/>", {}, r"PREFIX e: <http://\u0065/>"),
        ("PREFIX é: <http://e/>", {}, "PREFIX é: <http://e/>"),
        ("PREFIXe: <http://e/>", {}, "PREFIXe: <http://e/>"),
        ("PREFIX e: <http://e /> ASK {}", {}, "PREFIX e: <http://e /> ASK {}"),
        ("", {}, ""),
    ],
)
def test_declarations_are_read_while_they_are_plain(
    text: str, declared: Mapping[str, str], rest: str
) -> None:
    assert leading_declarations(text) == (declared, rest)


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("e:a", E + "a"),
        ("e:", E),
        (":a", "http://empty/a"),
        ("k:a", "http://known/a"),
        # A query's own declaration counts before one that needs none.
        ("own:a", "http://own/a"),
        ("before:a", "http://before/a"),
        (r"e:a\,b", E + "a,b"),
        ("e:a:b", E + "a:b"),
        ("e:%41", E + "%41"),
        ("<http://e/\\u0041>", E + "A"),
        ("<relative>", "relative"),
        ("unknown:a", None),
        ("'e:a'", None),
        ("?e", None),
        ("word", None),
    ],
)
def test_a_token_means_an_iri_by_the_prefixes_of_its_query(name: str, iri: str | None) -> None:
    prologue = "PREFIX e: <http://e/> PREFIX : <http://empty/> prefix own: <http://own/> ASK {}"
    known = {"k": "http://known/", "own": "http://other/", "before": "http://other/"}
    names = Names(list(tokens(prologue)), known, {"before": "http://before/"})

    (token,) = tokens(name)

    assert names.iri(token) == iri


def statements(text: str) -> list[tuple[str, str, str]]:
    read = list(tokens(text))
    found = StatementReader(text, read, 0, len(read)).all()
    return [(read[s.subject].text, read[s.verb].text, read[s.object].text) for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("?s ?p ?o", ["?s ?p ?o"]),
        ("?s ?p ?o . ", ["?s ?p ?o"]),
        ("?s a e:A . ?t e:p 1", ["?s a e:A", "?t e:p 1"]),
        ("?s e:p ?o , ?q", ["?s e:p ?o", "?s e:p ?q"]),
        ("?s e:p ?o ; e:q ?r .", ["?s e:p ?o", "?s e:q ?r"]),
        ("?s e:p ?o ;; ; e:q ?r , ?t ;", ["?s e:p ?o", "?s e:q ?r", "?s e:q ?t"]),
        ("?s e:p ?o ; . ?t e:p ?o", ["?s e:p ?o", "?t e:p ?o"]),
        ("?s e:p 'x'@en ; e:q true .", ["?s e:p 'x'", "?s e:q true"]),
        ("?s e:p 'x'^^e:t , 'y' . _:b e:p <i>", ["?s e:p 'x'", "?s e:p 'y'", "_:b e:p <i>"]),
    ],
)
def test_plain_triples_are_read_with_their_short_forms(text: str, expected: list[str]) -> None:
    assert [" ".join(found) for found in statements(text)] == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("?s ?p", "Line 1, column 4"),
        ("?s ?p ?o\n  { }", "Line 2, column 3"),
        ("?s ?p [ ?q ?r ]", "Line 1, column 7"),
        ("?s e:p/e:q ?o", "Line 1, column 7"),
        ("?s ?p ?o . FILTER(?o)", "Line 1, column 12"),
        ("?s ?p 'x'^^", "Line 1, column 11"),
        ("?s ?p ?o ,", "Line 1, column 10"),
    ],
)
def test_anything_else_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(Problem, match="only plain triples are allowed here") as caught:
        statements(text)

    assert caught.value.kind == "syntax-error"
    assert caught.value.detail.startswith(place + ":")


PREFIXES = {"bil": "http://b/", "id": "http://i/", "": "http://empty/"}


@pytest.mark.parametrize(
    ("query", "added"),
    [
        ("ASK { ?s ?p ?o }", []),
        ("ASK { ?s bil:p id:o , bil:q }", ["bil", "id"]),
        ("ASK { ?s :p ?o }", [""]),
        ("PREFIX bil: <http://own/> ASK { ?s bil:p id:o }", ["id"]),
        ("ASK { ?s other:p 'bil:p' } # id:x", []),
        # One that is declared and not used is not declared again.
        ("prefix id: <http://own/> ASK {}", []),
    ],
)
def test_prefixes_that_a_query_uses_are_declared_once(query: str, added: list[str]) -> None:
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in added)

    written = with_prefixes(query, PREFIXES, "\n")

    assert written == declared + query
    assert with_prefixes(written, PREFIXES, "\n") == written


@pytest.mark.parametrize("query", ["ASK { bil:a :b id:c }", "ASK { ?s :b ?o . ?s a bil:C }"])
def test_with_its_prefixes_a_query_means_the_same_without_ours(query: str) -> None:
    store = ox.Store()
    for triple in some(
        [("http://b/a", "http://empty/b", "http://i/c"), ("http://b/a", RDF_TYPE, "http://b/C")]
    ):
        subject, predicate, value = map(ox.NamedNode, triple)
        store.add(ox.Quad(subject, predicate, value))

    alone, known = (
        store.query(with_prefixes(query, PREFIXES)),
        store.query(query, prefixes=PREFIXES),
    )

    assert bool(alone) and bool(known)
    with pytest.raises(SyntaxError):
        store.query(query)
