"""The graphs of a release as they lie in its N-Quads files, to be read piece by piece."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from legation_server.errors import PushError
from legation_server.releases import Release, open_regular
from legation_server.settings import MIB

# What is sent in one request, and held in memory.
CHUNK_BYTES = 4 * MIB
N_QUADS = ".nq"
END = b" .\n"


@dataclass
class StoredGraph:
    """One graph of a release: its IRI, digest (SHA-256, hex), triples and places.

    `places` are (file, offset, length) in bytes. `blank` says that blank nodes may stand in it,
    so that it cannot be sent in pieces.
    """

    iri: str
    quads: int = 0
    digest: str = ""
    blank: bool = False
    places: list[tuple[Path, int, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return the bytes of its N-Quads."""
        return sum(length for _, _, length in self.places)

    def pieces(self) -> Iterator[bytes]:
        """Yield its triples in N-Triples, each time whole lines of some MiB."""
        ending = _ending(self.iri)
        for path, offset, length in self.places:
            with open_regular(path) as stream:
                stream.seek(offset)
                for lines in _whole_lines(stream, length):
                    # A line feed ends a statement and stands nowhere else (N-Quads, section 2).
                    yield lines.replace(ending, END)


def graphs_of(release: Release) -> list[StoredGraph]:
    """Return the graphs of a release that are not empty, in the order of its files.

    Reads every file once, and holds none. Raises PushError when a file is no N-Quads, or does not
    hold what the manifest says.
    """
    found: dict[str, StoredGraph] = {}
    digests: dict[str, hashlib._Hash] = {}
    for file in release.loaded_files:
        if not file.path.endswith(N_QUADS):
            raise PushError(f"{file.path} is not N-Quads, so it cannot be sent graph by graph.")
        _read(release.folder / file.path, found, digests)
    for iri, graph in found.items():
        graph.digest = digests[iri].hexdigest()
    expected = {graph.iri: graph.quads for graph in release.graphs if graph.quads}
    if different := {
        iri
        for iri in found.keys() | expected.keys()
        if iri not in found or found[iri].quads != expected.get(iri)
    }:
        raise PushError(
            f"{release.folder} holds other graphs than its manifest says: "
            f"{', '.join(sorted(different))}. Build the release anew."
        )
    return list(found.values())


def _read(path: Path, found: dict[str, StoredGraph], digests: dict[str, "hashlib._Hash"]) -> None:
    """Add the graphs in a file to those found."""
    graph, ending, offset = StoredGraph(""), b"\n", 0
    with open_regular(path) as stream:
        for line in stream:
            if not line.endswith(ending) or not graph.iri:
                iri = _graph_of(line, path)
                graph = found.setdefault(iri, StoredGraph(iri))
                digest = digests.setdefault(iri, hashlib.sha256())
                ending = _ending(iri)
                graph.places.append((path, offset, 0))
            digest.update(line)
            graph.quads += 1
            graph.blank = graph.blank or line.startswith(b"_:") or b" _:" in line
            start, length = graph.places[-1][1:]
            graph.places[-1] = (path, start, length + len(line))
            offset += len(line)


def _graph_of(line: bytes, path: Path) -> str:
    """Return the IRI at the end of a line of N-Quads; raises PushError."""
    parts = line.rsplit(b" ", 2)
    if len(parts) == 3 and parts[2] == b".\n" and parts[1][:1] + parts[1][-1:] == b"<>":
        return parts[1][1:-1].decode()
    shown = line[:200].decode(errors="replace")
    raise PushError(f"{path} has a line that is no quad of a named graph: {shown}")


def _ending(iri: str) -> bytes:
    return f" <{iri}> .\n".encode()


def _whole_lines(stream: IO[bytes], length: int) -> Iterator[bytes]:
    held, left = b"", length
    while left:
        piece = stream.read(min(CHUNK_BYTES, left))
        if not piece:
            raise PushError("A file of the release became shorter while it was sent.")
        left -= len(piece)
        whole, feed, held = (held + piece).rpartition(b"\n")
        if whole:
            yield whole + feed
