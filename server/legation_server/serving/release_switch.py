"""Serve one release after another without a pause: an ASGI application over applications.

A new release is opened, checked and loaded beside the one that is served. Requests that come from
then on go to it; those that are running end on the old one, which is freed after the last of them.
"""

import asyncio
import signal
from asyncio import Event, Task
from contextlib import suppress

from legation_server.errors import LegationError
from legation_server.express import ExpressWay
from legation_server.releases import ReleaseWatch
from legation_server.serving.served_release import ServedRelease
from legation_server.settings import Settings
from legation_server.web import Lifetime, Receive, Scope, Send

# Releases that may still be answering requests beside the one that is served.
MOST_RETIRING = 2


class ReleaseSwitch:
    """The ASGI application of a server; its state belongs to the event loop's thread."""

    def __init__(
        self,
        served: ServedRelease,
        watch: ReleaseWatch,
        settings: Settings,
        lifetime: Lifetime,
        express: ExpressWay | None = None,
    ) -> None:
        """Serve a release, and from then on what `watch` finds."""
        self._served = served
        self._express = express
        self._watch = watch
        self._settings = settings
        self._lifetime = lifetime
        # A query may wait, run and be fetched for so long.
        waiting = settings.queue_wait + settings.long_wait
        self._patience = waiting + settings.deadline + settings.transfer
        self._pause = settings.watch if settings.watch > 0 else None
        self._told = Event()
        self._ending = False
        self._watching: Task[None] | None = None
        self._retiring: dict[Task[None], ServedRelease] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._served.answer(scope, receive, send)

    async def start(self) -> None:
        """Begin to answer, and to watch for new releases."""
        await self._served.activate()
        if self._watch.worthwhile:
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._told.set)
            self._watching = asyncio.create_task(self._keep_watch())

    async def _keep_watch(self) -> None:
        while not self._ending:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), self._pause)
            anyway = self._told.is_set()
            self._told.clear()
            if not self._ending:
                await self._look(anyway)

    async def _look(self, anyway: bool) -> None:
        """Take a new release, if there is one, or say why not."""
        try:
            found = await asyncio.to_thread(self._open_newer, anyway)
        except LegationError as error:
            self._refuse(str(error), anyway)
        except Exception as error:
            # Whatever it is, the release that is served must go on being served.
            self._refuse(f"It cannot be opened: {error!r}", anyway)
        else:
            if found is not None:
                await self._activate(found)
            elif anyway or (self._lifetime.refused and not self._watch.refusing):
                self._lifetime.refused = ""
                self._lifetime.operator.write(
                    f"Release {self._served.release.folder.name} is current and being served."
                )

    def _open_newer(self, anyway: bool) -> ServedRelease | None:
        """Return the release to serve instead, loaded; None when there is no other."""
        release = self._watch.newer(self._served.release, anyway=anyway)
        if release is None:
            return None
        try:
            return ServedRelease(release, self._settings, self._lifetime, self._express)
        except BaseException:
            self._watch.refused()
            raise

    async def _activate(self, found: ServedRelease) -> None:
        if self._ending:
            await found.close()
            return
        # Nobody asks in between: what is told of the release is told from its first answer on.
        old, self._served = self._served, found
        self._lifetime.swaps += 1
        self._lifetime.refused = ""
        await found.activate()
        self._lifetime.operator.write(f"Release {found.release.folder.name} is being served now.")
        task = asyncio.create_task(old.drain(self._patience))
        self._retiring[task] = old
        task.add_done_callback(self._retiring.pop)
        while len(self._retiring) >= MOST_RETIRING and not self._ending:
            # Otherwise clients that fetch slowly could make any number of releases stay in memory.
            await asyncio.wait(self._retiring, return_when=asyncio.FIRST_COMPLETED, timeout=1)

    def _refuse(self, why: str, anyway: bool) -> None:
        if anyway or why != self._lifetime.refused:
            self._lifetime.operator.write(
                f"The current release is refused, {self._served.release.folder.name} stays: {why}"
            )
        self._lifetime.refused = why

    async def end(self) -> None:
        """Free everything, once no request is being answered any more."""
        self._ending = True
        self._told.set()
        if self._watching is not None:
            await asyncio.gather(self._watching, return_exceptions=True)
        retiring = dict(self._retiring)
        for task in retiring:
            task.cancel()
        await asyncio.gather(*retiring, return_exceptions=True)
        held = [self._served, *retiring.values()]
        await asyncio.gather(*(release.close() for release in held))
        self._lifetime.end()
