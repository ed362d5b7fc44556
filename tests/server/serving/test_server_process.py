"""The life of a server's processes: how they start, what they write, how they end."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlparse

import pytest
import requests
from click.testing import CliRunner
from legation_server.cli.commands import serve as serve_command
from support.eventually import eventually
from support.heavy_queries import ENDLESS, HUGE
from support.server_processes import Served, all_end, busy, descendants

START = "from legation_server.cli.commands import serve; serve()"


def test_the_server_writes_nothing_into_the_release(server: Served, dataset: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in dataset.rglob("*")}

    server.select("ASK {}")
    server.post("/sparql", data={"update": "CLEAR ALL"})

    assert before == {path: path.stat().st_mtime_ns for path in dataset.rglob("*")}


def test_requests_are_logged_when_asked_for(
    dataset: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    with (tmp_path / "log").open("wb") as stderr:
        served = serve(dataset, "--access-log", stderr=stderr)
        answer = served.select("ASK {}")
        served.stop()
    lines = (tmp_path / "log").read_bytes().splitlines()

    logged = [json.loads(line) for line in lines if line.startswith(b"{")][-1]
    assert (logged["path"], logged["status"]) == ("/sparql", 200)
    assert logged["query"] == answer.headers["X-Query-Id"]


def test_the_server_says_what_it_loads_before_it_serves(
    dataset: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    name = (dataset / "current").resolve().name
    manifest = json.loads((dataset / "current" / "manifest.json").read_text())

    with (tmp_path / "log").open("wb") as stderr:
        served = serve(dataset, stderr=stderr)
        served.stop()
    said = (tmp_path / "log").read_text().splitlines()

    assert said[0] == f"Loading release {name} ({manifest['counts']['quads']:,} quads)."
    assert said[1] == f"Serving release {name} at {served.url}/"


def test_a_release_is_named_before_its_files_are_read(dataset: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(dataset, tmp_path / "damaged", symlinks=True))
    (damaged / "current" / "dumps" / "legation.nq").write_text("nonsense")

    ended = subprocess.run(
        [sys.executable, "-c", START, str(damaged), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1
    loading, error = ended.stderr.splitlines()[:2]
    assert loading.startswith("Loading release ")
    assert error.startswith("Error: ")


def test_a_port_in_use_is_said_so(server: Served, dataset: Path) -> None:
    port = str(urlparse(server.url).port)

    result = CliRunner().invoke(serve_command, [str(dataset), "--port", port])

    assert result.exit_code == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in result.stderr
    assert "--port" in result.stderr


def test_a_release_that_cannot_be_loaded_ends_the_server(dataset: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(dataset, tmp_path / "damaged", symlinks=True))
    path = damaged / "current" / "manifest.json"
    manifest = json.loads(path.read_text())
    for file in manifest["files"]:
        if file["path"] == "dumps/legation.nq":
            (damaged / "current" / file["path"]).write_text("nonsense")
            file["size"], file["sha256"] = 8, hashlib.sha256(b"nonsense").hexdigest()
    path.write_text(json.dumps(manifest))

    ended = subprocess.run(
        [sys.executable, "-c", START, str(damaged), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1
    assert "Error: The release cannot be loaded" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_stopping_the_server_stops_all_its_processes(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "3")
    family = descendants(served.process.pid)
    assert len(family) >= 5

    served.stop()

    assert all_end(family)


def test_a_server_that_is_stopped_finishes_its_queries(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "2")
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(served.select, ENDLESS, timeout="2")
        eventually(lambda: busy(served)["free"] < 2)

        served.stop()

        assert running.result().json()["limit"] == 2.0
    assert served.process.returncode == 0
    with pytest.raises(requests.ConnectionError):
        served.get("/healthz")


def test_a_client_that_does_not_fetch_cannot_keep_a_server_running(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "2", "--deadline", "1")
    family = descendants(served.process.pid)
    with served.get("/sparql", params={"query": HUGE}, stream=True) as response:
        assert response.status_code == 200

        served.stop()

        assert all_end(family)
