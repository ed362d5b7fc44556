"""The wheel holds everything: `legation build`, `query` and `serve` work from it alone."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.some import some

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=300)
    return next(folder.glob("legation-*.whl"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    """A folder with the wheel's contents, which come before those of the checkout."""
    folder = wheel.parent / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def legation(unpacked: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "legation_build", *arguments],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_wheel_has_code_data_pages_and_the_editor_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    for name in (
        "legation_build/ontology/bilateral.ttl",
        "legation_build/ontology/shapes.ttl",
        "legation_build/mappings/context.jsonld",
        "legation_build/mappings/azerbaijan-israel/passages.csv",
        "legation_server/static/vendor/combobox-nav.js",
        "legation_server/static/query/main.js",
        "legation_server/static/query/views/timeline.js",
        "legation_server/static/vendor/codemirror.js",
        "legation_server/static/vendor/codemirror.css",
        "legation_server/static/vendor/d3-force.min.js",
        "legation_server/docs/model.md",
        "legation_server/docs/images/statement.png",
        "legation_server/py.typed",
    ):
        assert name in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "legation_build",
        "legation_server",
    }
    assert not [name for name in names if "node_modules" in name or name.endswith(".pyc")]


def test_build_and_query_work_from_the_wheel(unpacked: Path) -> None:
    where = legation(unpacked, "--help")
    built = legation(unpacked, "build", "--output", "out")
    asked = legation(
        unpacked, "query", "ASK { ?c a bil:Claim }", "--dataset", "out", "--format", "json"
    )

    assert where.returncode == 0
    assert built.returncode == 0, built.stderr
    assert '"boolean":true' in asked.stdout.replace(" ", ""), asked.stderr


def test_the_wheel_is_what_was_run(unpacked: Path) -> None:
    code = "import legation_build, legation_server; print(legation_build.__file__, legation_server.__file__)"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        cwd=unpacked.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert all(path.startswith(str(unpacked)) for path in some(shown.stdout.split()))
