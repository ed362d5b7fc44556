"""Start servers as people do, find their processes, and see what these hold."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from support.eventually import eventually

ZYGOTE = "legation_server.data_process"
# Linux gives none of these to connections that go out (ip_local_port_range).
PORTS = range(10_000, 32_000)


@dataclass
class Served:
    """A running server process."""

    url: str
    process: "subprocess.Popen[bytes]"

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=60, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.url + path, timeout=60, **options)

    def select(self, query: str, endpoint: str = "/sparql", **options: Any) -> requests.Response:
        return self.get(endpoint, params={"query": query, **options})

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def start_server(
    dataset: Path, *options: str, host: str = "127.0.0.1", stderr: Any = None, redirect: str = ""
) -> Served:
    """Start `legation serve` on a free port and wait until it answers.

    `redirect` is what a shell does to its standard streams.
    """
    port = free_port(host)
    program = [sys.executable, "-c", "from legation_server.cli.commands import serve; serve()"]
    shell = ["sh", "-c", f'exec "$@" {redirect}', "sh"] if redirect else []
    process = subprocess.Popen(
        [*shell, *program, str(dataset), "--host", host, "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
    )
    served = Served(f"http://{host}:{port}", process)

    def started() -> bool:
        return process.poll() is not None or served.get("/readyz").ok

    try:
        eventually(started, ignoring=(requests.ConnectionError,))
        assert process.poll() is None, "the server did not start"
    except AssertionError:
        process.kill()
        process.wait()
        raise
    return served


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port on which nobody listens."""
    for port in random.sample(PORTS, 100):
        with suppress(OSError), socket.socket() as probe:
            probe.bind((host, port))
            return port
    raise AssertionError("no port is free")


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


def all_end(processes: Iterable[int]) -> bool:
    """Wait until processes have ended."""
    family = list(processes)
    assert family
    return eventually(lambda: all(has_ended(pid) for pid in family))


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
    return {name: answer[name] for name in ("free", "long", "waiting", "waiting_long")}


def comes_to_rest(server: Served, workers: int) -> bool:
    """Wait until all workers have come back."""
    rest = {"free": workers, "long": 0, "waiting": 0, "waiting_long": 0}
    try:
        return eventually(lambda: busy(server) == rest)
    except AssertionError as error:
        error.add_note(f"There are {busy(server)}.")
        raise
