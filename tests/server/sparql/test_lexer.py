from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from legation_server.sparql.lexer import has_dataset_clause, nesting, tokens, with_written_columns
from legation_server.sparql.terms import Names


@pytest.mark.parametrize(
    ("query", "columns", "expected"),
    [
        ("SELECT * { ?z ?p ?a }", "zpa", "SELECT  ?z ?p ?a  { ?z ?p ?a }"),
        ("SELECT*{?z ?p ?a}", "zpa", "SELECT ?z ?p ?a {?z ?p ?a}"),
        ("SELECTDISTINCT*{$b a ?a}", "ba", "SELECTDISTINCT ?b ?a {$b a ?a}"),
        ("select reduced * { ?b a '?a' }", "b", "select reduced  ?b  { ?b a '?a' }"),
        ("SELECT ?a { { SELECT * { ?a ?b ?c } } }", "a", None),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "n", None),
        ("SELECT * {}", "", None),
    ],
)
def test_columns_of_select_star_are_spelled_out(
    query: str, columns: str, expected: str | None
) -> None:
    assert with_written_columns(query, frozenset(columns)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://g> {}",
        "SELECT * FROM NAMED <http://g> {}",
        "SELECT * FROMNAMED<http://g>{}",
        "SELECT(1 AS ?x)FROMz:g{}",
        "CONSTRUCT { ?s ?p ?o } FROM <http://g> WHERE { ?s ?p ?o }",
        "CONSTRUCT FROM<http://g> WHERE { ?s ?p ?o }",
        "ASK # from where?\n from <http://g> {}",
        "DESCRIBE ?x FROM <http://g> { ?x ?p ?o }",
    ],
)
def test_a_dataset_clause_is_seen(query: str) -> None:
    assert has_dataset_clause(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?from ?p 'FROM' }",
        "SELECT ?from { ?from from:x <http://from> } # FROM <http://g>",
        "PREFIX from: <http://f/> SELECT * { ?s from:a ?o }",
        "SELECT * { ?s ?p 'x'@from }",
    ],
)
def test_other_words_are_no_dataset_clause(query: str) -> None:
    assert not has_dataset_clause(query)


def test_brackets_in_strings_do_not_nest() -> None:
    assert nesting("SELECT * { ?s ?p '{{{' FILTER(?a < (1)) } # {{{{") == 3


@given(st.text(alphabet="<>'\"#\\{}?:@aA1. \n\u00e4\u0300", max_size=60))
def test_tokens_are_the_text_without_its_gaps(text: str) -> None:
    found = list(tokens(text))

    assert all(text.startswith(token.text, token.start) for token in found)
    assert all(token.text.strip() for token in found)


def columns(query: str) -> list[str]:
    """Return the columns that the engine gives to a query, none when it is not valid."""
    try:
        results = ox.Store().query(query)
    except SyntaxError:
        return []
    assert isinstance(results, ox.QuerySolutions)
    return [variable.value for variable in results.variables]


