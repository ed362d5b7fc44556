"""A Dask cluster builds the same release, also when one of its workers dies meanwhile."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import dask
import pytest
from legation_build import pipeline
from legation_build.errors import ReleaseError
from legation_build.pipeline import Options
from support.eventually import eventually
from support.server_processes import free_port
from support.several_documents import parts, write_documents
from support.two_releases import contents

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'legation[cluster]'")
COUNT = 6


@contextmanager
def running(*arguments: str, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    with (cwd / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes; gives its address, and the workers."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    worker = ("dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
    with (
        running(
            "dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-dashboard",
            cwd=folder,
        ),
        running(*worker, cwd=folder) as one,
        running(*worker, cwd=folder) as other,
    ):
        yield address, [one, other]


def test_it_builds_the_same_release_though_a_worker_dies(tmp_path: Path) -> None:
    mappings = write_documents(tmp_path, COUNT)
    pipeline.build([mappings], tmp_path / "here")
    output = tmp_path / "there"

    with cluster(tmp_path) as (address, workers):
        options = Options(cluster=address)
        build = Thread(
            target=pipeline.build, args=([mappings], output), kwargs={"options": options}
        )
        build.start()
        eventually(lambda: parts(output / ".work"))
        os.kill(workers[0].pid, signal.SIGKILL)
        build.join()

    assert contents(output / "current") == contents(tmp_path / "here" / "current")


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    options = Options(cluster=address)
    patience = {"distributed.comm.timeouts.connect": "1s"}

    with (
        dask.config.set(patience),
        pytest.raises(ReleaseError, match=f"No scheduler answers at {address}"),
    ):
        pipeline.build([write_documents(tmp_path, 2)], tmp_path / "out", options=options)
