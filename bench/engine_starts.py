"""Start the engines of other people that the report is about, on the files of a release."""

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import virtuoso
from legation_server.releases import open_release
from ports import free_port

# In the environment of the bench or of the tests' clients.
PLACES = [Path(__file__).parents[1] / name / "bin" for name in (".venv-clients", ".venv-bench")]
OXIGRAPH = shutil.which("oxigraph", path=os.pathsep.join(map(str, PLACES))) or ""
# The rows that Virtuoso gives at most; few, so that it is seen what becomes of more.
VIRTUOSO_ROWS = 10_000
PATIENCE_SECONDS = 60


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
    subprocess.run([OXIGRAPH, "load", *store, "--file", *files], check=True, capture_output=True)
    port = free_port()
    with running([OXIGRAPH, "serve-read-only", *store, "--bind", f"127.0.0.1:{port}"]):
        address = f"http://127.0.0.1:{port}/query"
        wait_for(address)
        yield address


STARTS: Mapping[str, Callable[[Path, Path], AbstractContextManager[str]]] = {
    "virtuoso": running_virtuoso,
    "oxigraph": running_oxigraph,
}


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


def wait_for(address: str) -> None:
    """Wait until an endpoint answers a query; raises RuntimeError when it does not."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")
