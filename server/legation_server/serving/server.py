"""Put a release on the network: listen, and keep a web process running behind that."""

import os
import socket
from functools import partial
from pathlib import Path

from legation_server.errors import AddressError
from legation_server.isolation import end_with_parent
from legation_server.releases import ReleaseWatch
from legation_server.serving.supervisor import Supervisor
from legation_server.serving.web_process import GRACE_SECONDS, Service, run
from legation_server.settings import Settings
from legation_server.standard_error import open_standard_streams, say
from legation_server.web import open_log

# Connections that may wait to be accepted.
BACKLOG = 1024


def serve_dataset(dataset: Path, settings: Settings) -> None:
    """Serve a dataset folder's current release, and later ones in their turn, until told to end.

    Running queries are finished first. Raises ReleaseError when the release is not whole,
    AddressError when the address cannot be listened on, LogError when a log cannot be written.
    """
    open_standard_streams()
    if settings.draft:
        # Whatever ends an author's program, nothing of it goes on.
        end_with_parent(os.getppid())
    watch = ReleaseWatch(dataset, settings.store_folder, pushed=settings.pushed)
    if not (settings.draft or settings.pushed):
        coming = watch.manifest()
        # The check of a large release's files takes a while: it is not to look like a hang.
        say(f"Loading release {coming.folder.name} ({coming.quads:,} quads).")
    release = watch.open()
    with listen(settings.host, settings.port) as listener:
        if settings.query_log:
            open_log(settings).close()
        host, port, *_ = listener.getsockname()
        shown = f"[{host}]" if ":" in host else host
        say(f"Serving release {release.folder.name} at http://{shown}:{port}/")
        if settings.desks and settings.watches_requests:
            say("A log or a rate limit is set, so there are no desks: the pool runs every query.")
        service = Service(watch, release, settings, listener, os.getpid())
        # Clients that fetch slowly must not keep a server from ending.
        kill_seconds = settings.deadline + 2 * GRACE_SECONDS
        Supervisor(run, service, partial(listener.shutdown, socket.SHUT_RDWR), kill_seconds).run()


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
