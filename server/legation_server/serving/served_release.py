"""One release with all that answers for it: store, application and threads."""

import asyncio
from contextlib import ExitStack
from http import HTTPStatus

from legation_server.agents import MCP_PATH, McpMount
from legation_server.endpoint import answer_rules
from legation_server.express import Desks, ExpressWay
from legation_server.isolation import Pool, RemoteStore
from legation_server.metrics import BUCKETS_SECONDS
from legation_server.releases import Release, as_served
from legation_server.results import Outcome
from legation_server.serving.app import compile_templates, create_app
from legation_server.settings import MIB, Settings
from legation_server.web import (
    NAME,
    AsgiAdapter,
    Lifetime,
    Receive,
    Scope,
    Send,
    Site,
    Store,
    body_limit,
)

# The part of the site whose requests desks answer.
DESKS_PART = "endpoint"


class ServedRelease:
    """A release that is being served; once made, it belongs to the event loop's thread."""

    def __init__(
        self,
        release: Release,
        settings: Settings,
        lifetime: Lifetime,
        express: ExpressWay | None = None,
    ) -> None:
        """Load a release and make what answers for it; raise ReleaseError, LogError.

        This takes time, and may be done in any thread.
        """
        release = as_served(release, settings)
        self.release = release
        self._express = express
        self._generation = 0
        self._running = 0
        self._open = True
        self._idle = asyncio.Event()
        self._idle.set()
        with ExitStack() as undo:
            self._desks = (
                Desks(release, settings, answer_rules(settings, release)) if express else None
            )
            if self._desks:
                undo.callback(self._desks.close)
            self._store = _open_store(release, settings, self._desks)
            undo.callback(self._store.close)
            cache_bytes = settings.cache * MIB - (self._desks.cache_bytes if self._desks else 0)
            app = create_app(release, self._store, settings, lifetime, cache_bytes)
            compile_templates(app)
            undo.pop_all()
        self._site: Site = app.extensions[NAME]
        self._site.metrics.add_source(self.count_desks)
        self._agents = McpMount(self._site)
        self._adapter = AsgiAdapter(
            app.wsgi_app,
            settings.threads,
            body_limit(settings),
            self._learn if express else None,
            settings.transfer,
        )

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self._running += 1
        self._idle.clear()
        try:
            answering = self._agents if scope["path"].rstrip("/") == MCP_PATH else self._adapter
            await answering(scope, receive, send)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def activate(self) -> None:
        """Have brief queries answered from this release from now on."""
        if self._express is not None and self._desks is not None and isinstance(self._store, Pool):
            self._generation = await self._express.serve(self._store, self._desks)

    def count_desks(self) -> None:
        """Take in what the desks have counted."""
        if self._desks is None:
            return
        news = self._desks.newly_counted()
        self._site.metrics.add(DESKS_PART, 200, news.durations, news.nanoseconds / 1e9)
        if news.refused:
            at_once = (news.refused, *(0 for _ in BUCKETS_SECONDS))
            self._site.metrics.add(DESKS_PART, HTTPStatus.SERVICE_UNAVAILABLE, at_once, 0.0)
        self._site.cache.take_in(news.hits, news.misses, news.held)
        if isinstance(self._store, Pool):
            self._store.count("queries", news.requests - news.hits)
            self._store.count("refused", news.refused)

    def _learn(self, outcome: Outcome) -> None:
        """Pass on what the application made of a query to the desks."""
        assert self._express is not None and self._desks is not None
        self._desks.learn(outcome)
        self._express.share(self._generation, outcome)

    async def drain(self, patience: float) -> None:
        """Free everything once no request is being answered any more.

        After `patience` seconds no query can be running; what is left then are files on their way
        to slow clients, which need no store.
        """
        if self._express is not None:
            # What a desk is at is answered, and counted, before its data go.
            await self._express.retired(self._generation)
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
        await self._agents.close()
        self._site.metrics.remove_source(self.count_desks)
        self.count_desks()
        await asyncio.to_thread(self._store.close)
        self._site.close()
        if self._desks:
            self._desks.close()
        self._site.lifetime.unregister(self._site.registration)


def _open_store(release: Release, settings: Settings, desks: Desks | None) -> Store:
    """Return what answers queries over a release; raises ReleaseError."""
    if settings.asks_elsewhere:
        remote = RemoteStore(release, settings)
        if release.store:
            remote.check_held(release)
        return remote
    if desks is None:
        return Pool(release, settings)
    return Pool(release, settings, desks.plan, (desks.state.descriptor,))
