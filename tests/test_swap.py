"""A running server takes a new release without losing a request, and refuses a damaged one."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import requests
from click.testing import CliRunner
from legation_build.cli import main
from legation_server.release import open_release
from two_releases import change, copied, names, point_to

if TYPE_CHECKING:
    from conftest import Served

PAGE = "/freedonia-sylvania/grain-share.html"
SHARE = "SELECT ?v { <https://w3id.org/legation/freedonia-sylvania/grain-share> bil:value ?v }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ROWS = 30_000
LARGE = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
OFTEN = ("--watch", "0.05", "--workers", "4")


@pytest.fixture
def dataset(pair: Path, tmp_path: Path) -> Path:
    return copied(pair, tmp_path)


def ready(server: "Served") -> dict[str, Any]:
    return dict(server.get("/readyz").json())


def comes_true(what: Callable[[], bool]) -> bool:
    for _ in range(600):
        if what():
            return True
        time.sleep(0.02)
    return False


def answers(server: "Served") -> bool:
    try:
        return bool(ready(server))
    except requests.ConnectionError:
        return False


def serves(server: "Served", name: str) -> bool:
    return comes_true(lambda: ready(server)["release"].startswith(name))


def figure(server: "Served", name: str) -> float:
    found = re.search(rf"^{re.escape(name)} ([0-9.e+]+)$", server.get("/metrics").text, re.M)
    return float(found[1]) if found else 0.0


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


def pester(server: "Served", over: Event, client: int) -> tuple[Counter[str], list[str]]:
    """Ask this and that until it is over; return what was answered and what went wrong."""
    seen, wrong, session = Counter[str](), list[str](), requests.Session()
    while not over.is_set():
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


def test_no_request_fails_in_ten_swaps(dataset: Path, serve: "Callable[..., Served]") -> None:
    server = serve(dataset, *OFTEN)
    over = Event()
    with ThreadPoolExecutor(4) as executor:
        clients = [executor.submit(pester, server, over, number) for number in range(4)]
        for _ in range(10):
            old, _ = names(dataset)
            run = CliRunner().invoke(main, ["release", "rollback", old, "--dataset", str(dataset)])
            assert run.exit_code == 0
            assert serves(server, old)
        over.set()
        answers = [client.result() for client in clients]

    seen = sum((seen for seen, _ in answers), Counter[str]())
    assert [what for _, wrong in answers for what in wrong] == []
    assert set(seen) == {"query", "cached", "page", "dump", "large"}
    assert figure(server, 'legation_releases{what="swaps"}') == 10
    # The figures go on over all releases.
    asked = seen["query"] + seen["cached"] + seen["large"]
    assert figure(server, 'legation_requests_total{part="endpoint",status="200"}') == asked
    hits, misses = (figure(server, f'legation_cache{{what="{w}"}}') for w in ("hits", "misses"))
    assert hits + misses == asked
    assert comes_true(lambda: figure(server, 'legation_releases{what="held"}') == 1)


def test_running_requests_end_on_the_old_release(
    dataset: Path, serve: "Callable[..., Served]"
) -> None:
    old, _ = names(dataset)
    server = serve(dataset, *OFTEN)
    with ThreadPoolExecutor(1) as executor:
        endless = executor.submit(server.select, ENDLESS, timeout="1.5")
        with server.get("/sparql", params={"query": LARGE}, stream=True) as large:
            pieces = large.iter_content(100_000)
            begun = next(pieces)
            assert comes_true(lambda: ready(server)["free"] < 4)

            point_to(dataset, old)

            assert serves(server, old)
            whole = begun + b"".join(pieces)
        assert whole.count(b'"a":') == ROWS
        assert endless.result().json()["limit"] == 1.5
    assert ready(server)["release"].startswith(old)
    assert comes_true(lambda: figure(server, 'legation_releases{what="held"}') == 1)


def test_slow_clients_cannot_make_ever_more_releases_stay(
    dataset: Path, serve: "Callable[..., Served]"
) -> None:
    old, new = names(dataset)
    server = serve(dataset, *OFTEN)
    slow = []
    for name in (old, new, old):
        slow.append(server.get("/sparql", params={"query": f"{LARGE}0"}, stream=True))
        point_to(dataset, name)
        # The third has to wait for a client to be done.
        if len(slow) < 3:
            assert serves(server, name)
    assert figure(server, 'legation_releases{what="held"}') == 3

    for answer in slow:
        answer.close()

    assert serves(server, old)
    assert comes_true(lambda: figure(server, 'legation_releases{what="held"}') == 1)
    assert figure(server, 'legation_releases{what="swaps"}') == 3


def test_sighup_takes_the_new_release(dataset: Path, serve: "Callable[..., Served]") -> None:
    old, new = names(dataset)
    server = serve(dataset, "--watch", "0", "--workers", "2")
    point_to(dataset, old)
    assert ready(server)["release"].startswith(new)

    server.process.send_signal(signal.SIGHUP)

    assert serves(server, old)
    assert server.select(SHARE, format="csv").text.split() == ["v", "50"]


def test_process_that_is_started_anew_serves_the_newest_release(
    dataset: Path, serve: "Callable[..., Served]"
) -> None:
    old, _ = names(dataset)
    server = serve(dataset, *OFTEN)
    point_to(dataset, old)
    assert serves(server, old)
    tasks = Path(f"/proc/{server.process.pid}/task")
    children = {pid for t in tasks.iterdir() for pid in (t / "children").read_text().split()}

    for pid in children:
        os.kill(int(pid), signal.SIGKILL)

    assert comes_true(lambda: answers(server))
    assert ready(server)["release"].startswith(old)


def test_damaged_release_is_refused_until_it_is_whole(
    dataset: Path, tmp_path: Path, serve: "Callable[..., Served]"
) -> None:
    old, new = names(dataset)
    file = dataset / "releases" / old / "dumps" / "legation.nq"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with (tmp_path / "stderr").open("wb") as stderr:
        server = serve(dataset, *OFTEN, stderr=stderr)
        point_to(dataset, old)

        assert comes_true(lambda: "refused" in ready(server))
        told = ready(server)
        assert (told["status"], told["release"][:16]) == ("ok", new)
        assert "legation.nq differs from the manifest" in told["refused"]
        for _ in range(40):
            # It stays refused over many looks at what has not changed.
            assert ready(server)["refused"] == told["refused"]
            time.sleep(0.01)
        assert figure(server, 'legation_releases{what="refused"}') == 1
        assert server.select(SHARE, format="csv").text.split() == ["v", "40"]

        file.write_bytes(whole)
        server.process.send_signal(signal.SIGHUP)
        assert serves(server, old)
        assert "refused" not in ready(server)
    said = (tmp_path / "stderr").read_text()
    assert said.count("is refused") == 1
    assert "is current and being served" not in said
    assert said.index(f"{new} stays: ") < said.index(f"Release {old} is being served now.")
    assert "Traceback" not in said


@pytest.mark.parametrize("damage", ["no manifest", "no folder", "no link", "cannot be loaded"])
def test_server_outlives_whatever_becomes_current(
    dataset: Path, damage: str, serve: "Callable[..., Served]"
) -> None:
    old, new = names(dataset)
    server = serve(dataset, *OFTEN)
    manifest = dataset / "releases" / old / "manifest.json"
    if damage == "no manifest":
        manifest.unlink()
    elif damage == "cannot be loaded":
        told = json.loads(manifest.read_text())
        entry = next(file for file in told["files"] if file["path"] == "dumps/legation.nq")
        (manifest.parent / entry["path"]).write_text("nonsense")
        entry.update(size=8, sha256=hashlib.sha256(b"nonsense").hexdigest())
        manifest.write_text(json.dumps(told))
    if damage == "no link":
        (dataset / "current").unlink()
    else:
        point_to(dataset, "nowhere" if damage == "no folder" else old)

    assert comes_true(lambda: "refused" in ready(server))
    assert server.select(SHARE, format="csv").text.split() == ["v", "40"]
    point_to(dataset, new)
    assert comes_true(lambda: "refused" not in ready(server))
    assert ready(server)["release"].startswith(new)


def test_builds_killed_at_random_leave_the_served_release_whole(
    pair: Path, dataset: Path, tmp_path: Path, serve: "Callable[..., Served]"
) -> None:
    mappings = Path(shutil.copytree(pair.parent / "mappings", tmp_path / "mappings"))
    chance = random.Random(1)
    server = serve(dataset, *OFTEN)
    command = [sys.executable, "-m", "legation_build", "build", "--quiet"]
    command += ["--mappings", str(mappings), "--output", str(dataset)]
    for number in range(3):
        change(mappings, lambda text: re.sub(r"value: \d+", f"value: {60 + number}", text))  # noqa: B023
        with subprocess.Popen(command) as build:
            files = chance.choice([0, 1, 10, 30, 44])
            while build.poll() is None and _written(dataset, build.pid) < files:
                time.sleep(0.001)
            time.sleep(chance.random() / 100)
            build.kill()
        assert open_release(dataset).folder.name in {f.name for f in dataset.glob("releases/*")}
        assert ready(server)["status"] == "ok"
        assert server.select(SHARE, format="csv").status_code == 200
    assert "refused" not in ready(server)

    subprocess.run(command, check=True)

    assert comes_true(lambda: server.select(SHARE, format="csv").text.split() == ["v", "62"])
    assert list(dataset.glob("releases/.writing-*")) == []


def _written(dataset: Path, build: int) -> int:
    """Return how many files a build that is not done has written."""
    return sum(1 for _ in dataset.glob(f"releases/.writing-{build}-*/**/*.*"))
