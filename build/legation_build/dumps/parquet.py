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
# So many rows are in memory at a time; DuckDB's own 122,880 would take half a gibibyte.
_ROWS_IN_A_GROUP = 32_768
PREFIX = "legation-build-"

# May be gone through again and again; need not be in memory.
Rows = Iterable[Mapping[str, Sequence[str]]]
# For each column of decimals, how many digits stand after the point, and before it.
Digits = Mapping[str, tuple[int, int]]


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
    write_typed(target, column_types(columns, [digits_of(rows)]), rows)


def write_typed(target: Path, types: Mapping[str, str], rows: Rows) -> None:
    """Write `rows` (column → values) as Parquet into a file; each column has its SQL type."""
    read = {name: "VARCHAR[]" if kind == "VARCHAR[]" else "VARCHAR" for name, kind in types.items()}
    cast = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
    with TemporaryDirectory(prefix=".rows-", dir=target.parent) as folder:
        source = Path(folder) / "claims.json"
        with source.open("w", encoding="utf-8") as stream:
            for row in rows:
                cells = {name: _cell(row.get(name, ()), kind) for name, kind in types.items()}
                stream.write(json.dumps(cells) + "\n")
        _copy(f"SELECT {cast} FROM read_json($1, columns = {read})", str(source), target)


def join_parquet(target: Path, sources: Sequence[Path]) -> None:
    """Write the rows of Parquet files, which have the same columns, into one, in that order."""
    _copy("SELECT * FROM read_parquet($1)", [str(file) for file in sources], target)


def _copy(query: str, source: str | list[str], target: Path) -> None:
    # With more threads the sizes of row groups would differ from run to run.
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"COPY ({query}) TO $2 (FORMAT parquet, COMPRESSION zstd, "
            f"ROW_GROUP_SIZE {_ROWS_IN_A_GROUP})",
            [source, str(target)],
        )


def holds_lists(column: str) -> bool:
    """Return whether the cells of a column are lists of texts."""
    return column not in (*DATES, *DECIMALS, *INTEGERS, *TEXTS)


def digits_of(rows: Rows) -> Digits:
    """Return for each column of decimals the most digits after the point, and before it."""
    found = dict.fromkeys(DECIMALS, (0, 1))
    for row in rows:
        for column in DECIMALS:
            for number in map(Decimal, row.get(column, ())):
                after, before = found[column]
                before = max(before, number.adjusted() + 1)
                found[column] = max(after, -_exponent(number)), before
    return found


def column_types(columns: Sequence[str], digits: Iterable[Digits]) -> dict[str, str]:
    """Return the SQL type of each column; that of decimals has room for all `digits`."""
    most = dict.fromkeys(DECIMALS, (0, 1))
    for found in digits:
        for column, (after, before) in found.items():
            most[column] = max(most[column][0], after), max(most[column][1], before)
    # A table has at least one column, even without claims.
    return {column: _type(column, most) for column in columns or TEXTS}


def _type(column: str, digits: Digits) -> str:
    if column in DATES:
        return "DATE"
    if column in BOOLEANS:
        return "BOOLEAN"
    if column in INTEGERS:
        return "BIGINT"
    if column in DECIMALS:
        scale, before = digits[column]
        # What does not fit is kept as text.
        fits = before + scale <= _DIGITS
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
