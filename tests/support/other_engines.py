"""SPARQL engines of other people for tests: how each is started on the files of a release."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
import virtuoso
from legation_server.releases import open_release
from ports import free_port

from support.eventually import eventually
from support.other_clients import PYTHON

OXIGRAPH = PYTHON.parent / "oxigraph"
needs_oxigraph = pytest.mark.skipif(
    not OXIGRAPH.exists(), reason="no oxigraph: `make .venv-clients/ready` installs it"
)
needs_virtuoso = pytest.mark.skipif(
    not virtuoso.is_installed(),
    reason="no Virtuoso: `make virtuoso` installs it where it may, as root on Debian",
)
# The rows that Virtuoso gives at most; few, so that a test sees what becomes of more.
VIRTUOSO_ROWS = 10_000
# The account that may write in a new database.
VIRTUOSO_ACCOUNT = "dba:dba"


@contextmanager
def running_virtuoso(dataset: Path, folder: Path) -> Iterator[str]:
    """Run Virtuoso on a release, its database in a folder; yields the endpoint's address."""
    release = open_release(dataset)
    port, client_port = free_port(), free_port()
    command = virtuoso.configured(
        folder, release.folder, port, client_port, rows=VIRTUOSO_ROWS, buffers=10_000
    )
    with running(command) as process:
        for file in release.loaded_files:
            virtuoso.load_file(client_port, release.folder / file.path, "urn:none", process)
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def running_oxigraph(dataset: Path, folder: Path) -> Iterator[str]:
    """Run `oxigraph serve-read-only` on a release, without the union as default graph."""
    release = open_release(dataset)
    store = ["--location", str(folder / "store")]
    files = [str(release.folder / file.path) for file in release.loaded_files]
    subprocess.run(
        [str(OXIGRAPH), "load", *store, "--file", *files], check=True, capture_output=True
    )
    port = free_port()
    with running([str(OXIGRAPH), "serve-read-only", *store, "--bind", f"127.0.0.1:{port}"]):
        address = f"http://127.0.0.1:{port}/query"
        eventually(lambda: _answers(address))
        yield address


@contextmanager
def empty_virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso on a new database in a folder; yields the endpoint's address."""
    port, client_port = free_port(), free_port()
    command = virtuoso.configured(
        folder, folder, port, client_port, rows=VIRTUOSO_ROWS, buffers=10_000
    )
    with running(command):
        address = f"http://127.0.0.1:{port}/sparql"
        eventually(lambda: _answers(address))
        yield address


@contextmanager
def empty_oxigraph(folder: Path) -> Iterator[str]:
    """Run `oxigraph serve` on a new store in a folder; yields the address of its queries."""
    port = free_port()
    store = ["--location", str(folder / "store")]
    with running([str(OXIGRAPH), "serve", *store, "--bind", f"127.0.0.1:{port}"]):
        address = f"http://127.0.0.1:{port}/query"
        eventually(lambda: _answers(address))
        yield address


@contextmanager
def running(command: Sequence[str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a program while the context lasts."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(address: str) -> bool:
    try:
        return requests.get(address, {"query": "ASK {}"}, timeout=5).ok
    except requests.ConnectionError:
        return False
