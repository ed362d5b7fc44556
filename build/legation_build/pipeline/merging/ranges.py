"""Put sorted lines of many documents together range by range, so that of a change few are sorted.

The lines of a bundle of documents are a run: sorted, each once. A range ends after a line that its
own bytes choose, so all runs have the same ranges but where a line comes or goes that ends one.
"""

import json
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from zlib import crc32

from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.merging.bundles import Bundle

# One line of so many ends a range: small enough to be made again soon, large enough to be packed
# well.
LINES = 4096
_RUN, _ENDS, _SLICES = "run.lines", "ends.lines", "slices.json"


def runs_of(bundles: Sequence[Bundle], name: str, kept: Kept) -> list[Path]:
    """Return the folders of the runs of bundles: of the files `name` in their parts."""
    return [
        bundle.kept(
            kept, partial(_write_bundle, files=[place / name for place in bundle.folders]), name
        )
        for bundle in bundles
    ]


def run_of(make: Callable[[], bytes], kept: Kept, *of: str) -> Path:
    """Return the folder of the run of the lines that `make` returns, which depend on `of`."""
    return kept.folder(lambda folder: _write_run(folder, make()), _RUN, *of)


def kept_ranges(
    runs: Sequence[Path], kept: Kept, of: Sequence[str], write: Callable[[Path, list[bytes]], None]
) -> Iterator[Path]:
    """Yield the folder of each range of the lines of some runs, in order.

    `write` fills a folder with what is made of the lines of a range, which depends on these and
    `of`. Of the lines only those of one range are in memory.
    """
    ends = sorted({line for run in runs for line in _lines((run / _ENDS).read_bytes())})
    of_ends = sha256(b"".join(ends)).hexdigest()
    keys = [sha256() for _ in range(len(ends) + 1)]
    starts = []
    for run in runs:
        offsets, digests = _slices(run, ends, of_ends, kept)
        starts.append(offsets)
        for key, digest in zip(keys, digests, strict=True):
            key.update(f"{digest}\n".encode())
    for number, key in enumerate(keys):
        slices = [
            (run, offsets[number], offsets[number + 1])
            for run, offsets in zip(runs, starts, strict=True)
            if offsets[number] < offsets[number + 1]
        ]
        if slices:
            merge = partial(_merge, slices=slices, write=write)
            yield kept.folder(merge, "range", *of, key.hexdigest())


def _write_bundle(folder: Path, files: Iterable[Path]) -> None:
    _write_run(folder, b"".join(file.read_bytes() for file in files))


def _write_run(folder: Path, data: bytes) -> None:
    lines = sorted(set(_lines(data)))
    (folder / _RUN).write_bytes(b"".join(lines))
    (folder / _ENDS).write_bytes(b"".join(line for line in lines if not crc32(line) % LINES))


def _slices(
    run: Path, ends: Sequence[bytes], of_ends: str, kept: Kept
) -> tuple[Sequence[int], list[str]]:
    """Return where each range starts in a run, then where the last ends; and a digest of each."""

    def write(folder: Path) -> None:
        data = (run / _RUN).read_bytes()
        lines = _lines(data)
        offsets = [0, *accumulate(map(len, lines))]
        starts, found = [0], 0
        for end in ends:
            found = bisect_right(lines, end, found)
            starts.append(offsets[found])
        starts.append(len(data))
        digests = [
            sha256(data[start:end]).hexdigest() if start < end else ""
            for start, end in pairwise(starts)
        ]
        (folder / _SLICES).write_text(json.dumps([starts, digests]), encoding="utf-8")

    place = kept.folder(write, _SLICES, run.name, of_ends)
    starts, digests = json.loads((place / _SLICES).read_bytes())
    return array("Q", starts), digests


def _merge(
    folder: Path,
    slices: Iterable[tuple[Path, int, int]],
    write: Callable[[Path, list[bytes]], None],
) -> None:
    """Have `write` fill a folder with what is made of the lines of slices, sorted, each once."""
    found: set[bytes] = set()
    for run, start, end in slices:
        with (run / _RUN).open("rb") as stream:
            stream.seek(start)
            found.update(_lines(stream.read(end - start)))
    write(folder, sorted(found))


def _lines(data: bytes) -> list[bytes]:
    """Return the lines of some data, each with its line feed."""
    # Nothing but a line feed ends a line of N-Triples: bytes.splitlines ends one at others too.
    return [line + b"\n" for line in data.split(b"\n") if line]
