"""Make the pieces of a graph that all documents share, in blocks, so that of a change few are made.

A block is what is made of a range of the graph's sorted lines.
"""

import json
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from legation_build.namespaces import BASE
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.pieces import FORMATS, compressed
from legation_build.pipeline.merging.counting import Counted, counts_of
from legation_build.pipeline.merging.ranges import kept_ranges

# How the names of a block's pieces begin, the file of what was counted, and that of the lines.
PIECE, _COUNTS, _LINES = "block", "counts.json", "block.lines"


def kept_blocks(
    runs: Sequence[Path], graph: str, base: str, kept: Kept
) -> tuple[list[Path], Counted]:
    """Return the folders of the pieces of a graph, whose quads are the lines of runs; the counts.

    The lines are under the standard base, the pieces under `base`.
    """
    counted, digest = Counted(), sha256()
    write = partial(_write_block, graph=graph, base=base)
    places = list(kept_ranges(runs, kept, (graph, base), write))
    name = _sorted_name(base)
    for place in places:
        digest.update((place / name).read_bytes())
        counted.add(json.loads((place / _COUNTS).read_bytes()))
    counted.digest = digest.hexdigest()
    return places, counted


def kept_lines(runs: Sequence[Path], kept: Kept) -> tuple[bytes, Counted]:
    """Return the lines of runs, sorted, each once, and what was counted in them."""
    counted, found = Counted(), []
    for place in kept_ranges(runs, kept, (_LINES,), _write_lines):
        found.append((place / _LINES).read_bytes())
        counted.add(json.loads((place / _COUNTS).read_bytes()))
    return b"".join(found), counted


def _sorted_name(base: str) -> str:
    """Return the name of the file with a block's lines under the standard base."""
    return f"{PIECE}.sorted.nq" if base == BASE else _LINES


def _write_block(folder: Path, lines: list[bytes], graph: str, base: str) -> None:
    data = b"".join(lines)
    quads = data.replace(BASE.encode(), base.encode())
    # The name of the graph and a line feed: no literal holds that.
    triples = quads.replace(f" <{graph.replace(BASE, base)}> .\n".encode(), b" .\n")
    (folder / f"{PIECE}.sorted.nq").write_bytes(quads)
    for form in FORMATS:
        pieces = compressed(f"{PIECE}.{form.name}", quads if form.name == "nq" else triples)
        for name, piece in pieces.items():
            (folder / name).write_bytes(piece)
    (folder / _sorted_name(base)).write_bytes(data)
    _write_counts(folder, lines)


def _write_lines(folder: Path, lines: list[bytes]) -> None:
    (folder / _LINES).write_bytes(b"".join(lines))
    _write_counts(folder, lines)


def _write_counts(folder: Path, lines: list[bytes]) -> None:
    (folder / _COUNTS).write_text(json.dumps(counts_of(lines)), encoding="utf-8")
