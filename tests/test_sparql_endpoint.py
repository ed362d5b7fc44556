import gzip
import json
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.app import create_app
from legation_server.errors import PROBLEMS
from legation_server.formats import GRAPHS, SOLUTIONS, Format
from legation_server.graph_output import RDF_FORMATS
from legation_server.pool import Pool
from legation_server.release import Release
from legation_server.settings import Settings
from werkzeug.test import TestResponse

CLAIMS = "SELECT ?c WHERE { ?c a bil:Claim } ORDER BY ?c"
DATA = "https://w3id.org/legation/freedonia-sylvania/"
NAMES = ["c-no-spies", "c-recognition", "c-spies"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(client: FlaskClient, query: str, accept: str = "*/*", **parameters: str) -> TestResponse:
    return client.get(
        "/sparql", query_string={"query": query, **parameters}, headers={"Accept": accept}
    )


def rows(response: TestResponse) -> list[dict[str, str]]:
    bindings = json.loads(response.data)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]


def columns(response: TestResponse) -> Any:
    return json.loads(response.data)["head"]["vars"]


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_a_table_comes_in_every_format(client: FlaskClient, offer: Format) -> None:
    by_header = ask(client, CLAIMS, offer.media_type)
    by_name = ask(client, CLAIMS, format=offer.name)

    assert by_header.content_type == by_name.content_type == offer.content_type
    assert by_header.data == by_name.data
    syntax = ox.QueryResultsFormat.from_media_type(offer.media_type)
    if offer.name != "csv":
        parsed = ox.parse_query_results(by_header.data, syntax)
        assert isinstance(parsed, ox.QuerySolutions)
        assert [str(row["c"]) for row in parsed] == [f"<{DATA}{name}>" for name in NAMES]
    else:
        assert by_header.text.split() == ["c", *(DATA + name for name in NAMES)]


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_a_truth_value_comes_in_every_format(client: FlaskClient, offer: Format) -> None:
    response = ask(client, "ASK { ?c a bil:Claim }", offer.media_type)

    assert response.content_type == offer.content_type
    assert b"true" in response.data


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?c a bil:Claim ; bil:states ?s }"])
@pytest.mark.parametrize("offer", GRAPHS, ids=lambda offer: offer.name)
def test_a_graph_comes_in_every_format(client: FlaskClient, offer: Format, query: str) -> None:
    by_header = ask(client, query, offer.media_type)
    by_name = ask(client, query, format=offer.name)

    assert by_header.content_type == by_name.content_type == offer.content_type
    assert by_header.data == by_name.data
    triples = {q.triple for q in ox.parse(by_header.data, RDF_FORMATS[offer.name])}
    assert len(triples) == 7


def test_a_described_thing_comes_with_what_is_said_of_it(client: FlaskClient) -> None:
    response = ask(client, f"DESCRIBE <{DATA}trade-b>", "application/n-triples")

    assert len(response.data.splitlines()) == 4


def test_errors_name_the_limit_and_the_time_spent(client: FlaskClient) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"

    response = ask(client, endless, timeout="0.2")
    problem = json.loads(response.data)

    assert (response.status_code, problem["limit"]) == (503, 0.2)
    assert 0.2 <= problem["seconds"] < 60
    assert response.headers["Server-Timing"].startswith("error;dur=")
    assert response.headers["Server-Timing"].endswith(f';desc="{response.headers["X-Query-Id"]}"')


def test_the_type_of_a_problem_leads_to_its_page_behind_a_prefix(
    release: Release, pool: Pool
) -> None:
    behind = create_app(release, pool, Settings(proxies=1)).test_client()

    response = behind.get("/sparql?query=x", headers={"X-Forwarded-Prefix": "/data"})

    assert json.loads(response.data)["type"] == "/data/errors#syntax-error"


def test_turtle_declares_the_prefixes_it_uses_and_no_others(client: FlaskClient) -> None:
    response = ask(client, "CONSTRUCT WHERE { id:freedonia rdfs:label ?l }", "text/turtle")

    assert response.text == (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix id: <https://w3id.org/legation/id/> .\n"
        'id:freedonia rdfs:label "Freedonia"@en .\n'
    )


def test_json_ld_is_compact(client: FlaskClient) -> None:
    response = ask(client, "CONSTRUCT WHERE { id:freedonia rdfs:label ?l }", format="jsonld")

    assert json.loads(response.data)["@graph"] == [
        {"@id": "id:freedonia", "rdfs:label": {"@value": "Freedonia", "@language": "en"}}
    ]


def test_rdf_xml_says_which_predicate_it_cannot_write(client: FlaskClient) -> None:
    query = "CONSTRUCT { id:freedonia <http://example.org/9> 1 } WHERE {}"

    response = ask(client, query, "application/rdf+xml")

    assert response.status_code == 406
    assert json.loads(response.data)["predicate"] == "http://example.org/9"


def test_columns_come_in_the_order_they_are_written_in(client: FlaskClient) -> None:
    assert columns(ask(client, "SELECT * { ?z rdfs:label ?a } LIMIT 1")) == ["z", "a"]
    assert columns(ask(client, "SELECT ?b ?a { ?a a ?b } LIMIT 1")) == ["b", "a"]


