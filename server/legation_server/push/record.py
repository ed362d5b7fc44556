"""What an engine holds: a graph of its own in the engine says which graphs are loaded whole.

It stands in the engine, not in a file beside the release: an engine that was emptied, or that
another machine loads, tells the truth about itself.
"""

from collections.abc import Iterator, Mapping

from legation_server.push.graph_store import GraphStore
from legation_server.push.graphs import CHUNK_BYTES
from legation_server.releases import HELD_GRAPH, HELD_QUERY, HELD_RELEASE

# A graph, then the SHA-256 of its N-Quads in the release.
LOADED = "urn:legation:pushed#sha256"
# Fewer than any engine gives at most in one answer.
PAGE_ROWS = 1_000
# In place of a digest: a graph that no release needs any more.
TO_REMOVE = "to be removed"


class Record:
    """The record in an engine, which is read once and then kept."""

    def __init__(self, store: GraphStore) -> None:
        """Keep the record in a graph store."""
        self._store = store

    def read(self) -> dict[str, str]:
        """Return the digests of the loaded graphs by IRI; raises PushError."""
        found: dict[str, str] = {}
        last = ""
        while True:
            # By the last IRI, not by number: some engines order no more rows than they give.
            rows = self._store.ask(
                f"SELECT ?g ?d FROM <{HELD_GRAPH}> {{ ?g <{LOADED}> ?d "
                f'FILTER(STR(?g) > "{last}") }} ORDER BY STR(?g) LIMIT {PAGE_ROWS}'
            )
            found |= {row["g"]: row["d"] for row in rows}
            if len(rows) < PAGE_ROWS:
                return found
            last = rows[-1]["g"]

    def holds(self, fingerprint: str) -> bool:
        """Tell whether the engine holds the whole release of a fingerprint; raises PushError."""
        rows = self._store.ask(HELD_QUERY)
        return [row["f"] for row in rows] == [fingerprint]

    def write(self, loaded: Mapping[str, str]) -> None:
        """Say that these graphs are loaded, with their digests, and no others."""
        pieces = _pieces(_line(graph, LOADED, digest) for graph, digest in sorted(loaded.items()))
        self._store.replace(HELD_GRAPH, next(pieces, b""))
        for piece in pieces:
            self._store.extend(HELD_GRAPH, piece)

    def add(self, loaded: Mapping[str, str]) -> None:
        """Say that these graphs too are loaded."""
        for piece in _pieces(_line(graph, LOADED, digest) for graph, digest in loaded.items()):
            self._store.extend(HELD_GRAPH, piece)

    def finish(self, fingerprint: str) -> None:
        """Say that the release of a fingerprint is whole."""
        self._store.extend(HELD_GRAPH, _line(HELD_GRAPH, HELD_RELEASE, fingerprint))


def _line(subject: str, predicate: str, value: str) -> bytes:
    return f'<{subject}> <{predicate}> "{value}" .\n'.encode()


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for line in lines:
        held += line
        if len(held) >= CHUNK_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
