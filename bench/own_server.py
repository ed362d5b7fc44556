"""Start a server of our own on a free port, and look at the memory of its processes."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ports import free_port

DATA_PROCESS = "legation_server.data_process"


@dataclass(frozen=True)
class OwnServer:
    """A running server: its address and the process that was started."""

    url: str
    process: "subprocess.Popen[bytes]"

    @property
    def alive(self) -> bool:
        """Tell whether it still answers queries."""
        try:
            return bool(get(self.url + "/readyz")["status"] == "ok")
        except OSError:
            return False

    def memory(self) -> dict[str, int]:
        """Return the KiB that the serving processes, and the one with the data, hold."""
        serving, holding = 0, 0
        for pid in descendants(self.process.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_text()
                parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
                above = Path(f"/proc/{parent}/cmdline").read_text()
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except (OSError, ValueError):
                continue
            if DATA_PROCESS not in command:
                serving += kibibytes(rollup, "Private_Dirty")
            elif DATA_PROCESS not in above:
                holding = kibibytes(rollup, "Rss")
        return {"serving": serving, "holding": holding}


def get(url: str) -> dict[str, object]:
    """Return the JSON at an address."""
    with urllib.request.urlopen(url, timeout=60) as response:
        found: dict[str, object] = json.load(response)
        return found


def descendants(pid: int) -> set[int]:
    """Return a process and all that came from it."""
    family, found = set[int](), {pid}
    while found:
        family |= found
        found = {
            int(child)
            for parent in found
            for thread in Path(f"/proc/{parent}/task").glob("*")
            for child in _children(thread)
        } - family
    return family


def _children(thread: Path) -> list[str]:
    try:
        return (thread / "children").read_text().split()
    except OSError:
        return []


def kibibytes(rollup: str, name: str) -> int:
    """Return a figure of /proc/PID/smaps_rollup."""
    found = re.search(rf"^{name}:\s+(\d+)", rollup, re.MULTILINE)
    return int(found[1]) if found else 0


@contextmanager
def own_server(
    dataset: Path, folder: Path, *options: str, patience: float = 120.0
) -> Iterator[OwnServer]:
    """Serve a dataset folder, with `folder` as the server's working directory.

    Raises RuntimeError when it does not answer queries within `patience` seconds.
    """
    port = free_port()
    program = [sys.executable, "-m", "legation_build", "serve", str(dataset.resolve())]
    log = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
    process = subprocess.Popen(
        [*program, "--port", str(port), *options],
        cwd=folder,
        stdout=log,
        stderr=log,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    server = OwnServer(f"http://127.0.0.1:{port}", process)
    try:
        until = time.monotonic() + patience
        while not server.alive:
            if process.poll() is not None or time.monotonic() > until:
                log.seek(0)
                raise RuntimeError(f"the server did not start: {log.read().decode()}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(60)
        log.close()
