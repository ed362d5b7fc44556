"""A query and its answer: what a store is given, and what it gives back."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

BUFFERED_BYTES = 1024 * 1024
# Some editors write it before a text; it is no part of a query.
BYTE_ORDER_MARK = "\ufeff"
LENGTH = struct.Struct("!I")
# The endpoints, by their paths: SPARQL as it stands, and queries of the Wikidata Query Service.
SPARQL, WIKIDATA = "sparql", "wd/sparql"
ENDPOINTS = (SPARQL, WIKIDATA)


class Task(NamedTuple):
    """A query for a worker, with the formats the client accepts for each kind of result.

    Formats are short names from formats.py, None where the client accepts none. Graph names are
    IRIs; `internal` marks queries of the server itself, which are not limited in rows and see all
    graphs. `endpoint` is that which was asked: it decides how the query is read, and on what.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str | None = "json"
    graph: str | None = "nt"
    internal: bool = False
    endpoint: str = SPARQL

    def encode(self) -> bytes:
        """Return the message that gives it to a worker."""
        graphs = (self.default_graphs, self.named_graphs)
        fields = (self.query, *graphs, self.solutions, self.graph, self.internal, self.endpoint)
        body = json.dumps(fields, separators=(",", ":")).encode()
        return LENGTH.pack(len(body)) + body


def decode_task(body: bytes) -> Task:
    """Return the task in a message, its length already taken off."""
    query, default, named, *rest = json.loads(body)
    return Task(query, tuple(default), tuple(named), *rest)


class Head(NamedTuple):
    """What a worker says before the first byte of a result: its kind and format.

    `kind` is solutions, boolean or graph; `format` the short name of the format chosen.
    """

    kind: str
    format: str

    def encode(self) -> bytes:
        """Return the payload of a HEAD."""
        return f"{self.kind} {self.format}\n".encode()


def as_head(payload: bytes) -> Head:
    """Return the HEAD in a payload."""
    return Head(*payload.decode().split())


class Stream(Protocol):
    """Bytes that are still coming; a reader that does not want them all closes it."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes."""

    def __next__(self) -> bytes:
        """Return some of the bytes."""

    def close(self) -> None:
        """Want no more."""


class Missing(NamedTuple):
    """What a query names and the data do not have.

    `graphs` are graphs that are not there; `nowhere` are IRIs that no triple has, `outside` those
    that no triple of the default graph has; `literals` pair the IRI of a property with a literal,
    as SPARQL writes it, that it has nowhere. `tests` pair the IRI of a property with what a filter
    asks and none of its values can fulfil: a literal that they cannot be compared with, a language
    as in "@de", or a function as in "YEAR". `unbound` are variables that filters alone have.
    `excluded` pair the IRI of a class with that of a status or modality that none of it has.
    """

    graphs: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    literals: tuple[tuple[str, str], ...] = ()
    tests: tuple[tuple[str, str], ...] = ()
    unbound: tuple[str, ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()

    def encode(self) -> bytes:
        """Return the payload of an END."""
        return json.dumps(self, separators=(",", ":")).encode()


def as_missing(payload: bytes) -> Missing | None:
    """Return what the payload of an END says is missing."""
    if not payload:
        return None
    graphs, nowhere, outside, *pairs, unbound, excluded = json.loads(payload)
    literals, tests, apart = (
        tuple((one, other) for one, other in each) for each in (*pairs, excluded)
    )
    names = tuple(graphs), tuple(nowhere), tuple(outside)
    return Missing(*names, literals, tests, tuple(unbound), apart)


@dataclass
class Answer:
    """A query's result: what it is, and its bytes.

    `first` holds all of it when `complete`; otherwise `rest` yields what follows and raises
    Problem when it breaks off. A reader that does not read `rest` to its end must close it. A
    table with too many rows is `cut`: `first` ends after the last row allowed, without what
    closes a table. `missing` may say why a result is empty, or less than was asked for.
    """

    head: Head
    first: bytes
    rest: Stream | None
    seconds: float
    cut: bool = False
    missing: Missing | None = None

    @property
    def complete(self) -> bool:
        """Tell whether `first` is the whole result."""
        return self.rest is None


def never() -> bool:
    """Say that nobody has hung up."""
    return False
