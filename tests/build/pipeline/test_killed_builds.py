"""A build that is killed loses nothing that was made, and the next one makes a whole release."""

import signal
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from legation_build import pipeline
from legation_build.errors import ReleaseError
from legation_build.pipeline import Options
from legation_build.pipeline.documents import batches
from support.several_documents import COUNT, build_streamed, parts
from support.some import some
from support.two_releases import contents

# Ends at once when a part, or else a file of the release, is about to be written.
KILLED = """
import os, signal, sys
from pathlib import Path
from legation_build import pipeline
from legation_build.pipeline.documents import {module} as module
count = 0
real = module.{name}
def killing(*arguments, **options):
    global count
    count += 1
    if count == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
module.{name} = killing
pipeline.build([Path(sys.argv[1])], Path(sys.argv[2]), options=pipeline.Options(most_whole=0))
"""


class DyingPool(ProcessPoolExecutor):
    """Its processes are ended as soon as they have something to do."""

    def submit(self, *arguments: Any, **options: Any) -> Future[Any]:
        future = super().submit(*arguments, **options)
        for process in some(active_children()):
            process.kill()
        return future


class BreakingPool(ProcessPoolExecutor):
    """It breaks at the moment at which it would start a process."""

    def submit(self, *_arguments: Any, **_options: Any) -> Future[Any]:
        raise ValueError("bad value(s) in fds_to_keep")


PLACES = {
    "at the first document": ("work", "made_of", 1),
    "between two documents": ("work", "made_of", 3),
    "before a name for a part": ("work", "keep_file", 2),
    "while a part is written": ("work", "write_part", 2),
}
WHILE_MERGING = """
import os, signal, sys
from pathlib import Path
from legation_build import pipeline
from legation_build.pipeline.merging import streamed
streamed.write_site = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
pipeline.build([Path(sys.argv[1])], Path(sys.argv[2]), options=pipeline.Options(most_whole=0))
"""


@pytest.fixture
def never_killed(three_documents: Path, tmp_path: Path) -> dict[str, bytes]:
    """The files of a release whose build was not killed."""
    build_streamed([three_documents], tmp_path / "never-killed")
    return contents(tmp_path / "never-killed" / "current")


def killed(program: str, mappings: Path, output: Path) -> int:
    return subprocess.run([sys.executable, "-c", program, mappings, output]).returncode


@pytest.mark.parametrize("place", PLACES)
def test_the_next_build_goes_on(
    three_documents: Path, tmp_path: Path, never_killed: dict[str, bytes], place: str
) -> None:
    module, name, number = PLACES[place]
    output = tmp_path / "out"
    program = KILLED.format(module=module, name=name, number=number)

    assert killed(program, three_documents, output) == -signal.SIGKILL
    assert not (output / "current").exists()
    made = parts(output / ".work")
    build_streamed([three_documents], output)

    assert made.items() <= parts(output / ".work").items()
    assert contents(output / "current") == never_killed
    assert not list(output.rglob(".writing-*"))


def test_a_build_killed_at_the_end_makes_no_document_again(
    three_documents: Path, tmp_path: Path, never_killed: dict[str, bytes]
) -> None:
    output = tmp_path / "out"

    assert killed(WHILE_MERGING, three_documents, output) == -signal.SIGKILL
    made = parts(output / ".work")
    build_streamed([three_documents], output)

    assert len(made) == COUNT
    assert parts(output / ".work") == made
    assert contents(output / "current") == never_killed
    assert [folder.name[0] for folder in some((output / "releases").iterdir())] != ["."]


# A thread of the pool in the standard library may fail as well when all its processes end at once.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("pool", [DyingPool, BreakingPool])
def test_a_worker_that_is_ended_is_told_and_the_next_build_goes_on(
    three_documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: type[Executor]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(batches, "ProcessPoolExecutor", pool)
        with pytest.raises(ReleaseError, match="Fewer --jobs take less memory"):
            pipeline.build([three_documents], tmp_path / "out", options=Options(jobs=2))

    made = pipeline.build([three_documents], tmp_path / "out")

    assert len(made["documents"]) == COUNT
