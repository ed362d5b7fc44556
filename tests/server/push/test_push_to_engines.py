"""Real engines take a release from `legation push`, killed or not, and servers switch to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest
import requests
from legation_server.push import GraphStore
from legation_server.push.record import Record
from legation_server.releases import open_release
from support.eventually import eventually
from support.legation_command import legation
from support.other_engines import (
    VIRTUOSO_ACCOUNT,
    empty_oxigraph,
    empty_virtuoso,
    needs_oxigraph,
    needs_virtuoso,
)
from support.server_processes import Served
from support.swapping import OFTEN, SHARE, serves
from support.two_releases import names

ENGINES = {"virtuoso": empty_virtuoso, "oxigraph": empty_oxigraph}
# Larger than what the least of them gives in one answer to a request for a graph.
MANY_GRAPHS = 2_500


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("virtuoso", marks=needs_virtuoso),
        pytest.param("oxigraph", marks=needs_oxigraph),
    ],
)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The endpoint of an engine that may hold anything."""
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_PUSH_CREDENTIALS", VIRTUOSO_ACCOUNT)


def push(dataset: Path, *options: str) -> str:
    done = legation("push", dataset, *options)
    assert done.exit_code == 0, done.output
    return done.stdout


def counts(address: str, dataset: Path) -> dict[str, int]:
    """Return the triples of each graph of a release that an engine holds."""
    with GraphStore(address, credentials=VIRTUOSO_ACCOUNT) as store:
        return {
            graph.iri: int(
                store.ask(f"SELECT (COUNT(*) AS ?n) FROM <{graph.iri}> {{ ?s ?p ?o }}")[0]["n"]
            )
            for graph in open_release(dataset).graphs
        }


def test_a_release_is_loaded_and_found_again(engine: str, pair_copy: Path) -> None:
    old, new = names(pair_copy)

    first = push(pair_copy, "--store", engine, "--release", old)
    second = push(pair_copy, "--store", engine, "--in-place")
    third = push(pair_copy, "--store", engine)

    assert f"{old} is served from {engine} now" in first
    assert f"{engine} holds {new}" in second
    assert "of which 0 quads were loaded now" in third
    assert counts(engine, pair_copy) == {g.iri: g.quads for g in open_release(pair_copy).graphs}


def test_a_push_that_is_killed_goes_on(engine: str, published: Path, pair_copy: Path) -> None:
    push(pair_copy, "--store", engine)
    program = [sys.executable, "-m", "legation_build", "push", str(published), "--keep"]
    process = subprocess.Popen([*program, "--store", engine], stderr=subprocess.DEVNULL)
    largest = max(open_release(published).graphs, key=lambda graph: graph.quads)
    with GraphStore(engine, credentials=VIRTUOSO_ACCOUNT) as store:
        begun = f"SELECT * {{ GRAPH <{largest.iri}> {{ ?s ?p ?o }} }} LIMIT 1"
        eventually(lambda: store.ask(begun) or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait()

    push(published, "--store", engine, "--keep")

    assert counts(engine, published) == {g.iri: g.quads for g in open_release(published).graphs}
    (published / "stores.json").unlink()


def test_a_record_of_many_graphs_comes_back_whole(engine: str) -> None:
    with GraphStore(engine, credentials=VIRTUOSO_ACCOUNT) as store:
        record = Record(store)
        loaded = {f"urn:graph:{number}": f"{number:064x}" for number in range(MANY_GRAPHS)}
        loaded |= {"urn:Graph:É%20ü": "0" * 64}
        record.write(loaded)

        assert record.read() == loaded
        record.write({})
        assert record.read() == {}


@contextmanager
def asking(served: Served) -> Iterator[list[str]]:
    """Let clients ask without pause; yields what went wrong."""
    ended, wrong = Event(), list[str]()

    def ask() -> None:
        with requests.Session() as session:
            while not ended.is_set():
                for path in ("/sparql?format=csv&query=" + quote(SHARE), "/"):
                    answer = session.get(served.url + path, timeout=60)
                    if not answer.ok:
                        wrong.append(f"{path} {answer.status_code} {answer.text[:500]}")

    with ThreadPoolExecutor(4) as clients:
        asked = [clients.submit(ask) for _ in range(4)]
        try:
            yield wrong
        finally:
            ended.set()
    for each in asked:
        each.result()


@needs_oxigraph
def test_servers_switch_without_a_gap_and_go_back(
    engine: str, pair_copy: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    old, new = names(pair_copy)
    push(pair_copy, "--store", engine, "--release", old)
    served = serve(pair_copy, "--pushed", *OFTEN)
    assert serves(served, old)
    before = served.select(SHARE, format="csv").text

    with asking(served) as wrong, empty_oxigraph(tmp_path) as other:
        push(pair_copy, "--store", other)
        assert serves(served, new)
        after = served.select(SHARE, format="csv").text
        push(pair_copy, "--back")
        assert serves(served, old)
        assert served.select(SHARE, format="csv").text == before
    assert wrong == []
    assert before.split()[1:] != after.split()[1:]


def test_the_store_that_is_being_served_is_left_alone(engine: str, pair_copy: Path) -> None:
    old, new = names(pair_copy)
    push(pair_copy, "--store", engine, "--release", old)

    refused = legation("push", pair_copy, "--store", engine, "--release", new)

    assert refused.exit_code == 1
    assert "--in-place" in refused.output


@needs_oxigraph
def test_a_store_that_holds_something_else_is_not_asked(pair_copy: Path, tmp_path: Path) -> None:
    with empty_oxigraph(tmp_path) as address:
        push(pair_copy, "--store", address)
        with GraphStore(address) as store:
            store.remove("urn:legation:pushed")

        process = subprocess.run(
            [sys.executable, "-m", "legation_build", "serve", str(pair_copy), "--pushed"],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "LEGATION_PORT": "0"},
        )

    assert process.returncode != 0
    assert "does not hold" in process.stderr
