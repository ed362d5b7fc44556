"""Compare whole releases: another process reads them, and this one keeps its answers."""

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
from legation_server.releases import Release

PROCESS = "legation_server.diff.comparer_process"
# Larger releases are compared by `legation release diff` alone.
MOST_QUADS = 500_000
MOST_ANSWERS_KEPT = 32
MOST_WAITING_THREADS = 8
PROCESS_SECONDS = 120.0
# How long a request waits for the process.
CHANGES_WAIT_SECONDS = 20.0
NAMES_WAIT_SECONDS = 2.0
CHANGES_RETRY_SECONDS = 5

# What to do, and the folders of the releases to do it with.
Arguments = tuple[str, ...]


class UnreadableError(LegationError):
    """A release is damaged, or takes too long or too much memory to read."""


class Comparer:
    """Compares whole releases, in one process at a time; threads wait for its answer."""

    def __init__(self) -> None:
        """Begin without any answer."""
        self._answers: OrderedDict[Arguments, Future[Any]] = OrderedDict()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="comparer")
        self._lock = Lock()
        self._waiting = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def changes(self, chain: Sequence[Release]) -> list[dict[str, Any]]:
        """Return what changed from each release of a chain to the next, as readable_changes does.

        Raises Problem when a release is damaged or too large to be compared here, and when the
        answer takes too long.
        """
        return self._compared("changes", chain)

    def versions(self, chain: Sequence[Release]) -> list[dict[str, Any]]:
        """Return the versions of claims that the last of two releases brings, or a single one.

        They are as claim_versions returns them. Raises Problem as `changes` does.
        """
        return self._compared("versions", chain)

    def holding(self, iri: str, releases: Sequence[Release]) -> list[str]:
        """Return the names of the releases that name the thing `iri`, in their order.

        Raises Problem as `changes` does.
        """
        return self._compared("holding", releases, iri)

    def said_of(self, iri: str, release: Release) -> list[str]:
        """Return the triples with the thing `iri` in a release, in N-Triples; none without it.

        Raises Problem as `changes` does.
        """
        return self._compared("said", [release], iri)

    def _compared(self, task: str, chain: Sequence[Release], *words: str) -> list[Any]:
        if any(release.quads > MOST_QUADS for release in chain):
            names = " ".join(release.folder.name for release in chain[:2])
            raise Problem(
                "result-too-large",
                f"Releases of more than {MOST_QUADS:,} statements are not compared here. "
                f"Run: legation release diff {names}",
                members={"limit": MOST_QUADS},
            )
        try:
            found = self._answer(task, chain, CHANGES_WAIT_SECONDS, *words)
        except UnreadableError as error:
            detail = f"The releases cannot be compared: {error}"
            raise Problem("internal-error", detail) from error
        if found is None:
            raise Problem(
                "overloaded",
                "The releases are still being compared.",
                members={"retryAfter": CHANGES_RETRY_SECONDS},
                headers={"Retry-After": str(CHANGES_RETRY_SECONDS)},
            )
        return list(found)

    def last_with(self, names: Sequence[str], releases: Sequence[Release]) -> Release | None:
        """Return the first of the later `releases` with one of `names` that the first one lacks.

        A name is the part of an IRI after the base of its release. None when no release has one,
        and when finding out takes too long.
        """
        if len(releases) < 2:
            return None
        try:
            gone = self._answer("names", releases, NAMES_WAIT_SECONDS) or {}
        except UnreadableError:
            return None
        found = {gone[name] for name in names if name in gone}
        return next((release for release in releases if release.folder.name in found), None)

    def close(self) -> None:
        """Stop the process, if one is running."""
        self._closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def _answer(
        self, task: str, releases: Sequence[Release], wait_seconds: float, *words: str
    ) -> Any:
        """Return the answer of the process; None when it takes longer than `wait_seconds`."""
        arguments = (task, *words, *(str(release.folder) for release in releases))
        key = (*arguments, *(release.fingerprint for release in releases))
        with self._lock:
            future = self._answers.get(key)
            # Requests that wait here must not take all threads of the server.
            full = self._waiting >= MOST_WAITING_THREADS or self._closed
            if full and (future is None or not future.done()):
                return None
            if future is None:
                future = self._answers[key] = self._executor.submit(self._run, arguments)
            self._answers.move_to_end(key)
            while len(self._answers) > MOST_ANSWERS_KEPT:
                self._answers.popitem(last=False)[1].cancel()
            self._waiting += 1
        try:
            return future.result(wait_seconds)
        except (NotYetError, CancelledError):
            return None
        except UnreadableError:
            # The release may be repaired by the next time.
            with self._lock:
                self._answers.pop(key, None)
            raise
        finally:
            with self._lock:
                self._waiting -= 1

    def _run(self, arguments: Arguments) -> Any:
        command = [sys.executable, "-m", PROCESS, *arguments]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
            self._process = process
            if self._closed:
                process.kill()
            try:
                output, _ = process.communicate(timeout=PROCESS_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise UnreadableError(
                    f"Reading them took more than {PROCESS_SECONDS:g} seconds."
                ) from None
            finally:
                self._process = None
        try:
            answer = json.loads(output)
        except ValueError:
            raise UnreadableError("The process that reads them ended.") from None
        if isinstance(answer, dict) and answer.keys() == {"error"}:
            raise UnreadableError(str(answer["error"]))
        return answer
