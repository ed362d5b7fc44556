"""Sort the lines of many files, each once: in memory while they are few, else with DuckDB."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

# So much is sorted in memory, which takes some three times as much: files that are sorted already
# are put together there ten times as fast.
MOST_IN_MEMORY_BYTES = 96 * 1024 * 1024
_MEMORY = "512MB"
_ROWS_AT_A_TIME = 10_000
# No literal of a mapping is longer: files of mappings have 64 MiB at most.
_LONGEST_LINE_BYTES = 128 * 1024 * 1024


@contextmanager
def sorted_lines(
    files: Sequence[Path], aside: Path, most_in_memory: int = MOST_IN_MEMORY_BYTES
) -> Iterator[Iterator[bytes]]:
    """Give the lines of some files, each once, sorted by their bytes.

    Up to `most_in_memory` bytes are sorted in memory. For more, temporary files are written into
    the folder `aside`.
    """
    if sum(file.stat().st_size for file in files) <= most_in_memory:
        yield _in_memory(files)
        return
    with (
        TemporaryDirectory(prefix=".sorting-", dir=aside) as folder,
        duckdb.connect(
            config={"threads": 1, "memory_limit": _MEMORY, "temp_directory": folder}
        ) as connection,
    ):
        yield _rows(connection, [str(file) for file in files if file.stat().st_size])


def _in_memory(files: Sequence[Path]) -> Iterator[bytes]:
    lines: list[bytes] = []
    for file in files:
        # Nothing but a line feed ends a line of N-Triples: bytes.splitlines ends one at others too.
        lines += (line + b"\n" for line in file.read_bytes().split(b"\n") if line)
    lines.sort()
    yield from dict.fromkeys(lines)


def _rows(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> Iterator[bytes]:
    if not files:
        return
    # A byte that N-Triples always escapes cannot split a line.
    found = connection.execute(
        "SELECT DISTINCT line FROM read_csv($1, columns = {'line': 'VARCHAR'}, header = false, "
        "delim = '\\x01', quote = '', escape = '', auto_detect = false, "
        f"max_line_size = {_LONGEST_LINE_BYTES}, buffer_size = {2 * _LONGEST_LINE_BYTES}) "
        "ORDER BY line",
        [files],
    )
    while rows := found.fetchmany(_ROWS_AT_A_TIME):
        for (line,) in rows:
            yield line.encode() + b"\n"
