"""The programs of docs/wikidata.md that read our items and schema do what the page says."""

import re
import shutil
import subprocess
from pathlib import Path

from support.other_clients import (
    NODE_MODULES,
    PYTHON,
    ROOT,
    environment,
    needs_node_clients,
    needs_python_clients,
)
from support.server_processes import Served
from support.some import some

PAGE = (ROOT / "docs" / "wikidata.md").read_text(encoding="utf-8")


def program(language: str, package: str) -> str:
    """Return the one program of the page in a language that uses a package."""
    blocks = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    (found,) = [block for block in blocks if package in block]
    return str(found)


def here(text: str, published_server: Served) -> str:
    return text.replace("http://127.0.0.1:8000", published_server.url)


def output(command: list[str], folder: Path, home: Path) -> str:
    ran = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment(home), timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@needs_python_clients
def test_the_program_with_wikibase_integrator(published_server: Served, tmp_path: Path) -> None:
    text = here(program("python", "wikibaseintegrator"), published_server)

    assert output([str(PYTHON), "-c", text], tmp_path, tmp_path) == "Q801 WikibaseRank.NORMAL\n"


@needs_node_clients
def test_the_program_with_wikibase_sdk(published_server: Served, tmp_path: Path) -> None:
    text = here(program("javascript", "wikibase-sdk"), published_server)
    command = ["node", "--input-type=module", "--eval", text]
    printed = output(command, NODE_MODULES.parent, tmp_path)

    assert "Azerbaijan" in printed
    assert "P530" in printed


@needs_python_clients
def test_the_program_with_pyshex(published: Path, tmp_path: Path) -> None:
    for name in ("bilateral-relation.shex", "wikidata.ttl"):
        shutil.copy(published / "current" / "wikidata" / name, tmp_path)

    assert output([str(PYTHON), "-c", program("python", "pyshex")], tmp_path, tmp_path) == "True\n"


def test_the_addresses_of_the_page_are_there(published_server: Served) -> None:
    addresses = set(re.findall(r"http://127\.0\.0\.1:8000(/[\w./-]+)", PAGE))

    assert {"/wd/", "/wd/Q227", "/wikidata/report.tsv"} <= addresses
    for address in some(addresses - {"/sparql", "/reconcile"}):
        assert published_server.get(address).status_code == 200, address


def test_the_query_of_the_view_needs_no_declarations(published_server: Served) -> None:
    (query,) = [
        q for q in re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL) if "?since WHERE" in q
    ]
    answer = published_server.select(query, "/wd/sparql", format="csv").text

    assert "http://www.wikidata.org/entity/Q227,Azerbaijan,1992-04-07T00:00:00Z" in answer
