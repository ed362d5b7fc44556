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
from legation_build.dumps.parquet import as_parquet, holds_lists, write_parquet
from legation_build.dumps.serialize import DUMP_FORMATS, Dumper, DumpFormat

__all__ = [
    "DUMP_FORMATS",
    "Context",
    "DumpFormat",
    "Dumper",
    "Row",
    "as_cell_text",
    "as_csv",
    "as_parquet",
    "claim_rows",
    "columns_in_order",
    "csv_lines",
    "holds_lists",
    "reading_context",
    "table_columns",
    "table_metadata",
    "write_parquet",
]
