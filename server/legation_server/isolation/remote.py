"""A store elsewhere: tasks go to a SPARQL endpoint that holds the release's data.

The endpoint's own deadline and limits hold; this side adds its deadline on top, and the guard
against SERVICE. The endpoint's default graph should be the union of its graphs.
"""

import time
from collections.abc import Callable, Generator
from dataclasses import replace
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from threading import Lock
from urllib.parse import urlencode, urlsplit

from legation_server.errors import ClientGoneError, Problem
from legation_server.formats import GRAPHS, SOLUTIONS, Format
from legation_server.query import BUFFERED_BYTES, Answer, Head, Task, never
from legation_server.releases import Release
from legation_server.settings import Settings
from legation_server.sparql import (
    FUNCTION,
    QUERY_SERVICE_PREFIXES,
    as_sparql,
    check_query,
    with_prefixes,
)

CHUNK_BYTES = 65_536
# Of what an engine says about a failure so much is passed on.
REASON_BYTES = 2_000


class RemoteStore:
    """A store that asks a SPARQL endpoint."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Ask the endpoint in the settings."""
        self._release = release
        self._settings = settings
        self._address = urlsplit(settings.store)
        self._lock = Lock()
        self.counts: dict[str, int] = {"queries": 0}

    def run(
        self,
        task: Task,
        timeout: float | None = None,
        gone: Callable[[], bool] = never,
        buffered: int = BUFFERED_BYTES,
    ) -> Answer:
        """Return the endpoint's answer to a task; see Pool.run."""
        with self._lock:
            self.counts["queries"] += 1
        task = replace(task, query=self._as_sparql(task.query))
        began = time.monotonic()
        deadline = min(timeout or self._settings.deadline, self._settings.deadline)
        pieces = self._exchange(task, began + deadline, deadline, gone)
        try:
            head = _head(next(pieces), task)
            first = bytearray()
            for piece in pieces:
                first += piece
                if len(first) >= buffered:
                    return Answer(head, bytes(first), pieces, time.monotonic() - began)
        except BaseException:
            pieces.close()
            raise
        return Answer(head, bytes(first), None, time.monotonic() - began)

    @property
    def network(self) -> str:
        """Return that the processes that run queries are elsewhere."""
        return "remote"

    def busy(self) -> dict[str, int]:
        """Return nothing: how busy the endpoint is, is not known here."""
        return {}

    def close(self) -> None:
        """Do nothing: there is nothing to free."""

    def _as_sparql(self, text: str) -> str:
        """Return what the endpoint is to be asked; raises Problem for what may not be asked."""
        query = as_sparql(text, self._release.prefixes).text
        if FUNCTION in query:
            raise Problem(
                "service-refused",
                "The label service is answered by the server's own engine, which --store replaces.",
            )
        check_query(query, self._settings.allowed_services)
        return query

    def _exchange(
        self, task: Task, until: float, deadline: float, gone: Callable[[], bool]
    ) -> Generator[bytes, None, None]:
        """Yield the media type of the endpoint's answer, then the answer in pieces."""
        secure = self._address.scheme == "https"
        kind = HTTPSConnection if secure else HTTPConnection
        connection = kind(self._address.netloc, timeout=deadline)
        try:
            response = self._ask(connection, task)
            yield (response.getheader("Content-Type") or "").partition(";")[0].encode()
            while piece := response.read1(CHUNK_BYTES):
                yield piece
                if gone():
                    raise ClientGoneError
                if time.monotonic() > until:
                    raise TimeoutError
            if response.length:
                raise IncompleteRead(b"", response.length)
        except TimeoutError as error:
            raise Problem(
                "query-timeout",
                f"The engine did not answer within {deadline:g} seconds.",
                members={"limit": deadline},
            ) from error
        except (HTTPException, OSError) as error:
            raise Problem("bad-gateway", f"The engine cannot be reached: {error}.") from error
        finally:
            connection.close()

    def _ask(self, connection: HTTPConnection, task: Task) -> HTTPResponse:
        """Send a task; redirects are not followed, but are a problem like any other status."""
        dataset = [("default-graph-uri", iri) for iri in task.default_graphs]
        dataset += [("named-graph-uri", iri) for iri in task.named_graphs]
        parameters = "&".join(part for part in (self._address.query, urlencode(dataset)) if part)
        connection.request(
            "POST",
            (self._address.path or "/") + ("?" + parameters if parameters else ""),
            with_prefixes(
                task.query, {**QUERY_SERVICE_PREFIXES, **self._release.prefixes}
            ).encode(),
            {
                "Content-Type": "application/sparql-query; charset=utf-8",
                "Accept": ", ".join(offer.media_type for offer in _wanted(task)),
            },
        )
        response = connection.getresponse()
        if response.status != 200:
            said = response.read(REASON_BYTES).decode("utf-8", "replace").strip()
            refused = "query-failed" if response.status == 400 else "bad-gateway"
            raise Problem(refused, f"The engine answered {response.status}: {said}")
        return response


def _head(media_type: bytes, task: Task) -> Head:
    for kind, offers in (("solutions", SOLUTIONS), ("graph", GRAPHS)):
        for offer in offers:
            if offer.media_type.encode() == media_type and offer in _wanted(task):
                return Head(kind, offer.name)
    raise Problem(
        "not-acceptable",
        f"The engine answered with {media_type.decode()!r}, which was not asked for.",
    )


def _wanted(task: Task) -> list[Format]:
    offers = [o for o in SOLUTIONS if o.name == task.solutions]
    return offers + [o for o in GRAPHS if o.name == task.graph]
