"""The express lane: answer queries on the event loop the way Flask answered others like them.

The application answers the first request of each kind: same method, same headers that matter, same
parameters but for the query. From it the lane learns which task such requests become and which
headers their answers carry; only the query, its tag, length, id and time differ from then on. What
the lane cannot finish (errors, large or slow results, whatever it has not seen) it leaves to the
application, with the query as far as it has come.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from legation_server.answer import Answer
from legation_server.answering import Lesson, entity_tag, is_volatile
from legation_server.asgi import Send
from legation_server.brief_run import BriefRun
from legation_server.express_run import ExpressLine
from legation_server.frames import Head, Task
from legation_server.pool import Pool
from legation_server.protocol import FORM, QUERY
from legation_server.query_id import new_id, server_timing
from legation_server.result_cache import CachedResult
from legation_server.site import Site
from legation_server.wsgi_environ import Scope

PATH = "/sparql"
PART = "endpoint"
# An answer may depend on these headers, so they belong to the kind of a request.
RELEVANT = frozenset(
    b"accept accept-charset accept-encoding accept-language content-encoding content-type "
    b"forwarded host origin x-forwarded-host x-forwarded-port x-forwarded-prefix "
    b"x-forwarded-proto".split()
)
# These ask for something out of the ordinary.
SPECIAL = frozenset(
    b"authorization expect if-match if-modified-since if-none-match if-unmodified-since range "
    b"transfer-encoding".split()
)
# These differ from answer to answer.
OWN = frozenset((b"content-length", b"etag", b"server-timing", b"x-query-id"))
KINDS_KEPT = 1024
QUERIES_KEPT = 1024
# Longer requests are rare, and keeping them would cost memory.
LONG = 8_000
LONG_VALUE = 500
# For a client that takes compressed answers, larger results are the application's.
SMALL = 256
LEAST_TIMEOUT = 1.0

Kind = tuple[object, ...]
Headers = list[tuple[bytes, bytes]]


@dataclass
class Learned:
    """What requests of a kind become, and the headers of their answers by kind of result."""

    like: Task
    largest: float
    headers: dict[tuple[Head, bool], Headers] = field(default_factory=dict)


@dataclass
class Finished:
    """A result that is whole, for the application to send."""

    result: CachedResult

    def carry_on(self, timeout: float | None, gone: Callable[[], bool]) -> Answer:
        """Return it."""
        return Answer(self.result.head, self.result.body, None, 0.0)

    def give_up(self) -> None:
        """Do nothing: its worker is free already."""


@dataclass
class Passing:
    """A request the lane leaves to the application, and learns from when it has a kind."""

    lane: "ExpressLane"
    kind: Kind | None = None
    begun: BriefRun | Finished | None = None

    def learn(self, lesson: Lesson, status: int, headers: Headers) -> None:
        """Take in what the application made of the request."""
        if self.kind is not None and status == 200:
            self.lane.learn(self.kind, lesson, headers)


class ExpressLane:
    """Answers what it can and passes the rest; see asgi.Express."""

    def __init__(self, site: Site, pool: Pool) -> None:
        """Answer for a site out of its pool."""
        self._site = site
        self._line = ExpressLine(pool)
        self._learned: OrderedDict[Kind, Learned] = OrderedDict()
        self._task = lru_cache(QUERIES_KEPT)(self._read_task)

    async def answer(self, scope: Scope, body: bytes, send: Send) -> Passing | None:
        """Answer a request and return None, or pass it."""
        began = time.perf_counter()
        kind, *written = kind_of(scope, body) or (None, b"", False)
        learned = self._learned.get(kind) if kind else None
        task, tag = self._task(learned.like, *written) if learned else (None, None)
        if learned is None or task is None:
            return Passing(self, kind)
        held = self._site.cache.find(task) if tag else None
        came = held or await self._line.run(task)
        if not isinstance(came, CachedResult):
            return Passing(self, kind, came)
        headers = learned.headers.get((came.head, tag is not None))
        if headers is None or len(came.body) > learned.largest:
            return Passing(self, kind, None if held else Finished(came))
        seconds = time.perf_counter() - began
        name = new_id()
        timing = server_timing("cache" if held else "query", seconds, name)
        own = [
            (b"content-length", b"%d" % len(came.body)),
            (b"x-query-id", name.encode()),
            (b"server-timing", timing.encode()),
        ]
        if tag:
            own.append((b"etag", b'"%s"' % tag.encode()))
            self._site.cache.count(hit=held is not None)
            if held is None:
                self._site.cache.put(task, came)
        self._site.metrics.observe(PART, 200, seconds)
        await send({"type": "http.response.start", "status": 200, "headers": headers + own})
        await send({"type": "http.response.body", "body": came.body})
        return None

    def close(self) -> None:
        """Give the pool its workers back."""
        self._line.give_back()

    def learn(self, kind: Kind, lesson: Lesson, headers: Headers) -> None:
        """Keep what the application made of a request of a kind."""
        names = {name for name, _ in headers}
        hurried = lesson.timeout is not None and lesson.timeout < LEAST_TIMEOUT
        if hurried or b"content-length" not in names or b"content-encoding" in names:
            return
        largest = SMALL if b"accept-encoding" in kind else float("inf")
        learned = self._learned.setdefault(kind, Learned(lesson.task, largest))
        shared = [(name, value) for name, value in headers if name not in OWN]
        learned.headers[lesson.head, lesson.tagged] = shared
        while len(self._learned) > KINDS_KEPT:
            self._learned.popitem(last=False)

    def _read_task(
        self, like: Task, written: bytes, encoded: bool
    ) -> tuple[Task | None, str | None]:
        """Return the task for a query as it was written, and its tag if its answer may have one.

        None when the application is to say what is wrong with it.
        """
        plain = unquote_to_bytes(written.replace(b"+", b" ")) if encoded else written
        try:
            query = plain.decode("utf-8")
        except UnicodeDecodeError:
            return None, None
        task = replace(like, query=query)
        return task, None if is_volatile(query) else entity_tag(task, self._site)


def kind_of(scope: Scope, body: bytes) -> tuple[Kind, bytes, bool] | None:
    """Return the kind of a request, its query as it was written and whether that is encoded.

    None when the request is unusual.
    """
    method = scope["method"]
    address = scope["query_string"]
    if scope["path"] != PATH or method not in ("GET", "POST") or len(address) + len(body) > LONG:
        return None
    kind: list[object] = [method]
    media_type = ""
    for name, value in scope["headers"]:
        if name in RELEVANT and len(value) < LONG_VALUE:
            kind += (name, value)
            if name == b"content-type":
                media_type = value.decode("latin-1").partition(";")[0].strip().lower()
        elif name in SPECIAL or name in RELEVANT:
            return None
    if method == "GET":
        return None if body else _without_query(kind, address)
    kind.append(address)
    if media_type == FORM:
        return _without_query(kind, body)
    return (tuple(kind), body, False) if media_type == QUERY else None


def _without_query(kind: list[object], parameters: bytes) -> tuple[Kind, bytes, bool] | None:
    """Take the query out of encoded parameters; what is left belongs to the kind."""
    written = None
    for part in parameters.split(b"&"):
        if not part.startswith(b"query="):
            kind.append(part)
        elif written is None:
            written = part.removeprefix(b"query=")
        else:
            return None
    return (tuple(kind), written, True) if written and parameters.isascii() else None
