"""Put a release on the network: the Flask application under granian's ASGI interface.

granian's WSGI interface ends a response that failed half-way like a whole one; under its ASGI
interface the client sees the transfer break.
"""

import signal
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from legation_server.app import body_limit, create_app
from legation_server.asgi import AsgiAdapter
from legation_server.pool import Pool
from legation_server.release import Release
from legation_server.remote import RemoteStore
from legation_server.settings import Settings
from legation_server.site import Store


def serve_release(release: Release, settings: Settings) -> None:
    """Serve a release until the process is told to end."""
    server = Server(
        "legation",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        process_name=None,
        respawn_failed_workers=True,
    )
    server.serve(target_loader=partial(load_application, release, settings))


def load_application(release: Release, settings: Settings, target: str = "") -> Any:
    """Return the ASGI application, with its pool; called in the process that serves."""
    # Ctrl-C reaches this process and its parent: the parent stops us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store: Store = RemoteStore(release, settings) if settings.store else Pool(release, settings)
    app = create_app(release, store, settings)
    return AsgiAdapter(app.wsgi_app, settings.threads, body_limit(settings), store.close)
