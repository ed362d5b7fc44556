"""An empty answer says which terms of its query occur nowhere, and the nearest that do."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from legation_server.cli.commands import query as query_command
from legation_server.endpoint.empty_answers import MOST_HINTS, query_hints
from legation_server.endpoint.named_terms import MOST_TERMS, named_terms
from legation_server.errors import Problem
from legation_server.express import budgeted_query
from legation_server.formats import SOLUTIONS
from legation_server.isolation.pool import Pool
from legation_server.query import Head, Task
from legation_server.releases.opening import open_release
from legation_server.results import is_empty
from werkzeug.test import TestResponse

PREFIXES = {"bil": "http://b/", "id": "http://i/", "xsd": "http://x#"}


def ask(client: FlaskClient, query: str, endpoint: str = "/sparql", **more: str) -> TestResponse:
    response = client.get(endpoint, query_string={"query": query, **more})
    assert response.status_code == 200, response.text
    return response


def hints(client: FlaskClient, query: str, endpoint: str = "/sparql") -> list[str]:
    return list(json.loads(ask(client, query, endpoint).headers.get("X-Query-Hints", "[]")))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x { ?x a bil:Evnt }", ["bil:Evnt occurs nowhere", "bil:Event (event)"]),
        ("ASK { id:azerbaijn ?p ?o }", ["id:azerbaijn occurs nowhere", "id:azerbaijan (Azer"]),
        ("SELECT ?x { ?x bil:wen ?y }", ["bil:wen occurs nowhere", "bil:when ("]),
        ("SELECT ?x { ?x bil:modality modality:aleged }", ["modality:alleged (alleged)"]),
        ("SELECT ?x { ?x a <http://schema.org/Country> }", ["nearest name is schema:Country"]),
        ("SELECT ?x { ?x bil:cause/bil:nosuchthing ?y }", ["bil:nosuchthing occurs nowhere in the"]),
        ("SELECT ?x { ?x a <http://e/nothing/like/it> }", ["<http://e/nothing/like/it> occurs no"]),
        ('SELECT ?x { ?x bil:when "2016" }', ['"2016" is no value of bil:when', '"2016"^^edtf:EDTF']),
        ("SELECT ?x { ?x bil:value 60 }", ["60 is no value of bil:value", '"60"^^xsd:decimal']),
        ("SELECT ?x { ?x bil:value -60 }", ["-60 is no value of bil:value"]),
        ('SELECT ?x { ?x rdfs:label "Baku" }', ['"Baku" is no value', '"Baku"@en']),
        ('SELECT ?x { ?x rdfs:label "Bakuu"@en ; a ?t }', ['nearest is "Baku"@en']),
        ('SELECT ?x { ?x bil:involves "Israel" }', ["Its values are things, not literals"]),
        ("SELECT ?x { ?x bil:involves true }", ["Its values are things, not literals"]),
        ("SELECT ?x { GRAPH graph:wikidat { ?x ?y ?z } }", ["no graph graph:wikidat. The nearest is"]),
        ("SELECT ?x FROM <http://e/g> { ?x ?y ?z }", ["There is no graph <http://e/g>."]),
        ("SELECT ?x { ?x a sh:NodeShape ; rdfs:label ?y }", ["sh:NodeShape occurs only in other"]),
        ("SELECT ?x { ?x wdt:P31 wd:Q6256 }", ["answered at /wd/sparql"]),
    ],
)  # fmt: skip
def test_what_occurs_nowhere_is_named_with_the_nearest(
    pooled_client: FlaskClient, query: str, said: list[str]
) -> None:
    found = " ".join(hints(pooled_client, query))

    assert [part for part in said if part not in found] == [], found


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x a bil:Event FILTER(false) }",
        "SELECT ?x { id:azerbaijan bil:hasEmbassyIn id:azerbaijan }",
        "SELECT ?x { ?x a bil:Event ; bil:when ?when FILTER(?when = 'nosuch') }",
        "ASK { id:israel a bil:Event }",
        "SELECT ?x { VALUES ?x {} }",
        "SELECT (<http://e/f>(1) AS ?x) { FILTER(false) }" if False else "ASK { FILTER(false) }",
        "SELECT ?x { { SELECT ?x { ?x a bil:Evnt } } UNION { ?x a bil:Event } }",
        "CONSTRUCT WHERE { ?x a bil:Evnt }",
        "SELECT (COUNT(*) AS ?n) { ?x a bil:Evnt }",
    ],
)
def test_other_answers_have_no_hints(pooled_client: FlaskClient, query: str) -> None:
    assert "X-Query-Hints" not in ask(pooled_client, query).headers


def test_a_query_at_wikidata_s_endpoint_is_pointed_back(pooled_client: FlaskClient) -> None:
    (hint,) = hints(pooled_client, "SELECT ?x { ?x a bil:Claim }", "/wd/sparql")

    assert "or send the query to /sparql" in hint


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_the_body_never_differs(pooled_client: FlaskClient, offer: Any) -> None:
    wrong = ask(pooled_client, "SELECT ?x { ?x a bil:Evnt }", format=offer.name)
    right = ask(pooled_client, "SELECT ?x { ?x a bil:Event FILTER(false) }", format=offer.name)

    assert "X-Query-Hints" in wrong.headers
    assert wrong.data == right.data
    assert is_empty(Head("solutions", offer.name), wrong.data)


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
@pytest.mark.parametrize("query", ["ASK { id:israel ?p ?o }", "SELECT ?x { ?x a bil:Event }"])
def test_only_what_is_empty_is_taken_for_empty(
    pooled_client: FlaskClient, query: str, offer: Any
) -> None:
    kind = "boolean" if query.startswith("ASK") else "solutions"
    full = ask(pooled_client, query, format=offer.name).data
    none = ask(pooled_client, query.replace("}", " FILTER(false) }"), format=offer.name).data

    assert not is_empty(Head(kind, offer.name), full)
    assert is_empty(Head(kind, offer.name), none)


def test_hints_come_out_of_the_cache_and_through_any_browser(pooled_client: FlaskClient) -> None:
    first, second = (ask(pooled_client, "SELECT ?x { ?x a bil:Evnt }") for _ in range(2))

    assert second.headers["Server-Timing"].startswith("cache")
    assert first.headers["X-Query-Hints"] == second.headers["X-Query-Hints"]
    assert first.headers["X-Query-Hints"].isascii()
    assert "X-Query-Hints" in first.headers["Access-Control-Expose-Headers"]


def test_a_busy_server_gives_no_hints(published: Path) -> None:
    def refuse(task: Task) -> Any:
        raise Problem("overloaded")

    assert query_hints(Task("ASK { ?x a bil:Evnt }"), open_release(published), refuse) == []


def test_work_for_hints_is_bounded(published: Path, published_pool: Pool) -> None:
    asked: list[Task] = []

    def count(task: Task) -> Any:
        asked.append(task)
        return json.loads(published_pool.run(task).first)["results"]["bindings"]

    many = " ".join(f"?x{number} a bil:Nothing{number} ." for number in range(500))
    found = query_hints(Task(f"SELECT * {{ {many} }}"), open_release(published), count)

    assert len(found) == MOST_HINTS
    assert 0 < len(asked) <= 3 * MOST_HINTS


def test_desks_leave_empty_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(engine: Any, task: Task, announce: Any, output: Any) -> bool:
        announce(Head("boolean", "json"))
        output.write(b'{"head":{},"boolean":false}')
        return True

    monkeypatch.setattr(budgeted_query, "evaluate", nothing)
    queries = budgeted_query.DeskQueries(None, None)  # type: ignore[arg-type]

    with pytest.raises(budgeted_query.BudgetExceededError):
        queries.evaluate(Task("ASK {}"), 10)


def test_the_command_says_hints_on_standard_error(published: Path) -> None:
    arguments = ["--dataset", str(published), "SELECT ?x { ?x a bil:Evnt }"]
    result = CliRunner().invoke(query_command, arguments)

    assert result.exit_code == 0
    assert result.stdout == "?x\n"
    assert "Hint: bil:Evnt occurs nowhere" in result.stderr


def test_terms_are_read_where_they_stand() -> None:
    found = named_terms(
        """PREFIX e: <http://e/> BASE <http://base/>
        SELECT * FROM id:from FROM NAMED id:named {
          e:s a bil:C ; bil:p "x"@en , "skipped" ; <http://q> -5 , e:o ; bil:r "1"^^xsd:date .
          GRAPH id:g { ?s !(bil:not|^bil:back)* ?o }
          SERVICE <http://other/> { ?s bil:elsewhere e:elsewhere }
          FILTER(e:function(?o, "y") = "z" && ?s != e:compared)
        }""",
        PREFIXES,
    )

    assert found.graphs == ("http://i/from", "http://i/named", "http://i/g")
    assert set(found.iris) == {
        *(f"http://b/{name}" for name in ("C", "p", "r", "not", "back")),
        *(f"http://e/{name}" for name in ("s", "o", "compared")),
        "http://q",
    }
    assert found.literals == (
        ("http://b/p", '"x"@en'),
        ("http://q", "-5"),
        ("http://b/r", '"1"^^<http://x#date>'),
    )


def test_what_is_no_query_has_no_terms() -> None:
    assert named_terms("SELECT { ( }", PREFIXES).iris == ()
    many = " ".join(f"bil:n{number}" for number in range(100))
    assert len(named_terms(many, PREFIXES).iris) == MOST_TERMS
