"""What other releases held and how they differ: read by another process, remembered here."""

import json
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import suppress
from threading import Lock
from typing import Any

from legation_server.errors import LegationError, Problem
from legation_server.releases.manifest import Release

READER = "legation_server.diff.comparer_process"
# Releases with more statements are compared by `legation release diff` alone.
MOST_QUADS = 500_000
TASKS_KEPT = 32
MOST_WAITING = 8
READING = 120.0
# Seconds that an answer may wait for the other process.
FOR_CHANGES = 20.0
FOR_NAMES = 2.0

Task = tuple[str, ...]


class UnreadableError(LegationError):
    """A release cannot be read whole."""


class History:
    """Answers about whole releases; one process at a time reads, and threads wait for it."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._answers: OrderedDict[Task, Future[Any]] = OrderedDict()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="history")
        self._lock = Lock()
        self._waiting = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def changes(self, chain: Sequence[Release]) -> list[dict[str, Any]]:
        """Return what changed from each release to the next, as readable_changes has it.

        Raises Problem when a release is too large to be compared here or damaged, or when it is
        not known in time.
        """
        if any(release.quads > MOST_QUADS for release in chain):
            names = " ".join(release.folder.name for release in chain[:2])
            raise Problem(
                "result-too-large",
                f"Releases of more than {MOST_QUADS:,} statements are not compared here. "
                f"Run: legation release diff {names}",
                members={"limit": MOST_QUADS},
            )
        try:
            found = self._answer("changes", chain, FOR_CHANGES)
        except UnreadableError as error:
            detail = f"The releases cannot be compared: {error}"
            raise Problem("internal-error", detail) from error
        if found is None:
            raise Problem(
                "overloaded",
                "The releases are still being compared.",
                members={"retryAfter": 5},
                headers={"Retry-After": "5"},
            )
        return list(found)

    def last_with(self, names: Sequence[str], releases: Sequence[Release]) -> Release | None:
        """Return the first of the later `releases` that has one of some names the first lacks.

        None when there is none, and when it is not known in time.
        """
        if len(releases) < 2:
            return None
        try:
            gone = self._answer("names", releases, FOR_NAMES) or {}
        except UnreadableError:
            return None
        found = {gone[name] for name in names if name in gone}
        return next((release for release in releases if release.folder.name in found), None)

    def close(self) -> None:
        """Stop what is being read."""
        self._closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.kill()

    def _answer(self, task: str, releases: Sequence[Release], patience: float) -> Any:
        """Return the reader's answer to a task; None when it takes longer than `patience`."""
        work = (task, *(str(release.folder) for release in releases))
        key = (*work, *(release.fingerprint for release in releases))
        with self._lock:
            future = self._answers.get(key)
            # Else those who wait could take all the threads there are.
            full = self._waiting >= MOST_WAITING or self._closed
            if full and (future is None or not future.done()):
                return None
            if future is None:
                future = self._answers[key] = self._executor.submit(self._read, work)
            self._answers.move_to_end(key)
            while len(self._answers) > TASKS_KEPT:
                self._answers.popitem(last=False)[1].cancel()
            self._waiting += 1
        try:
            return future.result(patience)
        except (NotYetError, CancelledError):
            return None
        except UnreadableError:
            # It may be repaired.
            with self._lock:
                self._answers.pop(key, None)
            raise
        finally:
            with self._lock:
                self._waiting -= 1

    def _read(self, task: Task) -> Any:
        command = [sys.executable, "-m", READER, *task]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
            self.process = process
            if self._closed:
                process.kill()
            try:
                output, _ = process.communicate(timeout=READING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise UnreadableError(f"They took more than {READING:g} seconds to read.") from None
            finally:
                self.process = None
        try:
            answer = json.loads(output)
        except ValueError:
            raise UnreadableError("The process that reads them ended.") from None
        if isinstance(answer, dict) and answer.keys() == {"error"}:
            raise UnreadableError(str(answer["error"]))
        return answer
