"""What a store gives back for a task: a result that is whole, or still coming."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Protocol

from legation_server.frames import DATA, Head, Message

BUFFERED = 1024 * 1024


class Stream(Protocol):
    """Bytes that are still coming; whoever does not want them all closes it."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes."""

    def __next__(self) -> bytes:
        """Return some of the bytes."""

    def close(self) -> None:
        """Want no more."""


class Rest:
    """What follows the first bytes of a result; closing it frees the worker, read or not."""

    def __init__(self, messages: Generator[Message, None, None]) -> None:
        """Read on in a worker's messages."""
        self._messages = messages

    def __iter__(self) -> "Rest":
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next bytes; raises Problem when the result breaks off."""
        while True:
            kind, payload = next(self._messages)
            if kind == DATA:
                return payload

    def close(self) -> None:
        """Stop the query if it still runs."""
        self._messages.close()


@dataclass
class Answer:
    """A query's result: what it is, and its bytes.

    `first` holds all of it when `complete`; otherwise `rest` yields what follows and raises
    Problem when it breaks off. Whoever does not read `rest` to its end must close it. A table with
    too many rows is `cut`: `first` ends after the last row allowed, without what closes a table.
    """

    head: Head
    first: bytes
    rest: Stream | None
    seconds: float
    cut: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether `first` is the whole result."""
        return self.rest is None


def never() -> bool:
    """Say that nobody has hung up."""
    return False
