"""Start servers as people do, find their processes, and see what these hold."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ZYGOTE = "legation_server.data_process"


@dataclass
class Served:
    """A running server process."""

    url: str
    process: "subprocess.Popen[bytes]"

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=60, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.url + path, timeout=60, **options)

    def select(self, query: str, **options: Any) -> requests.Response:
        return self.get("/sparql", params={"query": query, **options})

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def start_server(dataset: Path, *options: str, stderr: Any = None) -> Served:
    """Start `legation serve` on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, "-c", "from legation_server.cli.commands import serve; serve()"]
    process = subprocess.Popen(
        [*program, str(dataset), "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
    )
    served = Served(f"http://127.0.0.1:{port}", process)
    for _ in range(600):
        try:
            if served.get("/readyz").ok:
                return served
        except requests.ConnectionError:
            if process.poll() is not None:
                break
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError("the server did not start")


def has_ended(pid: int) -> bool:
    """Tell whether a process has ended, be it that nobody has asked how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


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


def is_desk(pid: int) -> bool:
    """Tell whether a process looks at several connections by itself, as no worker does."""
    return any(
        os.readlink(f"/proc/{pid}/fd/{number}") == "anon_inode:[eventpoll]"
        for number in os.listdir(f"/proc/{pid}/fd")
        if os.path.islink(f"/proc/{pid}/fd/{number}")
    )


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


def web_process(served: Served) -> int:
    """Return the process that answers requests: the one whose child holds the data."""
    return next(
        pid for pid in children(served.process.pid) if any(is_zygote(c) for c in children(pid))
    )


def data_process(served: Served) -> int:
    return next(pid for pid in children(web_process(served)) if is_zygote(pid))


def memory(pid: int) -> int:
    """Return the KiB a process holds for itself alone."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))


def busy(server: Served) -> dict[str, int]:
    """Return how many workers are free and long, and how many queries wait."""
    answer = server.get("/readyz").json()
    return {name: answer[name] for name in ("free", "long", "waiting")}


def comes_to_rest(server: Served, workers: int) -> bool:
    """Tell whether all workers come back, waiting a little for those on their way."""
    for _ in range(60):
        if busy(server) == {"free": workers, "long": 0, "waiting": 0}:
            return True
        time.sleep(0.1)
    return False
