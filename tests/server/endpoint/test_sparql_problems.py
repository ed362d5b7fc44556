"""What is wrong with a query is said, to programs and people."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.errors import PROBLEMS
from legation_server.formats import GRAPHS, SOLUTIONS
from support.asking import CLAIMS, ask

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("sent", "status", "kind"),
    [
        ({"query": "SELECT * {"}, 400, "syntax-error"),
        ({"query": ["ASK {}", "ASK {}"]}, 400, "malformed-request"),
        ({"query": ""}, 400, "malformed-request"),
        ({"query": "DELETE WHERE { ?s ?p ?o }"}, 403, "update-refused"),
        ({"query": "PREFIX x: <x:> # q\nINSERT DATA { x:a x:a x:a }"}, 403, "update-refused"),
        ({"query": "BASE <x:> LOAD <y>"}, 403, "update-refused"),
        ({"update": "CLEAR ALL"}, 403, "update-refused"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}, 403, "service-refused"),
        ({"query": "SELECT * " + "{" * 10_000}, 400, "query-too-complex"),
        ({"query": "ASK {}", "format": "pdf"}, 406, "not-acceptable"),
        ({"query": "ASK {}", "format": "turtle"}, 406, "not-acceptable"),
        ({"query": "ASK {}", "default-graph-uri": "no iri"}, 400, "malformed-request"),
    ],
)
def test_what_is_wrong_is_said(
    client: FlaskClient, sent: dict[str, Any], status: int, kind: str
) -> None:
    response = client.get("/sparql", query_string=sent)

    problem = json.loads(response.data)
    assert response.status_code == problem["status"] == status
    assert response.content_type == "application/problem+json"
    assert problem["type"] == f"/errors#{kind}"
    assert problem["detail"] and problem["remedy"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_syntax_error_shows_its_place(client: FlaskClient) -> None:
    problem = json.loads(ask(client, "SELECT *\n{ ?s ?p foo:x }").data)

    assert (problem["line"], problem["column"]) == (2, 14)
    assert problem["excerpt"] == "{ ?s ?p foo:x }\n             ^"
    assert "Prefix not found" in problem["expected"]
    assert problem["detail"] == "Line 2, column 14: the prefix foo: is not declared."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_syntax_error_says_what_was_forgotten(client: FlaskClient, mark: str) -> None:
    problem = json.loads(ask(client, mark + "SELECT * { ?s ?p }").data)

    assert (problem["line"], problem["column"]) == (1, 18)
    assert problem["detail"] == "Line 1, column 18: an object is missing before “}”."
    assert problem["expected"][0] == "an object"
    assert problem["excerpt"] == "SELECT * { ?s ?p }\n                 ^"


def test_an_error_stands_where_it_was_sent_though_the_query_is_rewritten(
    client: FlaskClient,
) -> None:
    query = "SELECT (GROUP_CONCAT(?s) AS ?g) FROM <g> FROM <g> {\n  ?s ?p }"
    problem = json.loads(ask(client, query).data)

    assert (problem["line"], problem["column"]) == (2, 9)


@pytest.mark.parametrize("iri", ["<http://e/%d>", "<http://e/#a#b>", "<http://[e>"])
def test_an_iri_that_is_none_is_pointed_at(client: FlaskClient, iri: str) -> None:
    problem = json.loads(ask(client, f"SELECT * {{\n  <http://e/> {iri} ?o }}").data)

    assert problem["detail"] == f"Line 2, column 15: {iri} is not a valid IRI."


def test_a_rule_that_a_query_breaks_is_said(client: FlaskClient) -> None:
    problem = json.loads(ask(client, "SELECT ?o { ?s ?p ?o } GROUP BY ?s").data)

    assert problem["detail"].endswith("The SELECT contains a variable that is unbound.")


def test_an_unacceptable_format_lists_what_there_is(client: FlaskClient) -> None:
    problem = json.loads(ask(client, CLAIMS, "image/png, application/problem+json").data)

    assert set(problem["available"]) == {offer.media_type for offer in (*SOLUTIONS, *GRAPHS)}


def test_a_graph_cannot_be_had_as_a_table(client: FlaskClient) -> None:
    problem = json.loads(ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").data)

    assert problem["available"] == [offer.media_type for offer in GRAPHS]


def test_errors_are_pages_for_browsers_and_text_for_terminals(client: FlaskClient) -> None:
    page = ask(client, "SELECT * {", BROWSER)
    text = ask(client, "SELECT * {", "text/plain")

    assert page.content_type == "text/html; charset=utf-8"
    assert "<h1>" in page.text and "Line 1, column 11" in page.text
    assert text.content_type == "text/plain; charset=utf-8"
    assert text.text.startswith("The query is not valid SPARQL.\nLine 1, column 11")


def test_answers_vary_by_accept_and_are_open_to_all(client: FlaskClient) -> None:
    for response in (ask(client, CLAIMS), ask(client, "SELEC"), client.get("/sparql")):
        assert response.headers["Vary"] == "Accept, Accept-Encoding"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_without_a_query_browsers_get_the_editor(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": BROWSER})

    assert 'id="editor"' in response.text


def test_every_kind_of_problem_is_explained(client: FlaskClient) -> None:
    page = client.get("/errors").text

    assert all(f'id="{kind}"' in page for kind in PROBLEMS)


def test_the_page_of_errors_tells_how_to_ask(client: FlaskClient) -> None:
    page = client.get("/errors").text

    assert "http://localhost/sparql" in page
    for words in ("application/sparql-query", "application/x-www-form-urlencoded"):
        assert words in page
    assert all(offer.media_type in page for offer in (*SOLUTIONS, *GRAPHS))
