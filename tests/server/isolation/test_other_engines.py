"""Behind --store stands another engine, and answers are those of our own; differences are named."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engine_starts import STARTS, VIRTUOSO_ROWS
from legation_server.errors import Problem
from legation_server.isolation import RemoteStore
from legation_server.query import SPARQL, Answer, Task
from legation_server.releases import open_release
from legation_server.settings import Settings
from support.examples import FILES, Table, comparable, query, recorded_table
from support.figures import figure
from support.other_engines import needs_oxigraph, needs_virtuoso
from support.server_processes import Served, start_server

PARAMETERS = [
    pytest.param("virtuoso", marks=needs_virtuoso),
    pytest.param("oxigraph", marks=needs_oxigraph),
]
GUIDE = Path(__file__).parents[3] / "docs" / "engines.md"
LAPSHIN_VISIT = "https://w3id.org/legation/azerbaijan-israel/lapshin-karabakh-visit"
# What another engine answers to an example otherwise: the rows it leaves out, and why, as
# docs/engines.md says it.
DIFFERENCES = {
    ("virtuoso", "016-case-in-order"): (
        [[LAPSHIN_VISIT, "Alexander Lapshin visits Nagorno-Karabakh.", "", ""]],
        "`OPTIONAL` around a path with `+` or `*` leaves out rows where the path leads nowhere",
    ),
}
LAPSHIN = "https://w3id.org/legation/azerbaijan-israel/lapshin-assault"
SITALCHAY = "https://w3id.org/legation/azerbaijan-israel/sitalchay-use"
# Queries of whose rows Virtuoso gives another number, and why, as docs/engines.md says it.
OTHER_COUNTS = {
    "a path with `+` or `*` gives a row for each way, not for each end": (
        f"SELECT ?b {{ <{LAPSHIN}> bil:follows+ ?b }}"
    ),
    r"a path with `\|` gives a row twice when both parts lead there": (
        f"SELECT ?b {{ <{SITALCHAY}> bil:place|bil:concerning ?b }}"
    ),
    "`FROM` without `FROM NAMED` leaves all graphs of the engine to `GRAPH ?g`": (
        "SELECT ?g FROM <https://w3id.org/legation/graph/codes> { GRAPH ?g { ?s ?p ?o } } LIMIT 3"
    ),
    "`DESCRIBE` gives what the engine holds for a description": (
        "DESCRIBE <https://w3id.org/legation/id/israel>"
    ),
}
PREFIXES = """PREFIX bil: <https://w3id.org/legation/ns#>
PREFIX id: <https://w3id.org/legation/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
TABLES = {
    "labels": PREFIXES
    + "SELECT ?s ?label { ?s a bil:Event ; rdfs:label ?label } ORDER BY ?s ?label LIMIT 40",
    "figures": PREFIXES + "SELECT ?s ?value { ?s bil:value ?value } ORDER BY ?s ?value",
    "dates": PREFIXES + "SELECT ?s ?day { ?s bil:earliest ?day } ORDER BY ?s ?day",
    "times": PREFIXES + "SELECT ?s ?time { ?s bil:when ?time } ORDER BY ?s ?time",
    "counts": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "all": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
    "from": "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/legation/graph/codes> { ?s ?p ?o }",
    "relative": "SELECT ?label { <id/israel> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
    " ORDER BY ?label",
    "truth": "SELECT ?b { ?s ?p ?b FILTER(DATATYPE(?b) = xsd:boolean) } ORDER BY ?b LIMIT 3",
    "none": "SELECT ?s { ?s a <urn:none> }",
    "yes": "ASK { ?s ?p ?o }",
    "no": "ASK { ?s a <urn:none> }",
}
GRAPH = PREFIXES + "CONSTRUCT { ?s ?p ?o } { VALUES ?s { id:israel bil:Event } ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"


