"""A log has whole lines only; what cannot be written is counted, and said once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from legation_server.errors import LogError
from legation_server.standard_error import StandardErrorStream
from legation_server.web.hooks.log_file import LogFile
from support.odd_files import folder, pipe


class Told(StandardErrorStream):
    """Remembers what operators are told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def write(self, text: str) -> bool:
        self.lines.append(text)
        return True


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.mark.parametrize("make", [pipe, folder])
def test_a_log_is_a_file(path: Path, told: Told, make: object) -> None:
    make(path)  # type: ignore[operator]

    with pytest.raises(LogError, match=rf"The query log {path} cannot be written"):
        LogFile(str(path), 1_000, 2, told)


def test_a_pipe_with_a_reader_is_no_file_either(path: Path, told: Told) -> None:
    pipe(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    with pytest.raises(LogError, match="no regular file"):
        LogFile(str(path), 1_000, 2, told)
    os.close(reader)


def test_a_full_disk_is_said_once(told: Told) -> None:
    log = LogFile("/dev/full", 1_000, 2, told)

    for _ in range(100):
        log.write("x" * 100)
    log.close()

    assert log.lost == 100
    assert told.lines == [
        "The query log /dev/full cannot be written: No space left on device. "
        "Queries go on; what is lost is counted in /metrics."
    ]


def test_no_line_is_torn_when_the_disk_is_full(path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from legation_server.standard_error import StandardErrorStream\n"
        "from legation_server.web.hooks.log_file import LogFile\n"
        "log = LogFile(sys.argv[1], 10_000, 2, StandardErrorStream())\n"
        "_, most = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (25, most))\n"
        "for number in range(5): log.write(f'line {number} x')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))\n"
        "log.write('after')\n"
        "print(log.lost)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60
    )

    assert path.read_text() == "line 0 x\nline 1 x\nafter\n"
    assert done.stdout == "3\n"
    first, last = done.stderr.splitlines()
    assert "cannot be written: No space left on device" in first
    assert last == f"The query log {path} is written again; 3 lines were lost."


def test_a_line_that_was_torn_before_is_ended(path: Path, told: Told) -> None:
    path.write_text('{"id": "one"}\n{"id": "tw')

    log = LogFile(str(path), 1_000, 2, told)
    log.write('{"id": "three"}')
    log.close()

    assert path.read_text().splitlines() == ['{"id": "one"}', '{"id": "tw', '{"id": "three"}']


def test_a_log_that_was_taken_away_is_begun_anew(path: Path, told: Told) -> None:
    log = LogFile(str(path), 100, 2, told)
    log.write("x" * 90)
    path.unlink()

    for _ in range(2):
        log.write("y" * 90)
    log.close()

    assert (path.read_text(), told.lines, log.lost) == ("y" * 90 + "\n", [], 0)


def test_what_stands_in_the_way_of_a_new_file_is_said(path: Path, told: Told) -> None:
    (path.parent / "log.1" / "in").mkdir(parents=True)
    log = LogFile(str(path), 100, 1, told)

    for number in range(3):
        log.write(json.dumps({"number": number, "more": "x" * 60}))
    log.close()

    assert path.read_text().count("\n") == 1
    assert log.lost == 2 and len(told.lines) == 1


def test_a_device_is_not_begun_anew(told: Told) -> None:
    log = LogFile("/dev/null", 100, 2, told)

    for _ in range(10):
        log.write("x" * 90)
    log.close()

    assert (log.lost, told.lines) == (0, [])
    assert os.path.exists("/dev/null") and not os.path.exists("/dev/null.1")
