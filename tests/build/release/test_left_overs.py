"""What killed builds left is removed by the next one; what running builds have is left alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.dumps.parquet import PREFIX, as_parquet
from legation_build.left_overs import own_prefix, remove_left_overs
from support.small_mapping import write_mapping


@pytest.fixture
def dead() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_only_those_of_ended_processes_are_removed(tmp_path: Path, dead: int) -> None:
    kept = [f"x-{os.getpid()}-a", f"x-{os.getpid()}", "x-1-a", "x-some-a", "x-", f"y-{dead}-a"]
    for name in (*kept, f"x-{dead}-a", f"x-{dead}"):
        (tmp_path / name).mkdir()
    (tmp_path / f"x-{dead}-a" / "file").touch()
    (tmp_path / f"x-{dead}-link").symlink_to(tmp_path / f"y-{dead}-a")

    remove_left_overs(tmp_path, "x-")

    assert names(tmp_path) == sorted(kept)


def test_what_a_link_leads_to_is_not_touched(tmp_path: Path, dead: int) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    (tmp_path / f"x-{dead}-a").symlink_to("there")

    remove_left_overs(tmp_path, "x-")

    assert names(tmp_path) == ["there"]
    assert names(tmp_path / "there") == ["file"]


def test_a_table_leaves_nothing_and_clears_what_was_left(
    tmp_path: Path, dead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legation_build.dumps.parquet.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"{PREFIX}{dead}-abc").mkdir()

    as_parquet(["claim"], [{"claim": ["x"]}])

    assert names(tmp_path) == []


def test_a_build_clears_what_was_left_beside_its_releases(tmp_path: Path, dead: int) -> None:
    output = tmp_path / "dataset"
    (output / "releases" / f".writing-{dead}-abc" / "dumps").mkdir(parents=True)
    (output / f".current-{dead}").symlink_to("releases/nothing")
    (output / f".current-{dead}-").symlink_to("releases/nothing")

    pipeline.build([write_mapping(tmp_path)], output)

    assert names(output) == [".work", "current", "releases"]
    assert len(names(output / "releases")) == 1


def test_a_killed_process_leaves_what_the_next_one_clears(tmp_path: Path) -> None:
    program = (
        "import sys, tempfile, time\n"
        "from legation_build.left_overs import own_prefix\n"
        "print(tempfile.mkdtemp(prefix=own_prefix('x-'), dir=sys.argv[1]), flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().decode().strip())
        remove_left_overs(tmp_path, "x-")
        assert left.is_dir()
        process.send_signal(signal.SIGKILL)
    remove_left_overs(tmp_path, "x-")

    assert not left.exists()
    assert own_prefix("x-") == f"x-{os.getpid()}-"
