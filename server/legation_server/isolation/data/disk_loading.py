"""Put the data of a release on disk, once, for all processes that open them.

The engine's own loader reads the dumps as a stream, so that memory does not grow with the release.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from legation_server.errors import ReleaseError
from legation_server.evaluation import (
    GraphCopies,
    OriginalsWriter,
    arranged,
    copied,
    count_statements,
    what_stands_apart,
)
from legation_server.isolation.data.loading import FORMATS, named_apart, what_to_load
from legation_server.isolation.data.quad_lines import BLANK, END, TYPED, QuadLines
from legation_server.releases import (
    ORIGINALS,
    QUADS,
    Release,
    StoreRecord,
    being_made,
    open_regular,
    read_record,
    stamp_of,
    store_folder_of,
    write_record,
)

# Formats with a quad a line.
LINES = ("nq", "nt")
LINES_AT_A_TIME = 1_000


def put_on_disk(release: Release, stores: str = "") -> Path:
    """Load a release into its store folder, below `stores`, unless that has been done.

    Return the folder. Raises ReleaseError, OSError, SyntaxError.
    """
    folder = store_folder_of(release, stores)
    load_on_disk(folder, what_to_load(release))
    return folder


def load_on_disk(folder: Path, plan: Mapping[str, Any]) -> StoreRecord:
    """Fill a store folder if that has not been done, or wait until another process has done it.

    `plan` has the `files`, each with `path`, `format` and `stamp`, the `graphs` with their
    endpoints, and the `stamps` of all files. Raises ReleaseError, OSError, SyntaxError.
    """
    with being_made(folder) as part:
        if part is not None:
            write_record(part, _fill(part, plan))
    record = read_record(folder)
    if record is None:
        raise ReleaseError(f"{folder} has no record of what was loaded. Remove the folder.")
    return record


def _fill(folder: Path, plan: Mapping[str, Any]) -> StoreRecord:
    """Load the files of a plan into an empty folder."""
    copies = GraphCopies(plan["graphs"])
    makes_copies = copies.split or len(copies.endpoints) != 1
    originals = OriginalsWriter(folder / ORIGINALS)
    store = ox.Store(str(folder / QUADS))
    quads = 0
    # In two steps for each file: where a blank node stands its label has to be kept.
    for number, file in enumerate(plan["files"]):
        with tempfile.TemporaryFile(dir=folder) as aside:
            lines = QuadLines(
                _lines(file),
                copies if makes_copies else None,
                aside,
                partial(_note, originals),
            )
            store.bulk_load(BufferedReader(lines, 1 << 20), ox.RdfFormat.N_QUADS)
            quads += lines.quads
            store.bulk_extend(_with_copies(_aside(aside, number), copies, makes_copies))
            for quad in _aside(aside, number):
                originals.note(quad.triple)
                quads += 1
    if not originals.empty:
        for number, file in enumerate(plan["files"]):
            _note_kept(_lines(file), number, originals)
    originals.finish()
    if copies.split:
        store.bulk_extend(what_stands_apart(store, copies))
    elif not makes_copies and len(named := list(store.named_graphs())) > 1:
        # The release has graphs that its manifest does not tell of.
        store.bulk_extend(copied(store, named, ox.DefaultGraph()))
        makes_copies = True
    store.flush()
    graphs = arranged(store, split=copies.split, copied=makes_copies)
    # It is done once, so that it may take longer than at each start.
    counts = count_statements(store, graphs, at_length=True)
    said = {endpoint: asdict(found) for endpoint, found in counts.items()}
    return StoreRecord(quads, makes_copies, copies.split, plan["stamps"], said)


def _lines(file: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the lines of a file of N-Quads; raises ReleaseError when it is not what was checked."""
    path, name = Path(file["path"]), file["format"]
    with open_regular(path) as stream:
        before = stamp_of(stream)
        if name in LINES:
            for line in stream:
                yield line if line.endswith(b"\n") else line + b"\n"
        else:
            for quad in ox.parse(stream, FORMATS[name]):
                yield str(quad).encode() + END
        if before != tuple(file["stamp"]) or stamp_of(stream) != before:
            raise ReleaseError(f"{path.name} was changed after it had been checked")


def _aside(stream: IO[bytes], number: int) -> Iterator[ox.Quad]:
    """Yield the quads that were put aside, with labels that no other file has."""
    stream.seek(0)
    return named_apart(ox.parse(stream, ox.RdfFormat.N_QUADS), number)


def _with_copies(
    quads: Iterable[ox.Quad], copies: GraphCopies, makes_copies: bool
) -> Iterator[ox.Quad]:
    for quad in quads:
        yield quad
        if makes_copies and not isinstance(quad.graph_name, ox.DefaultGraph):
            for target in copies.of(quad.graph_name.value):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, target)


def _note(originals: OriginalsWriter, line: bytes) -> None:
    """Note the triple of a line if the store rewrites it."""
    for quad in ox.parse(line, ox.RdfFormat.N_QUADS):
        originals.note(quad.triple)


def _note_kept(lines: Iterator[bytes], number: int, originals: OriginalsWriter) -> None:
    """Note those triples of a file that are what the store made of others."""
    typed = (line for line in lines if TYPED in line)
    # The parser takes longer to begin than to read a line.
    while data := b"".join(islice(typed, LINES_AT_A_TIME)):
        quads: Iterator[ox.Quad] = ox.parse(data, ox.RdfFormat.N_QUADS)
        for quad in named_apart(quads, number) if BLANK in data else quads:
            if not originals.rewrites(quad.object):
                originals.note_kept(quad.triple)
