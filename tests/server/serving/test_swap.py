"""A server that runs takes a new release without failing a request."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
import requests
from click.testing import CliRunner
from legation_build.cli.legation import main
from support.eventually import eventually
from support.heavy_queries import ENDLESS
from support.server_processes import Served
from support.swapping import OFTEN, SHARE, figure, ready, serves
from support.two_releases import names, point_to

PAGE = "/freedonia-sylvania/grain-share.html"
ROWS = 30_000
LARGE = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
# Clients that never rest would keep the swaps from the processors.
PAUSE_SECONDS = 0.1


def one_share(text: str) -> bool:
    return text.split() in (["v", "40"], ["v", "50"])


@dataclass(frozen=True)
class Question:
    """Something to ask of a server, and how to tell that the answer is whole."""

    name: str
    path: str
    parameters: dict[str, str]
    is_whole: Callable[[str], bool]


def questions(client: int) -> Iterator[Question]:
    yield Question("query", "/sparql", {"query": f"{SHARE} # {client}", "format": "csv"}, one_share)
    yield Question("cached", "/sparql", {"query": SHARE, "format": "csv"}, one_share)
    yield Question("page", PAGE, {}, lambda text: "</html>" in text)
    yield Question("dump", "/dumps/legation.nt", {}, lambda text: text.count("\n") > 3_000)
    if client == 0:
        large = {"query": LARGE, "format": "tsv"}
        yield Question("large", "/sparql", large, lambda text: text.count("\n") == ROWS + 1)


def pester(server: Served, over: Event, client: int) -> tuple[Counter[str], list[str]]:
    """Ask this and that until it is over; return what was answered and what went wrong."""
    seen, wrong, session = Counter[str](), list[str](), requests.Session()
    while not over.wait(PAUSE_SECONDS):
        for asked in questions(client):
            try:
                answer = session.get(server.url + asked.path, params=asked.parameters, timeout=60)
            except requests.RequestException as error:
                wrong.append(f"{asked.name}: {error!r}")
                continue
            seen[asked.name] += 1
            if answer.status_code != 200 or not asked.is_whole(answer.text):
                wrong.append(f"{asked.name}: {answer.status_code} {answer.text[:200]}")
    return seen, wrong


@pytest.mark.uncounted
def test_no_request_fails_in_ten_swaps(pair_copy: Path, serve: Callable[..., Served]) -> None:
    server = serve(pair_copy, *OFTEN)
    over = Event()
    with ThreadPoolExecutor(4) as executor:
        clients = [executor.submit(pester, server, over, number) for number in range(4)]
        for _ in range(10):
            old, _ = names(pair_copy)
            run = CliRunner().invoke(
                main, ["release", "rollback", old, "--dataset", str(pair_copy)]
            )
            assert run.exit_code == 0
            assert serves(server, old)
        over.set()
        answers = [client.result() for client in clients]

    seen = sum((seen for seen, _ in answers), Counter[str]())
    assert [what for _, wrong in answers for what in wrong] == []
    assert set(seen) == {"query", "cached", "page", "dump", "large"}
    # What is done is counted a moment later.
    assert eventually(lambda: figure(server, "legation_release_swaps_total") == 10)
    # The figures go on over all releases.
    asked = seen["query"] + seen["cached"] + seen["large"]
    status = {"part": "endpoint", "status": "200"}
    assert eventually(lambda: figure(server, "legation_requests_total", **status) == asked)
    hits, misses = (figure(server, f"legation_cache_{w}_total") for w in ("hits", "misses"))
    assert hits + misses == asked
    assert eventually(lambda: figure(server, "legation_releases_held") == 1)


def test_running_requests_end_on_the_old_release(
    pair_copy: Path, serve: Callable[..., Served]
) -> None:
    old, _ = names(pair_copy)
    server = serve(pair_copy, *OFTEN)
    with ThreadPoolExecutor(1) as executor:
        endless = executor.submit(server.select, ENDLESS, timeout="1.5")
        with server.get("/sparql", params={"query": LARGE}, stream=True) as large:
            pieces = large.iter_content(100_000)
            begun = next(pieces)
            assert eventually(lambda: ready(server)["free"] < 4)

            point_to(pair_copy, old)

            assert serves(server, old)
            whole = begun + b"".join(pieces)
        assert whole.count(b'"a":') == ROWS
        assert endless.result().json()["limit"] == 1.5
    assert ready(server)["release"].startswith(old)
    assert eventually(lambda: figure(server, "legation_releases_held") == 1)


def test_slow_clients_cannot_make_ever_more_releases_stay(
    pair_copy: Path, serve: Callable[..., Served]
) -> None:
    old, new = names(pair_copy)
    server = serve(pair_copy, *OFTEN)
    slow = []
    for name in (old, new, old):
        slow.append(server.get("/sparql", params={"query": f"{LARGE}0"}, stream=True))
        point_to(pair_copy, name)
        # The third has to wait for a client to be done.
        if len(slow) < 3:
            assert serves(server, name)
    assert figure(server, "legation_releases_held") == 3

    for answer in slow:
        answer.close()

    assert serves(server, old)
    assert eventually(lambda: figure(server, "legation_releases_held") == 1)
    assert eventually(lambda: figure(server, "legation_release_swaps_total") == 3)


def test_sighup_takes_the_new_release(pair_copy: Path, serve: Callable[..., Served]) -> None:
    old, new = names(pair_copy)
    server = serve(pair_copy, "--watch", "0", "--workers", "2")
    point_to(pair_copy, old)
    assert ready(server)["release"].startswith(new)

    server.process.send_signal(signal.SIGHUP)

    assert serves(server, old)
    assert server.select(SHARE, format="csv").text.split() == ["v", "50"]


def test_process_that_is_started_anew_serves_the_newest_release(
    pair_copy: Path, serve: Callable[..., Served]
) -> None:
    old, _ = names(pair_copy)
    server = serve(pair_copy, *OFTEN)
    point_to(pair_copy, old)
    assert serves(server, old)
    tasks = Path(f"/proc/{server.process.pid}/task")
    children = {pid for t in tasks.iterdir() for pid in (t / "children").read_text().split()}

    for pid in children:
        os.kill(int(pid), signal.SIGKILL)

    assert eventually(lambda: ready(server), ignoring=(requests.ConnectionError,))
    assert ready(server)["release"].startswith(old)
