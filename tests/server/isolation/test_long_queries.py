"""Long queries are known again, however they are laid out, and old ones are forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.isolation import long_queries
from legation_server.isolation.long_queries import SHORT, LongQueries, digest
from legation_server.query import Task

QUERY = "SELECT ?s { ?s ?p 'a b' }"
GAPS = st.sampled_from([" ", "\n", "\t \r\n", " # a comment\n", "#\n"])
LONG = f"SELECT ?s {{ ?s ?p '{'x' * SHORT}' }}"


@pytest.mark.parametrize("query", [QUERY, LONG], ids=["short", "long"])
@given(data=st.data())
def test_white_space_and_comments_make_no_other_query(query: str, data: st.DataObject) -> None:
    words = query.split(" ", 3)

    other = "".join(word + data.draw(GAPS) for word in words)

    assert digest(Task(other)) == digest(Task(query))


@pytest.mark.parametrize("query", [QUERY, LONG], ids=["short", "long"])
def test_another_query_or_dataset_is_another_one(query: str) -> None:
    others = [
        Task(query),
        Task(query.replace("?p", "?q")),
        Task(query.replace("'", '"')),
        Task(query.replace("?s {", "?s{ }{")),
        Task(query, default_graphs=("http://e/g",)),
        Task(query, named_graphs=("http://e/g",)),
        Task(query, default_graphs=("http://e/g", "http://e/h")),
        Task(QUERY.replace("a b", "a  b")),
    ]

    assert len({digest(task) for task in others}) == len(others)


def test_the_format_of_the_answer_makes_no_other_query() -> None:
    assert digest(Task(QUERY, solutions="csv", graph="ttl")) == digest(Task(QUERY))
    assert digest(Task(QUERY, internal=True)) == digest(Task(QUERY))


def test_an_endless_query_stays_one_until_it_is_forgotten() -> None:
    known, key = LongQueries(), b"a"

    assert key not in known and not known.is_endless(key)
    known.remember(key)
    assert key in known and not known.is_endless(key)
    known.remember(key, endless=True)
    known.remember(key)
    assert known.is_endless(key)
    known.forget(key)
    known.forget(key)
    assert key not in known and not known.is_endless(key)
    assert len(known) == 0


def test_the_longest_not_seen_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_queries, "REMEMBERED", 2)
    known = LongQueries()

    for key in (b"a", b"b", b"a", b"c"):
        known.remember(key)

    assert [key in known for key in (b"a", b"b", b"c")] == [True, False, True]
    assert len(known) == 2
