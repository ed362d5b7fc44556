"""A store folder has its name only when it is whole, and one that is not whole counts as none."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legation_server.errors import ReleaseError
from legation_server.releases import (
    Release,
    StoreRecord,
    as_served,
    being_made,
    hold_in_use,
    open_release,
    read_record,
    remove_stores,
    stamps_of,
    store_folder_of,
    write_record,
)
from legation_server.releases.store_folder import RECORD, USED, known_stamps
from legation_server.settings import Settings

WHOLE = StoreRecord(7, True, False, {"dumps/é.nq": (1, 2, 3)}, {"sparql": {"predicates": {"a": 1}}})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.fixture
def small(dataset: Path) -> Release:
    return open_release(dataset)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_record(tmp_path, WHOLE)

    assert read_record(tmp_path) == WHOLE


@pytest.mark.parametrize("member", ["quads", "copied", "split", "stamps", "counts"])
def test_a_record_without_a_member_is_none(tmp_path: Path, member: str) -> None:
    write_record(tmp_path, WHOLE)
    document = json.loads((tmp_path / RECORD).read_text())
    del document[member]
    (tmp_path / RECORD).write_text(json.dumps(document))

    assert read_record(tmp_path) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(JSON.map(json.dumps) | JSON.map(lambda found: json.dumps({"stamps": found})) | st.text())
def test_whatever_else_stands_there_is_no_record_and_no_error(tmp_path: Path, text: str) -> None:
    (tmp_path / RECORD).write_text(text, encoding="utf-8")

    assert read_record(tmp_path) is None


def test_a_folder_that_is_not_there_has_no_record(tmp_path: Path) -> None:
    assert read_record(tmp_path / "none") is None


def test_a_store_folder_stands_beside_the_releases_unless_another_place_is_named(
    small: Release,
) -> None:
    dataset = small.folder.parent.parent
    beside, elsewhere = store_folder_of(small), store_folder_of(small, "/elsewhere")
    alone = store_folder_of(replace(small, folder=Path("/some/release")))

    assert (beside.parent, elsewhere.parent) == (dataset / "stores", Path("/elsewhere"))
    assert beside.name == elsewhere.name
    assert beside.name.rpartition("-")[0] == small.folder.name
    # A release that is in no dataset has it beside itself.
    assert alone.parent == Path("/some/stores")


def test_other_data_have_another_store_folder(small: Release) -> None:
    others = [small, replace(small, digest="0" * 64), replace(small, base="http://e/")]

    assert len({store_folder_of(release) for release in others}) == len(others)
    assert store_folder_of(replace(small, version="9", on_disk=True)) == store_folder_of(small)


@pytest.mark.parametrize(
    ("above", "store", "pushed", "on_disk"),
    [
        (0, "", False, True),
        (10**6, "", False, False),
        (0, "http://e/sparql", False, False),
        (0, "", True, False),
    ],
)
def test_only_a_large_release_that_is_asked_here_is_on_disk(
    small: Release, above: int, store: str, pushed: bool, on_disk: bool
) -> None:
    settings = Settings(store_above=above, store=store, pushed=pushed)

    assert as_served(small, settings).on_disk is on_disk


def test_a_release_of_just_so_many_quads_is_in_memory(small: Release) -> None:
    assert not as_served(small, Settings(store_above=small.quads)).on_disk
    assert as_served(small, Settings(store_above=small.quads - 1)).on_disk


def test_stamps_are_kept_by_paths_within_the_release(small: Release) -> None:
    stamps = stamps_of(small)

    assert stamps.keys() == {file.path for file in small.files}
    assert stamps["dumps/void.ttl"] == small.stamps[small.folder / "dumps/void.ttl"]


def test_stamps_are_known_once_the_data_are_loaded(small: Release, tmp_path: Path) -> None:
    assert known_stamps(small, str(tmp_path)) == {}

    with being_made(store_folder_of(small, str(tmp_path))) as part:
        assert part is not None
        write_record(part, replace(WHOLE, stamps=stamps_of(small)))

    assert known_stamps(small, str(tmp_path)) == stamps_of(small)


def fill(folder: Path, text: str = "data") -> bool:
    """Fill a store folder; return whether there was anything to do."""
    with being_made(folder) as part:
        if part is None:
            return False
        assert not folder.exists()
        (part / "data").write_text(text)
        write_record(part, WHOLE)
    return True


def test_a_folder_gets_its_name_when_everything_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "one-1"

    assert fill(folder)

    assert read_record(folder) == WHOLE
    assert (folder / "data").read_text() == "data"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["one-1", "one-1.lock"]


def test_a_folder_that_is_whole_is_not_filled_again(tmp_path: Path) -> None:
    folder = tmp_path / "one-1"
    fill(folder)

    assert not fill(folder, "other")
    assert (folder / "data").read_text() == "data"


def test_what_was_left_half_done_is_done_anew(tmp_path: Path) -> None:
    folder = tmp_path / "one-1"
    for left_over in (folder, tmp_path / "one-1.part"):
        left_over.mkdir()
        (left_over / "half").write_text("half")

    assert fill(folder)

    assert sorted(path.name for path in folder.iterdir()) == ["data", RECORD]
    assert not (tmp_path / "one-1.part").exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_of_what_did_not_come_to_its_end(
    tmp_path: Path, error: type[BaseException]
) -> None:
    folder = tmp_path / "one-1"

    with pytest.raises(error), being_made(folder) as part:
        assert part is not None
        write_record(part, WHOLE)
        raise error

    assert [path.name for path in tmp_path.iterdir()] == ["one-1.lock"]
    # The lock is free again.
    assert fill(folder)


def test_a_place_that_is_no_folder_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "one-1"

    with pytest.raises(ReleaseError, match=r"file cannot be written to: .*--store-folder"):
        fill(folder)
    with pytest.raises(ReleaseError, match=r"file cannot be written to: .*--store-folder"):
        hold_in_use(folder)


def test_a_folder_in_use_stays_until_the_last_user_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "stores" / "one-1"
    fill(folder)
    one, other = hold_in_use(folder), hold_in_use(folder)

    for descriptor in (one, other):
        (removal,) = remove_stores(tmp_path, "", ["one"])
        assert (removal.folder, removal.in_use, folder.exists()) == (folder, True, True)
        os.close(descriptor)
    (removal,) = remove_stores(tmp_path, "", ["one"])

    assert not removal.in_use
    assert list(folder.parent.iterdir()) == []


def test_only_the_folders_of_releases_that_are_named_are_removed(tmp_path: Path) -> None:
    stores = tmp_path / "stores"
    for name in ("one-1", "one-2", "one-two-1", "two-1"):
        fill(stores / name)
    (stores / "three-1.part").mkdir()
    (stores / "link-1").symlink_to(tmp_path)
    (stores / "file-1").write_text("")

    found = remove_stores(tmp_path, "", ["one", "three", "link", "file"])

    assert [removal.folder.name for removal in found] == ["one-1", "one-2", "three-1"]
    left = {path.name for path in stores.iterdir() if not path.name.endswith((".lock", USED))}
    assert left == {"one-two-1", "two-1", "link-1", "file-1"}
    assert tmp_path.is_dir()


def test_where_there_is_no_place_there_is_nothing_to_remove(tmp_path: Path) -> None:
    assert remove_stores(tmp_path, "", ["one"]) == []


def test_what_a_killed_removal_left_goes_with_the_next_one(tmp_path: Path) -> None:
    left = tmp_path / "stores" / ".removed-one-1"
    left.mkdir(parents=True)

    assert remove_stores(tmp_path, "", []) == []
    assert not left.exists()
