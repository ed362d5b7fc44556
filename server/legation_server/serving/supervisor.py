"""Keep the process that serves running: start it again when it dies, and pass signals on."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Any

from legation_server.serving.web_process import SERVING, UNUSABLE
from legation_server.standard_error import say

# Seconds before a process that died is started again: twice as long each time it dies soon.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 10.0
# Seconds after which a process counts as having run well.
RAN_WELL_SECONDS = 60.0
# Processes that may fail, one after another, before the first one has served.
MOST_FAILED_STARTS = 3


class Supervisor:
    """Runs one process at a time until it is told to end."""

    def __init__(
        self,
        target: Callable[[Any, Connection], None],
        argument: Any,
        stopping: Callable[[], None],
        kill_seconds: float,
    ) -> None:
        """Run `target` with an argument in a process.

        It is also given a connection, on which it tells SERVING, or why it cannot serve.
        `stopping` is called when the end begins; a process that takes more than `kill_seconds`
        to end is killed.
        """
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
        self._target = target
        self._argument = argument
        self._stopping = stopping
        self._kill_seconds = kill_seconds
        self._process: Any = None
        self._told = 0.0
        self._served = False
        self._failed_starts = 0

    def run(self) -> None:
        """Keep the process running until SIGTERM or SIGINT; raise SystemExit when it cannot run."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._pass_on)
        pause = FIRST_PAUSE_SECONDS
        while not self._told:
            began = time.monotonic()
            reason = self._run_one()
            status = self._process.exitcode
            if self._told:
                break
            if status == UNUSABLE:
                raise SystemExit(1)
            what = reason or f"the web process ended with status {status}"
            if not self._served:
                self._count_failed_start(what)
            if time.monotonic() - began > RAN_WELL_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            if self._served or not reason:
                say(f"{what[:1].upper()}{what[1:]}; another one is started.")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _run_one(self) -> str:
        """Run a process until it ends, and return why it could not serve, if it told that."""
        heard, telling = self._context.Pipe(duplex=False)
        with heard:
            with telling:
                self._process = self._context.Process(
                    target=self._target, args=(self._argument, telling)
                )
                self._process.start()
            self._wait()
            told = SERVING
            with suppress(EOFError, OSError):
                while heard.poll():
                    told = heard.recv()
                    self._served |= told == SERVING
            return told

    def _count_failed_start(self, reason: str) -> None:
        """Raise SystemExit when it is one too many: the next would fail too."""
        self._failed_starts += 1
        if self._failed_starts == MOST_FAILED_STARTS:
            say(
                f"Error: The server cannot start; it was tried {MOST_FAILED_STARTS} times: "
                f"{reason}. Repair what is named, or report it as a fault of the server."
            )
            raise SystemExit(1)

    def _wait(self) -> None:
        """Wait until the process has ended; kill it when it takes too long to."""
        while self._process.is_alive():
            late = self._told and time.monotonic() - self._told > self._kill_seconds
            if late:
                self._process.kill()
            wait([self._process.sentinel], 0.2 if self._told else None)
        self._process.join()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self._told:
            self._told = time.monotonic()
            with suppress(OSError):
                self._stopping()
        self._signal(signal.SIGTERM)

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        self._signal(number)

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.pid:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)
