"""Find the processes of a server that tests run, and what they hold."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Served

ZYGOTE = "legation_server.zygote"


def children(pid: int) -> list[int]:
    try:
        found = [file.read_text() for file in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for text in found for child in text.split()]


def descendants(pid: int) -> set[int]:
    """Return a process and all that it started, and so on."""
    family = {pid}
    while more := {child for parent in family for child in children(parent)} - family:
        family |= more
    return family


def is_zygote(pid: int) -> bool:
    return ZYGOTE in Path(f"/proc/{pid}/cmdline").read_text()


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_end(processes: Iterable[int]) -> bool:
    """Tell whether processes end, waiting a little for those that are about to."""
    running = set(processes)
    for _ in range(100):
        running = {pid for pid in running if runs(pid)}
        if not running:
            return True
        time.sleep(0.1)
    return False


def web_process(served: "Served") -> int:
    """Return the process that answers requests: the one whose child holds the data."""
    return next(
        pid for pid in children(served.process.pid) if any(is_zygote(c) for c in children(pid))
    )


def data_process(served: "Served") -> int:
    return next(pid for pid in children(web_process(served)) if is_zygote(pid))


def memory(pid: int) -> int:
    """Return the KiB a process holds for itself alone."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))
