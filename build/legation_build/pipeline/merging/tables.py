"""Write the table of claims from the rows of the parts, one row at a time."""

import json
from collections.abc import Iterator, Sequence
from hashlib import file_digest
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from legation_build.dumps import Row, columns_in_order, csv_lines, write_parquet
from legation_build.pipeline.documents.parts import PartRecord
from legation_build.pipeline.documents.pieces import ROWS
from legation_build.pipeline.merging.writing import HashingFile, written_file
from legation_build.release import PARQUET_TYPE, TABLE_TITLE, ReleaseFile, columns_file

_MOST_NAMESPACES = 2


class PartRows:
    """The rows of the table in the parts of documents; they can be gone through again."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Take the folders of the parts, in order."""
        self._folders = folders

    def __iter__(self) -> Iterator[Row]:
        """Yield each row."""
        for folder in self._folders:
            with (folder / ROWS).open(encoding="utf-8") as stream:
                for line in stream:
                    row: Row = json.loads(line)
                    yield row


def table_files(
    aside: Path,
    parts: Sequence[tuple[Path, PartRecord]],
    model: Sequence[Triple],
    license: str,
    base: str,
) -> list[ReleaseFile]:
    """Write the table as CSV and Parquet into a release's folder, and describe its columns.

    `model` are the triples that say what the columns mean.
    """
    # In the order of the claims' IRIs, in which a slash follows the document's id.
    in_order = sorted(parts, key=lambda part: f"{part[1].id}/")
    rows = PartRows([folder for folder, _ in in_order])
    columns = columns_in_order(
        {column for _, record in parts for column in record.facts["columns"]}
    )

    def write(file: HashingFile) -> None:
        for line in csv_lines(columns, rows):
            file.write(line)

    path = "dumps/claims.csv"
    table = written_file(aside, path, "csv", "text/csv", TABLE_TITLE, license, write)
    title = f"{TABLE_TITLE}, with typed columns"
    path = "dumps/claims.parquet"
    write_parquet(aside / path, columns, rows)
    with (aside / path).open("rb") as stream:
        found = ((aside / path).stat().st_size, file_digest(stream, "sha256").hexdigest())
    typed = ReleaseFile(path, "parquet", PARQUET_TYPE, title, license, b"", written=found)
    return [table, typed, columns_file([*model, *_samples(parts)], columns, license, base)]


def _samples(parts: Sequence[tuple[Path, PartRecord]]) -> Iterator[Triple]:
    """Yield triples that show the namespaces and datatypes of each property's values.

    Two namespaces are enough to tell that there is not one.
    """
    seen: dict[str, set[str]] = {}
    for _, record in parts:
        for line in record.facts["values"]:
            for quad in parse(line, format=RdfFormat.N_TRIPLES):
                known = seen.setdefault(quad.predicate.value, set())
                if len(known) < _MOST_NAMESPACES or '"' in line:
                    known.add(line)
                    yield quad.triple
