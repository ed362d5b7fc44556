"""The head of an answer says what its body is, in whatever coding, and nothing of other answers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import PROBLEMS, Problem
from legation_server.formats import GRAPHS, SOLUTIONS
from legation_server.protocol import (
    ALWAYS,
    CODINGS,
    AnswerRules,
    Header,
    coded_tag,
    content_type,
    http_date,
    identity_headers,
    limits_header,
    problem_document,
    problem_json,
    representation,
    unchanging_headers,
    vary_header,
    whole_answer,
)
from legation_server.query import Head
from support.decoders import DECODERS
from support.some import some

TAG, BODY = "5f0c", b"a row\n" * 100
RULES = AnswerRules("seconds=10", 500)
IDENTITY = (("X-Query-Id", "1"), ("Server-Timing", "query"))


def value(headers: Sequence[Header], name: str) -> str | None:
    """Return the value of a header; it must not be there twice."""
    found = [text for key, text in headers if key == name]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("kind", "offers"), [("solutions", SOLUTIONS), ("boolean", SOLUTIONS), ("graph", GRAPHS)]
)
def test_each_result_has_the_media_type_of_its_format(kind: str, offers: Sequence[object]) -> None:
    for offer in some(offers):
        assert content_type(Head(kind, offer.name)) == offer.content_type  # type: ignore[attr-defined]


def test_a_format_of_two_kinds_has_the_media_type_of_the_result() -> None:
    assert content_type(Head("solutions", "json")) == "application/sparql-results+json"
    assert content_type(Head("solutions", "csv")) == "text/csv; charset=utf-8"
    assert content_type(Head("graph", "ttl")) == "text/turtle; charset=utf-8"
    assert content_type(Head("graph", "rdf")) == "application/rdf+xml"


@pytest.mark.parametrize("accepted", [None, "", "identity", *CODINGS, "br;q=0", "*"])
@pytest.mark.parametrize("weak", [True, False])
def test_the_head_fits_the_body_in_every_coding(accepted: str | None, weak: bool) -> None:
    rules = AnswerRules("", 1, weak)

    made = representation(BODY, TAG, accepted, rules, IDENTITY)

    whole = DECODERS[made.coding](made.body) if made.coding else made.body
    assert whole == BODY
    assert value(made.own, "Content-Length") == str(len(made.body))
    quoted = f'"{coded_tag(TAG, made.coding)}"'
    assert value(made.own, "ETag") == (f"W/{quoted}" if weak else quoted)
    assert made.own[: len(IDENTITY)] == IDENTITY


@pytest.mark.parametrize(
    ("size", "from_bytes", "coding"),
    [(499, 500, None), (500, 500, "gzip"), (501, 500, "gzip"), (10**5, 0, None), (1, 1, "gzip")],
)
def test_only_long_results_are_compressed(size: int, from_bytes: int, coding: str | None) -> None:
    made = representation(b"x" * size, TAG, "gzip", AnswerRules("", from_bytes), ())

    assert made.coding == coding


def test_a_result_that_changes_each_time_has_no_tag_and_hints_only_where_there_are() -> None:
    plain = representation(BODY, None, None, RULES, ())
    hinted = representation(BODY, TAG, None, RULES, (), '["a hint"]')

    assert [name for name, _ in plain.own] == ["Content-Length"]
    assert value(hinted.own, "X-Query-Hints") == '["a hint"]'


@pytest.mark.parametrize("accepted", [None, "gzip"])
def test_a_whole_answer_has_each_header_once(accepted: str | None) -> None:
    answer = whole_answer(Head("graph", "ttl"), BODY, TAG, accepted, RULES, IDENTITY, "[]")

    names = [name for name, _ in answer.headers]
    assert len(set(names)) == len(names)
    assert value(answer.headers, "Content-Encoding") == accepted
    assert value(answer.headers, "Content-Type") == "text/turtle; charset=utf-8"
    assert ALWAYS.items() <= set(answer.headers)
    assert answer.headers == [*answer.common, *answer.own]


def test_what_many_answers_have_alike_names_none_of_them() -> None:
    answer = whole_answer(Head("solutions", "json"), BODY, TAG, None, RULES, IDENTITY, "[]")

    assert {name for name, _ in answer.common} & {name for name, _ in answer.own} == set()
    assert "ETag" not in dict(answer.common)
    assert set(unchanging_headers(RULES)) <= set(answer.common)


def test_an_answer_names_the_release_it_comes_from() -> None:
    rules = replace(RULES, release="https://e/releases/ä1")

    answer = whole_answer(Head("solutions", "json"), BODY, TAG, None, rules, IDENTITY)
    unknown = whole_answer(Head("solutions", "json"), BODY, TAG, None, RULES, IDENTITY)

    assert value(answer.common, "Link") == '<https://e/releases/%C3%A41>; rel="via"'
    assert "Link" not in dict((*unknown.headers, *unchanging_headers(rules)))


def test_an_answer_may_be_kept_but_is_asked_for_again() -> None:
    headers = unchanging_headers(RULES)

    assert value(headers, "Cache-Control") == "public, no-cache"
    assert value(headers, "X-Limits") == RULES.limits
    assert "Content-Type" not in dict(headers)


def test_answers_differ_by_coding_only_where_there_are_codings() -> None:
    assert vary_header(AnswerRules("", 1)) == "Accept, Accept-Encoding"
    assert vary_header(AnswerRules("", 0)) == "Accept"


def test_every_header_of_ours_can_be_read_by_programs_of_other_sites() -> None:
    exposed = ALWAYS["Access-Control-Expose-Headers"].split(", ")
    answer = whole_answer(Head("solutions", "json"), BODY, TAG, "gzip", RULES, IDENTITY, "[]")
    # These any site's program may read (Fetch, CORS-safelisted response headers).
    safe = {"Cache-Control", "Content-Type", "Content-Length"}
    of_the_browser = {"Vary", *ALWAYS}

    names = {name for name, _ in answer.headers} - safe - of_the_browser
    assert names <= set(exposed)
    assert exposed == sorted(exposed)


@given(st.integers(0, 2**33))
def test_a_date_is_read_as_the_second_it_was_made_of(second: int) -> None:
    assert parsedate_to_datetime(http_date(second)).timestamp() == second
    assert http_date(second).endswith(" GMT")


def test_no_two_answers_have_the_same_name() -> None:
    names = {identity_headers("query", 0.5)[0] for _ in range(100)}

    assert len(names) == 100
    (key, name), (_, timing) = identity_headers("cache", 0.0125)
    assert key == "X-Query-Id"
    assert timing == f'cache;dur=12.50;desc="{name}"'


def test_limits_are_told_as_plain_numbers() -> None:
    assert limits_header(0.5, 10**6, 2**28) == "seconds=0.5, rows=1000000, bytes=268435456"


TIMED = {"overloaded", "query-failed", "query-memory", "query-timeout", "result-too-large"}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_the_document_of_a_problem_says_how_long_it_was_where_that_helps(kind: str) -> None:
    document = problem_document(Problem(kind, "Why."), 1.23456)

    assert document.get("seconds") == (1.235 if kind in TIMED else None)
    assert (document["status"], document["detail"]) == (PROBLEMS[kind].status, "Why.")


def test_the_seconds_of_the_problem_itself_count() -> None:
    problem = Problem("query-timeout", members={"seconds": 9})

    assert problem_document(problem, 1.0)["seconds"] == 9


@pytest.mark.parametrize("root", ["", "/data", "/a/b"])
def test_the_type_of_a_problem_leads_to_its_place_on_the_site(root: str) -> None:
    assert problem_document(Problem("gone"), 0.0, root)["type"] == f"{root}/errors#gone"


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.integers(), max_size=4))
def test_a_document_is_one_line_of_json(members: dict[str, object]) -> None:
    written = problem_json(members)

    assert json.loads(written) == members
    assert written.count(b"\n") == 1 and written.endswith(b"\n")
