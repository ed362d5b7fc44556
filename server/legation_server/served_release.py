"""One release with all that answers for it: store, application, threads and express lane."""

import asyncio
from typing import Any

from legation_server.app import body_limit, create_app
from legation_server.asgi import AsgiAdapter, Receive, Send
from legation_server.express import ExpressLane
from legation_server.lifetime import Lifetime
from legation_server.pool import Pool
from legation_server.release import Release
from legation_server.remote import RemoteStore
from legation_server.settings import Settings
from legation_server.site import NAME, Site, Store
from legation_server.wsgi_environ import Scope


class ServedRelease:
    """A release that is being served; once made, it belongs to the event loop's thread."""

    def __init__(self, release: Release, settings: Settings, lifetime: Lifetime) -> None:
        """Load a release and make what answers for it; raise ReleaseError, LogError.

        This takes time, and may be done in any thread.
        """
        self.release = release
        self._store: Store
        self._store = RemoteStore(release, settings) if settings.store else Pool(release, settings)
        self._express: ExpressLane | None = None
        self._running = 0
        self._open = True
        self._idle = asyncio.Event()
        self._idle.set()
        try:
            app = create_app(release, self._store, settings, lifetime)
        except BaseException:
            self._store.close()
            raise
        self._site: Site = app.extensions[NAME]
        if isinstance(self._store, Pool) and not settings.watches_requests:
            self._express = ExpressLane(self._site, self._store)
        self._adapter = AsgiAdapter(
            app.wsgi_app,
            settings.threads,
            body_limit(settings),
            lambda: None,
            self._express,
            settings.transfer,
        )

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self._running += 1
        self._idle.clear()
        try:
            await self._adapter(scope, receive, send)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def retire(self, patience: float) -> None:
        """Free everything once no request is being answered any more.

        After `patience` seconds no query can be running; what is left then are files on their way
        to slow clients, which need no store.
        """
        try:
            await asyncio.wait_for(self._idle.wait(), patience)
        except TimeoutError:
            await self._close_store()
            await self._idle.wait()
        else:
            await self._close_store()
        await self._close_threads()

    async def close(self) -> None:
        """Free everything at once."""
        await self._close_store()
        await self._close_threads()

    async def _close_store(self) -> None:
        if not self._open:
            return
        self._open = False
        if self._express is not None:
            self._express.close()
        await asyncio.to_thread(self._store.close)
        self._site.lifetime.let_go(self._site.held)

    async def _close_threads(self) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "lifespan.shutdown"}

        async def send(message: Any) -> None:
            pass

        await self._adapter({"type": "lifespan"}, receive, send)
