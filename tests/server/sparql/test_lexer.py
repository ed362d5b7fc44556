import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.sparql.lexer import has_dataset_clause, nesting, tokens, with_written_columns


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
