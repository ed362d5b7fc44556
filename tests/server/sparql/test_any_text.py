"""Whatever text comes as a query, reading it fails in no other way than with a problem."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.sparql import (
    Counts,
    as_lookup,
    as_sparql,
    check_query,
    fault_in,
    filter_tests,
    first_keyword,
    for_engine,
    from_counts,
    has_dataset_clause,
    is_for_wikidata,
    leading_declarations,
    named_terms,
    selects_all,
    service_calls,
    tokens,
    with_prefixes,
)
from legation_server.sparql.outline import outline, unmatched

WORDS = (
    "SELECT DISTINCT * ?a ?b { } ( ) [ ] . ; , a e:p <http://e/p> < > = != + - ^ ^^ / | ! 'x' \"y "
    "''' @en 1 1.5e3 true FILTER OPTIONAL UNION GRAPH SERVICE SILENT VALUES BIND AS GROUP BY HAVING "
    "ORDER LIMIT OFFSET COUNT SUM COALESCE IF IN NOT EXISTS LANG YEAR STR BASE PREFIX e: FROM NAMED "
    "CONSTRUCT ASK DESCRIBE WITH INCLUDE %x wikibase:label bd:serviceParam wikibase:language WHERE "
    "# \\u0041 \\ é \u200d \x00 && || UNDEF _:b hint:Query"
)
TEXTS = st.lists(
    st.builds(str.__add__, st.sampled_from(WORDS.split(" ")), st.sampled_from(["", " ", "\n"])),
    max_size=25,
).map("".join) | st.text(max_size=30)
PREFIXES = {"e": "http://e/", "wikibase": "http://wikiba.se/ontology#"}


@settings(max_examples=250)
@given(TEXTS)
def test_every_reader_of_queries_takes_any_text(text: str) -> None:
    first_keyword(text)
    has_dataset_clause(text)
    selects_all(text)
    is_for_wikidata(text)
    named_terms(text, PREFIXES)
    filter_tests(text, PREFIXES)
    as_lookup(*leading_declarations(text), PREFIXES)
    from_counts(text, PREFIXES, Counts({}, {}, {}))
    found = fault_in(text)
    assert found is None or 0 <= found.offset <= len(text)


@settings(max_examples=250)
@given(TEXTS)
def test_what_rewrites_a_query_gives_a_text_or_a_problem(text: str) -> None:
    try:
        plain = as_sparql(text, PREFIXES)
        written = for_engine(plain, PREFIXES, "http://base/")
    except Problem as problem:
        # What only Wikidata's own server has is refused.
        assert problem.status in (400, 403)
    else:
        assert plain.original == written.original == text


@given(TEXTS)
def test_a_query_is_let_through_or_refused_for_a_reason(text: str) -> None:
    try:
        check_query(text)
    except Problem as problem:
        assert problem.kind in ("service-refused", "query-too-complex", "syntax-error")
    else:
        assert service_calls(text) == [] or "service" in text.lower()


@given(TEXTS)
def test_an_outline_is_there_just_when_all_brackets_match(text: str) -> None:
    read = list(tokens(text))
    found = outline(read)

    assert (found is None) is (unmatched(read) is not None)
    if found is not None:
        assert all(found.partner[found.partner[place]] == place for place in found.partner)
        braces = [place for place, token in enumerate(read) if token.text == "{"]
        assert sorted(found.groups) == braces
        assert all(found.chain(brace)[0].opening == brace for brace in braces)


@given(TEXTS)
def test_declared_prefixes_stay_declared(text: str) -> None:
    written = with_prefixes(text, PREFIXES)

    assert written.endswith(text)
    assert with_prefixes(written, PREFIXES) == written


@pytest.mark.parametrize("depth", [10, 5_000])
def test_deep_brackets_are_refused_or_left_alone(depth: int) -> None:
    text = "ASK " + "{" * depth + "}" * depth

    assert (outline(list(tokens(text))) is None) is (depth > 1_000)
