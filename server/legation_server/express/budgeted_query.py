"""What a desk makes of a query: read once, evaluated within a budget of time and size."""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from legation_server.errors import Problem
from legation_server.evaluation import Engine, evaluate
from legation_server.express.desk_limits import Budget, DeskLimits
from legation_server.express.http_request import PlainRequest, read_plain
from legation_server.express.shared_state import LARGEST_BYTES, key_of
from legation_server.protocol import read_request, task_of
from legation_server.query import Head, Missing, Task
from legation_server.results import CachedResult, entity_tag, is_volatile
from legation_server.sparql import has_dataset_clause, is_for_wikidata

REQUESTS_KEPT = 512
HINTS_KEPT = 512
# A client that gives a query less time than this is served by the pool, which keeps it.
LEAST_TIMEOUT_SECONDS = 1.0


# What is missing, the endpoint, and whether the query is for Wikidata or chooses its graphs.
Lack = tuple[Missing, str, bool, bool]
K = TypeVar("K")
V = TypeVar("V")


class Prepared(NamedTuple):
    """A query that was read: its task, its answer's tag if it has one, its key in shared memory."""

    task: Task
    tag: str | None
    key: int


class Asked(NamedTuple):
    """A plain request, and its query; None where there is none, or none for a desk."""

    request: PlainRequest | None
    prepared: Prepared | None


class BudgetExceededError(Exception):
    """A result is large, not whole or wants hints in vain: nothing for a desk, now or later."""


class HintsWantedError(Exception):
    """A result is empty, and its hints are not known yet: the web server looks for them."""


class SmallResult:
    """A binary stream that keeps what is written to it, up to LARGEST_BYTES."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.head = Head("", "")
        self._held: list[bytes] = []
        self._size = 0

    def announce(self, head: Head) -> None:
        """Hear what kind of result comes."""
        self.head = head

    def write(self, data: bytes) -> int:
        """Take bytes of the result; raises BudgetExceededError."""
        self._held.append(data)
        self._size += len(data)
        if self._size > LARGEST_BYTES:
            raise BudgetExceededError
        return len(data)

    def flush(self) -> None:
        """Do nothing: it is all here."""

    def body(self) -> bytes:
        """Return what was written."""
        return b"".join(self._held)


class DeskQueries:
    """The queries of a desk over an engine's data."""

    def __init__(self, engine: Engine, limits: DeskLimits) -> None:
        """Begin with none."""
        self._engine = engine
        self._limits = limits
        # What is missing and how it is asked for decides on hints, not the rest of a text. By its
        # tag a query is found in less time, and at desks that never evaluated it.
        self._hints: OrderedDict[Lack, str] = OrderedDict()
        self._hints_by_tag: OrderedDict[str, str] = OrderedDict()
        self._awaited: OrderedDict[str, Lack] = OrderedDict()
        self.budget = Budget()
        self.read: Callable[[bytes], Asked]
        self.read = lru_cache(REQUESTS_KEPT)(self._read)

    def _read(self, data: bytes) -> Asked:
        """Return what the bytes on a connection ask; the same bytes ask the same."""
        request = read_plain(data)
        return Asked(request, self.prepare(request) if request and request.whole else None)

    def prepare(self, request: PlainRequest) -> Prepared | None:
        """Return the query of a request; None when it has none, or one that is not for desks.

        What is wrong with a request the web server says.
        """
        limits, fields = self._limits, request.fields
        try:
            asked = read_request(
                request.method,
                request.query_string,
                fields.content_type,
                request.body,
                limits.query_length,
            )
            if asked.query is None:
                return None
            task = task_of(asked, fields.accept, request.endpoint)
        except Problem:
            return None
        if asked.timeout is not None and asked.timeout < LEAST_TIMEOUT_SECONDS:
            return None
        if self._engine.allowed_services and "service" in task.query.lower():
            # It would wait for others, which takes no processor time.
            return None
        tag = entity_tag(task, limits.fingerprint, limits.rows, limits.result_size)
        return Prepared(task, None if is_volatile(task.query) else tag, key_of(tag))

    def keep_hints(self, tag: str, hints: str) -> None:
        """Keep the hints about the empty result of a tag, for all that lack the same terms."""
        _keep(self._hints_by_tag, tag, hints)
        if (lack := self._awaited.pop(tag, None)) is not None:
            _keep(self._hints, lack, hints)

    def evaluate(self, prepared: Prepared, seconds: float) -> CachedResult | None:
        """Return the result of a query; None when something is wrong with it.

        Raises BudgetExceededError or HintsWantedError. The process ends when this takes so many
        seconds of processor time.
        """
        task, hints = prepared.task, ""
        output = SmallResult()
        self.budget.begin(seconds)
        try:
            whole = evaluate(self._engine, task, output.announce, output)  # type: ignore[arg-type]
            body = output.body()
            missing = self._engine.terms.missing(task, output.head, body) if whole else None
        except (Problem, MemoryError, RecursionError):
            # The web server says what is wrong.
            return None
        finally:
            self.budget.look()
        if not whole:
            raise BudgetExceededError
        if missing:
            hints = self._hints_about(prepared, missing)
        return CachedResult(output.head, body, hints)

    def _hints_about(self, prepared: Prepared, missing: Missing) -> str:
        """Return the hints about an empty result, if they are known.

        Raises HintsWantedError, or BudgetExceededError where no hints would come back.
        """
        tag = prepared.tag
        hints = self._hints_by_tag.get(tag, "") if tag else ""
        if not hints:
            lack = _lack(prepared.task, missing)
            hints = self._hints.get(lack, "")
            if not hints:
                if not tag:
                    # Without a tag nobody tells what the web server finds.
                    raise BudgetExceededError
                # The web server looks for the nearest terms, which takes longer.
                _keep(self._awaited, tag, lack)
                raise HintsWantedError
            if tag:
                _keep(self._hints_by_tag, tag, hints)
        return hints


def _lack(task: Task, missing: Missing) -> Lack:
    chosen = task.default_graphs or task.named_graphs or has_dataset_clause(task.query)
    return missing, task.endpoint, is_for_wikidata(task.query), bool(chosen)


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    kept[key] = value
    if len(kept) > HINTS_KEPT:
        kept.popitem(last=False)
