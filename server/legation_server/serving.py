"""Put a release on the network: the Flask application under granian's ASGI interface.

granian's WSGI interface ends a response that failed half-way like a whole one; under its ASGI
interface the client sees the transfer break.
"""

import math
import multiprocessing
import os
import signal
import socket
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from legation_server.errors import AddressError, LegationError, ReleaseError
from legation_server.lifetime import Lifetime
from legation_server.query_log import open_log
from legation_server.release import Release, open_release
from legation_server.release_switch import ReleaseSwitch
from legation_server.release_watch import ReleaseWatch
from legation_server.served_release import ServedRelease
from legation_server.settings import Settings

# Seconds that answers may take to be sent when the server is to end.
GRACE = 2


class ReleaseServer(Server):  # type: ignore[misc, valid-type]
    """A web server whose process takes a new release at SIGHUP, instead of being replaced."""

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
    check_address(settings.host, settings.port)
    if settings.query_log:
        open_log(settings).close()
    server = ReleaseServer(
        "legation",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        process_name=None,
        respawn_failed_workers=True,
        # Who fetches slowly must not keep a server from ending.
        workers_kill_timeout=math.ceil(settings.deadline) + GRACE,
    )
    server.serve(target_loader=partial(load_application, dataset, release, settings))


def check_address(host: str, port: int) -> None:
    """Raise AddressError unless the address is free; the server itself would share a port."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressError(
            f"Cannot listen on {host} port {port}: {error.strerror}. "
            "Choose another with --host or --port."
        ) from error


def load_application(
    dataset: Path, release: Release, settings: Settings, target: str = ""
) -> ReleaseSwitch:
    """Return the ASGI application; called in the process that serves.

    That process may have ended and be started anew long after: `release` is what was current at
    first, and is served when what is current now is not whole.
    """
    # Ctrl-C reaches this process and its parent: the parent stops us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    lifetime = Lifetime.begin(settings)
    watch = ReleaseWatch(dataset)
    try:
        release = watch.newer(release, anyway=True) or release
    except ReleaseError as error:
        lifetime.refused = str(error)
    try:
        served = ServedRelease(release, settings, lifetime)
    except LegationError as error:
        # This process has no caller that could say it; the parent sees only the exit status.
        raise SystemExit(f"Error: {error}") from None
    return ReleaseSwitch(served, watch, settings, lifetime)
