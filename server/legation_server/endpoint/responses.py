"""Answer a task over HTTP: out of the cache or the store, conditionally, with its id and time."""

import time
from collections.abc import Iterator

from flask import Response, request

from legation_server.endpoint.empty_answers import hints_header, query_hints
from legation_server.errors import Problem
from legation_server.protocol import (
    AnswerRules,
    common_headers,
    content_type,
    identity_headers,
    limits_header,
    unchanging_headers,
    whole_answer,
)
from legation_server.query import Answer, Task
from legation_server.releases import Release
from legation_server.results import CachedResult, Outcome, finished, is_volatile
from legation_server.settings import MIB, Settings
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.web import OUTCOME, Site, client_has_gone, conditions, select_rows, site


def answer_rules(settings: Settings, release: Release) -> AnswerRules:
    """Return what the settings say about answers from a release."""
    size = settings.result_size * MIB
    limits = limits_header(settings.deadline, settings.result_rows, size)
    return AnswerRules(limits, settings.compress_from, settings.asks_elsewhere, release.iri)


def answer_task(task: Task, timeout: float | None = None) -> Response:
    """Return the response to a task: 304, what the cache holds, or what the store says.

    `timeout` can shorten the deadline, in seconds. Raises Problem, ClientGoneError.
    """
    here = site()
    began = time.perf_counter()
    tag = None if is_volatile(task.query) else here.entity_tag(task)
    # Only an answer that was given has such a tag, so it would be given again.
    unchanged = conditions().held(tag) if tag and not conditions().match else None
    if unchanged:
        return unchanged_response(unchanged, here, began)
    held = here.cache.get(tag) if tag else None
    if tag and held:
        return whole_response(held, tag, here, began, Outcome(tag, held, True, 0.0))
    answer = here.store.run(task, timeout, client_has_gone())
    if answer.cut:
        return cut_response(answer, here, began)
    if not answer.complete:
        return streamed_response(answer, tag, here, began)
    hints = hints_about(answer, task, here)
    result = CachedResult(answer.head, answer.first, hints or "")
    # Hints that were not looked for now may be the next time.
    if not tag or hints is None:
        return whole_response(result, tag, here, began)
    here.cache.put(tag, result)
    return whole_response(result, tag, here, began, Outcome(tag, result, False, answer.seconds))


def whole_response(
    result: CachedResult, tag: str | None, here: Site, began: float, outcome: Outcome | None = None
) -> Response:
    """Return a result that is all here; `outcome` is passed on to those that learn from it."""
    if outcome:
        request.environ[OUTCOME] = outcome
    source = "cache" if outcome and outcome.held else "query"
    answer = whole_answer(
        result.head,
        result.body,
        tag,
        request.headers.get("Accept-Encoding"),
        answer_rules(here.settings, here.release),
        identity_headers(source, time.perf_counter() - began),
        result.hints,
    )
    return Response(answer.body, headers=answer.headers)


def hints_about(answer: Answer, task: Task, here: Site) -> str | None:
    """Return the value of X-Query-Hints for an answer, empty without any.

    None when the server has no time to look for them, or one of its queries fails.
    """
    if answer.missing is None:
        return ""
    busy = here.store.busy()
    if busy.get("waiting", 0) or not busy.get("free", 1):
        return None
    try:
        index = here.index if here.is_large and here.release.file(SITE_INDEX) else None
        hints = query_hints(answer.missing, task, here.release, select_rows, index)
        return hints_header(hints)
    except Problem:
        return None


def streamed_response(answer: Answer, tag: str | None, here: Site, began: float) -> Response:
    """Return a result that is still coming, which breaks off visibly when the query fails.

    It is kept in the cache under its tag once it is whole.
    """
    assert answer.rest is not None
    body = _chained(answer.first, answer.rest)
    # A HEAD request does not have the rest come.
    if tag and request.method != "HEAD":
        body = here.cache.collect(tag, answer.head, body)
    response = Response(body, content_type=content_type(answer.head))
    response.call_on_close(answer.rest.close)
    if tag:
        response.set_etag(tag, answer_rules(here.settings, here.release).weak)
    return _with_headers(response, answer, here, began)


def cut_response(answer: Answer, here: Site, began: float) -> Response:
    """Return a table that was cut at the row limit, made well-formed and saying that it is cut."""
    link = request.url_root + "errors#result-too-large"
    body = finished(answer.first, answer.head.format, link)
    response = Response(body, content_type=content_type(answer.head))
    response.headers["X-Result-Truncated"] = f"rows={here.settings.result_rows}"
    _with_headers(response, answer, here, began)
    response.headers.add("Link", f'<{link}>; rel="help"')
    return response


def unchanged_response(tag: str, here: Site, began: float) -> Response:
    """Return the answer to a client that holds the result already (RFC 9110, section 15.4.5)."""
    rules = answer_rules(here.settings, here.release)
    response = Response(status=304)
    response.set_etag(tag, rules.weak)
    response.headers.update(identity_headers("unchanged", time.perf_counter() - began))
    response.headers.update(unchanging_headers(rules))
    return response


def _with_headers(response: Response, answer: Answer, here: Site, began: float) -> Response:
    """Add what answers of a kind have alike; a coding is chosen on the way out."""
    rules = answer_rules(here.settings, here.release)
    response.headers.update(common_headers(answer.head, None, rules))
    response.headers.update(identity_headers("query", time.perf_counter() - began))
    return response


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
