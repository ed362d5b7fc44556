"""Put a release on the network: the Flask application under granian's ASGI interface.

granian's WSGI interface ends a response that failed half-way like a whole one; under its ASGI
interface the client sees the transfer break. Where there is an express lane, its acceptor stands
at the address that clients know, and granian listens at a Unix socket behind it.
"""

import math
import multiprocessing
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from legation_server.errors import AddressError, LegationError, ReleaseError
from legation_server.express.desk_limits import desks_possible
from legation_server.express.supervisor import Entrance, ExpressLane
from legation_server.releases.manifest import Release, open_release
from legation_server.releases.watch import ReleaseWatch
from legation_server.serving.parent_death import end_with_parent
from legation_server.serving.release_switch import ReleaseSwitch
from legation_server.serving.served_release import ServedRelease
from legation_server.settings import Settings
from legation_server.web.hooks.query_log import open_log
from legation_server.web.lifetime import Lifetime

# Seconds that answers may take to be sent when the server is to end.
GRACE = 2
# Connections that may wait to be accepted.
BACKLOG = 1024
# Bytes a Unix socket's path may have (unix(7)).
LONGEST_ADDRESS = 108


class ReleaseServer(Server):  # type: ignore[misc, valid-type]
    """A web server whose process takes a new release at SIGHUP, instead of being replaced."""

    entrance: Entrance | None = None

    @property
    def _bind_addr_fmt(self) -> str:
        """What the log says we listen at: what clients know, not the socket behind it."""
        host, port = self.entrance.server if self.entrance else (self.bind_addr, self.bind_port)
        return f"{host}:{port}"

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """End; nobody is to come in any more, whoever else holds the socket."""
        if self.entrance is not None:
            with suppress(OSError):
                self.entrance.listener.shutdown(socket.SHUT_RDWR)
        super().signal_handler_interrupt(*args, **kwargs)

    def signal_handler_reload(self, *args: Any, **kwargs: Any) -> None:
        """Pass SIGHUP on to the process that serves."""
        for child in multiprocessing.active_children():
            with suppress(ProcessLookupError):
                os.kill(child.pid or 0, signal.SIGHUP)


def serve_dataset(dataset: Path, settings: Settings) -> None:
    """Serve a dataset folder's current release, and later ones in their turn, until told to end.

    Running queries are finished first. Raises ReleaseError when the release is not whole,
    AddressError when the address cannot be listened on, LogError when a log cannot be written.
    """
    release = open_release(dataset)
    with listen(settings.host, settings.port) as listener, way_in(listener, settings) as entrance:
        if settings.query_log:
            open_log(settings).close()
        server = ReleaseServer(
            "legation",
            address=settings.host,
            port=settings.port,
            uds=entrance.address if entrance else None,
            interface=Interfaces.ASGI,
            workers=1,
            websockets=False,
            process_name=None,
            respawn_failed_workers=True,
            # Who fetches slowly must not keep a server from ending.
            workers_kill_timeout=math.ceil(settings.deadline) + GRACE,
        )
        server.entrance = entrance
        server.serve(target_loader=partial(load_application, dataset, release, settings, entrance))


@contextmanager
def way_in(listener: socket.socket, settings: Settings) -> Iterator[Entrance | None]:
    """Yield where the express lane stands; None, and the address free again, when there is none."""
    with ExitStack() as stack:
        folder = ""
        if settings.desks and desks_possible(settings):
            with suppress(OSError):
                folder = stack.enter_context(TemporaryDirectory(prefix="legation-"))
        address = Path(folder, "web.sock")
        if folder and len(os.fsencode(address)) < LONGEST_ADDRESS:
            yield Entrance(listener, address)
        else:
            # The web server listens there itself.
            listener.close()
            yield None


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; raises AddressError when that is not free."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
        except BaseException:
            listener.close()
            raise
    except OSError as error:
        raise AddressError(
            f"Cannot listen on {host} port {port}: {error.strerror}. "
            "Choose another with --host or --port."
        ) from error
    return listener


def load_application(
    dataset: Path,
    release: Release,
    settings: Settings,
    entrance: Entrance | None,
    target: str = "",
) -> ReleaseSwitch:
    """Return the ASGI application; called in the process that serves.

    That process may have ended and be started anew long after: `release` is what was current at
    first, and is served when what is current now is not whole.
    """
    # Ctrl-C reaches this process and its parent: the parent stops us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    end_with_parent(parent.pid if parent else None)
    lifetime = Lifetime.begin(settings)
    watch = ReleaseWatch(dataset)
    try:
        release = watch.newer(release, anyway=True) or release
    except ReleaseError as error:
        lifetime.refused = str(error)
    lane = ExpressLane(entrance, settings.transfer) if entrance else None
    try:
        served = ServedRelease(release, settings, lifetime, lane)
    except LegationError as error:
        # This process has no caller that could say it; the parent sees only the exit status.
        raise SystemExit(f"Error: {error}") from None
    return ReleaseSwitch(served, watch, settings, lifetime, lane)
