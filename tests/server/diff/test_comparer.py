"""Releases are compared beside the server, in bounded time, and it is said when they cannot be."""

import os
import select
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from legation_server.diff import comparer
from legation_server.diff.comparer import Comparer
from legation_server.errors import Problem
from support.feeds import ATOM, feed_of
from support.memory_store import client_of, get
from support.two_releases import copied, names, releases

# Says its process id, and answers once it is told to.
SLOW_PROCESS = """
import os
with open({started!r}, "w") as pipe:
    print(os.getpid(), file=pipe)
with open({go_on!r}) as pipe:
    pipe.read(1)
print("[{{}}]")
"""


@pytest.fixture
def subject() -> Iterator[Comparer]:
    found = Comparer()
    yield found
    found.close()


@pytest.fixture
def process_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Let comparers run a program in place of their own."""

    def runs(program: str) -> None:
        (tmp_path / "another_process.py").write_text(program)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(comparer, "PROCESS", "another_process")

    return runs


class Pipe:
    """A pipe with a name, that blocks nobody who opens it."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.name = str(path)
        self.descriptor = os.open(path, os.O_RDWR)

    def read(self) -> bytes:
        ready, _, _ = select.select([self.descriptor], [], [], 30)
        assert ready, "nothing was written"
        return os.read(self.descriptor, 100)


@pytest.fixture
def pipes(tmp_path: Path) -> Iterator[tuple[Pipe, Pipe]]:
    found = Pipe(tmp_path / "started"), Pipe(tmp_path / "go-on")
    yield found
    for pipe in found:
        os.close(pipe.descriptor)


def test_releases_too_large_to_compare_are_left_to_the_command(
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparer, "MOST_QUADS", 100)
    old, new = names(pair)
    site = client_of(pair)
    answer = get(site, f"/releases/{old}..{new}")

    assert (answer.status_code, answer.get_json()["limit"]) == (422, 100)
    assert f"legation release diff {old} {new}" in answer.get_json()["detail"]
    # The feed does without.
    summary = feed_of(site).findtext("a:entry/a:summary", "", ATOM)
    assert f"See the page of changes since {old}" in summary


def test_damaged_release_is_not_compared(pair: Path, tmp_path: Path) -> None:
    spoilt = copied(pair, tmp_path)
    old, new = names(spoilt)
    site = client_of(spoilt)
    file = spoilt / "releases" / old / "dumps" / "legation.nq"
    whole = file.read_bytes()
    file.write_bytes(b"")
    answer = get(site, f"/releases/{old}..{new}")

    assert answer.status_code == 500
    assert "legation.nq differs from the manifest" in answer.get_json()["detail"]
    file.write_bytes(whole)
    assert get(site, f"/releases/{old}..{new}").status_code == 200


def test_changes_that_take_long_are_asked_for_again(
    pair: Path,
    monkeypatch: pytest.MonkeyPatch,
    subject: Comparer,
    process_runs: Callable[[str], None],
    pipes: tuple[Pipe, Pipe],
) -> None:
    started, go_on = pipes
    process_runs(SLOW_PROCESS.format(started=started.name, go_on=go_on.name))
    monkeypatch.setattr(comparer, "CHANGES_WAIT_SECONDS", 0.01)

    with pytest.raises(Problem) as caught:
        subject.changes(releases(pair))

    assert (caught.value.status, caught.value.headers["Retry-After"]) == (503, "5")
    monkeypatch.setattr(comparer, "MOST_WAITING_THREADS", 0)
    with pytest.raises(Problem, match="still being compared"):
        subject.changes(releases(pair)[::-1])
    monkeypatch.setattr(comparer, "MOST_WAITING_THREADS", 8)
    monkeypatch.setattr(comparer, "CHANGES_WAIT_SECONDS", 30)
    os.write(go_on.descriptor, b".")
    assert subject.changes(releases(pair)) == [{}]


def test_comparing_ends_with_the_server(
    pair: Path,
    subject: Comparer,
    process_runs: Callable[[str], None],
    pipes: tuple[Pipe, Pipe],
) -> None:
    started, go_on = pipes
    process_runs(SLOW_PROCESS.format(started=started.name, go_on=go_on.name))
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(subject.changes, releases(pair))
        process = int(started.read())

        subject.close()

        with pytest.raises(Problem):
            asked.result(timeout=60)
    assert not Path(f"/proc/{process}").exists()


def test_what_cannot_be_read_is_said(
    pair: Path, monkeypatch: pytest.MonkeyPatch, subject: Comparer
) -> None:
    monkeypatch.setattr(comparer, "PROCESS", "legation_server.no_such_module")

    with pytest.raises(Problem, match="internal-error"):
        subject.changes(releases(pair))
