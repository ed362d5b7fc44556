"""What is kept has its name only when it is whole, and is found by what it was made of."""

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.errors import ReleaseError
from legation_build.pipeline.documents.cache import (
    WRITING,
    Kept,
    keep_file,
    keep_folder,
    key_of,
    locked,
    not_written,
    place_of,
    remove_unused,
)
from legation_build.pipeline.merging.bundles import DOCUMENTS, bundles
from legation_build.pipeline.merging.counting import Counted, counts_of
from support.some import some

JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.rglob("*"))


@settings(max_examples=40)
@given(JSON, JSON)
def test_two_keys_are_the_same_only_of_the_same_data(one: object, other: object) -> None:
    assert (key_of(one) == key_of(other)) is (one == other)
    assert key_of(one, other) != key_of([one, other])


def test_a_key_does_not_depend_on_the_order_of_names_and_tells_a_list_from_its_items() -> None:
    assert key_of({"a": 1, "b": [2]}) == key_of({"b": [2], "a": 1})
    assert key_of(["a", "b"]) != key_of("a", "b") != key_of("ab")
    assert key_of("ə") != key_of("e")


def test_a_folder_is_there_when_it_is_whole_and_nothing_else_is(tmp_path: Path) -> None:
    place = place_of(tmp_path / "parts", "abcdef")

    def write(folder: Path) -> None:
        assert not place.exists()
        assert folder.name.startswith(WRITING)
        (folder / "one").write_text("1")

    keep_folder(place, write)

    assert place == tmp_path / "parts" / "ab" / "abcdef"
    assert names(tmp_path) == ["ab", "abcdef", "one", "parts"]


def test_a_folder_that_could_not_be_filled_leaves_nothing(tmp_path: Path) -> None:
    place = place_of(tmp_path, "abcdef")

    def fail(folder: Path) -> None:
        (folder / "half").write_text("1")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        keep_folder(place, fail)

    assert names(tmp_path) == ["ab"]


def test_of_two_that_make_the_same_the_first_stays(tmp_path: Path) -> None:
    place = place_of(tmp_path, "abcdef")

    def second(folder: Path) -> None:
        keep_folder(place, lambda first: write(first, "first"))
        write(folder, "second")

    def write(folder: Path, text: str) -> None:
        (folder / "file").write_text(text)

    keep_folder(place, second)

    assert (place / "file").read_text() == "first"
    assert names(tmp_path) == ["ab", "abcdef", "file"]


def test_a_file_replaces_the_one_before_in_one_step(tmp_path: Path) -> None:
    place = place_of(tmp_path, "abcdef")
    for data in some((b"one", b"two")):
        keep_file(place, data)
        assert place.read_bytes() == data

    assert names(tmp_path) == ["ab", "abcdef"]


def test_only_what_is_used_stays(tmp_path: Path) -> None:
    for key in ("abcd", "abce", "cdef"):
        keep_folder(place_of(tmp_path, key), lambda folder: None)
    keep_file(place_of(tmp_path, "abcf.json"), b"")
    keep_file(place_of(tmp_path, "abca.json"), b"")

    remove_unused(tmp_path, ["abcd", "abcf"])

    assert names(tmp_path) == ["ab", "abcd", "abcf.json", "cd"]
    remove_unused(tmp_path / "nothing", [])


def test_a_folder_is_for_one_build_at_a_time_and_says_whose(tmp_path: Path) -> None:
    told: list[str] = []
    folder = tmp_path / "cache"

    with locked(folder, told.append):
        assert (folder / ".lock").read_text() == f"{os.getpid()}\n"
        with (folder / ".lock").open("a+b") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with locked(folder, told.append), (folder / ".lock").open("rb") as stream:
        assert stream.read().count(b"\n") == 1

    assert told == []


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    refused = pytest.raises(ReleaseError, match=r"file cannot be written: .* Choose another folder")
    with refused, locked(tmp_path / "file" / "cache"):
        raise AssertionError("it was locked")
    error = not_written(Path("out"), OSError(28, "No space left on device"))
    assert str(error).startswith("out cannot be written: No space left on device. ")


def test_what_another_program_made_is_not_used(tmp_path: Path) -> None:
    one, other = Kept(tmp_path, "one"), Kept(tmp_path, "other")
    filled: list[Path] = []
    places = [
        kept.folder(filled.append, *of) for kept in (one, other) for of in (("a", "b"), ("ab",))
    ]

    assert len(set(places)) == len(filled) == 4
    assert one.folder(filled.append, "a", "b") == places[0]
    assert len(filled) == 4
    assert {len(one.used), len(other.used)} == {2}


def test_bundles_hold_all_parts_in_order_and_end_where_an_id_says_so() -> None:
    parts = [(Path(f"part-{n}"), f"document-{n}") for n in range(200)]
    found = bundles(parts)

    assert [folder for bundle in found for folder in bundle.folders] == [p for p, _ in parts]
    assert 200 / DOCUMENTS / 4 < len(found) < 200 / DOCUMENTS * 4
    # One that goes changes the bundle that it was in, and no other.
    fewer = bundles([part for part in parts if part[1] != "document-100"])
    assert len(set(found) - set(fewer)) <= 2
    assert bundles([]) == []


def test_a_bundle_is_filled_once_and_by_what_its_parts_are(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "program")
    (one,) = bundles([(Path("parts/aa"), "a")])
    (other,) = bundles([(Path("parts/bb"), "a")])
    filled: list[str] = []

    def write(folder: Path) -> None:
        filled.append(folder.name)

    assert one.kept(kept, write, "rows") == one.kept(kept, write, "rows")
    assert len(filled) == 1
    assert (
        len(
            {
                one.kept(kept, write, "rows"),
                one.kept(kept, write, "x"),
                other.kept(kept, write, "rows"),
            }
        )
        == 3
    )


def test_lines_are_counted_by_predicate_and_class() -> None:
    kind = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    lines = [
        b"<s> " + kind + b" <c> .\n",
        b"<s> " + kind + b" <c> <g> .\n",
        b"<s> " + kind + b" _:b .\n",
        b'<s> <p> "<c> a b" .\n',
    ]
    found = counts_of(lines)
    counted = Counted()
    counted.add(found)
    counted.add(found)

    assert found["classes"] == {"c": 2}
    assert found["predicates"] == {kind.decode()[1:-1]: 3, "p": 1}
    assert (counted.lines, counted.classes["c"], counted.predicates["p"]) == (8, 4, 2)
