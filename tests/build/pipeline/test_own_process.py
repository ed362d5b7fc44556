"""Work in a process of its own: it is done when the call returns, and its error is the caller's."""

import os
import signal
from pathlib import Path

import pytest
from legation_build.errors import MappingError, ReleaseError
from legation_build.mapping import read_shared
from legation_build.pipeline.documents.own_process import in_own_process


def test_the_work_is_done_when_the_call_returns(tmp_path: Path) -> None:
    in_own_process(os.mkdir, tmp_path / "made", mode=0o700)

    assert (tmp_path / "made").is_dir()


def test_what_the_work_changes_in_its_process_is_not_changed_here(tmp_path: Path) -> None:
    here = Path.cwd()
    in_own_process(os.chdir, tmp_path)

    assert Path.cwd() == here != tmp_path


def test_an_error_of_the_work_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as there:
        in_own_process(read_shared, [tmp_path / "none"])
    with pytest.raises(MappingError) as here:
        read_shared([tmp_path / "none"])

    assert (there.value.summary, there.value.problems) == (here.value.summary, here.value.problems)


def test_a_process_that_is_ended_from_outside_is_told_with_a_remedy() -> None:
    with pytest.raises(ReleaseError, match=r"want of memory\. Build again"):
        in_own_process(signal.raise_signal, signal.SIGKILL)
