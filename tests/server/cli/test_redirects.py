"""`legation redirects` writes rules by which real servers lead every IRI to its address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from legation_server.cli.redirect_rules import redirects
from support.redirecting import REDIRECTING, redirecting
from support.server_processes import Served
from support.small_release import BASE

TO = "https://data.example.org/here/"


def rules(*options: str) -> str:
    found = CliRunner().invoke(redirects, options)
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.fixture(scope="module", params=REDIRECTING)
def server(request: pytest.FixtureRequest) -> str:
    """The program that redirects."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def away(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that redirects the standard base elsewhere."""
    text = rules("--to", TO, "--for", server, "--base", BASE)
    with redirecting(server, text, "/legation/", tmp_path_factory.mktemp("away")) as address:
        yield address


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "ns",
        "id/freedonia",
        "id/%C3%B6sterl%C3%A4nder",
        "freedonia-sylvania/p-7.ttl",
        "sparql?query=ASK%7B%7D&format=csv",
        "a%20b%3Fc",
        "?",
    ],
)
def test_an_address_leads_to_the_same_elsewhere_as_it_was_sent(away: str, sent: str) -> None:
    answer = requests.get(f"{away}/legation/{sent}", allow_redirects=False, timeout=60)

    assert answer.status_code == 307
    # An empty query says nothing; requests does not send it.
    assert answer.headers["Location"] == TO + sent.removesuffix("?")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("sent", ["/", "/other/legation/ns", "/legationary/ns"])
def test_other_addresses_are_left_alone(away: str, sent: str) -> None:
    answer = requests.get(away + sent, allow_redirects=False, timeout=60)

    assert "Location" not in answer.headers


def test_each_thing_is_found_by_its_iri_and_queries_arrive(
    server: str, published_server: Served, dataset: Path, tmp_path: Path
) -> None:
    text = rules("--to", f"{published_server.url}/", "--for", server, "--dataset", str(dataset))
    with redirecting(server, text, "/legation/", tmp_path) as address:
        page = requests.get(f"{address}/legation/id/azerbaijan", timeout=60)
        answer = requests.post(
            f"{address}/legation/sparql", data={"query": "ASK { ?s ?p ?o }"}, timeout=60
        )

    assert page.url == f"{published_server.url}/id/azerbaijan.ttl"
    assert page.status_code == 200
    assert answer.json()["boolean"] is True


def test_a_base_without_a_path_is_redirected_too(server: str, tmp_path: Path) -> None:
    text = rules("--to", TO, "--for", server, "--base", "https://id.example.org/")
    with redirecting(server, text, "/", tmp_path) as address:
        answer = requests.get(f"{address}/ns", allow_redirects=False, timeout=60)

    assert answer.headers["Location"] == TO + "ns"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--to", "https://data.example.org"], "ends in a slash"),
        (["--to", "data.example.org/"], "ends in a slash"),
        (["--to", "https://data.example.org/$1/"], "ends in a slash"),
        (["--to", TO, "--base", "https://w3id.org/legation"], "ends in a slash"),
        (["--to", f"{BASE}here/", "--base", BASE], "lead to itself"),
        (["--to", TO, "--dataset", "none"], "legation build"),
    ],
)
def test_what_would_not_work_is_refused_with_the_remedy(options: list[str], reason: str) -> None:
    found = CliRunner().invoke(redirects, options)

    assert found.exit_code != 0
    assert reason in found.output
