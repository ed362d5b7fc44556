"""Write quads and tables in the formats of the dumps: RDF, CSV with CSVW, Parquet."""

from legation_build.dumps.claims_table import (
    Row,
    as_cell_text,
    as_csv,
    claim_rows,
    columns_in_order,
    csv_lines,
    table_columns,
)
from legation_build.dumps.csvw import table_metadata
from legation_build.dumps.json_ld_context import Context, reading_context
from legation_build.dumps.parquet import (
    Digits,
    as_parquet,
    column_types,
    digits_of,
    holds_lists,
    join_parquet,
    write_typed,
)
from legation_build.dumps.serialize import DUMP_FORMATS, Dumper, DumpFormat

__all__ = [
    "DUMP_FORMATS",
    "Context",
    "Digits",
    "DumpFormat",
    "Dumper",
    "Row",
    "as_cell_text",
    "as_csv",
    "as_parquet",
    "claim_rows",
    "column_types",
    "columns_in_order",
    "csv_lines",
    "digits_of",
    "holds_lists",
    "join_parquet",
    "reading_context",
    "table_columns",
    "table_metadata",
    "write_typed",
]
