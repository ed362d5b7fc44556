"""An answer says which terms of its query occur nowhere, and the nearest that do."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from legation_server.cli.commands import query as query_command
from legation_server.endpoint import empty_answers, responses
from legation_server.endpoint.empty_answers import (
    MOST_CHARACTERS,
    MOST_HEADER_BYTES,
    MOST_HINTS,
    hints_header,
    query_hints,
)
from legation_server.errors import Problem
from legation_server.formats import SOLUTIONS
from legation_server.isolation.pool import Pool
from legation_server.isolation.worker import CHUNK_BYTES
from legation_server.query import Head, Missing, Task
from legation_server.releases.opening import open_release
from legation_server.results import is_empty
from support.small_release import BASE, BIL
from werkzeug.test import TestResponse

ROOT = Path(__file__).parents[3]
HEADER = "X-Query-Hints: "


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no hint be missing because much else runs."""
    monkeypatch.setattr(empty_answers, "HINT_SECONDS", 60.0)


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
        (
            "SELECT (COUNT(*) AS ?n) { ?x a bil:Evnt }",
            ["bil:Evnt occurs nowhere", "bil:Event (event)"],
        ),
        (
            "SELECT (COUNT(?x) AS ?n) (COUNT(DISTINCT ?y) AS ?m) { ?x bil:wen ?y }",
            ["bil:wen occurs nowhere", "bil:when ("],
        ),
        ("ASK { id:azerbaijn ?p ?o }", ["id:azerbaijn occurs nowhere", "id:azerbaijan (Azer"]),
        ("ASK { ?x bil:qualifier code:manner }", ["code:manner was retired: use bil:qualifier (qua"]),
        ("ASK { ?x bil:manner ?y }", ["bil:manner was retired: use bil:qualifier (qualifier)"]),
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
        ("SELECT ?x { VALUES ?x { id:israel id:azerbaijn } ?x a bil:Event }", ["id:azerbaijn occ"]),
        ("ASK { ?x a ?y FILTER(?y = bil:Evnt) }", ["bil:Evnt occurs nowhere"]),
        ('SELECT ?x { ?x rdfs:label "Baku"@fr }', ['"Baku"@fr is no value', 'nearest is "Baku"@en']),
        ("SELECT ?x { ?x a sh:NodeShape ; rdfs:label ?y }", ["such as graph:shapes: use GRAPH"]),
        (
            'SELECT ?x { ?x bil:when ?w FILTER(?w > "2016-01-01"^^xsd:date) }',
            ["values of bil:when are edtf:EDTF", "Compare with bil:earliest and bil:latest, which"],
        ),
        ("SELECT ?x { ?x bil:when ?w FILTER(YEAR(?w) = 2016) }", ["edtf:EDTF; YEAR takes dates alone.", "bil:earliest"]),
        (
            'SELECT ?x { ?x bil:value ?v FILTER(?v = "60") }',
            ["values of bil:value are xsd:decimal, which \"60\" is never equal", 'Write "60"^^xsd:d'],
        ),
        ('SELECT ?x { ?x rdfs:label ?l FILTER("Baku" = ?l) }', ['nearest is "Baku"@en']),
        ('SELECT ?x { ?x rdfs:label ?l FILTER(?l = "Bakuu"@en) }', ['nearest is "Baku"@en']),
        ('SELECT ?x { ?x rdfs:label ?l FILTER(LANG(?l) = "tlh") }', ["that were looked at is in @tlh; they are texts in @en"]),
        ('SELECT ?x { ?x rdfs:label ?l FILTER langMatches(lang(?l), "tlh") }', ["that were looked at is in @tlh; they are texts in @en"]),
        ('SELECT ?x { ?x rdfs:label ?label FILTER(?lable = "x") }', ["?lable stands in a FILTER"]),
        ("SELECT ?x { ?x a <http://w3id.org/legation/ns#Event> }", ["nearest name is bil:Event"]),
        (
            "SELECT ?x { ?x a bil:Event ; bil:status status:denied }",
            ["Nothing that is bil:Event is status:denied. What is so is", "bil:Supposition"],
        ),
        (
            "SELECT ?x { ?c bil:states ?x ; bil:modality modality:alleged . ?x a bil:Event }",
            ["Nothing that is bil:Event is modality:alleged.", "bil:Supposition"],
        ),
        ("DESCRIBE id:azerbaijn", ["id:azerbaijn occurs nowhere", "id:azerbaijan (Azer"]),
        ("CONSTRUCT WHERE { ?x a bil:Evnt }", ["bil:Evnt occurs nowhere", "bil:Event (event)"]),
        ("SELECT ?x { ?x wdt:P31 wd:Q6256 }", ["answered at /wd/sparql"]),
    ],
)  # fmt: skip
def test_what_occurs_nowhere_is_named_with_the_nearest(
    pooled_client: FlaskClient, query: str, said: list[str]
) -> None:
    found = " ".join(hints(pooled_client, query))

    assert [part for part in said if part not in found] == [], found


