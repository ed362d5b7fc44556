"""Modules are neither too long to be read at once nor too short to be worth a name."""

from pathlib import Path

import pytest
from support.some import some

ROOT = Path(__file__).parents[2]
PACKAGES = (ROOT / "build" / "legation_build", ROOT / "server" / "legation_server")
MODULES = [file for package in PACKAGES for file in sorted(package.rglob("*.py"))]
MOST_LINES, LEAST_LINES = 250, 35
MOST_MODULES = 12
# Short ones that are one thing each, and belong to no other module.
SHORT = {
    # Programs, and the command whose subcommands others register.
    "legation_build/__main__.py",
    "legation_build/cli/legation.py",
    "legation_server/data_process.py",
    # On the lowest floor: each is for several wings.
    "legation_build/regular_files.py",
    "legation_build/resources.py",
    "legation_build/mapping/text_files.py",
    # One table, one call, one hook, one rule, one page.
    "legation_build/descriptions/default_graphs.py",
    "legation_build/pipeline/documents/own_process.py",
    "legation_server/pages/things/graph_index.py",
    "legation_server/results/etags.py",
    "legation_server/web/hooks/response_headers.py",
}


def lines_in(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def named(files: list[Path]) -> set[str]:
    return {f"{file.relative_to(ROOT).as_posix()}".partition("/")[2] for file in files}


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    assert MODULES
    assert named([file for file in MODULES if lines_in(file) > MOST_LINES]) == set()


def test_a_module_of_few_lines_is_one_of_those_that_are_one_thing() -> None:
    modules = [file for file in MODULES if file.name != "__init__.py"]

    assert named([file for file in modules if lines_in(file) < LEAST_LINES]) - SHORT == set()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_folder_has_a_dozen_modules_at_most(package: Path) -> None:
    folders = some(folder.parent for folder in package.rglob("__init__.py"))

    crowded = {
        f"{folder.relative_to(package)}: {count}"
        for folder in folders
        if (count := len(list(folder.glob("*.py"))) - 1) > MOST_MODULES
    }
    assert crowded == set()
