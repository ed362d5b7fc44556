"""Write a table as Apache Parquet with typed columns, by DuckDB."""

import json
from collections.abc import Mapping, Sequence
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

Rows = Sequence[Mapping[str, Sequence[str]]]


def as_parquet(columns: Sequence[str], rows: Rows) -> bytes:
    """Return `rows` (column → values) as Parquet with the given columns, always the same bytes.

    A date before the year 1 is left empty; `when` has the text from which it was computed.
    """
    # A table has at least one column, even without claims.
    columns = columns or TEXTS
    types = {column: _type(column, rows) for column in columns}
    read = {name: "VARCHAR[]" if kind == "VARCHAR[]" else "VARCHAR" for name, kind in types.items()}
    cast = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
    lines = (json.dumps({n: _cell(row.get(n, ()), types[n]) for n in columns}) for row in rows)
    remove_left_overs(Path(gettempdir()), PREFIX)
    # With more threads the sizes of row groups would differ from run to run.
    with (
        TemporaryDirectory(prefix=own_prefix(PREFIX)) as folder,
        duckdb.connect(config={"threads": 1}) as connection,
    ):
        source, target = Path(folder) / "claims.json", Path(folder) / "claims.parquet"
        source.write_text("\n".join(lines), encoding="utf-8")
        connection.execute(
            f"COPY (SELECT {cast} FROM read_json($1, columns = {read})) "
            "TO $2 (FORMAT parquet, COMPRESSION zstd)",
            [str(source), str(target)],
        )
        return target.read_bytes()


def holds_lists(column: str) -> bool:
    """Return whether the cells of a column are lists of texts."""
    return column not in (*DATES, *DECIMALS, *INTEGERS, *TEXTS)


def _type(column: str, rows: Rows) -> str:
    if column in DATES:
        return "DATE"
    if column in BOOLEANS:
        return "BOOLEAN"
    if column in INTEGERS:
        return "BIGINT"
    if column in DECIMALS:
        found = [Decimal(value) for row in rows for value in row.get(column, ())]
        scale = max((max(0, -_exponent(number)) for number in found), default=0)
        digits = max((number.adjusted() + 1 for number in found), default=1)
        # What does not fit is kept as text.
        return f"DECIMAL({_DIGITS}, {scale})" if max(1, digits) + scale <= _DIGITS else "VARCHAR"
    return "VARCHAR" if column in TEXTS else "VARCHAR[]"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), number
    return exponent


def _cell(values: Sequence[str], kind: str) -> str | list[str] | None:
    if kind.endswith("[]"):
        return list(values)
    return "; ".join(values) if values else None
