"""Work in a process of its own: it is done when the call returns, and its error is the caller's."""

import os
import signal
from pathlib import Path

import pytest
from legation_build.errors import MappingError, Problem, ReleaseError
from legation_build.pipeline.documents.own_process import in_own_process

PROBLEM = Problem("a.yaml", 3, "odd", "Look.")


def write_pid(place: Path, more: str = "") -> None:
    place.write_text(f"{os.getpid()}{more}", encoding="utf-8")


def fail() -> None:
    raise MappingError("One is wrong.", [PROBLEM])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_work_is_done_in_another_process_when_the_call_returns(tmp_path: Path) -> None:
    in_own_process(write_pid, tmp_path / "pid", more="!")
    written = (tmp_path / "pid").read_text(encoding="utf-8")

    assert written.endswith("!")
    assert written != f"{os.getpid()}!"


def test_an_error_of_the_work_is_raised_with_its_problems() -> None:
    with pytest.raises(MappingError, match="One is wrong") as told:
        in_own_process(fail)

    assert told.value.problems == (PROBLEM,)


def test_a_process_that_is_ended_from_outside_is_told_with_a_remedy() -> None:
    with pytest.raises(ReleaseError, match=r"want of memory\. Build again"):
        in_own_process(die)
