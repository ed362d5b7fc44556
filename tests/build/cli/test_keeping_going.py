"""A build that is told to keep going says what it left out, in words or as data, and how it ends."""

import json
from pathlib import Path

import pytest
from legation_build.cli.output import pace
from support.legation_command import legation
from support.several_documents import claims_file, parts, replace_in, write_documents

pytestmark = pytest.mark.usefixtures("without_dumps")


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    """Three documents, of which the second names an entity that there is not."""
    mappings = write_documents(tmp_path, 3)
    replace_in(claims_file(mappings, 2), "actor: freedonia", "actor: fredonia")
    return mappings


def test_what_is_left_out_is_named_with_its_problems(mappings: Path, tmp_path: Path) -> None:
    result = legation(
        "build", "--mappings", mappings, "--output", tmp_path / "out", "--jobs", 1, "--keep-going"
    )

    assert result.exit_code == 3
    place = f"mappings/{claims_file(mappings, 2).relative_to(mappings)}:12: "
    assert [line for line in result.stderr.splitlines() if line.startswith(place)]
    assert "Left out: freedonia-sylvania-2. 1 problem in the mappings" in result.stderr
    assert " quads in " in result.stdout


def test_what_is_left_out_comes_as_data(mappings: Path, tmp_path: Path) -> None:
    options = ("--output", tmp_path / "out", "--jobs", 1, "--keep-going", "--json")
    result = legation("build", "--mappings", mappings, *options)

    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (3, "")
    assert found["leftOut"] == ["freedonia-sylvania-2"]
    (failure,) = found["failures"]
    assert failure["id"] == "freedonia-sylvania-2"
    assert failure["problems"][0]["remedy"] == "Did you mean 'freedonia'?"


def test_without_the_option_nothing_is_released(mappings: Path, tmp_path: Path) -> None:
    result = legation("build", "--mappings", mappings, "--output", tmp_path / "out", "--jobs", 1)

    assert result.exit_code == 1
    assert not (tmp_path / "out" / "current").exists()


def test_what_is_kept_can_stand_elsewhere(tmp_path: Path) -> None:
    mappings, cache = write_documents(tmp_path, 1), tmp_path / "kept"

    result = legation(
        "build", "--mappings", mappings, "--output", tmp_path / "out", "--cache", cache
    )

    assert result.exit_code == 0
    assert len(parts(cache)) == 1
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["current", "releases"]


@pytest.mark.parametrize(
    ("done", "seconds", "told"),
    [
        (1, 2.0, "1 of 3 documents, 0.5 a second, 0:00:04 left"),
        (3, 6.0, "3 of 3 documents, 0.5 a second, 0:00:00 left"),
        (1, 0.0, "1 of 3 documents, 1000.0 a second, 0:00:00 left"),
    ],
)
def test_progress_tells_the_rate_and_the_time_left(done: int, seconds: float, told: str) -> None:
    assert pace(done, 3, seconds) == told
