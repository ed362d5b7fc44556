"""The servers that are compared: how each is started on a folder that corpus.py made."""

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import virtuoso
from ports import free_port


@dataclass(frozen=True)
class Peer:
    """One server.

    `needs` is the program it takes, `spelled` puts a query into its dialect, and `largest` is the
    size in quads up to which it is worth waiting for it.
    """

    name: str
    command: Callable[[Path, int], list[str]]
    path: str
    needs: str
    prepare: Callable[[Path], None] = lambda folder: None
    spelled: Callable[[str], str] = lambda query: query
    largest: int = 40_000_000

    @property
    def missing(self) -> bool:
        """Tell whether the program it needs is not installed."""
        return shutil.which(self.needs) is None


def _legation(*options: str, program: str = "legation") -> Callable[[Path, int], list[str]]:
    def command(folder: Path, port: int) -> list[str]:
        return [program, "serve", str(folder / "dataset"), "--port", str(port), *options]

    return command


def other_legation(name: str, program: str) -> tuple[Peer, Peer]:
    """Return another version of Legation as a peer, without and with its cache."""
    return (
        Peer(f"{name}, no cache", _legation("--cache", "0", program=program), "/sparql", program),
        Peer(f"{name}, cache", _legation(program=program), "/sparql", program),
    )


def _load_oxigraph(folder: Path) -> None:
    if not (folder / "oxigraph").exists():
        load = ["load", "--location", str(folder / "oxigraph"), "--file", str(folder / "corpus.nt")]
        subprocess.run(["oxigraph", *load], check=True, capture_output=True)


def _oxigraph(folder: Path, port: int) -> list[str]:
    where = ["--location", str(folder / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    return ["oxigraph", "serve-read-only", *where]


def _rdflib_endpoint(folder: Path, port: int) -> list[str]:
    where = ["--host", "127.0.0.1", "--port", str(port), str(folder / "corpus.nt")]
    return ["rdflib-endpoint", "serve", *where]


PEERS = (
    Peer("Legation, no cache", _legation("--cache", "0"), "/sparql", "legation"),
    Peer("Legation, cache", _legation(), "/sparql", "legation"),
    Peer("oxigraph serve-read-only", _oxigraph, "/query", "oxigraph", _load_oxigraph),
    Peer(
        *("Virtuoso 7", virtuoso.command, "/sparql", virtuoso.PROGRAM),
        prepare=virtuoso.load,
        spelled=virtuoso.spelled,
    ),
    Peer("rdflib-endpoint", _rdflib_endpoint, "/", "rdflib-endpoint", largest=400_000),
)


@contextmanager
def running(peer: Peer, folder: Path, patience: float = 600.0) -> Iterator[str]:
    """Start `peer` on the corpus in `folder`; yield its endpoint's address; stop it."""
    peer.prepare(folder)
    port = free_port()
    process = subprocess.Popen(
        peer.command(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    endpoint = f"http://127.0.0.1:{port}{peer.path}"
    try:
        _wait(endpoint, process, patience)
        yield endpoint
    finally:
        process.terminate()
        process.wait(30)


def ask(endpoint: str, query: str, accept: str, patience: float = 60.0) -> tuple[bytes, str]:
    """Return the answer of `endpoint` to `query`, asked for as `accept`, and its media type."""
    request = urllib.request.Request(f"{endpoint}?query={quote(query)}", headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=patience) as response:
        return response.read(), response.headers.get_content_type()


def _wait(endpoint: str, process: "subprocess.Popen[bytes]", patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            ask(endpoint, "ASK {}", "application/sparql-results+json", 5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{endpoint} did not come up")
