"""A new release takes the place of the old in one step, or not at all."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.errors import ReleaseError
from legation_build.namespaces import CC0
from legation_build.release import ReleaseFile, write_release
from support.legation_command import legation
from support.two_releases import change, contents

FILE = ReleaseFile("dumps/first.nq", "nq", "application/n-quads", "The first file", CC0, b"")
KILLED = """
import os, signal, sys
from pathlib import Path
from legation_build.release import ReleaseFile, write_release
def files():
    yield ReleaseFile("dumps/first.nq", "nq", "application/n-quads", "The first file", "", b"")
    os.kill(os.getpid(), signal.SIGKILL)
write_release(Path(sys.argv[1]), {"digest": "0" * 64}, files())
"""


def test_new_release_becomes_the_current_one_and_the_old_one_stays(
    built: Path, tmp_path: Path
) -> None:
    old = (built / "current").resolve()
    before = contents(old)
    change(tmp_path / "mappings", lambda text: text.replace("value: 50", "value: 51"))

    pipeline.build([tmp_path / "mappings"], built)

    assert (built / "current").resolve() != old
    assert contents(old) == before


def test_nothing_is_replaced_when_the_new_data_break_a_shape(built: Path, tmp_path: Path) -> None:
    before, current = contents(built / "releases"), (built / "current").resolve()
    change(tmp_path / "mappings", lambda t: t.replace("type: Supposition", "type: Event"))

    result = legation("build", "--mappings", tmp_path / "mappings", "--output", built)

    assert result.exit_code == 1
    assert contents(built / "releases") == before
    assert (built / "current").resolve() == current


def test_nothing_is_replaced_when_writing_fails_halfway(
    built: Path,
) -> None:
    before, current = contents(built / "releases"), (built / "current").resolve()
    below_a_file = replace(FILE, path=f"{FILE.path}/second.nq")

    with pytest.raises(ReleaseError, match=r"cannot be written: .*Choose another folder"):
        write_release(built, {"digest": "0" * 64}, [FILE, below_a_file])

    assert contents(built / "releases") == before
    assert (built / "current").resolve() == current


def test_build_killed_halfway_leaves_the_release_whole(built: Path, tmp_path: Path) -> None:
    current = (built / "current").resolve()
    before = contents(current)
    change(tmp_path / "mappings", lambda text: text.replace("value: 50", "value: 51"))
    command = [sys.executable, "-c", KILLED, str(built)]

    assert subprocess.run(command).returncode == -9
    assert [file.name for file in (built / "releases").glob(".*/dumps/*")] == ["first.nq"]
    assert (built / "current").resolve() == current
    assert contents(current) == before

    pipeline.build([tmp_path / "mappings"], built)

    assert (built / "current").resolve() != current
    assert not list((built / "releases").glob(".*"))


def test_build_again_changes_nothing(built: Path, tmp_path: Path) -> None:
    before = contents(built / "releases")

    pipeline.build([tmp_path / "mappings"], built, tmp_path / "texts")

    assert contents(built / "releases") == before
    assert not list((built / "releases").glob(".*"))