@pytest.fixture(scope="module", params=PARAMETERS)
def engine(
    request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """An engine that holds the release of Legation's own mappings: its name and address."""
    name = request.param
    with STARTS[name](published, tmp_path_factory.mktemp(name)) as address:
        yield name, address


@pytest.fixture(scope="module")
def make_store(engine: tuple[str, str], published: Path) -> Callable[..., RemoteStore]:
    """What makes a store that asks the engine."""
    return lambda **settings: RemoteStore(
        open_release(published), Settings(store=engine[1], **settings)
    )


@pytest.fixture(scope="module")
def front(engine: tuple[str, str], published: Path) -> Iterator[Served]:
    """A server in front of the engine."""
    served = start_server(published, "--store", engine[1])
    yield served
    served.stop()


def whole(answer: Answer) -> bytes:
    return answer.first + b"".join(answer.rest or ())


def table_of(stem: str, answer: Answer) -> Table:
    text = whole(answer).decode()
    if answer.head.kind == "graph":
        triples = [[term.strip("<>") for term in line.split()[:3]] for line in text.splitlines()]
        return comparable(stem, ["subject", "predicate", "object"], triples)
    document = json.loads(text)
    if "boolean" in document:
        return ["boolean"], [[str(document["boolean"]).lower()]]
    columns = document["head"]["vars"]
    rows = document["results"]["bindings"]
    return comparable(
        stem, columns, [[row.get(name, {}).get("value", "") for name in columns] for row in rows]
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_has_its_recorded_answer_but_for_named_differences(
    engine: tuple[str, str], make_store: Callable[..., RemoteStore], file: Path
) -> None:
    columns, rows = recorded_table(file.stem)
    left_out, _ = DIFFERENCES.get((engine[0], file.stem), ([], ""))
    assert all(row in rows for row in left_out)

    answer = make_store().run(Task(query(file)))

    assert table_of(file.stem, answer) == (columns, [row for row in rows if row not in left_out])


def test_differences_are_in_the_guide() -> None:
    guide = " ".join(GUIDE.read_text(encoding="utf-8").split())

    reasons = [*(reason for _, reason in DIFFERENCES.values()), *OTHER_COUNTS]
    assert [reason for reason in reasons if reason not in guide] == []


@needs_virtuoso
@pytest.mark.parametrize("reason", OTHER_COUNTS)
@pytest.mark.parametrize("engine", [PARAMETERS[0]], indirect=True)
def test_virtuoso_gives_another_number_of_rows(
    front: Served, published_server: Served, reason: str
) -> None:
    text = OTHER_COUNTS[reason]
    sent = {"query": text, "format": "nt" if text.startswith("DESCRIBE") else "csv"}

    answer, ours = front.post("/sparql", data=sent), published_server.post("/sparql", data=sent)

    assert (answer.status_code, ours.status_code) == (200, 200)
    assert len(answer.text.splitlines()) > len(ours.text.splitlines())


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("format_name", ["json", "xml", "csv", "tsv"])
def test_tables_are_those_of_our_own_engine(
    front: Served, published_server: Served, name: str, format_name: str
) -> None:
    sent = {"query": TABLES[name], "format": format_name}
    answer, ours = front.post("/sparql", data=sent), published_server.post("/sparql", data=sent)

    assert (answer.status_code, answer.text) == (200, ours.text)
    assert answer.headers["Content-Type"] == ours.headers["Content-Type"]


@pytest.mark.parametrize("format_name", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
def test_graphs_are_those_of_our_own_engine(
    front: Served, published_server: Served, format_name: str
) -> None:
    sent = {"query": GRAPH, "format": format_name}
    answer, ours = front.post("/sparql", data=sent), published_server.post("/sparql", data=sent)

    assert (answer.status_code, answer.text) == (200, ours.text)


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_the_dataset_of_a_request_is_that_of_the_query(
    front: Served, published_server: Served, parameter: str
) -> None:
    counted = (
        "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"
    )
    sent = {
        "query": counted,
        "format": "csv",
        parameter: [f"https://w3id.org/legation/graph/{name}" for name in ("codes", "shapes")],
    }

    answer, ours = front.post("/sparql", data=sent), published_server.post("/sparql", data=sent)

    assert ours.ok
    assert sorted(answer.text.split()) == sorted(ours.text.split())


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/id/israel.html",
        "/id/israel.ttl",
        "/azerbaijan-israel.html",
        "/azerbaijan-israel/air-base-denial.html",
        "/azerbaijan-israel/c-alleged-cooperation-against-iran-7-access.html",
        "/ns.html",
        "/code.html",
        "/shapes.html",
        "/query",
        "/wd/",
        "/releases/feed.atom",
        "/reconcile?queries=%7B%22q%22%3A%7B%22query%22%3A%22Israel%22%7D%7D",
    ],
)
def test_pages_are_those_of_our_own_engine(
    front: Served, published_server: Served, path: str
) -> None:
    answer, ours = front.get(path), published_server.get(path)

    assert answer.status_code == ours.status_code == 200
    assert answer.text.replace(front.url, "") == ours.text.replace(published_server.url, "")


def test_a_triple_in_two_graphs_counts_twice_elsewhere(
    front: Served, published_server: Served, published: Path
) -> None:
    counted = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}

    answer, ours = (
        int(s.post("/sparql", data=counted).text.split()[1]) for s in (front, published_server)
    )

    graphs = open_release(published).graphs
    assert answer == sum(graph.quads for graph in graphs if SPARQL in graph.endpoints) > ours
    assert "counts twice" in GUIDE.read_text(encoding="utf-8")


