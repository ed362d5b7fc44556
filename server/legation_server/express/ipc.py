"""The messages of the express way: a letter, numbers of eight bytes, and perhaps descriptors."""

from legation_server.query import as_head
from legation_server.results import CachedResult

# From the web server to a desk: a connection's number with its descriptor; a tag and the result it
# stands for.
TAKE, KEEP = b"T", b"K"
# And back: the number of a connection that the web server is to attend to, or to close.
RELAY, GONE = b"R", b"G"
NUMBER = 8
# Bytes of the longest message.
LONGEST_BYTES = 65_536


def message(letter: bytes, *numbers: int) -> bytes:
    """Return a message with some numbers."""
    return letter + b"".join(number.to_bytes(NUMBER, "big") for number in numbers)


def numbers_in(data: bytes, count: int) -> list[int]:
    """Return the numbers a message begins with, after its letter."""
    return [
        int.from_bytes(data[at : at + NUMBER], "big") for at in range(1, 1 + count * NUMBER, NUMBER)
    ]


def encode_kept(tag: str, result: CachedResult) -> bytes:
    """Return the body of a message with a result and the tag it is held under."""
    hints = result.hints.encode() + b"\n"
    return tag.encode() + b"\n" + result.head.encode() + hints + result.body


def decode_kept(body: bytes) -> tuple[str, CachedResult]:
    """Return the tag and the result in the body of a message."""
    tag, head, hints, rest = body.split(b"\n", 3)
    return tag.decode(), CachedResult(as_head(head), rest, hints.decode())
