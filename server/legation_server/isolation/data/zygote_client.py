"""The server's handle on the process that holds the data, and on each worker it forked."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from legation_server.errors import ReleaseError
from legation_server.isolation.data.loading import what_to_load
from legation_server.isolation.data.zygote import ANSWER, LEAVE, REAP, REQUEST
from legation_server.releases import Release, store_folder_of
from legation_server.settings import Settings

# The program that holds the data, and the letter under which it forks workers.
PROGRAM = "legation_server.data_process"
WORKER = b"W"
# Seconds until the data are loaded again after that failed.
RESTART_PAUSE_SECONDS = 1.0
# Linux: the clock that counts a process's processor time, as clock_getcpuclockid(3) makes it.
PROCESS_CLOCK = 2


@dataclass(eq=False)
class Worker:
    """A query worker: its process, and the socket it reads tasks from and answers to."""

    pid: int
    socket: socket.socket
    niceness: int = 0
    used_before: float = 0.0

    def has_ended(self) -> bool:
        """Tell whether it ended while it had nothing to do."""
        try:
            return self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """Let go of it; it ends when it is idle."""
        self.socket.close()

    def processor_seconds(self) -> float:
        """Return the processor time used since it last became free; 0 when it is gone."""
        with suppress(OSError):
            return time.clock_gettime((~self.pid << 3) | PROCESS_CLOCK) - self.used_before
        return 0.0

    def start_counting(self) -> None:
        """Count processor time from now on."""
        self.used_before = 0.0
        self.used_before = self.processor_seconds()

    def be_nice(self, niceness: int) -> bool:
        """Set how far others go first, 0 for not at all; return whether the system allows it."""
        if self.niceness != niceness:
            own = os.getpriority(os.PRIO_PROCESS, 0)
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, own + niceness)
            except OSError:
                return False
            self.niceness = niceness
        return True


class Zygote:
    """A running zygote; started again when it dies."""

    def __init__(
        self,
        release: Release,
        settings: Settings,
        plan: Mapping[str, Any],
        descriptors: tuple[int, ...],
    ) -> None:
        """Start it and wait until the release is loaded; raises ReleaseError.

        `plan` and `descriptors` are for children that are no workers.
        """
        self._plan = {
            **what_to_load(release),
            "store": str(store_folder_of(release, settings.store_folder))
            if release.on_disk
            else "",
            "base": release.base,
            "rows": settings.result_rows,
            "prefixes": dict(release.prefixes),
            "context": dict(release.context),
            "allowed_services": sorted(settings.allowed_services),
            "private_services": settings.service_private,
            "limits": {
                # The server stops a query at its deadline; this is for when it cannot.
                "seconds": settings.deadline + 1,
                "memory": settings.memory,
                "result_size": settings.result_size,
            },
            **plan,
        }
        self._descriptors = descriptors
        self._lock = Lock()
        self._closed = False
        self._refused = ""
        self._restart_from = 0.0
        self.quads = 0
        self.network = "shared"
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", PROGRAM, str(theirs.fileno())],
                pass_fds=[theirs.fileno(), *self._descriptors],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
        self._control = ours
        ours.sendall(json.dumps(self._plan).encode() + b"\n")
        with ours.makefile("rb", buffering=0) as stream:
            line = stream.readline()
        answer = json.loads(line) if line else {"error": "the process that loads it ended"}
        if "error" in answer:
            self._stop()
            raise ReleaseError(f"The release cannot be loaded: {answer['error']}")
        self.quads = int(answer["quads"])
        self.network = "none" if answer["alone"] else "shared"

    @property
    def pid(self) -> int:
        """Return its process id."""
        return self._process.pid

    def fork(self) -> Worker:
        """Return a new worker; raises OSError or ReleaseError when there can be none."""
        return Worker(*self._ask_anyhow(WORKER, 0))

    def fork_child(self, kind: bytes, number: int) -> socket.socket:
        """Return the socket of a new child of a kind; raises OSError, ReleaseError."""
        return self._ask_anyhow(kind, number)[1]

    def _ask_anyhow(self, what: bytes, number: int) -> tuple[int, socket.socket]:
        """Have a process forked, by another zygote if this one has died."""
        with self._lock:
            try:
                return self._ask(what, number)
            except OSError:
                if self._closed:
                    raise
                self._restart()
                return self._ask(what, number)

    def _restart(self) -> None:
        """Start another; raises ReleaseError when the files are not those of the release."""
        if time.monotonic() < self._restart_from:
            raise ReleaseError(self._refused)
        self._stop()
        try:
            self._start()
        except ReleaseError as error:
            self._refused = str(error)
            self._restart_from = time.monotonic() + RESTART_PAUSE_SECONDS
            raise

    def _ask(self, what: bytes, number: int) -> tuple[int, socket.socket]:
        self._control.sendall(REQUEST.pack(what, number))
        message, descriptors, _, _ = socket.recv_fds(self._control, ANSWER.size, 1)
        if not descriptors:
            raise ConnectionResetError("the process that holds the data ended")
        return ANSWER.unpack(message)[0], socket.socket(fileno=descriptors[0])

    def reap(self, pid: int) -> int:
        """Return how a worker that ended did so: its exit status, or minus a signal.

        That is SIGKILL where the process that forked it is gone too.
        """
        with self._lock, suppress(OSError):
            self._control.sendall(REQUEST.pack(REAP, pid))
            answer = self._control.recv(ANSWER.size, socket.MSG_WAITALL)
            if len(answer) == ANSWER.size:
                return int(ANSWER.unpack(answer)[0])
        return -signal.SIGKILL

    def leave(self, pid: int) -> None:
        """Have a worker that was killed reaped once it has ended; others do not wait for that."""
        with self._lock, suppress(OSError):
            self._control.sendall(REQUEST.pack(LEAVE, pid))

    def close(self) -> None:
        """End the zygote; its workers end with their sockets."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        self._control.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
