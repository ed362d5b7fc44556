"""Every setting has an option and a variable, refuses what makes no sense, and does what it says."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Semaphore
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from legation_server import serving
from legation_server.cli.commands import serve as serve_command
from legation_server.errors import Problem
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import SETTINGS, SettingRow, Settings
from legation_server.web.asgi import AsgiAdapter
from support.eventually import eventually
from support.heavy_queries import ENDLESS
from support.server_processes import Served

NUMBERS = [row for row in SETTINGS if not isinstance(row.default, bool | str)]
BOUNDED = [row for row in NUMBERS if row.most is not None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Settings]]:
    """The settings that reach the server."""
    found: list[Settings] = []
    monkeypatch.setattr(serving, "serve_dataset", lambda _, settings: found.append(settings))
    yield found


def other(row: SettingRow) -> Any:
    """Return a value that a setting may have, and has not by itself."""
    if isinstance(row.default, bool):
        return True
    if isinstance(row.default, str):
        return {"host": "0.0.0.0", "query_log": "log"}.get(row.name, "https://example.org/sparql")
    return row.default + 3


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_a_setting_comes_by_its_option(given: list[Settings], row: SettingRow) -> None:
    value = [] if isinstance(row.default, bool) else [str(other(row))]

    result = CliRunner().invoke(serve_command, [row.option, *value])

    assert result.exit_code == 0, result.stderr
    assert getattr(given[0], row.name) == other(row)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_a_setting_comes_by_its_variable(given: list[Settings], row: SettingRow) -> None:
    result = CliRunner().invoke(serve_command, env={row.variable: str(other(row))})

    assert result.exit_code == 0, result.stderr
    assert getattr(given[0], row.name) == other(row)
    assert vars(given[0]) | {row.name: row.default} == vars(Settings())


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
@pytest.mark.parametrize("value", ["too small", "nan", "inf", "some", ""])
def test_a_number_that_makes_no_sense_is_refused(
    given: list[Settings], row: SettingRow, value: str
) -> None:
    value = str(row.least - 1) if value == "too small" else value
    result = CliRunner().invoke(serve_command, [row.option, value])

    assert result.exit_code == 2
    assert row.option in result.stderr and "is not a" in result.stderr
    assert not given


@pytest.mark.parametrize("row", BOUNDED, ids=lambda row: row.name)
def test_a_number_that_is_too_large_is_refused(given: list[Settings], row: SettingRow) -> None:
    assert row.most is not None

    allowed = CliRunner().invoke(serve_command, [row.option, str(row.most)])
    refused = CliRunner().invoke(serve_command, [row.option, str(row.most + 1)])

    assert (allowed.exit_code, refused.exit_code, len(given)) == (0, 2, 1)
    assert row.option in refused.stderr and f"{row.least:,} to {row.most:,}" in refused.stderr


def test_numbers_without_a_most_are_those_that_only_count() -> None:
    unbounded = {row.name for row in NUMBERS if row not in BOUNDED}

    assert unbounded == {"result_rows", "compress_from", "rate_limit", "store_above"}


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_the_command_says_what_a_number_may_be(row: SettingRow) -> None:
    shown = " ".join(CliRunner().invoke(serve_command, ["--help"]).stdout.split())

    assert f"{row.help} ({row.range})" in shown


@pytest.mark.parametrize("option", ["--store", "--service-allow"])
def test_an_endpoint_is_a_whole_address(given: list[Settings], option: str) -> None:
    result = CliRunner().invoke(serve_command, [option, "example.org/sparql"])

    assert result.exit_code == 2
    assert "'example.org/sparql' is not an endpoint" in result.stderr
    assert not given


def test_the_host_is_where_the_server_listens(dataset: Path, serve: Callable[..., Served]) -> None:
    served = serve(dataset, "--workers", "1", host="127.0.0.3")

    assert served.get("/healthz").ok
    with pytest.raises(requests.ConnectionError):
        requests.get(served.url.replace("127.0.0.3", "127.0.0.1") + "/healthz", timeout=60)


def test_the_query_length_is_what_a_query_may_have(release: Release, pool: Pool) -> None:
    client = create_app(release, pool, Settings(query_length=20)).test_client()

    assert client.post("/sparql", data={"query": "ASK {}" + " " * 14}).status_code == 200
    response = client.post("/sparql", data={"query": "ASK {}" + " " * 15})
    assert (response.status_code, json.loads(response.data)["limit"]) == (413, 20)


def run(pool: Pool, query: str) -> Problem | None:
    try:
        pool.run(Task(query))
    except Problem as problem:
        return problem
    return None


def endless_at_once(pool: Pool, count: int) -> list[Problem]:
    with ThreadPoolExecutor(count) as executor:
        asked = [executor.submit(run, pool, f"{ENDLESS} LIMIT {n + 1}") for n in range(count)]
        found = [one.result() for one in asked]
    return [problem for problem in found if problem]


@pytest.mark.parametrize(("long_after", "refused"), [(0.03, 2), (1_000.0, 0)])
def test_only_what_runs_longer_counts_as_long(
    release: Release, long_after: float, refused: int
) -> None:
    settings = Settings(
        workers=3, deadline=3.0, long_runners=1, long_wait=0.1, long_after=long_after
    )
    pool = Pool(release, settings)
    try:
        found = endless_at_once(pool, 3)
    finally:
        pool.close()

    assert [problem.kind for problem in found].count("overloaded") == refused


@contextmanager
def full(release: Release, waiting: int, **settings: Any) -> Iterator[Pool]:
    """A pool whose one worker is busy, and in which so many queries wait for it."""
    pool = Pool(release, Settings(workers=1, deadline=3_600.0, **settings))
    over = Event()
    with ThreadPoolExecutor(1 + waiting) as executor:
        try:
            for number in range(1 + waiting):
                query = f"{ENDLESS} LIMIT {number + 1}"
                executor.submit(pool.run, Task(query), gone=over.is_set)
                eventually(lambda: pool.busy()["free"] == 0 and pool.busy()["waiting"] == number)
            yield pool
        finally:
            over.set()
    pool.close()


def test_so_many_queries_wait_for_a_worker(release: Release) -> None:
    with full(release, waiting=1, queue=1, queue_wait=3_600.0) as pool:
        problem = run(pool, "ASK {}")

    assert problem and problem.kind == "overloaded"
    assert problem.detail == "Too many queries are waiting."


def test_a_query_waits_for_a_worker_so_long(release: Release) -> None:
    with full(release, waiting=0, queue_wait=0.1) as pool:
        problem = run(pool, "ASK {}")

    assert problem and problem.kind == "overloaded"
    assert problem.detail == "No worker became free in time."


def test_so_many_requests_are_answered_at_a_time() -> None:
    begun, running, most = 0, 0, 0
    lock, may_end = Lock(), Semaphore(0)

    def application(environ: Any, start_response: Any) -> list[bytes]:
        nonlocal begun, running, most
        with lock:
            begun += 1
            running += 1
            most = max(most, running)
        may_end.acquire()
        with lock:
            running -= 1
        start_response("204 No Content", [])
        return []

    def end_one_after_another() -> None:
        for ended in range(8):
            eventually(lambda: begun == min(8, ended + 2))
            may_end.release()

    adapter = AsgiAdapter(application, 2, 1_000)
    scope: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/"}
    scope |= {"query_string": b"", "headers": []}

    async def ask() -> None:
        async def receive() -> Any:
            return await asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            pass

        await adapter(scope, receive, send)

    async def scenario() -> None:
        ending = asyncio.to_thread(end_one_after_another)
        await asyncio.gather(ending, *(ask() for _ in range(8)))

    asyncio.run(scenario())
    assert most == 2
