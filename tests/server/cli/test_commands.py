"""The commands: what they answer, and that they tell a mistake as one."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from legation_build.cli.legation import main
from legation_server.cli.commands import dump, query, serve
from legation_server.settings import SETTINGS, SettingRow


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]


def test_query_answers_without_a_server(dataset: Path) -> None:
    result = run(query, "ASK { ?c a bil:Claim }", "--format", "json", "--dataset", str(dataset))

    assert result.exit_code == 0
    assert json.loads(result.stdout)["boolean"] is True


def test_query_writes_graphs_and_tables_in_the_format_asked_for(dataset: Path) -> None:
    table = run(query, "SELECT * { ?c a bil:Claim }", "--dataset", str(dataset))
    graph = run(
        query, "CONSTRUCT WHERE { ?c a bil:Claim }", "--format=nt", "--dataset", str(dataset)
    )

    assert table.stdout.startswith("?c\n<https://w3id.org/legation/freedonia-sylvania/c-")
    assert len(graph.stdout.splitlines()) == 3


def test_query_shows_the_place_of_a_mistake(dataset: Path) -> None:
    result = run(query, "SELECT * { ?s", "--dataset", str(dataset))

    assert result.exit_code == 1
    assert "Line 1, column 14" in result.stderr
    assert "SELECT * { ?s\n             ^" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "rdf", "jsonld", "turtle"])
def test_dump_writes_the_file_of_the_release(dataset: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / "dump"

    result = run(dump, "--format", name, "--dataset", str(dataset), "--output", str(output))

    assert result.exit_code == 0
    extension = {"turtle": "ttl"}.get(name, name)
    assert output.read_bytes() == (dataset / f"current/dumps/legation.{extension}").read_bytes()


@pytest.mark.parametrize(
    "arguments", [(query, "ASK {}", "--format", "pdf"), (dump, "--format", "csv")]
)
def test_an_unknown_format_names_the_known_ones(
    dataset: Path, arguments: tuple[object, ...]
) -> None:
    result = run(*arguments, "--dataset", str(dataset))  # type: ignore[arg-type]

    assert result.exit_code == 2
    assert "is none of" in result.stderr and "trig" in result.stderr


def test_dump_of_no_format_names_each_there_is_once(published: Path) -> None:
    result = run(dump, "--format", "csv", "--dataset", str(published))

    assert "'csv' is none of the dumps: ttl, nt, nq, trig, rdf, jsonld." in result.stderr


@pytest.mark.parametrize(
    "arguments", [(serve,), (query, "ASK {}", "--dataset"), (dump, "--dataset")]
)
def test_a_missing_dataset_names_the_remedy(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    result = run(*arguments, str(tmp_path / "none"))  # type: ignore[arg-type]

    assert result.exit_code == 1
    assert f"Run: legation build --output {tmp_path / 'none'}" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--source"),
        ("build", "--mappings"),
        ("anchors", "--source"),
        ("validate", "--mappings"),
        ("serve",),
        ("dump", "--dataset"),
        ("release", "list", "--dataset"),
    ],
)
def test_every_command_says_that_an_error_is_one(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run(main, *arguments, str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("Error: ")


def test_a_damaged_dataset_is_not_served(dataset: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(dataset, tmp_path / "damaged", symlinks=True))
    (damaged / "current" / "dumps" / "legation.nq").write_text("")

    result = run(serve, str(damaged))

    assert result.exit_code == 1
    assert "legation.nq differs from the manifest" in result.stderr


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_setting_is_explained_by_the_command(row: SettingRow) -> None:
    shown = " ".join(run(serve, "--help").stdout.split())

    assert re.search(rf"{row.option}\b.* {re.escape(row.help)}", shown)
