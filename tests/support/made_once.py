"""Folders that take long to make, and that all processes of a run share."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

# pytest-xdist sets it in the processes it starts, whose temporary folders lie side by side.
IN_PARALLEL = "PYTEST_XDIST_WORKER"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of a name that `make` has filled, in this process or one beside it.

    No test may change it.
    """
    if IN_PARALLEL not in os.environ:
        folder = factory.mktemp(name)
        make(folder)
        return folder
    folder = factory.getbasetemp().parent / name
    folder.mkdir(exist_ok=True)
    # What says that it is filled stands beside it: the folder is copied.
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        filled = folder.with_suffix(".filled")
        if not filled.exists():
            make(folder)
            filled.touch()
    return folder
