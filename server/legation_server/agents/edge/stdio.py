"""Serve the tools to one client over standard input and output."""

import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from legation_server.agents.library import Library
from legation_server.errors import ReleaseError
from legation_server.isolation import Pool, RemoteStore
from legation_server.releases import ReleaseWatch
from legation_server.settings import Settings
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.site_index import SiteIndex


def serve_stdio(dataset: Path, settings: Settings) -> None:
    """Answer a client on standard input and output until it closes them.

    Only messages of the protocol go to standard output. Raises ReleaseError when the release is
    not whole or has no index.
    """
    release = ReleaseWatch(dataset, pushed=settings.pushed).open()
    if release.file(SITE_INDEX) is None:
        raise ReleaseError(
            f"{release.folder} has no {SITE_INDEX}, which the tools are read from. "
            f"Run: legation build --output {dataset}"
        )
    store = RemoteStore(release, settings) if settings.asks_elsewhere else Pool(release, settings)
    with closing(store), closing(SiteIndex(release.folder / SITE_INDEX)) as index:
        library = Library(release, settings, index, partial(run, store))
        # This takes a second, which a release that is not whole does not wait for.
        from legation_server.agents.edge.tools import make_server

        make_server(library).run("stdio")
        sys.stdout.flush()


def run(store: Any, task: Any, seconds: float | None, buffered: int) -> Any:
    """Return what a store answers to a task; see Pool.run."""
    return store.run(task, seconds, buffered=buffered)