def test_the_hints_in_the_docs_are_given(pooled_client: FlaskClient) -> None:
    lines = (ROOT / "docs" / "server.md").read_text(encoding="utf-8").splitlines()
    shown = [line.removeprefix(HEADER) for line in lines if line.startswith(HEADER)]

    queries = (
        "SELECT ?x { ?x a bil:Evnt }",
        "SELECT ?x { ?x bil:value 60 }",
        "SELECT ?x { ?x bil:when ?when FILTER(YEAR(?when) = 2016) }",
    )
    assert [ask(pooled_client, query).headers["X-Query-Hints"] for query in queries] == shown


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x a bil:Event FILTER(false) }",
        "SELECT ?x { id:azerbaijan bil:hasEmbassyIn id:azerbaijan }",
        "SELECT ?x { ?x a bil:Event ; bil:value ?v FILTER(?v > 1e30) }",
        "SELECT ?x { ?x bil:earliest ?v FILTER(YEAR(?v) = 1066) }",
        "SELECT ?x { ?x a bil:Event ; rdfs:label ?l FILTER(LANG(?l) = 'en' && false) }",
        "SELECT ?x { ?x bil:when ?w FILTER(STR(?w) > '9') }",
        "SELECT ?x { ?x rdfs:label ?l FILTER CONTAINS(?l, 'snow on the moon') }",
        "SELECT ?x { ?x schema:description ?l FILTER(CONTAINS(?l, 'snow on the moon')) }",
        "SELECT ?x { ?x schema:description ?l FILTER REGEX(?l, '^snow on the moon', 'i') }",
        "SELECT ?x { ?x schema:description ?l FILTER(COALESCE(?l, 'snow') = 'rain') }",
        "SELECT ?x { ?x bil:earliest ?a ; bil:latest ?b FILTER(?b - ?a > 'P9999Y'^^xsd:duration) }",
        "CONSTRUCT { ?x bil:made true } { ?x a bil:Claim FILTER(false) }",
        "CONSTRUCT { ?x a bil:Event } { ?x a bil:Event FILTER(false) }",
        "ASK { id:israel a bil:Event }",
        "SELECT ?x { VALUES ?x {} }",
        "ASK { FILTER(false) }",
        "ASK { ?x bil:when ?y FILTER(DATATYPE(?y) = xsd:gMonth) }",
        "ASK { ?g a bil:Event FILTER(?g = graph:provenance) }",
        "SELECT ?x { GRAPH ?g { ?x a sh:NodeShape ; bil:when ?y } }",
        "SELECT ?x ?y { ?x a bil:Event OPTIONAL { ?x foaf:name ?y } }",
        "SELECT (COUNT(*) AS ?n) { ?x a bil:Event }",
        "SELECT (COUNT(*) AS ?n) (0 AS ?m) { ?x a bil:Event FILTER(false) }",
    ],
)
def test_other_answers_have_no_hints(pooled_client: FlaskClient, query: str) -> None:
    assert "X-Query-Hints" not in ask(pooled_client, query).headers


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?x { { SELECT ?x { ?x a bil:Evnt } } UNION { ?x a bil:Event } }",
            "bil:Evnt occurs nowhere in the dataset. The nearest name is bil:Event (event).",
        ),
        (
            "SELECT ?x ?w { ?x a bil:Event OPTIONAL { ?x bil:wen ?w } }",
            "bil:wen occurs nowhere in the dataset. The nearest name is bil:when (time).",
        ),
        (
            "SELECT ?x { VALUES ?x { id:israel id:azerbaijn } ?x ?p ?o }",
            "id:azerbaijn occurs nowhere in the dataset. The nearest name is id:azerbaijan "
            "(Azerbaijan).",
        ),
        (
            "SELECT ?x ?y { ?x a bil:Event OPTIONAL { ?x bil:manner ?y } }",
            "bil:manner was retired: use bil:qualifier (qualifier).",
        ),
        (
            "CONSTRUCT { ?x a ?y } { ?x a ?y OPTIONAL { ?x bil:wen ?w } }",
            "bil:wen occurs nowhere in the dataset. The nearest name is bil:when (time).",
        ),
        (
            "ASK { { ?x bil:wen ?w } UNION { ?x a bil:Event } }",
            "bil:wen occurs nowhere in the dataset. The nearest name is bil:when (time).",
        ),
    ],
)
def test_a_name_that_the_data_lack_is_told_beside_what_was_found(
    pooled_client: FlaskClient, query: str, said: str
) -> None:
    assert hints(pooled_client, query) == [said]


