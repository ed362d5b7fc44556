"""Keep what is made of sorted lines by blocks, so that of a change only some are made anew.

A block ends after a line that its own bytes choose. So two lists of lines have the same blocks but
where they differ, whatever stands before.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from zlib import crc32

from legation_build.namespaces import BASE
from legation_build.pipeline.documents.cache import keep_folder, key_of, place_of
from legation_build.pipeline.documents.pieces import FORMATS, compressed
from legation_build.pipeline.merging.counting import Counted, counts_of
from legation_build.regular_files import is_there

# The name of a block's pieces, and the file of what was counted in it.
PIECE, COUNTS = "block", "counts.json"
# One line of so many ends a block: small enough to be made again soon, large enough to be packed
# well. Without such a line a block ends after the most.
LINES, MOST_LINES = 4096, 65536


class Kept:
    """The folder of what is kept of files that documents share, and what of it was used."""

    def __init__(self, folder: Path, program: str) -> None:
        """Take the folder, and the digest of the program."""
        self.folder, self._program = folder, program
        self.used: set[str] = set()

    def place(self, *of: str) -> Path:
        """Return where that is kept which depends on `of` and the program, and count it as used."""
        key = key_of(self._program, *of)
        self.used.add(key)
        return place_of(self.folder, key)


def kept_blocks(
    lines: Iterable[bytes], graph: str, base: str, kept: Kept
) -> tuple[list[Path], Counted]:
    """Return the folders of the pieces of a graph's sorted lines of N-Quads, and the counts.

    The lines are under the standard base, the pieces under `base`.
    """
    counted, digest = Counted(), sha256()
    places = []
    for block in blocks(lines):
        data = b"".join(block)
        digest.update(data)
        place = kept.place(graph, base, sha256(data).hexdigest())
        if not is_there(place):
            keep_folder(place, partial(_write, block=block, data=data, graph=graph, base=base))
        counted.add(json.loads((place / COUNTS).read_bytes()))
        places.append(place)
    counted.digest = digest.hexdigest()
    return places, counted


def blocks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    r"""Yield the blocks of some lines.

    >>> [len(block) for block in blocks([b"a\\n", b"b\\n"])]
    [2]
    """
    found: list[bytes] = []
    for line in lines:
        found.append(line)
        if not crc32(line) % LINES or len(found) == MOST_LINES:
            yield found
            found = []
    if found:
        yield found


def _write(folder: Path, block: list[bytes], data: bytes, graph: str, base: str) -> None:
    quads = data.replace(BASE.encode(), base.encode())
    # The name of the graph and a line feed: no literal holds that.
    triples = quads.replace(f" <{graph.replace(BASE, base)}> .\n".encode(), b" .\n")
    (folder / f"{PIECE}.sorted.nq").write_bytes(quads)
    for form in FORMATS:
        pieces = compressed(f"{PIECE}.{form.name}", quads if form.name == "nq" else triples)
        for name, piece in pieces.items():
            (folder / name).write_bytes(piece)
    (folder / COUNTS).write_text(json.dumps(counts_of(block)), encoding="utf-8")
