"""Keep XML well-formed: the engine writes characters that XML does not allow."""

import re
from typing import Protocol

from legation_server.errors import Problem

# What is not a Char of XML 1.0 (production 2), in UTF-8, where lone surrogates cannot occur.
FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Writer(Protocol):
    """A stream that takes bytes."""

    def write(self, data: bytes) -> int:
        """Take bytes and return their number."""


class WellFormedXml:
    """A stream that passes XML on, and refuses what is not well-formed.

    A carriage return becomes a reference, since readers turn it into a line feed (section 2.11).
    """

    def __init__(self, output: Writer) -> None:
        """Pass XML on to a stream of bytes."""
        self._output = output
        self._before = b""

    def write(self, data: bytes) -> int:
        """Pass bytes on; raise Problem `not-acceptable` for what XML does not allow."""
        # The bytes of a character may come in two pieces.
        if found := FORBIDDEN.search(self._before + data):
            code = ord(found[0].decode())
            raise Problem(
                "not-acceptable",
                f"The result has the character U+{code:04X}, which XML does not allow. "
                "Ask for another format.",
            )
        self._before = data[-2:] if len(data) > 1 else (self._before + data)[-2:]
        self._output.write(data.replace(b"\r", b"&#13;") if b"\r" in data else data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: the maker of the output flushes it."""
