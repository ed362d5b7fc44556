"""`legation links` asks a reconciliation service, and proposes lines to check, never links."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from support.legation_command import legation
from support.listening import Handler, listening
from support.server_processes import Served
from support.small_mapping import write_mapping
from support.some import some


class Wikidata(Handler):
    """A stand-in for Wikidata's reconciliation service, which knows one country."""

    def respond(self, body: bytes) -> None:
        """Answer a batch of queries."""
        queries = json.loads(parse_qs(body.decode())["queries"][0])
        country = {"id": "Q5", "name": "Freedonia", "description": "a country", "score": 99}
        found = {
            key: {"result": [country] if query["query"] == "Freedonia" else []}
            for key, query in queries.items()
        }
        self.answer(200, json.dumps(found).encode(), Content_Type="application/json")


class Elsewhere(Handler):
    """A server that is no reconciliation service."""

    def respond(self, body: bytes) -> None:
        """Answer with a page."""
        self.answer(200, b"<p>Welcome</p>", Content_Type="text/html")


@pytest.fixture
def wikidata() -> Iterator[str]:
    with listening(Wikidata) as address:
        yield address


def test_candidates_are_lines_to_check(tmp_path: Path, wikidata: str) -> None:
    mappings = write_mapping(tmp_path)
    before = (mappings / "entities.yaml").read_text()

    result = legation("links", "--service", wikidata, "--mappings", mappings)

    assert result.exit_code == 0
    assert "# freedonia: Freedonia. One of the things of the test document\n" in result.stdout
    assert "#   exactMatch: wd:Q5  # Freedonia, a country\n" in result.stdout
    assert (
        "# press: Sylvanian press. One of the things of the test document\n#   nothing found\n"
        in result.stdout
    )
    assert all(line.startswith("#") for line in some(result.stdout.splitlines()))
    assert (mappings / "entities.yaml").read_text() == before


def test_what_is_linked_or_was_searched_in_vain_is_not_asked_again(
    tmp_path: Path, wikidata: str
) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "entities.yaml"
    file.write_text(
        file.read_text().replace(
            "  label: Freedonia\n", "  label: Freedonia\n  exactMatch: wd:Q5\n"
        )
    )

    result = legation("links", "--service", wikidata, "--mappings", mappings, "--json")

    asked = {row["entity"]: row["candidates"] for row in json.loads(result.stdout)}
    assert "freedonia" not in asked
    assert asked["press"] == []


def test_our_own_service_is_asked_alike(tmp_path: Path, published_server: Served) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "entities.yaml"
    file.write_text(file.read_text().replace("label: Sylvania\n", "label: Azerbaijan\n"))

    result = legation(
        "links", "--service", f"{published_server.url}/reconcile", "--mappings", mappings
    )

    assert result.exit_code == 0, result.output
    assert "Azerbaijan" in result.stdout.split("# sylvania: Azerbaijan")[1]


def test_what_is_no_service_is_named_with_a_remedy(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    with listening(Elsewhere) as address:
        page = legation("links", "--service", address, "--mappings", mappings)
    gone = legation("links", "--service", address, "--mappings", mappings)
    file = legation("links", "--service", "file:///etc/hosts", "--mappings", mappings)

    assert (page.exit_code, gone.exit_code) == (1, 1)
    assert f"{address} does not answer as a reconciliation service" in page.stderr
    assert f"{address} does not answer as a reconciliation service" in gone.stderr
    assert "file:///etc/hosts is no web address." in file.stderr


def test_a_service_is_never_asked_without_its_address(tmp_path: Path) -> None:
    result = legation("links", "--mappings", write_mapping(tmp_path))

    assert result.exit_code == 2
    assert "--service" in result.stderr