def batched(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def kinds(text: str) -> list[str]:
    return [token.kind for token in tokens(text)]


def whole(text: str) -> str:
    """Return the kind of a token that is all of a text; empty when there is none."""
    first = next(tokens(text))
    return first.kind if first.text == text else ""


# The engine knows no names with characters above U+FFFF; docs/engine.md says so.
CHARACTERS = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
FIRST = [c for c in CHARACTERS if whole("?" + c) == "variable"]
INNER = [c for c in CHARACTERS if whole("?a" + c) == "variable"]
# IRIs end at U+FFEF (RFC 3987, section 2.2).
LOCAL = [c for c in CHARACTERS if whole(f"z:a{c}z") == "name" and ord(c) < 0xFFF0]
DECLARED = "PREFIX z: <http://e/> "


def test_variables_have_the_characters_that_the_engine_reads() -> None:
    variables = list(dict.fromkeys(["a" + c for c in INNER] + [c + "a" for c in FIRST]))

    assert len(variables) > 90_000
    for some in batched(variables, 500):
        assert columns(f"SELECT {' '.join('?' + name for name in some)} {{}}") == some


def test_local_names_have_the_characters_that_the_engine_reads() -> None:
    assert len(LOCAL) > 45_000
    for some in batched(LOCAL, 500):
        names = " ".join(f"z:a{c}z" for c in some)
        results = ox.Store().query(f"{DECLARED} SELECT ?x {{ VALUES ?x {{ {names} }} }}")
        assert isinstance(results, ox.QuerySolutions)
        assert [row[0].value for row in results] == [f"http://e/a{c}z" for c in some]


def test_no_other_characters_are_part_of_a_name() -> None:
    near = {chr(ord(c) + step) for c in INNER for step in (-1, 1)} | set(CHARACTERS[:0x300])
    others = sorted(near & set(CHARACTERS) - set(INNER) - set(" \t\r\n{(*$?#"))

    assert len(others) > 80
    assert [c for c in others if columns(f"SELECT ?a{c} {{}}")] == []


NAME_PARTS = st.text(
    st.sampled_from("aZ_09-.:éµ·º\u0301\u203f\u2040\u0387\u200d\ufdd0"), max_size=6
)
TERMS = st.one_of(
    NAME_PARTS.map("z:".__add__),
    NAME_PARTS.map("z:a".__add__),
    st.sampled_from(["%41", "%4", "\\.", "\\-", "\\x", "\\#", "\\'", "a.", "..a"]).map(
        "z:b".__add__
    ),
    st.sampled_from([r"<http://e/\u0041>", r"<http://e/\U0001F600>", "<http://e/it's>", "<a b>"]),
    st.sampled_from(['"a"', "'\\''", '"""a"b"""', "'''it's'''", '"a"@en-x', "''", "'a\nb'"]),
    st.sampled_from(["1", "1.0", ".5", "1e3", "1.e3", "true", "-1", "+.5e-3"]),
)


@settings(max_examples=400)
@given(TERMS)
def test_terms_that_the_engine_reads_are_tokens_with_the_same_iri(term: str) -> None:
    # A number is taken from the name there.
    assume(not term.startswith("z:-"))
    try:
        results = ox.Store().query(f"{DECLARED} SELECT ({term} AS ?x) {{}}", base_iri="http://b/")
    except SyntaxError:
        return
    assert isinstance(results, ox.QuerySolutions)
    value = next(results)[0]

    found = list(tokens(term))
    names = Names(list(tokens(DECLARED)), {})
    if isinstance(value, ox.NamedNode):
        assert [names.iri(token) for token in found] == [value.value]
    else:
        assert found[-1].kind in ("string", "language", "number", "word")
        assert sum(token.kind != "mark" for token in found) == 1 + (found[-1].kind == "language")


VARIABLES = st.lists(
    st.text(st.sampled_from("aé9_\u0301·\u203f\u0660\u1fff\u2070"), min_size=1, max_size=4).filter(
        lambda name: name[0] not in "\u0301·\u203f"
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(VARIABLES)
def test_columns_come_as_written_whatever_their_letters(names: list[str]) -> None:
    query = (
        f"SELECT * {{ VALUES ({' '.join('?' + n for n in names)}) {{ ({'1 ' * len(names)}) }} }}"
    )

    written = with_written_columns(query, frozenset(names))

    assert written is not None
    assert columns(written) == names


def test_space_is_what_the_grammar_calls_so() -> None:
    odd = "\u00a0\u0085\u2028\x0b\x0c"

    assert kinds(odd) == ["mark"] * len(odd)
    assert not any(columns(f"SELECT{c}?a {{}}") for c in odd)


@pytest.mark.parametrize("end", ["", " ", "\n", "# c", "# c\n", " # ?c\n # 'd'", "#", "\n#\n#"])
def test_nothing_in_a_comment_is_a_token(end: str) -> None:
    assert [token.text for token in tokens("#1\n a#2 '\n?b" + end)] == ["a", "?b"]
