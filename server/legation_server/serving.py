"""Put a release on the network: the Flask application under granian's ASGI interface.

granian's WSGI interface ends a response that failed half-way like a whole one; under its ASGI
interface the client sees the transfer break.
"""

import math
import signal
import socket
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from legation_server.app import body_limit, create_app
from legation_server.asgi import AsgiAdapter
from legation_server.errors import AddressError, LegationError
from legation_server.express import ExpressLane
from legation_server.pool import Pool
from legation_server.query_log import open_log
from legation_server.release import Release
from legation_server.remote import RemoteStore
from legation_server.settings import Settings
from legation_server.site import NAME, Store

# Seconds that answers may take to be sent when the server is to end.
GRACE = 2


def serve_release(release: Release, settings: Settings) -> None:
    """Serve a release until the process is told to end; running queries are finished first.

    Raises AddressError when the address cannot be listened on, LogError when a log cannot be
    written.
    """
    check_address(settings.host, settings.port)
    if settings.query_log:
        open_log(settings).close()
    server = Server(
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
    server.serve(target_loader=partial(load_application, release, settings))


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


def load_application(release: Release, settings: Settings, target: str = "") -> Any:
    """Return the ASGI application, with its pool; called in the process that serves."""
    # Ctrl-C reaches this process and its parent: the parent stops us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store: Store
    try:
        store = RemoteStore(release, settings) if settings.store else Pool(release, settings)
    except LegationError as error:
        # This process has no caller that could say it; the parent sees only the exit status.
        raise SystemExit(f"Error: {error}") from None
    app = create_app(release, store, settings)
    express = None
    if isinstance(store, Pool) and not settings.watches_requests:
        express = ExpressLane(app.extensions[NAME], store)
    return AsgiAdapter(app.wsgi_app, settings.threads, body_limit(settings), store.close, express)
