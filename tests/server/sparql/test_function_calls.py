"""REPLACE and GROUP_CONCAT give what the standard says, for every string and every kind of term."""

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.sparql import Rewriting, for_engine
from legation_server.sparql.engine_forms.function_calls import for_rust
from legation_server.sparql.terms import string_value, written_string

# A pattern with as many groups, each for a letter of its own.
LETTERS = "abcdefghijkl"


def pattern(groups: int) -> str:
    return "".join(f"({letter})" for letter in LETTERS[:groups]) or "a"


def by_xpath(replacement: str, groups: int) -> str:
    """Return what a replacement puts in place of the letters (XPath Functions, section 5.6.4)."""

    def one(part: "re.Match[str]") -> str:
        if part[1]:
            return part[1]
        digits = part[2]
        while len(digits) > 1 and int(digits) > groups:
            digits = digits[:-1]
        number = int(digits)
        found = (pattern(groups).replace("(", "").replace(")", "")) if number == 0 else ""
        if 0 < number <= groups:
            found = LETTERS[number - 1]
        return found + part[2][len(digits) :]

    return re.sub(r"\\([\\$])|\$(\d+)", one, replacement)


def mended(query: str) -> str:
    return for_engine(Rewriting(query, query), {}, "http://base/").text


def value(query: str) -> str | None:
    (row,) = ox.Store().query(query)  # type: ignore[misc]
    found = row[0]
    return None if found is None else str(found.value)


parts = st.one_of(
    st.sampled_from([r"\$", r"\\", "$0", "$1", "$2", "$10", "$12", "$123"]),
    st.text(st.characters(exclude_characters="\\$", exclude_categories=["C"]), max_size=3),
    st.sampled_from(["{", "}", "{1}", "a", "0"]),
)


@given(st.lists(parts, max_size=5).map("".join), st.integers(0, len(LETTERS)))
def test_replace_puts_in_what_xpath_says(replacement: str, groups: int) -> None:
    text = pattern(groups).replace("(", "").replace(")", "")
    call = f'REPLACE("<{text}>", "{pattern(groups)}", {written_string(replacement)})'

    assert value(mended(f"SELECT ({call} AS ?x) {{}}")) == f"<{by_xpath(replacement, groups)}>"


@pytest.mark.parametrize("replacement", ["$", "a$", "\\", "\\n", "$x", "a\\"])
def test_a_replacement_that_is_not_valid_is_left_to_the_engine(replacement: str) -> None:
    query = f'SELECT (REPLACE("a", "a", {written_string(replacement)}) AS ?x) {{}}'

    assert for_rust(replacement, 0) is None
    assert mended(query) == query


@pytest.mark.parametrize(
    "call",
    [
        'REPLACE(?a, "(a)", ?b)',
        'REPLACE(?a, "(a)", CONCAT("$1", "x"))',
        'REPLACE(?a, ?p, "$12")',
        'REPLACE("a.b", ".", "$1", "q")',
        'REPLACE("a", "a")',
        "REPLACE",
        'REPLACE(?a, "a", "b")',
    ],
)
def test_what_is_known_only_in_evaluation_or_the_same_stays(call: str) -> None:
    query = f"SELECT ({call} AS ?x) {{}}"

    assert mended(query) == query


@pytest.mark.parametrize("more", ["", r"\(", "[(]", r"[\](]", "(?:a)", r"\\"])
@pytest.mark.parametrize(("groups", "written"), [(1, "${1}2"), (11, "${1}2"), (12, "${12}")])
def test_groups_are_counted_as_the_pattern_has_them(more: str, groups: int, written: str) -> None:
    text = more + "(a)" * groups
    query = f'SELECT (REPLACE("x", {written_string(text)}, "$12") AS ?x) {{}}'

    # Two digits are one group only if there are that many.
    assert re.compile(text).groups == groups
    assert f'"{written}"' in mended(query)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_written_string_stands_for_its_text(text: str) -> None:
    written = written_string(text)

    assert string_value(written) == text
    assert value(f"SELECT ({written} AS ?x) {{}}") == text


TERMS = {
    "<http://e/a>": "http://e/a",
    '"a"': "a",
    '"a"@en': "a",
    "1": "1",
    "1.5": "1.5",
    "true": "true",
    "'2000-01-01'^^<http://www.w3.org/2001/XMLSchema#date>": "2000-01-01",
}


@given(st.lists(st.sampled_from(sorted(TERMS)), min_size=1, max_size=5))
def test_group_concat_takes_terms_of_every_kind(terms: list[str]) -> None:
    rows = " ".join(terms)
    query = f"SELECT (GROUP_CONCAT(?t; SEPARATOR='|') AS ?x) {{ VALUES ?t {{ {rows} }} }}"

    assert sorted((value(mended(query)) or "").split("|")) == sorted(TERMS[t] for t in terms)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("GROUP_CONCAT(DISTINCT ?t; SEPARATOR=',')", "1"),
        ("group_concat(?t)", "1 1"),
        ("GROUP_CONCAT(DISTINCT ?t + 1)", "2"),
        ("GROUP_CONCAT(IF(?t = 1, ?t, 2); separator=';')", "1;1"),
        ("CONCAT(GROUP_CONCAT(?t), '!')", "1 1!"),
    ],
)
def test_each_form_of_group_concat_is_read(call: str, expected: str) -> None:
    query = f"SELECT ({call} AS ?x) {{ VALUES ?t {{ 1 1 }} }}"

    assert value(mended(query)) == expected
