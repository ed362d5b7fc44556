"""The record in an engine says which graphs are loaded, however many there are."""

from collections.abc import Iterator

import pytest
from legation_server.push import GraphStore
from legation_server.push import record as recording
from legation_server.push.record import TO_REMOVE, Record
from legation_server.releases import HELD_GRAPH
from support.graph_stores import Kept, graph_store

DIGEST = "0123456789abcdef" * 4


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def record(kept: Kept) -> Iterator[Record]:
    with graph_store(kept) as address, GraphStore(address) as store:
        yield Record(store)


def graphs(count: int) -> dict[str, str]:
    return {f"http://e/{number:04}": f"{DIGEST}{number}" for number in range(count)}


def test_an_engine_that_knows_nothing_holds_nothing(record: Record) -> None:
    assert record.read() == {}
    assert not record.holds(DIGEST)


@pytest.mark.parametrize("page", [1, 2, 3])
def test_what_is_written_is_read_whatever_an_engine_gives_at_a_time(
    record: Record, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(recording, "PAGE_ROWS", page)

    for count in (0, 1, 2, 3, 4, 7):
        record.write(graphs(count))
        assert record.read() == graphs(count)


@pytest.mark.parametrize("size", [1, 200, 1_000, 1 << 20])
def test_a_long_record_goes_in_several_pieces(
    record: Record, kept: Kept, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(recording, "CHUNK_BYTES", size)
    record.write(graphs(2))

    record.write(graphs(9))
    record.add({"http://e/more": DIGEST, "http://e/most": TO_REMOVE})

    assert record.read() == graphs(9) | {"http://e/more": DIGEST, "http://e/most": TO_REMOVE}
    # Of each record the first piece takes the place of the one before.
    assert [method for method, _ in kept.changes].count("PUT") == 2
    assert {graph for _, graph in kept.changes} == {HELD_GRAPH}
    assert (len(kept.changes) > 3) is (size < 1_000)


def test_a_new_record_forgets_the_old_one_and_the_release(record: Record) -> None:
    record.write(graphs(3))
    record.finish(DIGEST)
    assert record.holds(DIGEST)

    record.write(graphs(1))

    assert record.read() == graphs(1)
    assert not record.holds(DIGEST)


def test_an_engine_holds_the_release_that_was_finished_and_no_other(record: Record) -> None:
    record.write(graphs(1))
    record.finish(DIGEST)

    assert record.holds(DIGEST)
    assert not record.holds(DIGEST[1:])
    # The line about the release is none about a graph.
    assert record.read() == graphs(1)


def test_an_engine_with_two_releases_holds_none_of_them(record: Record) -> None:
    record.finish(DIGEST)
    record.finish(DIGEST[::-1])

    assert not record.holds(DIGEST)
