"""Pull what a function writes: it runs in a thread of its own, a few pieces ahead."""

from collections.abc import Callable, Generator
from queue import Empty, Full, Queue
from threading import Thread

from legation_server.errors import ClientGoneError, Problem
from legation_server.query import Head

PIECE_BYTES = 65_536
PIECES_AHEAD = 16
# How often the reader looks whether its client is still there.
TICK_SECONDS = 0.25
TOO_SLOW = "The client fetched the result too slowly."
# What comes through: the head, pieces, and at the end whether they are all, or what went wrong.
Item = Head | bytes | bool | BaseException


class Pipe:
    """Where a function writes a result, and from where it is pulled in pieces."""

    def __init__(self, limit: int, patience: float) -> None:
        """Take at most `limit` bytes; wait `patience` seconds at most until a piece is pulled."""
        self._items: Queue[Item] = Queue(PIECES_AHEAD)
        self._held = bytearray()
        self._left = self._limit = limit
        self._patience = patience
        self._closed = False

    def announce(self, head: Head) -> None:
        """Put a head before the result."""
        self._put(head)

    def write(self, data: bytes) -> int:
        """Take bytes of the result; raise Problem when they are too many."""
        self._left -= len(data)
        if self._left < 0:
            raise Problem(
                "result-too-large",
                f"The result has more than {self._limit:,} bytes.",
                members={"limit": self._limit},
            )
        self._held += data
        if len(self._held) >= PIECE_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Have what is held pulled."""
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()

    def pull(
        self, function: Callable[[], bool], gone: Callable[[], bool], cancel: Callable[[], None]
    ) -> Generator[Head | bytes | bool, None, None]:
        """Yield the head, the pieces, and whether they are all, as `function` writes them.

        Raises what it raises, and ClientGoneError once the client is `gone`. A reader that wants
        no more closes this, which calls `cancel` to end the function.
        """
        Thread(target=self._run, args=(function,), daemon=True).start()
        item: Item = b""
        try:
            while not isinstance(item, bool):
                item = self._next(gone)
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            self._closed = True
            cancel()
            while not self._items.empty():
                self._items.get_nowait()

    def _next(self, gone: Callable[[], bool]) -> Item:
        while True:
            try:
                return self._items.get(timeout=TICK_SECONDS)
            except Empty:
                if gone():
                    raise ClientGoneError from None

    def _run(self, function: Callable[[], bool]) -> None:
        last: bool | BaseException
        try:
            last = function()
            self.flush()
        except BaseException as error:
            # Its frames hold what the engine's library lets no other thread free.
            error.__traceback__ = error.__cause__ = error.__context__ = None
            last = error
        if not self._closed:
            self._items.put(last)

    def _put(self, item: Item) -> None:
        if self._closed:
            raise BrokenPipeError
        try:
            self._items.put(item, timeout=self._patience)
        except Full:
            raise Problem("query-timeout", TOO_SLOW) from None
