"""Find the processes of a server that tests run, and what they hold."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Served

ZYGOTE = "legation_server.zygote"


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def is_zygote(pid: int) -> bool:
    return ZYGOTE in Path(f"/proc/{pid}/cmdline").read_text()


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
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
