"""Every address is described for programs (OpenAPI 3.1), with what it answers."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.pages.machines.openapi import path_of
from legation_server.pages.machines.operations import ANSWERS, BODIES, PARAMETERS, REDIRECTS
from support.memory_store import get, local
from support.other_clients import PYTHON, needs_python_clients
from support.some import some

VALIDATE = """
import json, sys
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
validate(json.load(open(sys.argv[1])), cls=OpenAPIV31SpecValidator)
print("valid")
"""
ADDRESSES = [
    "/",
    "/sparql?query=ASK{}",
    "/sparql",
    "/id/freedonia.ttl",
    "/id/",
    "/dumps/",
    "/graph/",
    "/graphs?default",
    "/releases/",
    "/releases/feed.atom",
    "/releases/0123456789abcdef/",
    "/releases/0123456789abcdef..0123456789abcdef",
    "/reconcile",
    "/reconcile/help",
    "/reconcile/suggest/entity?prefix=f",
    "/reconcile/properties",
    "/reconcile/flyout/entity?id=freedonia",
    "/reconcile/preview?id=freedonia",
    "/.well-known/void",
    "/.well-known/api-catalog",
    "/linkset.json",
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/pictures/home.png",
    "/metrics",
    "/healthz",
    "/readyz",
    "/errors",
    "/query",
    "/query/previews.json",
    "/wd/",
    "/openapi.json",
    "/llms.txt",
]


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    return dict(json.loads(get(client, "/openapi.json").text))


@needs_python_clients
def test_the_validator_of_others_accepts_it(client: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(get(client, "/openapi.json").text)

    done = subprocess.run(
        [str(PYTHON), "-c", VALIDATE, str(file)], capture_output=True, text=True, timeout=120
    )

    assert done.stdout == "valid\n", done.stderr


def test_every_route_is_in_it_with_its_methods(
    client: FlaskClient, described: dict[str, Any]
) -> None:
    for rule in some(client.application.url_map.iter_rules()):
        methods = (rule.methods or set()) & {"GET", "POST"}
        assert {method.upper() for method in described["paths"][path_of(rule)]} == methods


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(
    described: dict[str, Any],
) -> None:
    found = [operation for path in described["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in some(found)]

    assert len(set(names)) == len(names)
    assert [each["operationId"] for each in found if not each["summary"].endswith(".")] == []


@pytest.mark.parametrize("table", [ANSWERS, BODIES, PARAMETERS, dict.fromkeys(REDIRECTS)])
def test_no_row_is_about_a_view_that_is_not_there(
    client: FlaskClient, table: dict[str, Any]
) -> None:
    assert table.keys() - client.application.view_functions.keys() == set()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_as_it_says(
    client: FlaskClient, described: dict[str, Any], address: str
) -> None:
    adapter = client.application.url_map.bind("localhost")
    rule, _ = adapter.match(address.partition("?")[0], return_rule=True)
    answer = client.get(address, buffered=True)

    operation = described["paths"][path_of(rule)]["get"]
    assert answer.status_code == 200
    assert answer.mimetype in operation["responses"]["200"]["content"]


def test_what_it_says_of_a_problem_is_so(client: FlaskClient, described: dict[str, Any]) -> None:
    problem = client.get("/none", headers={"Accept": "application/problem+json"})

    schema = described["components"]["schemas"]["Problem"]
    assert set(schema["required"]) <= json.loads(problem.data).keys()


def test_llms_txt_leads_to_what_is_there(published_client: FlaskClient) -> None:
    text = published_client.get("/llms.txt").text
    links = re.findall(r"\]\((http://localhost/[^)]*)\)", text)

    assert text.startswith("# Legation\n\n> ")
    assert "`attributed`: it says so on a named source's word, so name the" in text
    assert "fact only if" not in text
    assert "`http://localhost/mcp`" in text
    for link in some(links):
        answer = published_client.get(local(link), buffered=True)
        assert answer.status_code in (200, 303), link


@pytest.mark.parametrize("path", ["/openapi.json", "/llms.txt"])
def test_it_need_not_be_sent_again(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("address", "path", "headers"),
    [
        ("/sparql?query=SELEKT", "/sparql", {}),
        ("/id/nobody", "/{path}", {}),
        ("/sparql?query=ASK{}", "/sparql", {"Accept": "image/png"}),
        ("/dumps/none", "/dumps/{name}", {}),
        ("/releases/none/", "/releases/{name}/", {}),
    ],
)
def test_the_status_of_an_error_is_described(
    client: FlaskClient,
    described: dict[str, Any],
    address: str,
    path: str,
    headers: dict[str, str],
) -> None:
    answer = client.get(address, headers=headers)

    assert answer.status_code >= 400
    assert str(answer.status_code) in described["paths"][path]["get"]["responses"], answer.status


def test_every_address_tells_of_the_errors_that_all_have(described: dict[str, Any]) -> None:
    for path, operations in some(described["paths"].items()):
        for method, operation in some(operations.items()):
            statuses = set(operation["responses"])
            assert {"414", "429", "503"} <= statuses, (path, method)
            assert ("404" in statuses) >= ("{" in path), (path, method)
            assert ("415" in statuses) == (method == "post"), (path, method)


def test_the_tools_for_agents_are_described(described: dict[str, Any]) -> None:
    assert "Model Context Protocol" in described["paths"]["/mcp"]["post"]["summary"]
