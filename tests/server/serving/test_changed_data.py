"""Data that were changed on disk are not loaded again under their old name."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.asking import CLAIMS
from support.at_desks import at_a_desk, desks
from support.eventually import eventually
from support.server_processes import Served, children, data_process, start_server

pytestmark = pytest.mark.alone
WHY = "legation.nq is not the file that the manifest lists"


@pytest.fixture(scope="module")
def spoiled(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder that may be spoiled."""
    folder = tmp_path_factory.mktemp("spoiled") / "dataset"
    return Path(shutil.copytree(dataset, folder, symlinks=True))


@pytest.fixture(scope="module")
def victim(spoiled: Path) -> Iterator[Served]:
    served = start_server(spoiled, "--workers", "3")
    yield served
    served.stop()


def kill_the_data(served: Served) -> None:
    """Kill all processes that hold the data."""
    for pid in [data_process(served), *children(data_process(served))]:
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def dump(spoiled: Path) -> Iterator[Path]:
    """The dump that is loaded; it is repaired after the test."""
    file = spoiled / "current" / "dumps" / "legation.nq"
    whole = file.read_bytes()
    yield file
    if file.exists() and not file.is_file():
        file.unlink()
    file.write_bytes(whole)


def overwrite(dump: Path) -> None:
    dump.write_bytes(dump.read_bytes().replace(b"Freedonia", b"Sylvaniax"))


def truncate(dump: Path) -> None:
    dump.write_bytes(dump.read_bytes()[:-100])


def put_a_pipe(dump: Path) -> None:
    dump.unlink()
    os.mkfifo(dump)


@pytest.mark.parametrize("spoil", [overwrite, truncate, put_a_pipe])
def test_what_does_not_match_is_not_served(
    victim: Served, dump: Path, spoil: Callable[[Path], None]
) -> None:
    before = victim.select(CLAIMS, format="csv")
    whole = dump.read_bytes()
    spoil(dump)
    kill_the_data(victim)

    # Of workers that are being ended the first query may be the victim.
    eventually(lambda: victim.get("/readyz").json().get("type") == "/errors#data-unavailable")
    ready = victim.get("/readyz")
    # What a cache holds is right; this is held nowhere.
    asked = victim.select(f"{CLAIMS} # {spoil.__name__}", format="csv")
    page = victim.get("/id/freedonia.ttl")

    assert ready.json()["type"] == "/errors#data-unavailable"
    assert [answer.status_code for answer in (ready, asked, page)] == [503] * 3
    assert "ETag" not in asked.headers
    assert victim.get("/healthz").ok
    if dump.is_file():
        assert WHY in ready.json()["detail"]
    else:
        dump.unlink()
    dump.write_bytes(whole)
    eventually(lambda: victim.get("/readyz").ok)
    assert victim.select(f"{CLAIMS} # {spoil.__name__}", format="csv").content == before.content
    eventually(lambda: victim.get("/readyz").json()["free"] == 3)


def test_desks_come_back_once_the_data_are_right_again(victim: Served, dump: Path) -> None:
    whole = dump.read_bytes()
    assert eventually(lambda: desks(victim))
    overwrite(dump)
    kill_the_data(victim)
    eventually(lambda: victim.get("/readyz").status_code == 503)

    dump.write_bytes(whole)

    eventually(lambda: victim.get("/readyz").ok)
    assert eventually(lambda: desks(victim), ignoring=(StopIteration, FileNotFoundError))
    assert at_a_desk(lambda: victim.select(CLAIMS, format="csv")).ok


def test_workers_that_hold_the_data_go_on_without_the_files(victim: Served, dump: Path) -> None:
    before = victim.select(CLAIMS, format="csv")
    overwrite(dump)
    os.kill(data_process(victim), signal.SIGKILL)

    answers = [victim.select(f"{CLAIMS} # {number}", format="csv") for number in range(5)]

    # Whoever has it still, has it right; nobody has what lies there now.
    assert {answer.content for answer in answers if answer.ok} <= {before.content}
    assert {answer.status_code for answer in answers} <= {200, 503}
