"""Requests go on when logs cannot be written; what is lost is counted."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from support.eventually import eventually
from support.figures import figure
from support.server_processes import Served


def lost(served: Served, log: str) -> float:
    """Return how many lines of a log a server could not write."""
    return figure(served.get("/metrics").text, "legation_log_lines_lost_total", log=log)


@pytest.fixture
def unread() -> Iterator[int]:
    """The end to write to of a pipe that nobody reads; it takes little."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(writer, True)
    yield writer
    os.close(reader)
    os.close(writer)


@pytest.fixture
def left() -> Iterator[int]:
    """The end to write to of a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.fixture
def full() -> Iterator[IO[bytes]]:
    with open("/dev/full", "wb", buffering=0) as stream:
        yield stream


@pytest.mark.parametrize("output", ["unread", "left", "full"])
def test_standard_error_that_takes_nothing_stops_nothing(
    request: pytest.FixtureRequest, dataset: Path, serve: Callable[..., Served], output: str
) -> None:
    stderr = request.getfixturevalue(output)

    served = serve(dataset, "--workers", "2", "--access-log", stderr=stderr)
    answers = [served.select("ASK {}") for _ in range(20)]
    answers += [served.get(path) for path in ("/healthz", "/readyz", "/", "/id/freedonia.ttl")]

    assert {answer.status_code for answer in answers} == {200}
    eventually(lambda: lost(served, "standard error") > 20)
    served.stop()


def test_standard_error_that_is_closed_stops_nothing(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "2", "--access-log", redirect="0<&- 1>&- 2>&-")

    answers = [served.select(f"ASK {{}} # {number}") for number in range(5)]

    assert {answer.status_code for answer in answers} == {200}
    assert served.get("/healthz").ok
    eventually(lambda: lost(served, "standard error") > 5)


def test_a_query_log_on_a_full_disk_stops_nothing(
    dataset: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    with (tmp_path / "stderr").open("wb") as stderr:
        served = serve(dataset, "--workers", "2", "--query-log", "/dev/full", stderr=stderr)
        answers = [served.select(f"ASK {{}} # {number}") for number in range(10)]
        # What is lost is counted after the answer.
        eventually(lambda: lost(served, "queries") == 10)
        served.stop()
    said = (tmp_path / "stderr").read_text()

    assert {answer.status_code for answer in answers} == {200}
    assert said.count("cannot be written") == 1
    assert "Traceback" not in said and len(said.splitlines()) < 5
