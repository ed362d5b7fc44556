"""Releases can be listed, shown, compared by claims, and gone back to."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from legation_build.cli.legation import main
from support.two_releases import names

HERE = "https://w3id.org/legation/freedonia-sylvania/"


def release(dataset: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["release", *arguments, "--dataset", str(dataset)])


def test_list_marks_the_current_release(pair_copy: Path) -> None:
    old, new = names(pair_copy)
    lines = release(pair_copy, "list").output.splitlines()

    assert {line[:18] for line in lines} == {f"* {new}", f"  {old}"}
    assert {
        r["name"]: r["current"] for r in json.loads(release(pair_copy, "list", "--json").output)
    } == {
        old: False,
        new: True,
    }


def test_show_prints_the_manifest(pair_copy: Path) -> None:
    old, new = names(pair_copy)

    assert json.loads(release(pair_copy, "show").output)["digest"].startswith(new)
    assert json.loads(release(pair_copy, "show", old[:6]).output)["digest"].startswith(old)


def test_diff_tells_what_was_added_removed_and_changed(pair_copy: Path) -> None:
    old, new = names(pair_copy)
    changes = json.loads(release(pair_copy, "diff", old, new, "--format", "json").output)
    found = {(change["how"], change["iri"].removeprefix(HERE)) for change in changes}

    assert found == {
        ("added", "grain-offer"),
        ("removed", "grain-promise"),
        ("changed", "grain-share"),
        ("changed", "c-grain"),
    }
    text = release(pair_copy, "diff", old, new).output
    assert "- <" + HERE + 'grain-share> <https://w3id.org/legation/ns#value> "50"' in text
    assert "Claims and contents: 1 added, 1 removed, 2 changed." in text


def test_patch_turns_the_old_release_into_the_new_one(pair_copy: Path) -> None:
    old, new = names(pair_copy)
    lines = release(pair_copy, "diff", old, new, "--format", "patch").output.splitlines(
        keepends=True
    )
    before, after = (
        set((pair_copy / "releases" / name / "dumps" / "legation.nq").read_text().splitlines())
        for name in (old, new)
    )

    gone = {line[2:].strip() for line in lines if line.startswith("D ")}
    come = {line[2:].strip() for line in lines if line.startswith("A ")}
    assert (before - gone) | come == after
    assert (lines[0], lines[-1]) == ("TX .\n", "TC .\n")


@pytest.mark.parametrize("command", [["show"], ["rollback", "current"], ["diff", "current"]])
def test_dataset_without_a_release_is_no_traceback(command: list[str], tmp_path: Path) -> None:
    result = release(tmp_path, *command)

    assert result.exit_code == 1
    assert "holds no release. Run: legation build" in result.output


def test_rollback_makes_an_old_release_current(pair_copy: Path) -> None:
    old, _ = names(pair_copy)
    result = release(pair_copy, "rollback", old[:8])

    assert result.output == f"{old} is the current release now.\n"
    assert (pair_copy / "current").resolve().name == old


def test_unknown_release_names_those_there_are(pair_copy: Path) -> None:
    old, new = names(pair_copy)
    result = release(pair_copy, "rollback", "nothing")

    assert result.exit_code == 1
    assert "No release begins with 'nothing'." in result.output
    assert old in result.output
    assert new in result.output


def test_folder_without_releases(tmp_path: Path) -> None:
    result = release(tmp_path, "list")

    assert result.exit_code == 1
    assert f"Run: legation build --output {tmp_path}" in result.output


def test_damaged_release_is_listed_with_what_is_wrong(pair_copy: Path) -> None:
    old, new = names(pair_copy)
    (pair_copy / "releases" / old / "manifest.json").write_text("{")
    lines = release(pair_copy, "list").output.splitlines()

    assert lines[0].startswith(f"* {new}  2026-11-23")
    assert lines[1].startswith(f"! {old}  damaged: {pair_copy}/releases/{old}/manifest.json cannot")
    broken = json.loads(release(pair_copy, "list", "--json").output)[1]
    assert (broken["name"], broken["digest"]) == (old, None)
    assert "cannot be read" in broken["problem"]


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_release_that_lacks_something_is_listed_as_damaged(pair_copy: Path, damage: str) -> None:
    old, _ = names(pair_copy)
    file = pair_copy / "releases" / old / "dumps" / "legation.rdf"
    file.unlink() if damage == "missing" else file.write_bytes(file.read_bytes()[:-1])

    line = release(pair_copy, "list").output.splitlines()[1]
    assert line.startswith(f"! {old}  damaged: {file} ")


def test_damaged_current_release_is_told_as_such(pair_copy: Path) -> None:
    _, new = names(pair_copy)
    manifest = pair_copy / "releases" / new / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "counts": []}))

    line = release(pair_copy, "list").output.splitlines()[1]
    assert line.startswith(f"! {new}  the current one, damaged: ")
    assert "legation build" in line


@pytest.mark.parametrize("file", ["manifest.json", "dumps/legation.nq", "dumps/void.ttl"])
def test_damaged_release_is_not_gone_back_to(pair_copy: Path, file: str) -> None:
    old, new = names(pair_copy)
    (pair_copy / "releases" / old / file).write_text("{")
    result = release(pair_copy, "rollback", old)

    assert result.exit_code == 1
    assert file in result.output
    assert (pair_copy / "current").resolve().name == new


def test_folder_that_is_no_dataset_cannot_be_compared(pair_copy: Path) -> None:
    old, _ = names(pair_copy)
    result = release(pair_copy, "diff", old, "nothing", "--format", "json")

    assert result.exit_code == 1
    assert "No release begins with 'nothing'" in json.loads(result.output)["error"]


def test_load_puts_a_release_on_disk(pair_copy: Path) -> None:
    old, _ = names(pair_copy)
    run = release(pair_copy, "load", old[:6])

    (folder,) = (pair_copy / "stores").glob(f"{old}-????????")
    assert run.output == f"{old} is on disk in {folder}.\n"
    assert (folder / "loaded.json").is_file()


def test_load_says_what_is_wrong_with_the_place(pair_copy: Path, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("")
    run = release(pair_copy, "load", "--store-folder", str(place))

    assert run.exit_code == 1
    assert "cannot be written to" in run.stderr and "--store-folder" in run.stderr
