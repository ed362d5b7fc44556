"""The command `legation push`: load a release into a SPARQL engine and have servers ask there."""

import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from legation_server.cli.errors import reporting
from legation_server.cli.options import DEFAULT_DATASET, FOLDER
from legation_server.errors import PushError
from legation_server.namespaces import web_address
from legation_server.push import ENGINES, GraphStore, Progress, push_release
from legation_server.releases import (
    CURRENT,
    find_release,
    one_push,
    open_folder,
    read_stores,
    write_stores,
)

# How often the way that is left is told.
TOLD_SECONDS = 2.0
CREDENTIALS = "LEGATION_PUSH_CREDENTIALS"


@click.command()
@click.argument("dataset", type=FOLDER, default=DEFAULT_DATASET)
@click.option("--store", metavar="URL", help="The endpoint for queries of the engine to load into.")
@click.option(
    "--engine", type=click.Choice(list(ENGINES)), help="Which engine it is, if it does not say."
)
@click.option("--graph-store", metavar="URL", help="Where its graphs are, if not where usual.")
@click.option(
    "--credentials",
    type=click.File(),
    help=f"A file with `user:password` or `Bearer token`; or set {CREDENTIALS}.",
)
@click.option("--release", "name", default=CURRENT, show_default=True, help="The release to load.")
@click.option("--in-place", is_flag=True, help="Load even where the release that is served is.")
@click.option("--keep", is_flag=True, help="Only load: servers go on asking where they do.")
@click.option("--back", is_flag=True, help="Load nothing: have the release before served again.")
def push(dataset: Path, store: str | None, back: bool, **values: Any) -> None:
    """Load a release of DATASET into a SPARQL engine, and have `serve --pushed` ask it there.

    Loads graph by graph what is not there yet. Ended at any moment, the same command goes on.
    """
    with reporting():
        if back:
            go_back(dataset)
        else:
            load(dataset, _checked(store), **values)


def go_back(dataset: Path) -> None:
    """Have servers ask for the release before, where it still is; raises PushError."""
    with one_push(dataset):
        stores = read_stores(dataset).back()
        if stores is None:
            raise PushError(
                f"No engine holds an earlier release of {dataset}. Push one with --release."
            )
        write_stores(dataset, stores)
    click.echo(f"{stores.current} is served from {stores.store_of(stores.current)} now.")


def load(
    dataset: Path,
    address: str,
    *,
    engine: str | None,
    graph_store: str | None,
    credentials: Any,
    name: str,
    in_place: bool,
    keep: bool,
) -> None:
    """Load a release into the engine at an address, and have servers ask for it there.

    Raises ReleaseError, PushError.
    """
    release = open_folder(find_release(dataset, name), dataset)
    folder = release.folder.name
    secret = credentials.readline() if credentials else os.environ.get(CREDENTIALS, "")
    with one_push(dataset):
        stores = read_stores(dataset)
        served = stores.store_of(stores.current)
        if served == address and stores.current != folder and not in_place:
            raise PushError(
                f"{address} holds {stores.current}, which is being served: clients would see "
                "half of each. Push to another store, or use --in-place."
            )
        with GraphStore(
            address, ENGINES[engine] if engine else None, graph_store or "", secret
        ) as target:
            if address not in (served, stores.store_of(folder)):
                # What it holds is about to be replaced: nobody is to go back to that.
                stores = stores.without(address)
                write_stores(dataset, stores)
            done = push_release(release, target, Teller())
        click.echo(
            f"{address} holds {folder}: {done.all_quads:,} quads in {done.all_graphs:,} graphs, "
            f"of which {done.sent:,} quads were loaded now."
        )
        if not keep:
            write_stores(dataset, stores.switched(folder, address))
            click.echo(f"{folder} is served from {address} now.")


class Teller:
    """Tells on standard error, from time to time, how far loading is."""

    def __init__(self) -> None:
        """Begin the clock."""
        self._began = self._told = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Say how far it is, with the rate and the time left, unless that was said just now."""
        now = time.monotonic()
        if now - self._told < TOLD_SECONDS:
            return
        self._told = now
        rate = progress.sent / (now - self._began)
        left = (progress.all_quads - progress.quads) / rate if rate else 0
        click.echo(
            f"{progress.graphs:,} of {progress.all_graphs:,} graphs, {progress.quads:,} of "
            f"{progress.all_quads:,} quads, {rate:,.0f} quads/s, {left:,.0f} s left",
            err=True,
        )


def _checked(store: str | None) -> str:
    """Return an address of the web without a password; raises BadParameter."""
    if store and web_address(store) and "@" not in urlsplit(store).netloc:
        return store
    raise click.BadParameter(
        "Give the whole address of the engine's endpoint for queries, with http:// or https:// and "
        f"without a password; that goes into {CREDENTIALS}.",
        param_hint="--store",
    )
