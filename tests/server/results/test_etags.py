"""An entity tag depends on all that an answer depends on, and on nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.query import Task
from legation_server.results import entity_tag, is_volatile

TASK = Task("SELECT * { ?s ?p ?o }")
RELEASE = "0123456789abcdef"

VOLATILE = [
    "SELECT (NOW() AS ?t) {}",
    "SELECT (now ( ) AS ?t) {}",
    "SELECT (RAND() AS ?t) {}",
    "SELECT (UUID() AS ?t) {}",
    "SELECT (STRUUID() AS ?t) {}",
    "SELECT (BNODE() AS ?t) {}",
    "ASK { SERVICE <http://localhost/> { ?s ?p ?o } }",
    "ASK { SERVICE SILENT <http://localhost/> { ?s ?p ?o } }",
    "ASK { SERVICE wikibase:label { } SERVICE <http://localhost/> { } }",
]
STEADY = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?known ?brand { ?known ?brand ?uuids }",
    "ASK { SERVICE wikibase:label { bd:serviceParam wikibase:language 'en' } }",
    "ASK { SERVICE  wikibase:label { } }",
    "CONSTRUCT { [] ?p ?o } { ?s ?p ?o }",
    "",
]


@pytest.mark.parametrize("query", VOLATILE)
def test_what_may_give_something_else_each_time_is_volatile(query: str) -> None:
    assert is_volatile(query)
    assert is_volatile(query.swapcase())


@pytest.mark.parametrize("query", STEADY)
def test_what_gives_the_same_each_time_is_not(query: str) -> None:
    assert not is_volatile(query)


@given(st.text(), st.text(), st.sampled_from(["now", "RAND", "Uuid", "strUUID", "bnode"]))
def test_a_function_is_found_wherever_it_stands(before: str, after: str, name: str) -> None:
    assert is_volatile(f"{before} {name}({after}")


def test_an_answer_has_the_same_tag_again() -> None:
    again = Task("SELECT * { ?s ?p ?o }")

    assert entity_tag(TASK, RELEASE, 10, 20) == entity_tag(again, RELEASE, 10, 20)


@pytest.mark.parametrize(
    "other",
    [
        Task("SELECT * { ?s ?p ?o } LIMIT 1"),
        Task(TASK.query, default_graphs=("https://example.org/g",)),
        Task(TASK.query, named_graphs=("https://example.org/g",)),
        Task(TASK.query, solutions="csv"),
        Task(TASK.query, graph="ttl"),
        Task(TASK.query, endpoint="wd/sparql"),
    ],
)
def test_another_task_has_another_tag(other: Task) -> None:
    assert other != TASK
    assert entity_tag(other, RELEASE, 10, 20) != entity_tag(TASK, RELEASE, 10, 20)


@pytest.mark.parametrize(
    ("fingerprint", "rows", "size"), [("fedcba", 10, 20), (RELEASE, 11, 20), (RELEASE, 10, 21)]
)
def test_another_release_or_limit_has_another_tag(fingerprint: str, rows: int, size: int) -> None:
    assert entity_tag(TASK, fingerprint, rows, size) != entity_tag(TASK, RELEASE, 10, 20)


@given(st.text(), st.text())
def test_tags_are_short_words_and_no_two_queries_share_one(one: str, other: str) -> None:
    tags = [entity_tag(Task(query), RELEASE, 1, 1) for query in (one, other)]

    assert [len(tag) for tag in tags] == [32, 32]
    assert (tags[0] == tags[1]) == (one == other)
    assert set("".join(tags)) <= set("0123456789abcdef")
