"""The messages of the express lane: a letter, numbers of eight bytes, and perhaps descriptors."""

# From the acceptor to a desk: a connection's number with its descriptor; a lesson; a tag and the
# result it stands for.
TAKE, LEARN, KEEP = b"T", b"L", b"K"
# From a desk to the acceptor: the number of a connection to be relayed, or closed.
RELAY, GONE = b"R", b"G"
# From the web server's process to the acceptor: a desk's generation and slot with descriptors of
# its socket and its board; a generation to end; a generation and what its desks are to LEARN or
# KEEP; the end of all.
DESK, RETIRE, END = b"D", b"X", b"E"
# And back: the generation and slot of a desk that has ended.
ENDED = b"Z"

NUMBER = 8
# Bytes of the longest message.
LONGEST = 65_536
# Kinds of requests, and so lessons, that are kept.
KINDS_KEPT = 256


def message(letter: bytes, *numbers: int) -> bytes:
    """Return a message with some numbers."""
    return letter + b"".join(number.to_bytes(NUMBER, "big") for number in numbers)


def numbers_in(data: bytes, count: int) -> list[int]:
    """Return the numbers a message begins with, after its letter."""
    return [
        int.from_bytes(data[at : at + NUMBER], "big") for at in range(1, 1 + count * NUMBER, NUMBER)
    ]
