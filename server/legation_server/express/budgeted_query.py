"""What a desk makes of a query: read once, evaluated under the clock, small or not at all."""

import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from legation_server.errors import Problem
from legation_server.evaluation.engine import Engine
from legation_server.evaluation.evaluate import evaluate
from legation_server.express.answer_template import Learned
from legation_server.express.desk_limits import Rules
from legation_server.express.shared_state import LARGEST, key_of
from legation_server.query import Head, Task
from legation_server.results.cache import CachedResult
from legation_server.results.etags import entity_tag, is_volatile

# Seconds of processor time for a query that is known to be brief. The first time a desk meets a
# part of the data takes longer: memory becomes its own as the engine touches it.
PATIENCE = 0.1
QUERIES_KEPT = 512


@dataclass(frozen=True)
class Prepared:
    """A query that was read: its task, its answer's tag if it has one, its key on the board."""

    task: Task
    tag: str | None
    key: int


class NotForDesksError(Exception):
    """A result is large, or not whole: nothing for a desk, the next time neither."""


class SmallResult:
    """A binary stream that keeps what is written to it, up to LARGEST bytes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.head = Head("", "")
        self.held = bytearray()

    def announce(self, head: Head) -> None:
        """Hear what kind of result comes."""
        self.head = head

    def write(self, data: bytes) -> int:
        """Take bytes of the result; raises NotForDesksError."""
        self.held += data
        if len(self.held) > LARGEST:
            raise NotForDesksError
        return len(data)

    def flush(self) -> None:
        """Do nothing: it is all here."""


class DeskQueries:
    """The queries of a desk over an engine's data."""

    def __init__(self, engine: Engine, rules: Rules) -> None:
        """Begin with none."""
        self._engine = engine
        self._rules = rules
        self.prepare: Callable[[Learned, bytes, bool], Prepared | None]
        self.prepare = lru_cache(QUERIES_KEPT)(self._prepare)

    def _prepare(self, learned: Learned, written: bytes, encoded: bool) -> Prepared | None:
        """Return what a query that was written in a request comes to; None if it is not for desks.

        It was percent-encoded when `encoded`.
        """
        plain = unquote_to_bytes(written.replace(b"+", b" ")) if encoded else written
        try:
            task = replace(learned.like, query=plain.decode("utf-8"))
        except UnicodeDecodeError:
            return None
        if self._engine.allowed_services and "service" in task.query.lower():
            # It would wait for others, which takes no processor time.
            return None
        rules = self._rules
        if len(plain) > rules.query_length:
            return None
        tag = entity_tag(task, rules.fingerprint, rules.rows, rules.result_size)
        return Prepared(task, None if is_volatile(task.query) else tag, key_of(tag))

    def evaluate(self, task: Task, seconds: float) -> CachedResult | None:
        """Return the result of a task; None when something is wrong with it.

        Raises NotForDesksError. The process ends when this takes so many seconds.
        """
        output = SmallResult()
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            whole = evaluate(self._engine, task, output.announce, output)  # type: ignore[arg-type]
        except (Problem, MemoryError, RecursionError):
            # Others say better what is wrong.
            return None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if not whole:
            raise NotForDesksError
        return CachedResult(output.head, bytes(output.held))