def test_a_large_result_has_hints_too(pooled_client: FlaskClient) -> None:
    query = "SELECT * { ?s ?p ?o OPTIONAL { ?s bil:wen ?w } } LIMIT 900"
    answer = ask(pooled_client, query)

    assert len(answer.data) > CHUNK_BYTES
    assert "bil:wen occurs nowhere" in answer.headers["X-Query-Hints"]


def test_a_query_at_wikidata_s_endpoint_is_pointed_back(pooled_client: FlaskClient) -> None:
    (hint,) = hints(pooled_client, "SELECT ?x { ?x a bil:Claim }", "/wd/sparql")

    assert "or send the query to /sparql" in hint


def test_a_number_that_looks_like_another_is_not_the_nearest(pooled_client: FlaskClient) -> None:
    (hint,) = hints(pooled_client, "SELECT ?x { ?x skos:exactMatch wd:Q9 }")

    assert hint == "wd:Q9 occurs nowhere in the dataset."


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


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "QUERY"])
def test_hints_come_however_the_query_is_asked(pooled_client: FlaskClient, method: str) -> None:
    query = "SELECT ?x { ?x a bil:Evnt }"
    if method in ("GET", "HEAD"):
        response = pooled_client.open("/sparql", method=method, query_string={"query": query})
    else:
        response = pooled_client.open(
            "/sparql", method=method, data=query, content_type="application/sparql-query"
        )

    assert "bil:Evnt occurs nowhere" in response.headers["X-Query-Hints"]
    assert (b"bindings" in response.data) is (method != "HEAD")


def test_graphs_of_the_request_that_are_not_there_are_named(pooled_client: FlaskClient) -> None:
    graph = BASE + "graph/wikidat"
    response = ask(pooled_client, "ASK { ?s ?p ?o }", **{"default-graph-uri": graph})

    (hint,) = json.loads(response.headers["X-Query-Hints"])
    assert hint == "There is no graph graph:wikidat. The nearest is graph:wikidata."


@pytest.mark.parametrize(
    ("query", "own"),
    [
        ("ASK { id:israel a bil:Event }", 0),
        ("SELECT ?x { ?x a bil:Event FILTER(false) }", 0),
        ("ASK { GRAPH graph:wikidat { ?s ?p ?o } }", 0),
        ("ASK { id:israel a bil:Evnt }", 2),
    ],
)
def test_queries_of_our_own_run_only_when_something_is_missing(
    pooled_client: FlaskClient, published_pool: Pool, query: str, own: int
) -> None:
    before = published_pool.counts["queries"]
    ask(pooled_client, query)

    assert published_pool.counts["queries"] - before == 1 + own


@pytest.mark.parametrize("busy", [{"free": 0, "waiting": 0}, {"free": 1, "waiting": 1}])
def test_a_busy_server_gives_no_hints_but_may_give_them_later(
    pooled_client: FlaskClient,
    published_pool: Pool,
    monkeypatch: pytest.MonkeyPatch,
    busy: dict[str, int],
) -> None:
    query = "SELECT ?x { ?x a bil:Evnt }"
    with monkeypatch.context() as patch:
        patch.setattr(published_pool, "busy", lambda: busy)
        without = ask(pooled_client, query)
    later = ask(pooled_client, query)

    assert "X-Query-Hints" not in without.headers
    assert "X-Query-Hints" in later.headers
    assert without.headers["ETag"] == later.headers["ETag"]


