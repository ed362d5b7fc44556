"""Read one file of a folder of mappings as text; its faults are those of the mapping."""

from io import BytesIO, TextIOWrapper
from pathlib import Path

from legation_build.errors import MappingError, Problem
from legation_build.regular_files import read_regular


def text_of(file: Path) -> str:
    """Return the text in a file; raises MappingError, with the line of what is no UTF-8."""
    try:
        # As when a file is opened as text: a line ends in a line feed, whatever it ended in.
        data = bytes_of(file)
        return TextIOWrapper(BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(str(file), line, f"not UTF-8 text: {error.reason}.", "Save it as UTF-8.")
        raise MappingError(f"{file} is not UTF-8 text.", [problem]) from None


def bytes_of(file: Path) -> bytes:
    """Return what a regular file holds; raises MappingError."""
    try:
        return read_regular(file)
    except OSError as error:
        raise MappingError(f"{file} cannot be read: {error.strerror}.") from None
