"""Keep spreadsheets from reading the text of a cell as a formula. Pure."""

import re

# What spreadsheets read as the beginning of a formula (OWASP, CSV Injection), after apostrophes
# that text itself begins with.
FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def as_cell_text(text: str) -> str:
    """Return the text of a cell, with an apostrophe before what could begin a formula.

    Readers that want the text itself take one apostrophe off what has one before such a beginning.

    >>> as_cell_text("=1+1"), as_cell_text("'=1"), as_cell_text("'tis")
    ("'=1+1", "''=1", "'tis")
    """
    return f"'{text}" if FORMULA.match(text) else text
