"""What a worker says to a task it is given."""

import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pyoxigraph as ox
import pytest
from legation_server.errors import Problem
from legation_server.evaluation.engine import Engine
from legation_server.evaluation.run_query import evaluate
from legation_server.isolation.data.zygote_client import Worker
from legation_server.isolation.frames import (
    DATA,
    END,
    FAILURE,
    HEAD,
    FrameReader,
    Message,
    as_problem,
)
from legation_server.isolation.pool import Pool
from legation_server.query import WIKIDATA, Task, as_head, never
from legation_server.sparql.wdqs.label_service import FUNCTION

LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
SIZES = (1, 100_000)


@pytest.fixture
def worker(pool: Pool) -> Iterator[Worker]:
    taken = pool.workers.acquire(Task("ASK {}"), never)
    yield taken
    pool.workers.discard(taken)


def answers(worker: Worker, query: str, size: int = 100_000) -> list[Message]:
    """Return the messages to a task, read so many bytes at a time."""
    worker.socket.sendall(Task(query).encode())
    reader = FrameReader()
    messages: list[Message] = []
    while not messages or messages[-1][0] not in (END, FAILURE):
        messages += reader.feed(worker.socket.recv(size))
    return messages


@pytest.mark.parametrize("size", SIZES)
def test_a_small_result_is_a_head_data_and_an_end(worker: Worker, size: int) -> None:
    (first, head), (second, data), last = answers(worker, "SELECT (7 AS ?n) {}", size)

    assert (first, second, last) == (HEAD, DATA, (END, b""))
    assert as_head(head).format == "json"
    assert b'"value":"7"' in data


@pytest.mark.parametrize("size", SIZES)
def test_what_is_wrong_with_a_task_is_said_of_it_alone(worker: Worker, size: int) -> None:
    ((kind, payload),) = answers(worker, "SELEC", size)

    assert (kind, as_problem(payload).kind) == (FAILURE, "syntax-error")
    assert answers(worker, "ASK {}", size)[-1][0] == END


def test_a_large_result_comes_in_pieces(worker: Worker) -> None:
    kinds = [kind for kind, _ in answers(worker, LARGE)]

    assert kinds[0] == HEAD and kinds[-1] == END
    assert set(kinds[1:-1]) == {DATA} and len(kinds) > 4


MEGABYTE = 'BIND("x" AS ?0) ' + " ".join(
    f"BIND(CONCAT({', '.join([f'?{n}'] * 10)}) AS ?{n + 1})" for n in range(6)
)


def test_nothing_is_kept_of_long_texts() -> None:
    engine = Engine(ox.Store(), "http://e/", {}, frozenset(), False, 1000)
    queries = [
        f"SELECT (<{FUNCTION}>(<http://e/>, <http://e/>, ?l) AS ?name)"
        f' {{ {MEGABYTE} BIND(CONCAT("{{number}}", ?6) AS ?l) }}',
        f'CONSTRUCT {{ <http://e/> ?p 1 }} {{ {MEGABYTE} BIND(IRI(CONCAT("e:{{number}}", ?6)) AS ?p) }}',
    ]
    tracemalloc.start()
    try:
        for query in queries:
            for number in range(20):
                text = query.replace("{number}", str(number))
                task = Task(text, graph="rdf", endpoint=WIKIDATA)
                with suppress(Problem):
                    evaluate(engine, task, lambda head: None, BytesIO())
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kept < 5 * 1024**2


def test_what_a_problem_names_is_told_in_brief(worker: Worker) -> None:
    long = f'CONSTRUCT {{ <http://e/> ?p 1 }} {{ {MEGABYTE} BIND(IRI(CONCAT("e:", ?6)) AS ?p) }}'
    worker.socket.sendall(Task(long, graph="rdf").encode())

    ((kind, payload),) = FrameReader().feed(worker.socket.recv(100_000))

    assert kind == FAILURE
    assert as_problem(payload).kind == "not-acceptable"
    assert str(as_problem(payload).members["predicate"]).startswith("e:xxx")
    assert len(payload) < 20_000