def test_an_endless_query_is_stopped(
    engine: tuple[str, str], make_store: Callable[..., RemoteStore]
) -> None:
    store = make_store(deadline=2)
    store.run(Task("ASK {}"))

    for timeout in (None, 1.0):
        with pytest.raises(Problem) as caught:
            store.run(Task(ENDLESS), timeout)
        assert caught.value.kind == "query-timeout"
        assert caught.value.members["limit"] == timeout or 2
    assert whole(store.run(Task("ASK {}")))


def test_rows_that_are_left_out_are_not_kept_quiet(
    engine: tuple[str, str], make_store: Callable[..., RemoteStore]
) -> None:
    many = "SELECT ?s ?p ?o { ?s ?p ?o }"
    cut = make_store(result_rows=100).run(Task(many))

    assert cut.cut
    assert cut.first.count(b'"s":') == 100
    if engine[0] == "virtuoso":
        answer = make_store().run(Task(many), buffered=1 << 30)
        assert answer.cut
        assert answer.first.count(b'"s":') == VIRTUOSO_ROWS - 1


def test_a_result_of_too_many_bytes_is_refused(make_store: Callable[..., RemoteStore]) -> None:
    store = make_store(result_size=1)

    with pytest.raises(Problem) as caught:
        whole(store.run(Task("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 9000")))

    assert caught.value.kind == "result-too-large"


def test_an_answer_is_kept_and_known_by_its_tag(front: Served) -> None:
    sent = {"query": "SELECT ?s { ?s a bil:Claim } ORDER BY ?s LIMIT 7", "format": "csv"}
    first = front.get("/sparql", params=sent)
    before = figure(front.get("/metrics").text, "legation_cache_hits_total")

    again = front.get("/sparql", params=sent)

    assert (again.status_code, again.text) == (200, first.text)
    assert figure(front.get("/metrics").text, "legation_cache_hits_total") == before + 1
    held = front.get("/sparql", params=sent, headers={"If-None-Match": first.headers["ETag"]})
    assert held.status_code == 304


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { ?s ?p }", "query-failed"),
        ("SELECT", "query-failed"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "update-refused"),
        ("PREFIX x: <x:> # q\nDELETE WHERE { ?s ?p ?o }", "update-refused"),
        (
            'DEFINE get:soft "replace" SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }',
            "syntax-error",
        ),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "service-refused"),
    ],
)
def test_what_is_wrong_is_said(
    make_store: Callable[..., RemoteStore], text: str, kind: str
) -> None:
    with pytest.raises(Problem) as caught:
        make_store().run(Task(text))

    assert caught.value.kind == kind