def test_a_query_of_our_own_that_fails_takes_the_hints_with_it(
    pooled_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(task: Task, seconds: float) -> Any:
        raise Problem("overloaded")

    monkeypatch.setattr(responses, "select_rows", refuse)

    assert hints(pooled_client, "SELECT ?x { ?x a bil:Evnt }") == []


def test_hints_without_the_nearest_are_given_when_the_time_is_up(published: Path) -> None:
    missing = Missing(nowhere=tuple(f"{BIL}Nothing{number}" for number in range(3)))
    given: list[float] = []

    def time_out(task: Task, seconds: float) -> Any:
        given.append(seconds)
        raise Problem("query-timeout")

    found = query_hints(missing, Task("ASK {}"), open_release(published), time_out)

    assert found[0] == "bil:Nothing0 occurs nowhere in the dataset."
    assert len(found) == 3
    assert 0 < max(given) <= empty_answers.HINT_SECONDS


def test_no_query_of_our_own_begins_after_the_time_is_up(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty_answers, "HINT_SECONDS", 0.0)
    missing = Missing(nowhere=(f"{BIL}Evnt",), literals=((f"{BIL}when", '"2016"'),))

    def ask_nothing(task: Task, seconds: float) -> Any:
        raise AssertionError("asked")

    found = query_hints(missing, Task("ASK {}"), open_release(published), ask_nothing)

    assert found == [
        # The manifest knows the classes, which needs no query.
        "bil:Evnt occurs nowhere in the dataset. The nearest name is bil:Event.",
        '"2016" is no value of bil:when.',
    ]


def test_work_for_hints_is_bounded(published: Path, published_pool: Pool) -> None:
    asked: list[Task] = []

    def count(task: Task, seconds: float) -> Any:
        asked.append(task)
        return json.loads(published_pool.run(task).first)["results"]["bindings"]

    many = " ".join(f"?x{number} a bil:Nothing{number} ." for number in range(150))
    task = Task(f"SELECT * {{ {many} }}")
    missing = published_pool.run(task).missing
    assert missing is not None
    found = query_hints(missing, task, open_release(published), count)

    assert len(found) == MOST_HINTS
    assert 0 < len(asked) <= 3 * MOST_HINTS


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x a bil:Evnt } # " + "x" * 90_000,
        f"SELECT * {{ VALUES ?x {{ {' '.join(f'id:n{n}' for n in range(5_000))} }} ?x ?p ?o }}",
    ],
    ids=["long", "many terms"],
)
def test_long_queries_have_no_hints(pooled_client: FlaskClient, query: str) -> None:
    response = pooled_client.post("/sparql", data=query, content_type="application/sparql-query")

    assert response.get_json()["results"]["bindings"] == []
    assert "X-Query-Hints" not in response.headers


def test_the_header_is_never_long() -> None:
    hints = ["\N{CAT FACE}" * MOST_CHARACTERS for _ in range(5)] + ["short"]

    assert json.loads(hints_header(hints)) == hints[:1]
    assert hints_header(hints).isascii()
    assert len(hints_header(hints)) <= MOST_HEADER_BYTES
    assert hints_header([]) == ""


def test_the_command_says_hints_on_standard_error(published: Path) -> None:
    arguments = ["--dataset", str(published), "SELECT ?x { ?x a bil:Evnt }"]
    result = CliRunner().invoke(query_command, arguments)

    assert result.exit_code == 0
    assert result.stdout == "?x\n"
    assert result.stderr.startswith("Hint: bil:Evnt occurs nowhere")


def test_the_command_says_hints_on_a_line_of_their_own(published: Path) -> None:
    arguments = ["--dataset", str(published), "ASK { ?x a bil:Evnt }"]
    result = CliRunner().invoke(query_command, arguments)

    assert result.output.startswith("false\nHint: bil:Evnt occurs nowhere")
    assert result.stdout == "false"


def test_a_command_that_is_to_be_quiet_says_no_hints(published: Path) -> None:
    arguments = ["--dataset", str(published), "--quiet", "ASK { ?x a bil:Evnt }"]
    result = CliRunner().invoke(query_command, arguments)

    assert (result.exit_code, result.output) == (0, "false")


def test_a_command_that_is_to_be_quiet_says_errors_still(published: Path) -> None:
    result = CliRunner().invoke(query_command, ["--dataset", str(published), "--quiet", "ASK {"])

    assert result.exit_code == 1
    assert "Line 1" in result.stderr
