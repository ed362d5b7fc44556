"""The query log holds every query and what became of it, and never grows beyond its bounds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from legation_server.cli.commands import serve as serve_command
from legation_server.web.hooks.query_log import QueryLog
from support.server_processes import Served


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_query_is_written_with_what_became_of_it(
    dataset: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    path = tmp_path / "queries.jsonl"
    served = serve(dataset, "--workers", "2", "--query-log", str(path))
    graph = "https://w3id.org/legation/graph/entities"

    answers = [
        served.select("ASK {}"),
        served.select("ASK {}", **{"default-graph-uri": graph}),
        served.post("/sparql", data={"query": "SELECT * { # Österländer"}),
        served.get("/sparql"),
        served.get("/"),
    ]
    served.stop()

    logged = lines(path)
    assert [line["query"] for line in logged] == ["ASK {}", "ASK {}", "SELECT * { # Österländer"]
    assert [line["status"] for line in logged] == [200, 200, 400]
    assert [line["id"] for line in logged] == [a.headers["X-Query-Id"] for a in answers[:3]]
    assert logged[1]["defaultGraphs"] == [graph]
    assert "127.0.0.1" not in path.read_text(encoding="utf-8")


def test_a_line_names_the_endpoint_that_was_asked(
    dataset: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    path = tmp_path / "queries.jsonl"
    served = serve(dataset, "--workers", "2", "--query-log", str(path))

    for address in ("/sparql", "/wd/sparql", "/sparql/", "/wd/sparql/"):
        served.get(address, params={"query": "ASK {}"})
    served.post("/wd/sparql", data={"query": "SELECT"})
    served.stop()

    asked = [line["endpoint"] for line in lines(path)]
    assert asked == ["/sparql", "/wd/sparql", "/sparql", "/wd/sparql", "/wd/sparql"]


def test_a_log_that_grew_too_large_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    log = QueryLog(str(path), 1_000, 2)

    for number in range(100):
        log.write(query="x" * 100, number=number)
    log.close()

    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["queries.jsonl", "queries.jsonl.1", "queries.jsonl.2"]
    assert all(file.stat().st_size <= 1_000 for file in files)
    assert lines(path)[-1]["number"] == 99


def test_any_text_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    log = QueryLog(str(path), 10_000, 1)

    for text in ("one\ntwo", "\ud800", "%s %d", "\x00"):
        log.write(query=text)
    log.close()

    assert [line["query"] for line in lines(path)] == ["one\ntwo", "?", "%s %d", "\x00"]


def test_a_log_that_cannot_be_written_is_said_so(dataset: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "queries.jsonl"

    result = CliRunner().invoke(
        serve_command, [str(dataset), "--port", "0", "--query-log", str(nowhere)]
    )

    assert result.exit_code == 1
    assert f"The query log {nowhere} cannot be written: No such file or directory." in result.stderr
