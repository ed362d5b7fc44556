"""Data on disk go when nobody serves the release any more, and never half."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from legation_build.cli.legation import main
from legation_server.releases.store_folder import hold_in_use, read_record
from support.eventually import eventually
from support.server_processes import Served
from support.two_releases import names, stored_at

# Removes a folder, and is killed when it has lost its name.
KILLED = """
import shutil, sys, time
from pathlib import Path
from legation_server.releases import store_removal
shutil.rmtree = lambda *given, **options: time.sleep(3600)
store_removal.remove_stores(Path(sys.argv[1]), "", [sys.argv[2]])
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["release", *arguments])


def kept(dataset: Path) -> set[str]:
    """Return the names of everything in the place of data on disk."""
    return {path.name for path in (dataset / "stores").iterdir()}


@pytest.fixture
def loaded(pair_copy: Path) -> Path:
    """A dataset of two releases that are both on disk."""
    for name in names(pair_copy):
        assert run("load", name, "--dataset", str(pair_copy)).exit_code == 0
    return pair_copy


def test_old_releases_go_and_the_current_one_stays(loaded: Path) -> None:
    old, new = names(loaded)
    gone, stays = stored_at(loaded, old), stored_at(loaded, new)
    strayed = loaded / "stores" / "0123456789abcdef-01234567"
    strayed.mkdir()

    result = run("unload", "--old", "--dataset", str(loaded))

    assert result.exit_code == 0
    assert f"{gone} is removed." in result.output
    assert kept(loaded) == {stays.name, f"{stays.name}.lock"}
    assert read_record(stays) is not None
    assert not strayed.exists()


def test_one_release_is_removed_by_its_name(loaded: Path) -> None:
    _, new = names(loaded)
    folder = stored_at(loaded, new)

    assert run("unload", new[:6], "--dataset", str(loaded)).exit_code == 0

    assert not folder.exists()
    again = run("unload", new, "--dataset", str(loaded))
    assert (again.exit_code, again.output) == (0, "There is nothing on disk to remove.\n")


def test_what_is_in_use_stays(loaded: Path) -> None:
    old, _ = names(loaded)
    folder = stored_at(loaded, old)
    descriptor = hold_in_use(folder)

    result = run("unload", old, "--dataset", str(loaded))

    assert (result.exit_code, result.output) == (3, f"{folder} stays: a server has it open.\n")
    assert read_record(folder) is not None
    os.close(descriptor)
    assert run("unload", old, "--dataset", str(loaded)).exit_code == 0


def test_a_server_keeps_its_folder_and_lets_go_of_it(
    pair_copy: Path, serve: Callable[..., Served]
) -> None:
    _, new = names(pair_copy)
    server = serve(pair_copy, "--store-above", "0", "--workers", "1", "--desks", "1")
    assert server.select("SELECT * { ?c a bil:Claim }").ok

    assert run("unload", new, "--dataset", str(pair_copy)).exit_code == 3
    server.stop()

    done = eventually(lambda: run("unload", new, "--dataset", str(pair_copy)).exit_code == 0)
    assert done
    assert kept(pair_copy) == set()


def test_a_removal_that_is_killed_leaves_nothing_whole(loaded: Path) -> None:
    old, _ = names(loaded)
    folder = stored_at(loaded, old)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(loaded), old]) as removing:
        try:
            assert eventually(lambda: not folder.exists())
        finally:
            removing.kill()

    assert read_record(folder) is None
    assert f".removed-{folder.name}" in kept(loaded)

    assert run("load", old, "--dataset", str(loaded)).exit_code == 0
    assert run("unload", old, "--dataset", str(loaded)).exit_code == 0
    assert not [name for name in kept(loaded) if folder.name in name]


def test_elsewhere_only_folders_of_the_dataset_go(pair_copy: Path, tmp_path: Path) -> None:
    old, _ = names(pair_copy)
    place, strange = tmp_path / "elsewhere", "0123456789abcdef-01234567"
    options = ("--dataset", str(pair_copy), "--store-folder", str(place))
    assert run("load", old, *options).exit_code == 0
    (place / strange).mkdir()

    assert run("unload", "--old", *options).exit_code == 0

    assert {path.name for path in place.iterdir()} == {strange}


@pytest.mark.parametrize("arguments", [[], ["--old", "current"]])
def test_what_to_remove_must_be_said(arguments: list[str]) -> None:
    result = run("unload", *arguments)

    assert result.exit_code == 2
    assert "Name a release, or give --old" in result.output
