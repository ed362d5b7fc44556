"""A store elsewhere: tasks go to a SPARQL endpoint that holds the release's data.

The endpoint's own limits hold; this side adds its deadline and limits on top, and the guard
against SERVICE. What comes back is read, and written again in the format asked for.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from email.message import Message
from threading import Lock
from typing import IO, cast
from urllib.parse import urlsplit

import pyoxigraph as ox

from legation_server.errors import Problem, ReleaseError
from legation_server.evaluation import UPDATES, Engine, Reading, Results, write_results
from legation_server.isolation.remote import virtuoso
from legation_server.isolation.remote.exchange import Exchange
from legation_server.isolation.remote.known_engines import held_at, time_limit
from legation_server.isolation.remote.pipe import Pipe
from legation_server.query import BUFFERED_BYTES, ENDPOINTS, Answer, Head, Task, never
from legation_server.rdf import Words
from legation_server.releases import Release
from legation_server.results import too_many_rows
from legation_server.settings import MIB, Settings
from legation_server.sparql import FUNCTION, first_keyword, with_prefixes

TABLE = "application/sparql-results+json"
# What is asked for, by the form of the query (SPARQL 1.1, section 16): an engine that could
# choose might give a graph as a table.
ACCEPT = {
    "SELECT": TABLE,
    "ASK": TABLE,
    "CONSTRUCT": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8",
}
ACCEPT["DESCRIBE"] = ACCEPT["CONSTRUCT"]
# Below the base IRI; nothing stands in it.
NO_GRAPH = "graph/none"


class RemoteStore:
    """A store that asks a SPARQL endpoint."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Ask the endpoint in the settings."""
        self._settings = settings
        self._address = urlsplit(release.store or settings.store)
        self._graphs = tuple(graph.iri for graph in release.graphs)
        # The graphs whose triples are in the default graph of each endpoint.
        self._inside = {
            endpoint: tuple(graph.iri for graph in release.graphs if endpoint in graph.endpoints)
            for endpoint in ENDPOINTS
        }
        # It reads queries and writes results; the data are not in it.
        self._engine = Engine(
            ox.Store(),
            release.base,
            release.prefixes,
            frozenset(settings.allowed_services),
            settings.service_private,
            settings.result_rows,
            Words(release.context),
            own_functions=False,
        )
        self._server: str | None = None
        self._lock = Lock()
        self.counts: dict[str, int] = {"queries": 0}

    def check_held(self, release: Release) -> None:
        """Raise ReleaseError when the endpoint is there, and does not hold this whole release."""
        held = held_at(self._address, self._settings.deadline)
        if held is not None and held != [release.fingerprint]:
            raise ReleaseError(
                f"{self._address.geturl()} does not hold {release.folder.name} whole. "
                "Run legation push again."
            )

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
        began = time.monotonic()
        reading = self._read(task)
        seconds = min(timeout or self._settings.deadline, self._settings.deadline)
        exchange = Exchange(self._address, seconds)
        pipe = Pipe(self._settings.result_size * MIB, self._settings.transfer)
        items = pipe.pull(
            lambda: self._answer(task, reading, seconds, exchange, pipe), gone, exchange.cancel
        )
        try:
            head = cast("Head", next(items))
            first = bytearray()
            for item in items:
                if isinstance(item, bytes):
                    first += item
                    if len(first) >= buffered:
                        rest = _Rest(items, self._settings.result_rows)
                        return Answer(head, bytes(first), rest, time.monotonic() - began)
                elif item is False:
                    return Answer(head, bytes(first), None, time.monotonic() - began, cut=True)
        except BaseException:
            items.close()
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

    def _read(self, task: Task) -> Reading:
        """Return the reading of a query; raises Problem for what the endpoint must not see."""
        reading = self._engine.read(task.query, task.endpoint)
        if FUNCTION in reading.query.text:
            raise Problem(
                "service-refused",
                "The label service is answered by the server's own engine, which --store replaces.",
            )
        # Some endpoints take updates where queries belong.
        keyword = first_keyword(reading.query.text)
        if keyword in UPDATES:
            raise Problem("update-refused", f"{keyword} makes the query an update.")
        if keyword not in ACCEPT:
            raise Problem("syntax-error", f"A query begins with {', '.join(ACCEPT)}.")
        return reading

    def _answer(
        self, task: Task, reading: Reading, seconds: float, exchange: Exchange, pipe: Pipe
    ) -> bool:
        """Write the endpoint's answer to a pipe; return whether it is whole. Raises Problem."""
        form = first_keyword(reading.query.text)
        with exchange:
            try:
                headers = exchange.send(self._fields(task, reading, seconds), ACCEPT[form])
                self._server = headers.get("Server", "")
                engine = self._engine
                if rows := virtuoso.rows_given(headers):
                    engine = replace(engine, row_limit=min(engine.row_limit, rows - 1))
                    if task.internal:
                        raise Problem("bad-gateway", f"The engine gives {rows:,} rows at most.")
                results = _results(form, headers, exchange)
                return write_results(engine, task, results, pipe.announce, cast("IO[bytes]", pipe))
            except SyntaxError as error:
                raise Problem("bad-gateway", f"The engine's answer is broken: {error}.") from error
            except Exception as error:
                if exchange.problem in (None, error):
                    raise
                raise exchange.problem from error

    def _fields(self, task: Task, reading: Reading, seconds: float) -> list[tuple[str, str]]:
        """Return the fields of the form (SPARQL 1.1 Protocol, section 2.1.2).

        Without a dataset the graphs of the release are it: what an engine makes of none, differs.
        """
        text = with_prefixes(reading.query.text, reading.prefixes)
        fields = [("query", f"BASE <{self._engine.base}> {text}")]
        default, named = task.default_graphs, task.named_graphs
        if not (default or named or reading.has_dataset):
            default = self._graphs if task.internal else self._inside[task.endpoint]
            named = self._graphs
        # Some engines take no named graph for all of them.
        named = named or ((self._engine.base + NO_GRAPH,) if default else ())
        fields += [("default-graph-uri", iri) for iri in default]
        fields += [("named-graph-uri", iri) for iri in named]
        # What an engine makes of a time-out is known once it has answered.
        if self._server is not None:
            limit = time_limit(self._server, self._address, seconds)
            fields += [("timeout", limit)] if limit else []
        return fields