def test_the_default_graph_is_all_graphs(client: FlaskClient) -> None:
    query = "SELECT DISTINCT ?g { ?c a bil:Claim . GRAPH ?g { ?c a bil:Claim } }"

    graphs = {row["g"] for row in rows(ask(client, query))}

    assert graphs == {"https://w3id.org/legation/graph/freedonia-sylvania"}


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        ("ASK FROM <{g}entities> {{ ?s a bil:Claim }}", {}, False),
        ("ASK FROM <{g}freedonia-sylvania> {{ ?s a bil:Claim }}", {}, True),
        ("ASK FROM NAMED <{g}entities> {{ ?s ?p ?o }}", {}, False),
        ("ASK FROM NAMED <{g}entities> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}, True),
        ("ASK {{ ?s a bil:Claim }}", {"default-graph-uri": "{g}entities"}, False),
        ("ASK {{ ?s a bil:Claim }}", {"default-graph-uri": "{g}freedonia-sylvania"}, True),
        ("ASK {{ ?s ?p ?o }}", {"named-graph-uri": "{g}entities"}, False),
        ("ASK {{ GRAPH ?g {{ ?s ?p ?o }} }}", {"default-graph-uri": "{g}entities"}, False),
        (
            "ASK FROM <{g}entities> {{ ?s a bil:Claim }}",
            {"default-graph-uri": "{g}freedonia-sylvania"},
            True,
        ),
    ],
)
def test_a_dataset_is_what_was_asked_for(
    client: FlaskClient, query: str, parameters: dict[str, str], expected: bool
) -> None:
    graphs = "https://w3id.org/legation/graph/"
    sent = {name: value.format(g=graphs) for name, value in parameters.items()}

    response = ask(client, query.format(g=graphs), **sent)

    assert json.loads(response.data)["boolean"] is expected


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_query_may_be_the_body(client: FlaskClient, method: str) -> None:
    response = client.open(
        "/sparql", method=method, data="ASK {}", content_type="application/sparql-query"
    )

    assert json.loads(response.data)["boolean"] is True


def test_the_answer_to_the_query_method_can_be_had_by_get(client: FlaskClient) -> None:
    sent = {"query": "CONSTRUCT WHERE { ?c a bil:Claim }", "format": "xml"}
    response = client.open("/sparql", method="QUERY", data=sent)

    again = client.get(response.headers["Content-Location"])

    assert again.status_code == 200
    assert (again.data, again.content_type) == (response.data, response.content_type)
    assert "Content-Location" not in client.post("/sparql", data=sent).headers


def test_a_query_too_long_for_an_address_has_none(client: FlaskClient) -> None:
    sent = {"query": "ASK {} # " + "x" * 5_000}

    assert "Content-Location" not in client.open("/sparql", method="QUERY", data=sent).headers


def test_an_unchanged_answer_to_the_query_method_is_not_sent_again(client: FlaskClient) -> None:
    sent = {"query": CLAIMS}
    etag = client.open("/sparql", method="QUERY", data=sent).headers["ETag"]

    again = client.open("/sparql", method="QUERY", data=sent, headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_the_media_types_of_queries_are_told(client: FlaskClient) -> None:
    for response in (client.options("/sparql"), client.get("/sparql")):
        assert response.headers["Accept-Query"] == (
            "application/sparql-query, application/x-www-form-urlencoded"
        )


def test_an_unknown_version_of_sparql_is_refused(client: FlaskClient) -> None:
    assert ask(client, "ASK {}", version="1.2").status_code == 200
    problem = json.loads(ask(client, "ASK {}", version="3").data)

    assert (problem["status"], problem["versions"]) == (400, ["1.1", "1.2-basic", "1.2"])


def test_a_plus_sign_in_a_media_type_need_not_be_escaped(client: FlaskClient) -> None:
    response = client.get("/sparql?query=ASK%7B%7D&format=application/sparql-results+xml")

    assert response.content_type == "application/sparql-results+xml"


def test_a_compressed_query_is_refused_for_what_it_is(client: FlaskClient) -> None:
    response = client.post(
        "/sparql",
        data=gzip.compress(b"ASK {}"),
        headers={"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
    )

    assert response.status_code == 415
    assert "compressed" in json.loads(response.data)["detail"]
    assert response.headers["Accept-Encoding"] == "identity"


def test_a_form_may_hold_the_query(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": "ASK {}", "format": "xml"})

    assert response.content_type == "application/sparql-results+xml"


def test_head_gives_the_headers_of_get(client: FlaskClient) -> None:
    get = ask(client, CLAIMS)
    head = client.head("/sparql", query_string={"query": CLAIMS})

    assert head.status_code == 200
    assert head.data == b""
    assert head.content_type == get.content_type
    assert head.content_length == len(get.data)


def test_options_lists_the_methods(client: FlaskClient) -> None:
    response = client.options("/sparql")

    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"]
    assert response.headers["Access-Control-Max-Age"]


def test_other_methods_are_refused(client: FlaskClient) -> None:
    response = client.put("/sparql", data="x")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}


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
