"""Write the table of claims from the rows of the parts, one row at a time."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dumps import (
    Digits,
    Row,
    column_types,
    columns_in_order,
    csv_lines,
    digits_of,
    join_parquet,
    write_typed,
)
from legation_build.namespaces import BASE, EDTF
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.pieces import ROWS
from legation_build.pipeline.merging.bundles import Bundle, bundles
from legation_build.pipeline.merging.sums import Parts, Sums
from legation_build.pipeline.merging.writing import HashingFile, file_there, written_file
from legation_build.release import PARQUET_TYPE, TABLE_TITLE, ReleaseFile, columns_file

_CSV, _PARQUET, _DIGITS = "claims.csv", "claims.parquet", "digits.json"


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
    parts: Parts,
    sums: Sums,
    model: Iterable[Triple],
    license: str,
    base: str,
    kept: Kept,
) -> list[ReleaseFile]:
    """Write the table as CSV and Parquet into a release's folder, and describe its columns.

    `model` are the triples that say what the columns mean. Rows in both forms are kept by bundles
    of documents.
    """
    # In the order of the claims' IRIs, in which a slash follows the document's id.
    in_order = sorted(parts, key=lambda part: f"{part[1].id}/")
    bundled = bundles((folder, record.id) for folder, record in in_order)
    columns = columns_in_order(sums.columns)
    types = column_types(columns, [_digits(bundle, kept) for bundle in bundled])
    folders = [_table(bundle, columns, types, kept) for bundle in bundled]

    def write(file: HashingFile) -> None:
        for line in csv_lines(columns, ()):
            file.write(line)
        for folder in folders:
            file.copy(folder / _CSV)

    path = "dumps/claims.csv"
    table = written_file(aside, path, "csv", "text/csv", TABLE_TITLE, license, write)
    title = f"{TABLE_TITLE}, with typed columns"
    path = "dumps/claims.parquet"
    join_parquet(aside / path, [folder / _PARQUET for folder in folders])
    typed = file_there(aside, path, "parquet", PARQUET_TYPE, title, license)
    return [table, typed, columns_file(chain(model, _samples(sums)), columns, license, base)]


def _digits(bundle: Bundle, kept: Kept) -> Digits:
    """Return how many digits the decimals of a bundle have."""

    def write(folder: Path) -> None:
        found = digits_of(PartRows(bundle.folders))
        (folder / _DIGITS).write_text(json.dumps(found), encoding="utf-8")

    place = bundle.kept(kept, write, _DIGITS)
    digits: Digits = json.loads((place / _DIGITS).read_bytes())
    return digits


def _table(bundle: Bundle, columns: Sequence[str], types: Mapping[str, str], kept: Kept) -> Path:
    """Return the folder of a bundle's rows: as CSV without header, and as Parquet."""
    rows = PartRows(bundle.folders)

    def write(folder: Path) -> None:
        with (folder / _CSV).open("wb") as stream:
            stream.writelines(islice(csv_lines(columns, rows), 1, None))
        write_typed(folder / _PARQUET, types, rows)

    return bundle.kept(kept, write, _CSV, json.dumps([columns, types]))


def _samples(sums: Sums) -> Iterator[Triple]:
    """Yield triples that show the namespaces and datatypes of each property's values."""
    anything = NamedNode(BASE)
    for predicate, namespaces in sums.namespaces.items():
        for namespace in namespaces:
            # An IRI without slash and hash has no namespace.
            yield Triple(anything, NamedNode(predicate), NamedNode(namespace or "urn:legation"))
    for predicate in sums.dated:
        yield Triple(anything, NamedNode(predicate), Literal("", datatype=NamedNode(EDTF)))
