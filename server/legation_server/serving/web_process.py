"""The process that serves: one event loop with the connections, the releases and the clock."""

import asyncio
import gc
import logging
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import uvloop

from legation_server.diff import Comparer
from legation_server.errors import LegationError, ReleaseError
from legation_server.express import desks_possible, desks_wanted
from legation_server.isolation import end_with_parent
from legation_server.releases import Release, ReleaseWatch
from legation_server.serving.connections import Connections
from legation_server.serving.release_switch import ReleaseSwitch
from legation_server.serving.served_release import ServedRelease
from legation_server.settings import Settings
from legation_server.standard_error import StandardErrorHandler, say
from legation_server.web import Lifetime

# The exit status of a process that will fail again when it is started again.
UNUSABLE = 3
# What a process tells once it answers requests; before that, why it cannot.
SERVING = ""
# Seconds that answers may take to be sent when the server is to end, beyond their deadline.
GRACE_SECONDS = 2.0


@dataclass(frozen=True)
class Service:
    """What to serve, and where.

    `release` is what was current at first; it is served when what is current now is not whole.
    `watch` began before that release was read, so that it is read once.
    """

    watch: ReleaseWatch
    release: Release
    settings: Settings
    listener: socket.socket
    parent: int


def run(service: Service, telling: Connection) -> None:
    """Serve until told to end; raises SystemExit when that cannot be.

    Tells SERVING when requests are answered, or what went wrong before that.
    """
    # Ctrl-C reaches this process and its parent: the parent stops us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent(service.parent)
    # What is wrong with requests is said in answers, and what breaks off is seen by clients.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
    # The program itself never becomes garbage. To look for it there takes longer than a page.
    gc.collect()
    gc.freeze()
    serving = False

    def begin() -> None:
        nonlocal serving
        serving = True
        _tell(telling, SERVING)

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(service, begin))
    except LegationError as error:
        # This process has no caller that could say it.
        say(f"Error: {error}")
        raise SystemExit(UNUSABLE) from None
    except Exception as error:
        if serving:
            raise
        _tell(telling, _in_words(error))
        raise SystemExit(1) from None


def _tell(telling: Connection, what: str) -> None:
    # Without a parent this process ends anyway.
    with suppress(OSError):
        telling.send(what)


def _in_words(error: Exception) -> str:
    """Return what an error says and where it was raised, in a line."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"{said} ({Path(place.filename).name}, line {place.lineno})"


async def _serve(service: Service, begin: Callable[[], None]) -> None:
    """Serve from the start to SIGTERM; raises LegationError when there is nothing to serve.

    Calls `begin` once requests are answered.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    settings = service.settings
    lifetime = Lifetime.begin(settings, Comparer())
    logging.getLogger().addHandler(StandardErrorHandler(lifetime.operator))
    watch, release = service.watch, service.release
    try:
        release = watch.newer(release) or release
    except ReleaseError as error:
        lifetime.refused = str(error)
    desks = desks_possible(settings) and desks_wanted(settings) > 0
    connections = Connections(service.listener, settings.transfer, desks)
    served = ServedRelease(release, settings, lifetime, connections.express)
    switch = ReleaseSwitch(served, watch, settings, lifetime, connections.express)
    await switch.start()
    connections.start(switch)
    begin()
    await ended.wait()
    await connections.close(settings.deadline + GRACE_SECONDS)
    await switch.end()
