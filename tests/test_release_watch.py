"""The watch reads a release once, tries one it refused again after a while, and at a word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from legation_server.errors import ReleaseError
from legation_server.release import Release, open_release
from legation_server.release_watch import REFUSED_AGAIN, ReleaseWatch
from two_releases import copied, names, point_to


@pytest.fixture
def dataset(pair: Path, tmp_path: Path) -> Path:
    return copied(pair, tmp_path)


@pytest.fixture
def served(dataset: Path) -> Release:
    return open_release(dataset)


def damage(dataset: Path, name: str) -> Callable[[], object]:
    """Spoil a release's data, and return what repairs them."""
    file = dataset / "releases" / name / "dumps" / "legation.nq"
    whole = file.read_bytes()
    file.write_bytes(b"x")
    return lambda: file.write_bytes(whole)


@pytest.fixture
def repaired(dataset: Path, served: Release) -> ReleaseWatch:
    """A watch that refused the old release, which has been repaired since."""
    old, _ = names(dataset)
    watch = ReleaseWatch(dataset)
    repair = damage(dataset, old)
    point_to(dataset, old)
    with pytest.raises(ReleaseError):
        watch.newer(served)
    repair()
    return watch


def test_nothing_is_newer_than_what_is_current(dataset: Path, served: Release) -> None:
    watch = ReleaseWatch(dataset)

    assert watch.newer(served) is None
    assert watch.newer(served, anyway=True) is None


def test_another_current_release_is_newer_once(dataset: Path, served: Release) -> None:
    old, _ = names(dataset)
    watch = ReleaseWatch(dataset)
    point_to(dataset, old)
    found = watch.newer(served)

    assert found is not None and found.folder.name == old
    assert watch.newer(found) is None


def test_going_there_and_back_is_no_news(dataset: Path, served: Release) -> None:
    old, new = names(dataset)
    watch = ReleaseWatch(dataset)
    point_to(dataset, old)
    point_to(dataset, new)

    assert watch.newer(served) is None


def test_refused_release_is_read_again_after_a_while(
    dataset: Path, served: Release, repaired: ReleaseWatch
) -> None:
    looks = [repaired.newer(served) for _ in range(REFUSED_AGAIN)]

    assert looks[:-1] == [None] * (REFUSED_AGAIN - 1)
    assert looks[-1] is not None and looks[-1].folder == (dataset / "current").resolve()


def test_what_is_refused_stays_so_until_it_is_read_again(
    repaired: ReleaseWatch, served: Release
) -> None:
    repaired.newer(served)

    assert repaired.refusing
    assert repaired.newer(served, anyway=True) is not None
    assert not repaired.refusing


def test_refused_release_is_refused_each_time(dataset: Path, served: Release) -> None:
    old, _ = names(dataset)
    watch = ReleaseWatch(dataset)
    damage(dataset, old)
    point_to(dataset, old)
    refused = 0
    for _ in range(1 + 2 * REFUSED_AGAIN):
        try:
            assert watch.newer(served) is None
        except ReleaseError:
            refused += 1

    assert refused == 3


def test_release_that_was_repaired_is_read_at_a_word(
    dataset: Path, served: Release, repaired: ReleaseWatch
) -> None:
    found = repaired.newer(served, anyway=True)

    assert found is not None and found.folder == (dataset / "current").resolve()


def test_release_folder_by_itself_is_not_watched(dataset: Path) -> None:
    assert ReleaseWatch(dataset).worthwhile
    assert not ReleaseWatch(dataset / "current").worthwhile
