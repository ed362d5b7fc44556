"""One release with all that answers for it: store, application and threads."""

import asyncio

from legation_server.express.answer_template import Headers, Outcome
from legation_server.express.desk_limits import DESKS
from legation_server.express.supervisor import ExpressLane
from legation_server.isolation.pool import Pool
from legation_server.isolation.remote import RemoteStore
from legation_server.releases.manifest import Release
from legation_server.serving.app import body_limit, create_app
from legation_server.settings import Settings
from legation_server.web.asgi import AsgiAdapter, Receive, Send
from legation_server.web.environ import Scope
from legation_server.web.lifetime import Lifetime
from legation_server.web.site import NAME, Site, Store


class ServedRelease:
    """A release that is being served; once made, it belongs to the event loop's thread."""

    def __init__(
        self,
        release: Release,
        settings: Settings,
        lifetime: Lifetime,
        lane: ExpressLane | None = None,
    ) -> None:
        """Load a release and make what answers for it; raise ReleaseError, LogError.

        This takes time, and may be done in any thread.
        """
        self.release = release
        self._lane = lane
        self._generation = 0
        self._store: Store
        if settings.store:
            self._store = RemoteStore(release, settings)
        else:
            self._store = Pool(release, settings, DESKS if lane else 0)
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
        self._adapter = AsgiAdapter(
            app.wsgi_app,
            settings.threads,
            body_limit(settings),
            self._learn if lane else None,
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

    async def come_first(self) -> None:
        """Have the express lane answer from this release from now on."""
        if self._lane is not None and isinstance(self._store, Pool):
            self._generation = await self._lane.serve(self._store)

    def _learn(
        self, scope: Scope, body: bytes, outcome: Outcome, status: int, headers: Headers
    ) -> None:
        assert self._lane is not None
        self._lane.teach(self._generation, scope, body, outcome, status, headers)

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
        self._adapter.close()

    async def close(self) -> None:
        """Free everything at once."""
        await self._close_store()
        self._adapter.close()

    async def _close_store(self) -> None:
        if not self._open:
            return
        self._open = False
        self._site.count_desks()
        await asyncio.to_thread(self._store.close)
        self._site.lifetime.let_go(self._site.held)
