"""Results are kept within their room: what is held is what was put, and the oldest goes first."""

from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from legation_server.query import Head
from legation_server.results import CachedResult, ResultCache
from legation_server.results.cache import OVERHEAD_BYTES

HEAD = Head("solutions", "json")
# Room for eight results of the largest size.
CAPACITY_BYTES = 8 * (OVERHEAD_BYTES + 1_000)
LARGEST_BODY_BYTES = CAPACITY_BYTES // 8 - OVERHEAD_BYTES

tags = st.sampled_from("abcdefghijkl")
sizes = st.integers(0, LARGEST_BODY_BYTES + 200)


def result(size: int, mark: str = "x") -> CachedResult:
    return CachedResult(HEAD, mark.encode() * size)


class Caching(RuleBasedStateMachine):
    """A cache beside the simplest that could be right: a list, cut at its beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.cache = ResultCache(CAPACITY_BYTES)
        self.expected: OrderedDict[str, CachedResult] = OrderedDict()
        self.asked = 0

    @rule(tag=tags, size=sizes)
    def put(self, tag: str, size: int) -> None:
        self.cache.put(tag, result(size, tag))
        if size <= LARGEST_BODY_BYTES:
            self.expected.setdefault(tag, result(size, tag))
        while self.room_taken() > CAPACITY_BYTES:
            self.expected.popitem(last=False)

    @rule(tag=tags, counted=st.booleans())
    def look(self, tag: str, counted: bool) -> None:
        found = self.cache.get(tag) if counted else self.cache.find(tag)
        self.asked += counted

        assert found == self.expected.get(tag)
        if tag in self.expected:
            self.expected.move_to_end(tag)

    @rule(tag=tags, size=sizes, parts=st.integers(1, 4))
    def collect(self, tag: str, size: int, parts: int) -> None:
        whole = result(size, tag)
        step = size // parts + 1
        pieces = [whole.body[at : at + step] for at in range(0, size, step)]

        assert b"".join(self.cache.collect(tag, HEAD, iter(pieces))) == whole.body
        if size <= LARGEST_BODY_BYTES:
            self.expected.setdefault(tag, whole)
        while self.room_taken() > CAPACITY_BYTES:
            self.expected.popitem(last=False)

    @invariant()
    def size_is_that_of_what_is_held(self) -> None:
        assert self.cache.size == self.room_taken() <= CAPACITY_BYTES

    @invariant()
    def all_questions_are_counted(self) -> None:
        assert self.cache.hits + self.cache.misses == self.asked

    def room_taken(self) -> int:
        return sum(len(held.body) + OVERHEAD_BYTES for held in self.expected.values())


TestCaching = Caching.TestCase


def test_the_least_recently_used_goes_first() -> None:
    cache = ResultCache(CAPACITY_BYTES)
    names = [f"{number}" for number in range(8)]
    for name in names:
        cache.put(name, result(LARGEST_BODY_BYTES))
    cache.find("0")

    cache.put("new", result(LARGEST_BODY_BYTES))

    assert cache.find("1") is None
    assert [name for name in names if cache.find(name) is None] == ["1"]


def test_what_is_held_stays_as_it_was_put_first() -> None:
    cache = ResultCache(CAPACITY_BYTES)
    cache.put("a", result(3, "x"))
    cache.put("a", result(5, "y"))

    assert cache.find("a") == result(3, "x")
    assert cache.size == OVERHEAD_BYTES + 3


@pytest.mark.parametrize(("size", "held"), [(LARGEST_BODY_BYTES, 1), (LARGEST_BODY_BYTES + 1, 0)])
def test_one_result_takes_an_eighth_of_the_room_at_most(size: int, held: int) -> None:
    cache = ResultCache(CAPACITY_BYTES)

    cache.put("a", result(size))

    assert (cache.find("a") is not None) == held


def test_a_cache_without_room_holds_nothing() -> None:
    cache = ResultCache(0)

    cache.put("a", result(0))
    passed = list(cache.collect("b", HEAD, iter([b"one", b"two"])))

    assert passed == [b"one", b"two"]
    assert (cache.find("a"), cache.find("b"), cache.size) == (None, None, 0)


def test_hits_and_misses_of_others_are_added_and_their_bytes_stand_as_they_are() -> None:
    cache = ResultCache(CAPACITY_BYTES)
    cache.put("a", result(1))
    cache.get("a")
    cache.get("b")

    cache.take_in(hits=5, misses=2, elsewhere=300)
    cache.take_in(hits=1, misses=0, elsewhere=200)

    assert (cache.hits, cache.misses, cache.elsewhere) == (7, 3, 200)


def test_a_result_that_breaks_off_is_not_held_and_its_room_is_free_again() -> None:
    cache = ResultCache(CAPACITY_BYTES)

    def broken(size: int) -> object:
        yield b"x" * size
        raise RuntimeError("broken")

    for _ in range(3):
        with pytest.raises(RuntimeError, match="broken"):
            list(cache.collect("a", HEAD, broken(LARGEST_BODY_BYTES)))  # type: ignore[arg-type]

    assert cache.find("a") is None
    list(cache.collect("b", HEAD, iter([b"x" * LARGEST_BODY_BYTES])))
    assert cache.find("b") == result(LARGEST_BODY_BYTES)


def test_a_client_that_hangs_up_gives_the_room_of_its_result_back() -> None:
    cache = ResultCache(CAPACITY_BYTES)
    parts = cache.collect("a", HEAD, iter([b"x" * LARGEST_BODY_BYTES, b"y"]))
    next(parts)
    parts.close()  # type: ignore[attr-defined]

    list(cache.collect("b", HEAD, iter([b"x" * LARGEST_BODY_BYTES])))

    assert cache.find("a") is None
    assert cache.find("b") is not None


def test_a_result_that_grows_too_large_gives_its_room_back() -> None:
    cache = ResultCache(CAPACITY_BYTES)
    half = b"x" * (CAPACITY_BYTES // 16 + 1)
    parts = cache.collect("a", HEAD, iter([half, half, b"y"]))
    next(parts), next(parts)

    list(cache.collect("b", HEAD, iter([b"x" * LARGEST_BODY_BYTES])))

    assert list(parts) == [b"y"]
    assert cache.find("a") is None
    assert cache.find("b") is not None


@given(st.lists(st.integers(1, CAPACITY_BYTES // 8), min_size=2, max_size=6))
def test_results_on_their_way_share_an_eighth_of_the_room(lengths: list[int]) -> None:
    cache = ResultCache(CAPACITY_BYTES)
    on_their_way = [
        cache.collect(str(n), HEAD, iter([b"x" * length, b"."])) for n, length in enumerate(lengths)
    ]
    taken, fit = 0, set()
    for number, length in enumerate(lengths):
        if taken + length <= CAPACITY_BYTES // 8:
            taken += length
            fit.add(number)

    for parts in on_their_way:
        next(parts)
    # Those that found no room are passed on all the same.
    rests = [b"".join(parts) for parts in reversed(on_their_way)]

    assert set(rests) == {b"."}
    held = {n for n in range(len(lengths)) if cache.find(str(n)) is not None}
    assert held <= fit
