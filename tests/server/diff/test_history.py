"""Releases are compared beside the server, in bounded time, and it is said when they cannot be."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from legation_server.diff import comparer as history
from legation_server.errors import Problem
from support.feeds import ATOM, feed_of
from support.memory_store import client_of, get
from support.two_releases import copied, names, releases


def test_releases_too_large_to_compare_are_left_to_the_command(
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_QUADS", 100)
    old, new = names(pair)
    site = client_of(pair)
    answer = get(site, f"/releases/{old}..{new}")

    assert (answer.status_code, answer.get_json()["limit"]) == (422, 100)
    assert f"legation release diff {old} {new}" in answer.get_json()["detail"]
    # The feed does without.
    summary = feed_of(site).findtext("a:entry/a:summary", "", ATOM)
    assert "is told on its own page" in summary


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
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = Event()
    monkeypatch.setattr(history, "FOR_CHANGES", 0.01)
    monkeypatch.setattr(history.History, "_read", lambda self, task: over.wait(30) and [{}])
    kept = history.History()
    try:
        with pytest.raises(Problem) as caught:
            kept.changes(releases(pair))
        assert (caught.value.status, caught.value.headers["Retry-After"]) == (503, "5")
        monkeypatch.setattr(history, "MOST_WAITING", 0)
        with pytest.raises(Problem, match="still being compared"):
            kept.changes(releases(pair)[::-1])
        over.set()
        monkeypatch.setattr(history, "MOST_WAITING", 8)
        monkeypatch.setattr(history, "FOR_CHANGES", 30)
        assert kept.changes(releases(pair)) == [{}]
    finally:
        over.set()
        kept.close()


def test_reading_ends_with_the_server(
    pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow_reader.py").write_text(
        "import time; print(end='', flush=True); time.sleep(60)"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(history, "READER", "slow_reader")
    kept = history.History()
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(kept.changes, releases(pair))
        while kept.process is None and not asked.done():
            time.sleep(0.01)

        kept.close()

        with pytest.raises(Problem):
            asked.result(timeout=10)
    assert kept.process is None


def test_what_cannot_be_read_is_said(pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "READER", "legation_server.no_such_module")
    kept = history.History()
    with pytest.raises(Problem, match="internal-error"):
        kept.changes(releases(pair))
    kept.close()
