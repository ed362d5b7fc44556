"""Say where the time of a query goes that a desk sees for the first time.

`python bench/first_sight.py FOLDER` loads FOLDER/corpus.nt, which corpus.py wrote, and lets a
desk's own code answer the queries of the comparison in this process, no query twice. It writes a
table of processor time, in µs for one query: a row a query, a column a stage.
"""

import argparse
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from compare import QUERIES, accept
from corpus import GRAPH
from legation_build.namespaces import prefixes
from legation_server.evaluation import Engine, Reading, count_statements, make_default_graphs
from legation_server.evaluation.run_query import evaluate_reading
from legation_server.express.budgeted_query import DeskQueries
from legation_server.express.desk_answers import Connection, DeskAnswers, Visit
from legation_server.express.desk_limits import DeskLimits
from legation_server.express.http_request import PlainRequest, read_plain
from legation_server.express.http_response import as_bytes
from legation_server.express.shared_state import SharedState
from legation_server.protocol import AnswerRules, limits_header, read_request, task_of
from legation_server.query import Head, Task
from legation_server.results import CachedResult, entity_tag, is_volatile

RULES = AnswerRules(limits_header(10.0, 100_000, 64 * 1024 * 1024), 512)
# What the settings are by default.
LIMITS = DeskLimits("fingerprint", 100_000, 64, 100_000, 512, 0, RULES, 3.0)
HEADERS = "Host: localhost:8000\r\nAccept: {}\r\n\r\n"
MICROSECONDS = 1e6
RECEIVED_BYTES = 1_000_000
# So long a stage takes at most, all requests together; too small a number would be noise.
BATCH_SECONDS = 0.3
STAGES = ("request", "query", "tag", "checks", "evaluation", "terms", "answer")


NUMBERS = count()


def requests(query: str, number: int) -> list[bytes]:
    """Return so many requests for a query; each ends in a comment of its own."""
    headers = HEADERS.format(accept(query))
    return [
        f"GET /sparql?query={quote(query)}%0A%23{next(NUMBERS)} HTTP/1.1\r\n{headers}".encode()
        for _ in range(number)
    ]


def engine_of(corpus: Path) -> Engine:
    """Return an engine with the statements of a corpus in one graph, as a release has them."""
    store = ox.Store()
    graph = ox.NamedNode(GRAPH[1:-1])
    store.bulk_load(path=str(corpus), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    default_graphs = make_default_graphs(store, {})
    return Engine(
        store,
        "http://localhost/",
        prefixes(),
        frozenset(),
        False,
        100_000,
        default_graphs=default_graphs,
        counts=count_statements(store, default_graphs),
    )


class Stages:
    """The stages of an answer, one after the other, each over many requests at a time."""

    def __init__(self, engine: Engine) -> None:
        """Answer from an engine's data."""
        self._engine = engine
        self.times: dict[str, float] = {}

    def measure(self, data: list[bytes]) -> dict[str, float]:
        """Return the µs of processor time that one request takes in each stage."""
        plain = self._each("request", read_plain, data)
        tasks = self._each("query", _task, plain)
        tags = self._each("tag", _tag, tasks)
        readings = self._each("checks", lambda task: self._engine.read(task.query), tasks)
        given = zip(tasks, readings, strict=True)
        written = self._each("evaluation", self._evaluate, given)
        self._each("terms", self._missing, zip(tasks, written, strict=True))
        self._each("answer", _answer, zip(plain, written, tags, strict=True))
        return self.times

    def _each(self, stage: str, do: Callable[[Any], Any], given: Iterable[Any]) -> list[Any]:
        given = list(given)
        began = time.thread_time()
        done = [do(one) for one in given]
        self.times[stage] = MICROSECONDS * (time.thread_time() - began) / len(given)
        return done

    def _evaluate(self, given: tuple[Task, Reading]) -> CachedResult:
        task, reading = given
        heads, output = list[Head](), BytesIO()
        evaluate_reading(self._engine, task, reading, heads.append, output)
        return CachedResult(heads[0], output.getvalue())

    def _missing(self, given: tuple[Task, CachedResult]) -> object:
        task, result = given
        return self._engine.terms.missing(task, result.head, result.body)


def _task(request: PlainRequest) -> Task:
    given = request.method, request.query_string, request.fields.content_type, request.body
    return task_of(read_request(*given, LIMITS.query_length), request.fields.accept)


def _tag(task: Task) -> str:
    assert not is_volatile(task.query)
    return entity_tag(task, LIMITS.fingerprint, LIMITS.rows, LIMITS.result_size)


def _answer(given: tuple[PlainRequest, CachedResult, str]) -> bytes:
    request, result, tag = given
    return as_bytes(result, tag, request.fields.accept_encoding, RULES, "query", 0.0)


def at_a_desk(engine: Engine, data: list[bytes]) -> float | None:
    """Return the µs of processor time that a desk needs for one request on a connection.

    None where it leaves the requests to the web server, as for a large result.
    """
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    # No answer is to wait for room.
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, RECEIVED_BYTES)
    with ours, theirs, closing(SharedState()) as state:
        desk = DeskAnswers(engine, LIMITS, state, 0)
        connection = Connection(1, ours, time.monotonic())
        first = read_plain(data[0])
        prepared = DeskQueries(engine, LIMITS).prepare(first) if first else None
        assert prepared is not None
        theirs.sendall(data[0])
        if desk.attend(connection) is not Visit.QUIET:
            # The web server looks for hints once for all queries that lack the same terms.
            desk.keep(prepared.tag or "", CachedResult(Head("boolean", "json"), b"", "[]"))
            if desk.attend(connection) is not Visit.QUIET:
                return None
        spent, room = 0.0, bytearray(RECEIVED_BYTES)
        for one in data[1:]:
            # Room that is made and freed each time would slow down what is measured.
            theirs.recv_into(room)
            theirs.sendall(one)
            began = time.thread_time()
            desk.attend(connection)
            spent += time.thread_time() - began
        return MICROSECONDS * spent / (len(data) - 1)


def main() -> None:
    """Write the table for the corpus that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that corpus.py made")
    parser.add_argument("--requests", type=int, default=500, help="at most, for each query")
    parser.add_argument("--rounds", type=int, default=3, help="of which the least time counts")
    parser.add_argument("--only", nargs="+", help="measure these queries alone")
    options = parser.parse_args()
    # A desk sets a timer that would end it; here it is only to take the time to set it.
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    engine = engine_of(options.folder / "corpus.nt")
    lines = [f"| query | {' | '.join(STAGES)} | sum | at a desk |"]
    lines += ["|---|" + "---|" * (len(STAGES) + 2)]
    for name, query in QUERIES.items():
        if options.only and name not in options.only:
            continue
        began = time.thread_time()
        Stages(engine).measure(requests(query, 1))
        number = int(BATCH_SECONDS / (time.thread_time() - began))
        number = min(options.requests, max(1, number))
        rounds = [Stages(engine).measure(requests(query, number)) for _ in range(options.rounds)]
        best = [min(times[stage] for times in rounds) for stage in STAGES]
        times = [at_a_desk(engine, requests(query, number + 1)) for _ in range(options.rounds)]
        desk = min((time for time in times if time), default=None)
        figures = [f"{time:,.1f}" for time in (*best, sum(best))]
        shown = f"{desk:,.1f}" if desk else "too large"
        lines.append(f"| {name} | {' | '.join(figures)} | {shown} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
