"""Keep XML well-formed and true: the engine writes characters into it that XML cannot hold."""

import re
from typing import Protocol

from legation_server.errors import Problem

# What is no Char of XML 1.0 (production 2), in UTF-8; lone surrogates never get so far.
FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Writer(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes) -> int:
        """Take bytes and return how many."""


class SoundXml:
    """A stream that passes XML on.

    A carriage return is written as a reference, since a reader would take it for a line feed
    (section 2.11).
    """

    def __init__(self, output: Writer) -> None:
        """Pass on to a stream of bytes."""
        self._output = output
        self._before = b""

    def write(self, data: bytes) -> int:
        """Pass bytes on; raise Problem `not-acceptable` for what XML cannot hold."""
        # A character's last bytes may come apart from its first.
        if found := FORBIDDEN.search(self._before + data):
            code = ord(found[0].decode())
            raise Problem(
                "not-acceptable",
                f"The result has the character U+{code:04X}, which XML cannot hold. "
                "Ask for another format.",
            )
        self._before = data[-2:] if len(data) > 1 else (self._before + data)[-2:]
        self._output.write(data.replace(b"\r", b"&#13;") if b"\r" in data else data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: whoever made the output flushes it."""
