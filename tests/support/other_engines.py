"""SPARQL engines of other people for tests: where they are, and how each is started with nothing in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import virtuoso
from engine_starts import OXIGRAPH, VIRTUOSO_ROWS, running, wait_for
from ports import free_port

needs_oxigraph = pytest.mark.skipif(
    not OXIGRAPH, reason="no oxigraph: `make .venv-clients/ready` installs it"
)
needs_virtuoso = pytest.mark.skipif(
    not virtuoso.is_installed(),
    reason="no Virtuoso: `make virtuoso` installs it where it may, as root on Debian",
)
# The account that may write in a new database.
VIRTUOSO_ACCOUNT = "dba:dba"


@contextmanager
def empty_virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso on a new database in a folder; yields the endpoint's address."""
    port, client_port = free_port(), free_port()
    command = virtuoso.configured(
        folder, folder, port, client_port, rows=VIRTUOSO_ROWS, buffers=10_000
    )
    with running(command):
        address = f"http://127.0.0.1:{port}/sparql"
        wait_for(address)
        yield address


@contextmanager
def empty_oxigraph(folder: Path) -> Iterator[str]:
    """Run `oxigraph serve` on a new store in a folder; yields the address of its queries."""
    port = free_port()
    store = ["--location", str(folder / "store")]
    with running([OXIGRAPH, "serve", *store, "--bind", f"127.0.0.1:{port}"]):
        address = f"http://127.0.0.1:{port}/query"
        wait_for(address)
        yield address
