"""What docs/deploying.md shows works: servers that take each other's place, unit and image."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from threading import Event

import pytest
import requests
from support import figures
from support.asking import CLAIMS
from support.eventually import eventually
from support.front_ends import behind_one, block
from support.heavy_queries import ENDLESS, HUGE
from support.line_counts import paused
from support.nginx import needs_nginx
from support.other_clients import PYTHON, ROOT
from support.server_processes import Served, start_server
from support.some import some
from support.two_releases import names, point_to

HADOLINT = shutil.which("hadolint", path=str(PYTHON.parent)) or shutil.which("hadolint")
BUILDERS = [found for name in ("podman", "buildah") if (found := shutil.which(name))]
CRAWLER = {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"}


# A huge result breaks off soon after its first MiB has been sent.
OPTIONS = ("--proxies", "1", "--workers", "3", "--result-size", "4")


@pytest.fixture(scope="module")
def servers(dataset: Path) -> Iterator[list[Served]]:
    """Two servers of one dataset folder, which go on running."""
    with ExitStack() as running:
        with paused():
            started = [start_server(dataset, *OPTIONS) for _ in range(2)]
        for server in started:
            running.callback(server.stop)
        yield started


@pytest.fixture
def front(servers: list[Served], tmp_path: Path) -> Iterator[Served]:
    with behind_one(servers, tmp_path) as front:
        yield front


@pytest.fixture
def ending(dataset: Path, serve: Callable[..., Served]) -> list[Served]:
    """Two servers of one dataset folder, which a test may end."""
    with paused():
        started = [serve(dataset, *OPTIONS) for _ in range(2)]
    return started


def cache(answer: requests.Response) -> str:
    return answer.headers["X-Cache"]


@needs_nginx
def test_no_get_fails_when_one_of_two_servers_is_killed(
    ending: list[Served], tmp_path: Path
) -> None:
    with behind_one(ending, tmp_path) as front:
        asked_while_one_is_killed(front, ending)


def asked_while_one_is_killed(front: Served, servers: list[Served]) -> None:
    """Ask four times at a time, kill the first server meanwhile, and see that no answer is lost."""
    ended, numbers, answered = Event(), count(), Counter[int]()

    def ask() -> None:
        with requests.Session() as session:
            while not ended.is_set():
                number = next(numbers)
                asked = (f"{CLAIMS} # {number}", None)[number % 2]
                path = "/sparql" if asked else f"/id/freedonia.html?{number}"
                answer = session.get(front.url + path, params={"query": asked} if asked else {})
                answered[answer.status_code] += 1

    with ThreadPoolExecutor(4) as clients:
        asking = [clients.submit(ask) for _ in range(4)]
        assert eventually(lambda: answered[200] > 100)
        servers[0].process.kill()
        killed_at = answered[200]
        assert eventually(lambda: answered[200] > killed_at + 200)
        ended.set()
    for each in some(asking):
        each.result()

    assert set(answered) == {200}
    assert servers[1].get("/readyz").ok


@needs_nginx
def test_pages_are_kept_by_their_variant_and_asked_for_again(
    servers: list[Served], front: Served
) -> None:
    first, again = front.get("/id/freedonia.html"), front.get("/id/freedonia.html")
    turtle = front.get("/id/freedonia", headers={"Accept": "text/turtle"})
    page = front.get("/id/freedonia", headers={"Accept": "text/html"})
    tag = again.headers["ETag"]

    assert (cache(first), cache(again), again.content) == ("MISS", "HIT", first.content)
    assert first.headers["ETag"] == tag
    assert front.get("/id/freedonia.html", headers={"If-None-Match": tag}).status_code == 304
    assert turtle.headers["Content-Type"].startswith("text/turtle")
    assert page.headers["Content-Type"].startswith("text/html")
    assert eventually(lambda: cache(front.get("/id/freedonia.html")) in ("UPDATING", "STALE"))
    assert eventually(lambda: cache(front.get("/id/freedonia.html")) == "HIT")


@needs_nginx
def test_readers_have_pages_when_no_server_answers(ending: list[Served], tmp_path: Path) -> None:
    with behind_one(ending, tmp_path, kept_seconds=1) as front:
        page = front.get("/id/freedonia.html").content
        for server in ending:
            server.stop()

        assert eventually(lambda: cache(front.get("/id/freedonia.html")) == "STALE")
        assert front.get("/id/freedonia.html").content == page
        assert front.get("/freedonia-sylvania.html").status_code == 502


@needs_nginx
def test_a_query_that_comes_often_is_kept(servers: list[Served], front: Served) -> None:
    first, *rest = (front.select(CLAIMS) for _ in range(4))

    assert [cache(answer) for answer in rest] == ["MISS", "HIT", "HIT"]
    assert {answer.content for answer in rest} == {first.content}
    assert front.post("/sparql", data={"query": CLAIMS}).content == first.content


@needs_nginx
def test_what_breaks_off_is_seen_and_not_kept(front: Served) -> None:
    for _ in range(4):
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            front.get("/sparql", params={"query": HUGE, "format": "csv"})


@needs_nginx
def test_a_query_ends_when_its_client_hangs_up(servers: list[Served], front: Served) -> None:
    def hung_up() -> float:
        event = {"event": "hung up"}
        texts = [server.get("/metrics").text for server in servers]
        return sum(figures.figure(text, "legation_query_events_total", **event) for text in texts)

    before = hung_up()
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{front.url}/sparql", {"query": ENDLESS}, timeout=1)

    assert eventually(lambda: hung_up() > before)


@needs_nginx
def test_crawlers_are_kept_off_what_is_dear(front: Served) -> None:
    dear = ["/sparql?query=ASK%7B%7D", "/wd/sparql", "/reconcile", "/search?q=x"]
    closed = front.get("/robots.txt").text

    assert [front.get(path, headers=CRAWLER).status_code for path in dear] == [403] * 4
    assert front.get("/id/freedonia.html", headers=CRAWLER).status_code == 200
    for path in dear:
        assert f"Disallow: {path.partition('?')[0]}\n" in closed


@needs_nginx
def test_who_asks_too_much_is_told_to_wait(front: Served) -> None:
    def ask(number: int) -> int:
        return front.select(f"ASK {{}} # {number}").status_code

    with ThreadPoolExecutor(16) as clients:
        answered = Counter(clients.map(ask, range(600)))

    assert set(answered) == {200, 429}


@needs_nginx
def test_a_new_release_is_seen_by_readers(
    pair_copy: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    old, new = names(pair_copy)
    point_to(pair_copy, old)
    options = ("--watch", "0.05", "--workers", "3", "--proxies", "1")
    both = [serve(pair_copy, *options) for _ in range(2)]
    with behind_one(both, tmp_path, kept_seconds=1) as front:
        page = front.get("/figures").text
        point_to(pair_copy, new)

        assert eventually(lambda: front.get("/figures").text != page)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_one_and_is_hardened(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "legation"
    unit = tmp_path / "legation@8001.service"
    unit.write_text(block("ini").replace("/opt/legation/bin/legation", str(program)))

    verified = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60
    )
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (verified.returncode, verified.stderr) == (0, "")
    assert rated.returncode == 0, rated.stdout[-200:]


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    steps = re.findall(r"^([A-Z]+) (.*)$", text, re.MULTILINE)
    last = steps[max(number for number, (name, _) in enumerate(steps) if name == "FROM") :]

    copied = {source for name, rest in steps if name == "COPY" for source in rest.split()[:-1]}
    assert all((ROOT / source).exists() for source in some(copied))
    assert dict(last)["USER"] == "10001:10001"
    assert {"HEALTHCHECK", "ENTRYPOINT", "CMD"} <= dict(last).keys()
    assert "COPY" not in dict(last)


@pytest.mark.skipif(HADOLINT is None, reason="no hadolint, which checks the Containerfile")
def test_the_containerfile_has_no_fault_that_a_linter_finds() -> None:
    assert HADOLINT
    done = subprocess.run(
        [HADOLINT, str(ROOT / "Containerfile")], capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(not BUILDERS, reason="no podman and no buildah, which build the image")
def test_the_image_is_built() -> None:
    done = subprocess.run(
        [BUILDERS[0], "build", "--file", "Containerfile", str(ROOT)], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr[-2000:]
