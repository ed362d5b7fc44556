"""Run a command, and see what it and all its processes use: processor time, time, memory."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from own_server import descendants, kibibytes

# Looking at memory takes time itself: a fiftieth of the time is spent on it at most.
_PAUSE_SECONDS, _PAUSE_TIMES = 0.2, 50


class OutOfTimeError(Exception):
    """A command that was not done in time, and was ended."""


@dataclass(frozen=True)
class Used:
    """What a command used: seconds, seconds of processors, and the most MiB at one time.

    Memory is that of all processes at once; pages that several share are counted once.
    """

    seconds: float
    processor_seconds: float
    peak_mib: float


def run_watched(command: Sequence[str], minutes: float = 0.0) -> Used:
    """Run a command to its end and return what it used.

    Raises OutOfTimeError when it is not done after so many `minutes` (0: however long it takes),
    and RuntimeError with what it printed when it fails.
    """
    with tempfile.TemporaryFile() as printed:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=printed, stderr=printed, start_new_session=True, env=_environment()
        )
        memory = _Memory(process.pid)
        watcher = threading.Thread(target=memory.watch, daemon=True)
        watcher.start()
        timer = threading.Timer(minutes * 60, _end, [process.pid]) if minutes else None
        if timer:
            timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        in_time = timer is None or timer.is_alive()
        process.returncode = os.waitstatus_to_exitcode(status)
        if timer:
            timer.cancel()
        memory.done.set()
        watcher.join()
        if not in_time:
            raise OutOfTimeError(f"not done after {minutes:g} minutes")
        if process.returncode:
            printed.seek(0)
            text = printed.read().decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} failed:\n{text[-2000:]}")
    used = usage.ru_utime + usage.ru_stime
    return Used(round(seconds, 2), round(used, 2), round(memory.most / 1024, 1))


def mebibytes(pid: int) -> float:
    """Return the MiB that a process and all that came from it hold; shared pages count once."""
    return sum(_proportional(one) for one in descendants(pid)) / 1024


class _Memory:
    """The most KiB that a process and its descendants held at one time."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.most = 0
        self.done = threading.Event()

    def watch(self) -> None:
        """Look again and again until it is done."""
        pause = _PAUSE_SECONDS
        while not self.done.wait(pause):
            began = time.thread_time()
            self.most = max(self.most, sum(map(_proportional, descendants(self._pid))))
            pause = max(_PAUSE_SECONDS, _PAUSE_TIMES * (time.thread_time() - began))


def _proportional(pid: int) -> int:
    try:
        return kibibytes(Path(f"/proc/{pid}/smaps_rollup").read_text(), "Pss")
    except OSError:
        return 0


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def _end(pid: int) -> None:
    """End all processes of a command: they are a session of their own."""
    try:
        os.killpg(pid, 9)
    except ProcessLookupError:
        return
