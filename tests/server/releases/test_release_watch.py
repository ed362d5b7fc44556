"""The watch reads a release once, tries one it refused again after a while, and at a word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from legation_server.errors import ReleaseError
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from legation_server.releases.watch import LOOKS_UNTIL_RETRY, ReleaseWatch
from support.two_releases import names, point_to


@pytest.fixture
def served(pair_copy: Path) -> Release:
    return open_release(pair_copy)


def damage(dataset: Path, name: str) -> Callable[[], object]:
    """Spoil a release's data, and return what repairs them."""
    file = dataset / "releases" / name / "dumps" / "legation.nq"
    whole = file.read_bytes()
    file.write_bytes(b"x")
    return lambda: file.write_bytes(whole)


@pytest.fixture
def repaired(pair_copy: Path, served: Release) -> ReleaseWatch:
    """A watch that refused the old release, which has been repaired since."""
    old, _ = names(pair_copy)
    watch = ReleaseWatch(pair_copy)
    repair = damage(pair_copy, old)
    point_to(pair_copy, old)
    with pytest.raises(ReleaseError):
        watch.newer(served)
    repair()
    return watch


def test_nothing_is_newer_than_what_is_current(pair_copy: Path, served: Release) -> None:
    watch = ReleaseWatch(pair_copy)

    assert watch.newer(served) is None
    assert watch.newer(served, anyway=True) is None


def test_another_current_release_is_newer_once(pair_copy: Path, served: Release) -> None:
    old, _ = names(pair_copy)
    watch = ReleaseWatch(pair_copy)
    point_to(pair_copy, old)
    found = watch.newer(served)

    assert found is not None and found.folder.name == old
    assert watch.newer(found) is None


def test_going_there_and_back_is_no_news(pair_copy: Path, served: Release) -> None:
    old, new = names(pair_copy)
    watch = ReleaseWatch(pair_copy)
    point_to(pair_copy, old)
    point_to(pair_copy, new)

    assert watch.newer(served) is None


def test_refused_release_is_read_again_after_a_while(
    pair_copy: Path, served: Release, repaired: ReleaseWatch
) -> None:
    looks = [repaired.newer(served) for _ in range(LOOKS_UNTIL_RETRY)]

    assert looks[:-1] == [None] * (LOOKS_UNTIL_RETRY - 1)
    assert looks[-1] is not None and looks[-1].folder == (pair_copy / "current").resolve()


def test_what_is_refused_stays_so_until_it_is_read_again(
    repaired: ReleaseWatch, served: Release
) -> None:
    repaired.newer(served)

    assert repaired.refusing
    assert repaired.newer(served, anyway=True) is not None
    assert not repaired.refusing


def test_refused_release_is_refused_each_time(pair_copy: Path, served: Release) -> None:
    old, _ = names(pair_copy)
    watch = ReleaseWatch(pair_copy)
    damage(pair_copy, old)
    point_to(pair_copy, old)
    refused = 0
    for _ in range(1 + 2 * LOOKS_UNTIL_RETRY):
        try:
            assert watch.newer(served) is None
        except ReleaseError:
            refused += 1

    assert refused == 3


def test_release_that_was_repaired_is_read_at_a_word(
    pair_copy: Path, served: Release, repaired: ReleaseWatch
) -> None:
    found = repaired.newer(served, anyway=True)

    assert found is not None and found.folder == (pair_copy / "current").resolve()


def test_release_folder_by_itself_is_not_watched(pair_copy: Path) -> None:
    assert ReleaseWatch(pair_copy).worthwhile
    assert not ReleaseWatch(pair_copy / "current").worthwhile
