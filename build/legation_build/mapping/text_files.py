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
        problem = Problem(str(file), line, *no_text(data, error))
        raise MappingError(f"{file} is not UTF-8 text.", [problem]) from None


def bytes_of(file: Path) -> bytes:
    """Return what a regular file holds; raises MappingError."""
    try:
        return read_regular(file)
    except OSError as error:
        raise MappingError(f"{file} cannot be read: {error.strerror}.") from None


def no_text(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    r"""Return message and remedy for what a file holds that is no UTF-8.

    >>> error = UnicodeDecodeError("utf-8", b"", 0, 1, "invalid start byte")
    >>> no_text(b"PK\x03\x04", error)[1]
    'Save it as plain text in UTF-8.'
    """
    if data.startswith((_ZIP, _OLD_OFFICE)):
        return "this is a document of a word processor, not text.", _AS_TEXT
    return f"not UTF-8 text: {error.reason}.", "Save it as UTF-8."


# How files of word processors begin: those that are archives, and older ones.
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_AS_TEXT = "Save it as plain text in UTF-8."
