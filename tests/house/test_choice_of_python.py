"""Make takes the newest Python that works for the tests, and the oldest for the lowest versions."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ".venv/ready"
OF_OTHERS = ".venv-clients/ready"
LOWEST = ".venv-lowest/ready"

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def commands(target: str, folder: Path, works: dict[str, bool], *named: str) -> list[str]:
    """Return what make would run for a target where some Pythons are there, and some work."""
    for name, well in works.items():
        # One that a program like pyenv has put there, and that is not installed, fails like this.
        file = folder / name
        file.write_text("#!/bin/sh\n" + ('echo "$0"\n' if well else "exit 127\n"))
        file.chmod(0o755)
    for tool in ("sh", "mkdir"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run(
        [str(shutil.which("make")), "-n", "--always-make", target, *named],
        cwd=ROOT,
        env={**without_make(), "PATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def without_make() -> dict[str, str]:
    """Return the surroundings without what a make that runs the tests hands down."""
    handed_down = ("MAKE", "MFLAGS", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(handed_down)}


@pytest.mark.parametrize(
    ("works", "chosen"),
    [
        ({"python3.13": True, "python3.12": True, "python3": True}, "{}/python3.13"),
        ({"python3.13": False, "python3.12": True, "python3": True}, "{}/python3.12"),
        ({"python3.13": False, "python3.12": False, "python3": True}, "python3"),
        ({"python3": True}, "python3"),
    ],
    ids=["the newest", "the newest is not installed", "none is installed", "no other"],
)
def test_the_newest_that_works_runs_the_tests(
    works: dict[str, bool], chosen: str, tmp_path: Path
) -> None:
    ran = commands(ENVIRONMENT, tmp_path, works)

    assert ran[0].endswith(f"|| {chosen.format(tmp_path)} -m venv --clear .venv")


def test_one_that_is_named_is_taken_for_all(tmp_path: Path) -> None:
    works = {"python3.13": True, "python3.12": True}

    ran = commands(ENVIRONMENT, tmp_path, works, "PYTHON=python3.12")

    assert ran[0].endswith("|| python3.12 -m venv --clear .venv")


@pytest.mark.parametrize(
    ("named", "chosen"), [((), "python3"), (("PYTHON=python3.12",), "python3.12")]
)
def test_programs_of_others_take_any(named: tuple[str, ...], chosen: str, tmp_path: Path) -> None:
    ran = commands(OF_OTHERS, tmp_path, {"python3.13": True, "python3": True}, *named)

    assert f"{chosen} -m venv .venv-clients" in ran


@pytest.mark.parametrize(
    ("works", "chosen"), [(True, "{}/python3.11"), (False, ".venv/bin/python")]
)
def test_the_lowest_versions_are_tested_with_the_oldest(
    works: bool, chosen: str, tmp_path: Path
) -> None:
    ran = commands(LOWEST, tmp_path, {"python3.11": works, "python3.13": True})

    assert any(f" --python {chosen.format(tmp_path)} .venv-lowest" in line for line in ran)
