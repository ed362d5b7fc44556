"""What is told to operators is written at once, or counted as lost; nobody waits for it."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from legation_server.standard_error import StandardErrorHandler, StandardErrorStream


def run(program: str, stderr: int) -> str:
    """Run a program with a StandardErrorStream `out` in a process of its own; return what it prints."""
    head = "from legation_server.standard_error import StandardErrorStream\nout = StandardErrorStream()\n"
    done = subprocess.run(
        [sys.executable, "-c", head + program], stdout=subprocess.PIPE, stderr=stderr, timeout=60
    )
    return done.stdout.decode().strip()


def test_a_line_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    out = StandardErrorStream()

    assert out.write("one") and out.write("é\ntwo\ud800")
    assert capfd.readouterr().err == "one\né\ntwo\\ud800\n"
    assert out.lost == 0


def test_what_is_logged_is_written_in_the_same_way(capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.Logger("some")
    logger.addHandler(StandardErrorHandler(StandardErrorStream()))

    try:
        raise ValueError("a reason")
    except ValueError:
        logger.exception("It %s", "failed")

    first, *more = capfd.readouterr().err.splitlines()
    assert first.endswith("] ERROR: It failed")
    assert more[-1] == "ValueError: a reason"


def test_nothing_is_written_to_a_full_disk() -> None:
    full = os.open("/dev/full", os.O_WRONLY)

    said = run("print([out.write('x') for _ in range(3)], out.lost)", full)

    os.close(full)
    assert said == "[False, False, False] 3"


def test_nothing_is_written_to_a_pipe_that_nobody_reads() -> None:
    reader, writer = os.pipe()

    said = run("print(sum(out.write('x' * 1000) for _ in range(1000)), out.lost)", writer)

    os.close(writer)
    with open(reader, "rb") as stream:
        lines = stream.read().split(b"\n")
    written, lost = map(int, said.split())
    assert written > 10 and lost > 100 and written + lost == 1000
    assert lines == [b"x" * 1000] * written + [b""]


def test_nothing_is_written_where_the_reader_has_gone() -> None:
    reader, writer = os.pipe()
    os.close(reader)

    said = run("print(out.write('x'), out.lost)", writer)

    os.close(writer)
    assert said == "False 1"


def test_nothing_is_written_where_there_is_no_standard_error(tmp_path: Path) -> None:
    program = (
        "import os, sys; from legation_server.standard_error import *\n"
        "open_standard_streams()\n"
        "out = StandardErrorStream(); said = (out.write('x'), out.lost)\n"
        "files = [os.open(sys.argv[1], os.O_RDWR | os.O_CREAT) for _ in range(2)]\n"
        "os.write(files[0], repr((said, min(files) > 2)).encode())\n"
    )
    file = tmp_path / "said"
    command = f"exec {sys.executable} -c '{program}' {file} 2>&- 1>&- 0<&-"

    subprocess.run(["sh", "-c", command.replace("'x'", '"x"')], check=True, timeout=60)

    assert file.read_text() == "((False, 1), True)"


def test_after_half_a_line_the_next_one_begins_on_its_own(tmp_path: Path) -> None:
    program = (
        "import resource, sys, os\n"
        "_, most = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (15, most))\n"
        "said = [out.write('x' * 9), out.write('y' * 9), out.write('z')]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))\n"
        "print(said, out.write('whole'), out.lost)\n"
    )
    with (tmp_path / "log").open("wb") as stderr:
        said = run(program, stderr.fileno())

    assert said == "[True, False, False] True 2"
    assert (tmp_path / "log").read_text().splitlines() == ["x" * 9, "y" * 5, "whole"]
