"""Write a table as Apache Parquet with typed columns, by DuckDB."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import duckdb

from legation_build.left_overs import own_prefix, remove_left_overs

# Columns whose cell is one value; those that are not named here hold lists of texts.
DATES = ("earliest", "latest", "notBefore", "notAfter")
BOOLEANS = ("quotedDirectly",)
DECIMALS = ("value", "minValue", "maxValue")
INTEGERS = ("ordinal",)
TEXTS = (
    "document", "claim", "content", "class", "status", "label", "stance", "when", "claimedWhen",
)  # fmt: skip
_DIGITS = 38
PREFIX = "legation-build-"

# May be gone through again and again; need not be in memory.
Rows = Iterable[Mapping[str, Sequence[str]]]


def as_parquet(columns: Sequence[str], rows: Rows) -> bytes:
    """Return `rows` (column → values) as Parquet with the given columns, always the same bytes."""
    remove_left_overs(Path(gettempdir()), PREFIX)
    with TemporaryDirectory(prefix=own_prefix(PREFIX)) as folder:
        target = Path(folder) / "claims.parquet"
        write_parquet(target, columns, rows)
        return target.read_bytes()


def write_parquet(target: Path, columns: Sequence[str], rows: Rows) -> None:
    """Write `rows` (column → values) as Parquet into a file, always the same bytes.

    The rows are gone through twice, one by one. A date before the year 1 is left empty; `when` has
    the text from which it was computed.
    """
    # A table has at least one column, even without claims.
    types = _types(columns or TEXTS, rows)
    read = {name: "VARCHAR[]" if kind == "VARCHAR[]" else "VARCHAR" for name, kind in types.items()}
    cast = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
    # With more threads the sizes of row groups would differ from run to run.
    with (
        TemporaryDirectory(prefix=".rows-", dir=target.parent) as folder,
        duckdb.connect(config={"threads": 1}) as connection,
    ):
        source = Path(folder) / "claims.json"
        with source.open("w", encoding="utf-8") as stream:
            for row in rows:
                cells = {name: _cell(row.get(name, ()), kind) for name, kind in types.items()}
                stream.write(json.dumps(cells) + "\n")
        connection.execute(
            f"COPY (SELECT {cast} FROM read_json($1, columns = {read})) "
            "TO $2 (FORMAT parquet, COMPRESSION zstd)",
            [str(source), str(target)],
        )


def holds_lists(column: str) -> bool:
    """Return whether the cells of a column are lists of texts."""
    return column not in (*DATES, *DECIMALS, *INTEGERS, *TEXTS)


def _types(columns: Sequence[str], rows: Rows) -> dict[str, str]:
    """Return the SQL type of each column; that of decimals has room for all that are there."""
    scales, digits = dict.fromkeys(DECIMALS, 0), dict.fromkeys(DECIMALS, 1)
    for row in rows:
        for column in DECIMALS:
            for number in map(Decimal, row.get(column, ())):
                scales[column] = max(scales[column], -_exponent(number))
                digits[column] = max(digits[column], number.adjusted() + 1)
    return {column: _type(column, scales, digits) for column in columns}


def _type(column: str, scales: Mapping[str, int], digits: Mapping[str, int]) -> str:
    if column in DATES:
        return "DATE"
    if column in BOOLEANS:
        return "BOOLEAN"
    if column in INTEGERS:
        return "BIGINT"
    if column in DECIMALS:
        scale = scales[column]
        # What does not fit is kept as text.
        fits = digits[column] + scale <= _DIGITS
        return f"DECIMAL({_DIGITS}, {scale})" if fits else "VARCHAR"
    return "VARCHAR" if column in TEXTS else "VARCHAR[]"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), number
    return exponent


def _cell(values: Sequence[str], kind: str) -> str | list[str] | None:
    if kind.endswith("[]"):
        return list(values)
    return "; ".join(values) if values else None
