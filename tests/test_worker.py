"""What a worker says to the batches it is given."""

import os
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pyoxigraph as ox
import pytest
from legation_server.engine import Engine
from legation_server.errors import Problem
from legation_server.evaluation import evaluate
from legation_server.frames import (
    DATA,
    END,
    FAILURE,
    HEAD,
    UNDONE,
    WHOLE,
    FrameReader,
    Message,
    Task,
    as_head,
    as_problem,
    as_whole,
    encode_batch,
)
from legation_server.label_service import FUNCTION
from legation_server.pool import Pool
from legation_server.zygote_client import Worker

LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
LAST = (END, FAILURE, WHOLE, UNDONE)


@pytest.fixture
def worker(pool: Pool) -> Iterator[Worker]:
    taken = pool.take_now()
    assert taken is not None
    yield taken
    pool.discard(taken)


def answers(worker: Worker, queries: list[str], seconds_ago: float = 0.0) -> list[Message]:
    """Return the messages to a batch that was sent so long ago."""
    tasks = [Task(query) for query in queries]
    worker.socket.sendall(encode_batch(tasks, time.monotonic() - seconds_ago))
    reader = FrameReader()
    messages: list[Message] = []
    while sum(kind in LAST for kind, _ in messages) < len(tasks):
        messages += reader.feed(worker.socket.recv(100_000))
    return messages


def test_the_tasks_of_a_batch_are_answered_in_order(worker: Worker) -> None:
    messages = answers(worker, [f"SELECT ({n} AS ?n) {{}}" for n in range(5)], seconds_ago=-60)

    assert [kind for kind, _ in messages] == [WHOLE] * 5
    for number, (_, payload) in enumerate(messages):
        head, data = as_whole(payload)
        assert as_head(head).format == "json"
        assert b'"value":"%d"' % number in data


def test_the_bell_rings_once_a_batch(worker: Worker) -> None:
    for size in (1, 5):
        answers(worker, ["ASK {}"] * size, seconds_ago=-60)
        assert len(os.read(worker.bell, 100)) == 1


def test_tasks_behind_one_that_took_its_time_are_not_begun(worker: Worker) -> None:
    messages = answers(worker, ["ASK {}"] * 3, seconds_ago=1)

    assert [kind for kind, _ in messages] == [WHOLE, UNDONE, UNDONE]


def test_what_is_wrong_with_a_task_is_said_of_it_alone(worker: Worker) -> None:
    messages = answers(worker, ["ASK {}", "SELEC", "ASK {}"], seconds_ago=-60)

    assert [kind for kind, _ in messages] == [WHOLE, FAILURE, WHOLE]
    assert as_problem(messages[1][1]).kind == "syntax-error"


def test_a_large_result_comes_in_pieces(worker: Worker) -> None:
    kinds = [kind for kind, _ in answers(worker, [LARGE])]

    assert kinds[0] == HEAD and kinds[-1] == END
    assert set(kinds[1:-1]) == {DATA} and len(kinds) > 4


def test_a_reader_puts_messages_together_from_any_pieces(worker: Worker) -> None:
    worker.socket.sendall(encode_batch([Task("ASK {}"), Task("SELEC")], time.monotonic() + 60))
    reader = FrameReader()
    messages: list[Message] = []
    while len(messages) < 2:
        messages += reader.feed(worker.socket.recv(1))

    assert [kind for kind, _ in messages] == [WHOLE, FAILURE]


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
                task = Task(query.replace("{number}", str(number)), graph="rdf")
                with suppress(Problem):
                    evaluate(engine, task, lambda head: None, BytesIO())
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kept < 5 * 1024**2


def test_what_a_problem_names_is_told_in_brief(worker: Worker) -> None:
    long = f'CONSTRUCT {{ <http://e/> ?p 1 }} {{ {MEGABYTE} BIND(IRI(CONCAT("e:", ?6)) AS ?p) }}'
    worker.socket.sendall(encode_batch([Task(long, graph="rdf")], time.monotonic()))

    ((kind, payload),) = FrameReader().feed(worker.socket.recv(100_000))

    assert kind == FAILURE
    assert as_problem(payload).kind == "not-acceptable"
    assert str(as_problem(payload).members["predicate"]).startswith("e:xxx")
    assert len(payload) < 20_000
