"""Things are found in past releases, whatever state the other releases are in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from legation_server.diff import comparer_process
from legation_server.diff.comparer_process import changes, versions
from legation_server.diff.comparer_process import names as names_that_came
from legation_server.diff.past_things import holding, said_of
from legation_server.errors import ReleaseError
from support.odd_files import ODD
from support.small_release import BASE, BIL, parse_trig, write_release

PREFIXES = f"PREFIX b: <{BASE}> PREFIX d: <{BASE}doc/> PREFIX bil: <{BIL}> "
Make = Callable[[str, str], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a release into a folder with a name of its own."""

    def write(name: str, trig: str) -> Path:
        dataset = write_release(tmp_path / f"dataset-{name}", *parse_trig(PREFIXES + trig))
        (folder,) = (dataset / "releases").iterdir()
        return folder.rename(tmp_path / name)

    return write


IN_DOC = f"<{BASE}graph/doc> {{ d:a bil:note d:b . d:b a bil:Claim }}"
LATER = f"<{BASE}graph/doc> {{ d:c bil:note 'd:a' . <{BASE}doc/ab> bil:note d:c }}"


def test_the_releases_that_name_a_thing_are_found_in_their_order(make: Make) -> None:
    folders = [make("two", IN_DOC), make("none", LATER), make("one", IN_DOC)]

    assert holding(f"{BASE}doc/a", folders) == ["two", "one"]
    assert holding(f"{BASE}doc/c", folders) == ["none"]
    # A name is a whole one, not the beginning of another.
    assert holding(f"{BASE}doc/", folders) == []
    assert holding(f"{BASE}doc/a", []) == []


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("file", ["manifest.json", "dumps/legation.nq"])
def test_a_damaged_release_names_nothing(
    make: Make, odd: Callable[[Path], None], file: str
) -> None:
    damaged, whole = make("damaged", IN_DOC), make("whole", IN_DOC)
    (damaged / file).unlink()
    odd(damaged / file)

    assert holding(f"{BASE}doc/a", [damaged, whole]) == ["whole"]


def test_what_a_release_says_of_a_thing_is_its_own_and_what_points_at_it(make: Make) -> None:
    about_the_build = f"<{BASE}graph/provenance> {{ d:b bil:line 7 }}"
    folder = make("one", IN_DOC + about_the_build)

    found = said_of(f"{BASE}doc/b", [folder])

    assert found == sorted(found)
    assert found == [
        f"<{BASE}doc/a> <{BIL}note> <{BASE}doc/b> .",
        f"<{BASE}doc/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BIL}Claim> .",
    ]
    assert said_of(f"{BASE}doc/none", [folder]) == []


def test_what_two_graphs_say_is_said_once(make: Make) -> None:
    folder = make("one", IN_DOC + f"<{BASE}graph/more> {{ d:a bil:note d:b }}")

    assert len(said_of(f"{BASE}doc/a", [folder])) == 1


def test_a_release_that_is_damaged_is_not_read(make: Make) -> None:
    folder = make("one", IN_DOC)
    (folder / "dumps/legation.nq").write_text("")

    with pytest.raises(ReleaseError, match=r"legation\.nq differs"):
        said_of(f"{BASE}doc/a", [folder])


def test_names_that_came_later_are_found_with_the_first_release_that_has_them(make: Make) -> None:
    served = make("served", IN_DOC)
    later = make("later", LATER)
    last = make("last", LATER + f"<{BASE}graph/doc> {{ d:e bil:note <{BASE}ns#not-a-name> }}")

    assert names_that_came([served, later, last]) == {
        "doc/ab": "later",
        "doc/c": "later",
        "doc/e": "last",
    }
    assert names_that_came([last, later, served]) == {"doc/a": "served", "doc/b": "served"}
    assert names_that_came([served]) == {}


def test_a_damaged_release_brings_no_names(make: Make) -> None:
    served, damaged, later = make("served", IN_DOC), make("damaged", LATER), make("later", LATER)
    (damaged / "dumps/void.ttl").write_text("")

    assert set(names_that_came([served, damaged, later]).values()) == {"later"}


def test_no_more_names_are_held_than_a_number(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparer_process, "MOST_NAMES", 1)

    found = names_that_came([make("served", IN_DOC), make("later", LATER)])

    assert found == {"doc/ab": "later"}


def test_each_release_of_a_chain_is_compared_with_the_next(make: Make) -> None:
    one, two = make("one", IN_DOC), make("two", LATER)

    found = changes([one, two, one])

    assert [(step["old"], step["new"]) for step in found] == [("one", "two"), ("two", "one")]
    assert [step["counts"]["removed"] for step in found] == [1, 0]
    assert changes([one]) == changes([]) == []


def test_versions_are_those_of_the_last_release_after_the_one_before(make: Make) -> None:
    one, two = make("one", IN_DOC), make("two", LATER)

    assert [version["how"] for version in versions([one])] == ["Create"]
    assert [version["how"] for version in versions([one, two])] == ["Delete"]
    assert versions([two]) == versions([one, one]) == []