class _Rest:
    """What follows the first bytes of a result; closing it ends the exchange, read or not."""

    def __init__(self, items: Generator[Head | bytes | bool, None, None], limit: int) -> None:
        """Read on in what a pipe gives, of a table that may have `limit` rows."""
        self._items = items
        self._limit = limit

    def __iter__(self) -> Iterator[bytes]:
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next bytes; raises Problem when they are not all."""
        for item in self._items:
            if isinstance(item, bytes):
                return item
            if item is False:
                raise too_many_rows(self._limit)
        raise StopIteration

    def close(self) -> None:
        """End the exchange if it still goes on."""
        self._items.close()


def _results(form: str, headers: Message, exchange: Exchange) -> Results | Iterable[ox.Triple]:
    """Return what an answer to a query of some form holds; raises Problem, SyntaxError."""
    media_type = headers.get("Content-Type", "").partition(";")[0].strip()
    if ACCEPT[form] == TABLE and media_type == TABLE:
        return _table(form, exchange)
    rdf = ox.RdfFormat.from_media_type(media_type) if ACCEPT[form] != TABLE else None
    if rdf is None:
        raise Problem("bad-gateway", f"The engine answered with {media_type!r}.")
    return (quad.triple for quad in ox.parse(cast("IO[bytes]", exchange), rdf))


def _table(form: str, exchange: Exchange) -> ox.QuerySolutions | ox.QueryBoolean:
    table = virtuoso.RepairedTable(exchange.read)
    results = ox.parse_query_results(cast("IO[bytes]", table), ox.QueryResultsFormat.JSON)
    if form == "ASK" and isinstance(results, ox.QuerySolutions):
        return virtuoso.truth(results)
    return results
