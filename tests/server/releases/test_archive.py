"""All releases of a dataset folder are known as they are at the moment, damaged ones left out."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from legation_server.errors import ReleaseError
from legation_server.releases import Archive, Release, find_release, list_releases, roll_back
from legation_server.releases.opening import open_folder, open_release
from support.two_releases import contents, copied, names, releases


@pytest.fixture
def dataset_of_two(pair: Path, tmp_path: Path) -> Path:
    return copied(pair, tmp_path)


@pytest.fixture
def archive(dataset_of_two: Path) -> Archive:
    return Archive(open_release(dataset_of_two))


def shown(found: list[Release]) -> list[str]:
    return [release.folder.name for release in found]


def manifest_of(dataset: Path, name: str) -> Path:
    return dataset / "releases" / name / "manifest.json"


def change_manifest(dataset: Path, name: str, **members: object) -> None:
    file = manifest_of(dataset, name)
    file.write_text(json.dumps({**json.loads(file.read_text()), **members}))


def test_the_newest_release_comes_first(archive: Archive, dataset_of_two: Path) -> None:
    old, new = names(dataset_of_two)
    change_manifest(dataset_of_two, old, modified="2020-01-01")
    assert shown(archive.all()) == [new, old]

    change_manifest(dataset_of_two, old, modified="2040-01-01")
    assert shown(archive.all()) == [old, new]


def test_of_two_of_one_day_the_one_written_last_is_newer(
    archive: Archive, dataset_of_two: Path
) -> None:
    old, new = names(dataset_of_two)
    for order in ([old, new], [new, old]):
        for seconds, name in enumerate(reversed(order), 1_000):
            os.utime(manifest_of(dataset_of_two, name), (seconds, seconds))

        assert shown(archive.all()) == order


def test_a_release_that_comes_or_goes_is_seen_at_once(
    archive: Archive, dataset_of_two: Path, tmp_path: Path
) -> None:
    old, new = names(dataset_of_two)
    assert len(archive.all()) == 2

    (dataset_of_two / "releases" / old).rename(tmp_path / "aside")
    assert shown(archive.all()) == [new]

    (tmp_path / "aside").rename(dataset_of_two / "releases" / old)
    assert sorted(shown(archive.all())) == sorted([old, new])


def test_a_damaged_release_is_left_out_until_it_is_repaired(
    archive: Archive, dataset_of_two: Path
) -> None:
    old, new = names(dataset_of_two)
    file = manifest_of(dataset_of_two, old)
    whole = file.read_text()

    file.write_text("{")
    assert shown(archive.all()) == [new]

    file.write_text(whole)
    assert sorted(shown(archive.all())) == sorted([old, new])


def test_the_served_release_is_there_whatever_becomes_of_its_folder(
    archive: Archive, dataset_of_two: Path
) -> None:
    _, new = names(dataset_of_two)
    manifest_of(dataset_of_two, new).unlink()

    assert new in shown(archive.all())


def test_what_is_being_written_is_no_release(archive: Archive, dataset_of_two: Path) -> None:
    old, new = names(dataset_of_two)
    folder = dataset_of_two / "releases"
    (folder / f".writing-{new}").mkdir()
    (folder / f".writing-{new}" / "manifest.json").write_bytes(
        manifest_of(dataset_of_two, new).read_bytes()
    )

    assert sorted(shown(archive.all())) == sorted([old, new])


def test_the_release_before_is_the_next_older_one(archive: Archive, dataset_of_two: Path) -> None:
    change_manifest(dataset_of_two, names(dataset_of_two)[0], modified="2020-01-01")
    new, old = archive.all()

    assert archive.before(new) == old
    assert archive.before(old) is None


def test_a_folder_of_one_release_is_no_dataset(pair: Path) -> None:
    outside = open_folder(pair / "current", pair)
    alone = Archive(outside)

    assert alone.dataset == pair.resolve()
    elsewhere = Archive(replace(outside, folder=Path("/nowhere/alone")))
    assert elsewhere.dataset is None
    assert len(elsewhere.all()) == 1


@pytest.mark.parametrize("length", [1, 4, 16])
def test_a_name_may_be_shortened_in_addresses_and_commands_alike(
    archive: Archive, dataset_of_two: Path, length: int
) -> None:
    old, new = names(dataset_of_two)
    clear = old[:length] != new[:length]

    found = archive.named(old[:length])

    assert (found is not None) == clear
    if clear:
        assert find_release(dataset_of_two, old[:length]).name == old


def test_rolling_back_changes_the_link_and_nothing_else(dataset_of_two: Path) -> None:
    old, _ = names(dataset_of_two)
    before = contents(dataset_of_two / "releases")

    assert roll_back(dataset_of_two, old) == old

    assert open_release(dataset_of_two).folder.name == old
    assert os.readlink(dataset_of_two / "current") == f"releases/{old}"
    assert contents(dataset_of_two / "releases") == before
    assert [p.name for p in dataset_of_two.iterdir() if p.name.startswith(".current")] == []


def test_a_damaged_release_does_not_become_the_current_one(dataset_of_two: Path) -> None:
    old, new = names(dataset_of_two)
    (dataset_of_two / "releases" / old / "dumps" / "legation.nq").write_bytes(b"")

    with pytest.raises(ReleaseError, match="differs from the manifest"):
        roll_back(dataset_of_two, old)

    assert open_release(dataset_of_two).folder.name == new


def test_a_link_that_cannot_be_replaced_is_said_with_its_place(dataset_of_two: Path) -> None:
    old, _ = names(dataset_of_two)
    (dataset_of_two / "current").unlink()
    (dataset_of_two / "current" / "x").mkdir(parents=True)

    with pytest.raises(ReleaseError, match="current cannot be written: Is a directory"):
        roll_back(dataset_of_two, old)


@pytest.mark.parametrize(
    ("damage", "said"), [(lambda file: file.unlink(), "is missing"), (lambda file: file.write_bytes(b"x"), "has 1 bytes instead of")]
)  # fmt: skip
def test_a_list_names_what_is_damaged_after_what_is_whole(
    dataset_of_two: Path, damage: object, said: str
) -> None:
    old, new = names(dataset_of_two)
    damage(dataset_of_two / "releases" / new / "dumps" / "void.ttl")  # type: ignore[operator]

    found = list_releases(dataset_of_two)

    assert [info.name for info in found] == [old, new]
    assert (found[0].problem, found[1].release) == ("", None)
    assert said in found[1].problem
    assert [info.current for info in found] == [False, True]


def test_a_folder_without_releases_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=f"Run: legation build --output {tmp_path}"):
        list_releases(tmp_path)


def test_both_releases_are_whole(dataset_of_two: Path) -> None:
    archive = Archive(releases(dataset_of_two)[1])

    assert [archive.files.damaged(release) for release in archive.all()] == [[], []]
