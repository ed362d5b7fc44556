"""Answer a task over HTTP: out of the cache or the store, conditionally, with its id and time."""

import time
from collections.abc import Iterator

from flask import Response, request

from legation_server.express.answer_template import Outcome
from legation_server.formats import GRAPHS, SOLUTIONS
from legation_server.protocol.query_id import name_answer
from legation_server.query import Answer, Head, Task
from legation_server.results.cache import CachedResult, ResultCache
from legation_server.results.etags import is_volatile
from legation_server.results.truncation import finished
from legation_server.settings import MIB
from legation_server.web.asgi import OUTCOME
from legation_server.web.hooks.compression import SAFE_METHODS, held_tag
from legation_server.web.site import Site, client_has_gone, site

KINDS = {"solutions": SOLUTIONS, "boolean": SOLUTIONS, "graph": GRAPHS}


def answer_task(task: Task, timeout: float | None = None) -> Response:
    """Return the response to a task: 304, what the cache holds, or what the store says."""
    here = site()
    began = time.perf_counter()
    tag = None if is_volatile(task.query) else here.entity_tag(task)
    unchanged = held_tag(tag) if tag and request.method in SAFE_METHODS else None
    if unchanged:
        response = Response(status=304)
        response.set_etag(unchanged)
        return _with_headers(response, here, "unchanged", began)
    held = here.cache.get(tag) if tag else None
    outcome: Outcome | None
    if held:
        response = Response(held.body, content_type=content_type(held.head))
        outcome = Outcome(task, timeout, held.head, tag, held)
    else:
        answer = here.store.run(task, timeout, client_has_gone())
        tag = None if answer.cut else tag
        response = _evaluated(answer, here, tag)
        whole = answer.complete and not answer.cut
        outcome = Outcome(task, timeout, answer.head, tag) if whole else None
    if tag:
        response.set_etag(tag)
    if outcome:
        request.environ[OUTCOME] = outcome
    return _with_headers(response, here, "cache" if held else "query", began)


def _evaluated(answer: Answer, here: Site, tag: str | None) -> Response:
    """Return the response with an answer of the store; what has a tag is kept."""
    if answer.cut:
        return cut_response(answer, here)
    if not answer.complete:
        # Who wants the headers only will not have the rest come.
        return as_response(answer, None if request.method == "HEAD" else here.cache, tag)
    if tag:
        here.cache.put(tag, CachedResult(answer.head, answer.first))
        here.store.find_brief(tag, answer)
    return as_response(answer)


def as_response(
    answer: Answer, cache: ResultCache | None = None, tag: str | None = None
) -> Response:
    """Return a response that is whole, or breaks off visibly when the result does.

    A result that is still coming is kept in the cache, if there is one, under its tag.
    """
    if answer.rest is None:
        return Response(answer.first, content_type=content_type(answer.head))
    # Not to be set later: a response made of bytes keeps their length as its own.
    body = _chained(answer.first, answer.rest)
    if cache is not None and tag is not None:
        body = cache.collect(tag, answer.head, body)
    response = Response(body, content_type=content_type(answer.head))
    response.call_on_close(answer.rest.close)
    return response


def cut_response(answer: Answer, here: Site) -> Response:
    """Return a table that was cut at the row limit, made whole and saying that it is not all."""
    link = request.url_root + "errors#result-too-large"
    body = finished(answer.first, answer.head.format, link)
    response = Response(body, content_type=content_type(answer.head))
    response.headers["X-Result-Truncated"] = f"rows={here.settings.result_rows}"
    response.headers.add("Link", f'<{link}>; rel="help"')
    return response


def content_type(head: Head) -> str:
    """Return the Content-Type of a result."""
    return next(o.content_type for o in KINDS[head.kind] if o.name == head.format)


def _with_headers(response: Response, here: Site, source: str, began: float) -> Response:
    limits = here.settings
    name_answer(response, source, time.perf_counter() - began)
    response.headers["X-Limits"] = (
        f"seconds={limits.deadline:g}, rows={limits.result_rows}, bytes={limits.result_size * MIB}"
    )
    # A new release may replace this one at any time.
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    return response


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
