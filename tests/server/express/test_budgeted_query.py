"""A desk answers what is empty itself, unless a term of the query is missing in the data."""

from collections.abc import Iterator

import pytest
from legation_server.evaluation.engine import Engine
from legation_server.express.budgeted_query import (
    BudgetExceededError,
    DeskQueries,
    HintsWantedError,
    Prepared,
)
from legation_server.express.desk_limits import DeskLimits
from legation_server.express.ipc import decode_kept, encode_kept
from legation_server.protocol.response_head import AnswerRules
from legation_server.query import Head, Task
from legation_server.results.cache import CachedResult

LIMITS = DeskLimits("fingerprint", 10, 1, 1_000, 64, 0, AnswerRules("", 0), 3.0)
FALSE = b'{"head":{},"boolean":false}'
# No test takes so much processor time.
SECONDS = 60.0


def asked(query: str) -> Prepared:
    """Return a query as a desk has read it."""
    return Prepared(Task(query), query, 1)


@pytest.fixture
def queries(engine: Engine) -> Iterator[DeskQueries]:
    made = DeskQueries(engine, LIMITS)
    yield made
    # The limit would end the process that tests.
    made.budget.end()


@pytest.mark.parametrize("query", ["ASK { FILTER(false) }", "ASK { wd:Q0a wdt:P0 wd:Q0a }"])
def test_a_desk_gives_an_empty_answer(queries: DeskQueries, query: str) -> None:
    result = queries.evaluate(asked(query), SECONDS)

    assert result == CachedResult(Head("boolean", "json"), FALSE)


def test_a_desk_leaves_an_empty_answer_that_wants_hints(queries: DeskQueries) -> None:
    with pytest.raises(HintsWantedError):
        queries.evaluate(asked("ASK { wd:Q0a wdt:P0 wd:Q9 }"), SECONDS)


def test_a_desk_leaves_rows_that_want_hints(queries: DeskQueries) -> None:
    with pytest.raises(HintsWantedError):
        queries.evaluate(asked("ASK { { ?x <http://e/none> ?y } UNION { ?x ?p ?y } }"), SECONDS)


def test_a_desk_gives_an_empty_answer_with_hints_that_it_was_told(queries: DeskQueries) -> None:
    query, same = asked("ASK { wd:Q0a wdt:P0 wd:Q9 }"), asked("ASK { wd:Q0a wdt:P0 wd:Q9 } # 2")
    with pytest.raises(HintsWantedError):
        queries.evaluate(query, SECONDS)
    queries.keep_hints(query.tag or "", '["wd:Q9 occurs nowhere."]')

    # They are about the terms, whatever else the text has.
    result = queries.evaluate(same, SECONDS)

    assert result == CachedResult(Head("boolean", "json"), FALSE, '["wd:Q9 occurs nowhere."]')


def test_a_desk_uses_hints_about_a_query_that_it_has_not_met(queries: DeskQueries) -> None:
    query = asked("ASK { wd:Q0a wdt:P0 wd:Q9 }")
    queries.keep_hints(query.tag or "", '["wd:Q9 occurs nowhere."]')

    result = queries.evaluate(query, SECONDS)

    assert result == CachedResult(Head("boolean", "json"), FALSE, '["wd:Q9 occurs nowhere."]')


def test_hints_about_other_terms_are_no_hints(queries: DeskQueries) -> None:
    query, other = asked("ASK { wd:Q0a wdt:P0 wd:Q9 }"), asked("ASK { wd:Q0a wdt:P0 wd:Q8 }")
    with pytest.raises(HintsWantedError):
        queries.evaluate(query, SECONDS)
    queries.keep_hints(query.tag or "", '["wd:Q9 occurs nowhere."]')

    with pytest.raises(HintsWantedError):
        queries.evaluate(other, SECONDS)


def test_queries_whose_answers_change_share_no_hints(queries: DeskQueries) -> None:
    tagged = asked("ASK { wd:Q0a wdt:P0 wd:Q9 FILTER(RAND() < 2) }")
    one, other = (
        Prepared(Task(f"ASK {{ wd:Q0a wdt:P0 wd:{item} FILTER(RAND() < 2) }}"), None, 1)
        for item in ("Q9", "Q8")
    )
    with pytest.raises(HintsWantedError):
        queries.evaluate(tagged, SECONDS)
    queries.keep_hints(tagged.tag or "", '["wd:Q9 occurs nowhere."]')

    found = queries.evaluate(one, SECONDS)

    assert found is not None and found.hints == '["wd:Q9 occurs nowhere."]'
    # It has no tag by which the web server could tell its hints.
    with pytest.raises(BudgetExceededError):
        queries.evaluate(other, SECONDS)


@pytest.mark.parametrize("hints", ["", '["There is no graph <x>."]'])
def test_a_result_is_passed_on_with_its_hints(hints: str) -> None:
    result = CachedResult(Head("solutions", "tsv"), b"?x\n", hints)

    assert decode_kept(encode_kept("tag", result)) == ("tag", result)
