"""A client's connection at a desk, and how much more it takes."""

import socket
import sys
from dataclasses import dataclass
from fcntl import ioctl
from termios import TIOCOUTQ

from legation_server.express.shared_state import LARGEST_BYTES

# What a connection surely takes, with what the client has not fetched yet.
ROOM_BYTES = LARGEST_BYTES + LARGEST_BYTES // 2


@dataclass(eq=False)
class Connection:
    """A connection, its number, and when it was last heard of (time.monotonic).

    What is `unfinished` waits for the rest of its request; when it has `ended`, the client sends no
    more. At most `owed_bytes` were sent and not
    fetched yet; of what others have sent before nothing is known.
    """

    number: int
    socket: socket.socket
    heard: float
    unfinished: bool = False
    ended: bool = False
    owed_bytes: int = ROOM_BYTES

    def has_room(self, size: int) -> bool:
        """Tell whether the connection takes so many more bytes at once, and count them as sent."""
        self.owed_bytes += size
        if self.owed_bytes > ROOM_BYTES:
            # The kernel is asked only when it may be much.
            self.owed_bytes = self._unfetched_bytes() + size
        return self.owed_bytes <= ROOM_BYTES

    def _unfetched_bytes(self) -> int:
        """Return how many bytes the client has not acknowledged."""
        return int.from_bytes(ioctl(self.socket, TIOCOUTQ, bytes(4)), sys.byteorder)
