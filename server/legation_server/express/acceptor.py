"""The process that accepts connections, deals them out to desks, and keeps a hand on each.

Started as `python -m legation_server.express.acceptor CONTROL LISTENER ADDRESS TRANSFER`: the
numbers of two inherited sockets, the path of the web server's, and the seconds a client may take
to fetch something. It holds every connection beside the desk
that has it, so that nothing is lost when a desk ends: what it was at goes to the web server, the
rest to other desks.
"""

import resource
import signal
import socket
import sys
import time
from contextlib import suppress
from errno import EINVAL
from selectors import EVENT_READ, DefaultSelector

from legation_server.express.desk_limits import IDLE_SECONDS
from legation_server.express.desk_registry import Client, DeskTable
from legation_server.express.http_request import PEEKED_BYTES, read_plain
from legation_server.express.idle_connections import Waiting
from legation_server.express.ipc import DESK, KEEP, LONGEST_BYTES, NUMBER, RETIRE, numbers_in
from legation_server.express.lingering_close import Farewell
from legation_server.express.proxy import Relay
from legation_server.express.upstream import WebConnections

# Bytes the kernel may hold for a client that does not fetch them.
SEND_BUFFER = 524_288
ACCEPTED_AT_ONCE = 64
SPARE_DESCRIPTORS = 64
# Seconds that answers may take to be sent at the end.
GRACE = 2.0
# Seconds between looks for connections that have rested too long, and for those about to close
# or that wait for a busy web server.
LOOK, LOOK_SOON = 5.0, 0.1


class Acceptor:
    """All connections of a server."""

    def __init__(
        self, control: socket.socket, listener: socket.socket, address: str, transfer: float
    ) -> None:
        """Obey a control socket, accept from a listener, and relay to an address.

        A client that takes nothing of its answer for `transfer` seconds is let go.
        """
        self._transfer = transfer
        self._control = control
        self._listener = listener
        self._selector = DefaultSelector()
        self._desks = DeskTable(self._selector, self, self._report)
        self._web = WebConnections(address)
        self._farewell = Farewell(self._selector, self.forget)
        self._waiting = Waiting(self._selector, IDLE_SECONDS, self._asked, self.forget)
        self._clients: dict[int, Client] = {}
        self._relays: dict[Relay, Client] = {}
        self._patient: list[Client] = []
        self._accepted = 0
        self._ending = False
        # A connection needs one here, and perhaps one to the web server.
        self._most = (_allow_descriptors() - SPARE_DESCRIPTORS) // 2

    def run(self) -> None:
        """Serve until the web server's process ends it, or is gone."""
        self._listener.setblocking(False)
        self._selector.register(self._listener, EVENT_READ, self._accept)
        self._selector.register(self._control, EVENT_READ, self._obey)
        until, look = float("inf"), time.monotonic() + LOOK
        while not self._ending or (self._is_busy() and time.monotonic() < until):
            if self._ending:
                until = min(until, time.monotonic() + GRACE)
            soon = self._ending or self._farewell or self._patient
            for key, events in self._selector.select(LOOK_SOON if soon else LOOK):
                # What was done before may have changed what there is to do.
                if self._selector.get_map().get(key.fd) is key:
                    key.data(events)
            self._farewell.close_late()
            self._waiting.give_up_late()
            patient, self._patient = self._patient, []
            for client in patient:
                self.relay(client)
            if time.monotonic() > look:
                look = time.monotonic() + LOOK
                self._close_stuck()

    def close(self) -> None:
        """Let go of everything."""
        for client in self._clients.values():
            client.socket.close()
        for relay in self._relays:
            relay.server.close()
        for desk in self._desks:
            desk.socket.close()
        self._web.close()
        self._selector.close()

    def deal(self, client: Client) -> None:
        """Give a connection to a desk, or wait for what it asks."""
        if not self._desks.give(client):
            self._waiting.add(client)

    def relay(self, client: Client) -> None:
        """Let the web server answer what a connection asks."""
        try:
            data = client.socket.recv(PEEKED_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            self._waiting.add(client)
            return
        except OSError:
            data = b""
        try:
            server = self._web.take() if data else None
        except BlockingIOError:
            self._patient.append(client)
            return
        if server is None:
            self.forget(client)
            return
        plain = read_plain(data) if client.trusted else None
        request = client.socket.recv(plain.size_bytes) if plain and plain.whole else None
        self._relays[Relay(self._selector, client.socket, server, request, self._finish)] = client

    def forget(self, client: Client) -> None:
        """Close a connection."""
        client.socket.close()
        if len(self._clients) >= self._most and not self._ending:
            # There was no room for it.
            self._selector.register(self._listener, EVENT_READ, self._accept)
        del self._clients[client.number]

    def _close_stuck(self) -> None:
        since = time.monotonic() - self._transfer
        for relay in [relay for relay in self._relays if relay.is_stuck(since)]:
            relay.close()

    def _is_busy(self) -> bool:
        return any(relay.busy for relay in self._relays)

    def _accept(self, _: int) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                peer, _ = self._listener.accept()
            except OSError as error:
                if error.errno == EINVAL:
                    # The server is about to end, and has let go of its port.
                    self._selector.unregister(self._listener)
                return
            peer.setblocking(False)
            with suppress(OSError):
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            self._accepted += 1
            client = self._clients[self._accepted] = Client(self._accepted, peer)
            if len(self._clients) >= self._most:
                self._selector.unregister(self._listener)
                self.deal(client)
                return
            self.deal(client)

    def _asked(self, client: Client) -> None:
        self._waiting.remove(client)
        self.relay(client)

    def _finish(self, relay: Relay, usable: bool) -> None:
        client = self._relays.pop(relay)
        if usable:
            self._web.give_back(relay.server)
            self.deal(client)
        else:
            self._farewell.say(client)

    def _obey(self, _: int) -> None:
        """Do what the web server's process says."""
        try:
            said, descriptors, *_flags = socket.recv_fds(self._control, LONGEST_BYTES, 2)
        except OSError:
            said, descriptors = b"", []
        letter = said[:1]
        if letter == DESK:
            self._desks.take(*numbers_in(said, 2), *descriptors)
        elif letter == KEEP:
            self._desks.tell(numbers_in(said, 1)[0], KEEP + said[1 + NUMBER :])
        elif letter == RETIRE:
            self._desks.retire(*numbers_in(said, 1))
        else:
            self._ending = True
            self._desks.retire()
            for one in (self._control, self._listener):
                with suppress(KeyError):
                    self._selector.unregister(one)

    def _report(self, said: bytes) -> None:
        with suppress(OSError):
            self._control.send(said)


def _allow_descriptors() -> int:
    """Let this process have as many descriptors as it may, and return how many."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def main(control: int, listener: int, address: str, transfer: float) -> None:
    """Accept connections for one server."""
    # The terminal's Ctrl-C reaches the whole group; the web server's process decides.
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with socket.socket(fileno=control) as told, socket.socket(fileno=listener) as door:
        acceptor = Acceptor(told, door, address, transfer)
        try:
            acceptor.run()
        finally:
            acceptor.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], float(sys.argv[4]))
