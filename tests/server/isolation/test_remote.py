import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.isolation.remote.known_engines import time_limit
from legation_server.isolation.remote.store import RemoteStore
from legation_server.isolation.remote.virtuoso import RepairedTable
from legation_server.query import WIKIDATA, Task
from legation_server.releases.manifest import Release
from legation_server.settings import Settings
from support.listening import RESULTS, Handler, listening
from support.server_processes import Served


@pytest.fixture
def remote(server: Served, release: Release) -> RemoteStore:
    """A store whose data another of our servers holds."""
    return RemoteStore(release, Settings(store=server.url + "/sparql", deadline=5))


@pytest.fixture
def odd_engine() -> Iterator[str]:
    """The address of an engine that answers with what its path says."""

    class Engine(Handler):
        def respond(self, body: bytes) -> None:
            status = int(self.path.strip("/"))
            leading = {"Location": "http://127.0.0.1:9/"} if status == 302 else {}
            self.answer(status, b"oops", Content_Type="text/html", **leading)

    with listening(Engine) as address:
        yield address


def kind_of(store: RemoteStore, query: str, timeout: float | None = None) -> str:
    with pytest.raises(Problem) as caught:
        store.run(Task(query), timeout)
    return caught.value.kind


def test_a_query_is_answered_by_the_engine(remote: RemoteStore) -> None:
    table = remote.run(Task("ASK { ?c a bil:Claim }"))
    graph = remote.run(Task("CONSTRUCT WHERE { ?c a bil:Claim }", graph="nt"))

    assert json.loads(table.first)["boolean"] is True
    assert (graph.head.format, len(graph.first.splitlines())) == ("nt", 3)


def test_nothing_is_said_of_what_an_engine_elsewhere_does_not_have(remote: RemoteStore) -> None:
    assert remote.run(Task("ASK { ?c a bil:Clame }")).missing is None


def test_the_dataset_goes_with_the_query(remote: RemoteStore) -> None:
    graph = "https://w3id.org/legation/graph/entities"

    answer = remote.run(Task("ASK { ?c a bil:Claim }", default_graphs=(graph,)))

    assert json.loads(answer.first)["boolean"] is False


def test_a_large_answer_comes_in_pieces(remote: RemoteStore) -> None:
    answer = remote.run(Task("SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"), buffered=10_000)

    assert answer.rest is not None
    assert (answer.first + b"".join(answer.rest)).endswith(b"]}}")


@pytest.fixture
def sent(release: Release) -> Callable[..., list[dict[str, list[str]]]]:
    """What an engine, which says its name, is sent when it is asked queries in turn."""

    def ask(server: str, *tasks: Task) -> list[dict[str, list[str]]]:
        forms: list[dict[str, list[str]]] = []

        class Engine(Handler):
            server_version, sys_version = server, ""

            def respond(self, body: bytes) -> None:
                assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
                forms.append({**parse_qs(body.decode("ascii")), "Accept": [self.headers["Accept"]]})
                if "json" in self.headers["Accept"]:
                    self.answer(200, b'{"head":{},"boolean":true}', Content_Type=RESULTS)
                else:
                    self.answer(200, b"", Content_Type="application/n-triples")

        with listening(Engine) as address:
            store = RemoteStore(release, Settings(store=address, deadline=5))
            for task in tasks:
                store.run(task)
        return forms

    return ask


def test_a_query_goes_as_a_form_for_its_kind_of_result(
    sent: Callable[..., list[dict[str, list[str]]]], release: Release
) -> None:
    ask, construct = sent("x", Task("ASK { ?é a bil:Claim }"), Task("CONSTRUCT WHERE {}"))

    (query,) = ask["query"]
    assert query.startswith(f"BASE <{release.base}> PREFIX bil: <")
    assert query.endswith("ASK { ?é a bil:Claim }")
    assert ask["Accept"] == ["application/sparql-results+json"]
    assert construct["Accept"][0].startswith("application/n-triples,")


@pytest.mark.parametrize(
    ("server", "limit"),
    [("Virtuoso/07.20", ["5000"]), ("Apache Jena Fuseki (5.1)", ["5"]), ("x", [])],
)
def test_the_deadline_goes_along_once_it_is_known_how(
    sent: Callable[..., list[dict[str, list[str]]]], server: str, limit: list[str]
) -> None:
    first, second = sent(server, Task("ASK {}"), Task("ASK {}"))

    assert "timeout" not in first
    assert second.get("timeout", []) == limit


def test_a_repository_reads_the_deadline_in_seconds() -> None:
    address = urlsplit("http://localhost:7200/repositories/legation")

    assert time_limit("", address, 2.6) == "3"


def test_the_release_is_the_dataset_unless_another_is_named(
    sent: Callable[..., list[dict[str, list[str]]]], release: Release
) -> None:
    graphs = [graph.iri for graph in release.graphs]
    none = release.base + "graph/none"

    plain, default, named, clause = sent(
        "x",
        Task("ASK {}"),
        Task("ASK {}", default_graphs=("x:d",)),
        Task("ASK {}", named_graphs=("x:n",)),
        Task("ASK FROM <x:f> {}"),
    )

    assert len(graphs) > 1
    assert (plain["default-graph-uri"], plain["named-graph-uri"]) == (graphs, graphs)
    assert (default["default-graph-uri"], default["named-graph-uri"]) == (["x:d"], [none])
    assert "default-graph-uri" not in named
    assert named["named-graph-uri"] == ["x:n"]
    assert not {"default-graph-uri", "named-graph-uri"} & clause.keys()


@given(st.lists(st.integers(1, 40)), st.integers(1, 40))
def test_a_table_is_repaired_however_it_arrives(cuts: list[int], size: int) -> None:
    label, truth = (
        '{"type": "bnode", "value": "nodeID://b%d"}',
        "http://www.w3.org/2001/XMLSchema#boolean",
    )
    tricky = json.dumps('"bnode", "value": "nodeID://b1"} XMLSchema#boolean", "value": "1"')
    text = (
        '{"head": {"vars": ["a", "b", "c"]}, "results": {"bindings": ['
        + f'{{"a": {label % 1}, "b": {{"type": "typed-literal", "datatype": "{truth}", "value": "1"}}, '
        + f'"c": {{"type": "literal", "value": {tricky}}}}}, {{"a": {label % 2}}}]}}}}'
    )
    left, sizes = text.encode(), iter(cuts)

    def read(count: int) -> bytes:
        nonlocal left
        length = next(sizes, 50)
        piece, left = left[:length], left[length:]
        return piece

    table = RepairedTable(read)
    pieces = list(iter(lambda: table.read(size), b""))

    assert all(len(piece) <= size for piece in pieces)
    assert b"".join(pieces).decode() == text.replace("nodeID://", "nodeID3a2f2f", 1).replace(
        f'{truth}", "value": "1"', f'{truth}", "value": "true"', 1
    ).replace(label % 2, label.replace("://", "3a2f2f") % 2)


def test_an_answer_that_is_not_wanted_ends_the_exchange(release: Release) -> None:
    ended = Event()

    class Engine(Handler):
        """An engine that has rows without end."""

        def respond(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", RESULTS)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(b'{"head":{"vars":["x"]},"results":{"bindings":[')
                while True:
                    self.wfile.write(b'{"x":{"type":"literal","value":"told"}},' * 1000)
            ended.set()

    with listening(Engine) as address:
        answer = RemoteStore(release, Settings(store=address, deadline=30)).run(
            Task("SELECT ?x {}"), buffered=1000
        )
        assert answer.rest is not None
        answer.rest.close()

        assert ended.wait(60)


def test_what_is_wrong_is_said(remote: RemoteStore) -> None:
    assert kind_of(remote, "SELECT * {") == "query-failed"
    assert kind_of(remote, "SELECT * { SERVICE <http://x/> {} }") == "service-refused"
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert kind_of(remote, endless, 0.3) == "query-timeout"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/200", "bad-gateway"), ("/302", "bad-gateway"), ("/500", "bad-gateway")],
)
def test_an_odd_engine_is_a_problem(
    odd_engine: str, release: Release, path: str, kind: str
) -> None:
    assert kind_of(RemoteStore(release, Settings(store=odd_engine + path)), "ASK {}") == kind


@pytest.mark.parametrize("length", ["Content-Length: 90", "Transfer-Encoding: chunked"])
def test_an_answer_that_breaks_off_is_a_problem(release: Release, length: str) -> None:
    class Engine(Handler):
        def respond(self, body: bytes) -> None:
            self.wfile.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
                + length.encode()
                + b'\r\n\r\n13\r\n{"head":{"vars":[]}'
            )
            self.close_connection = True

    with listening(Engine) as address:
        assert kind_of(RemoteStore(release, Settings(store=address)), "ASK {}") == "bad-gateway"


def test_an_engine_that_is_away_is_a_problem(release: Release) -> None:
    store = RemoteStore(release, Settings(store="http://127.0.0.1:9/"))

    assert kind_of(store, "ASK {}") == "bad-gateway"


def test_pages_are_made_from_a_remote_store(
    server: Served, dataset: Path, serve: Callable[..., Served]
) -> None:
    front = serve(dataset, "--store", server.url + "/sparql")

    page = front.get("/freedonia-sylvania/spies.html")

    assert "The document does not say this itself" in page.text
    assert front.select("ASK {}").json()["boolean"] is True


def test_queries_for_wikidata_become_plain_sparql_but_for_labels(remote: RemoteStore) -> None:
    hinted = "ASK { ?c a bil:Claim . hint:Prior hint:runLast true . ?c wdno:P1 [] }"
    labelled = 'SELECT ?cLabel { ?c a bil:Claim SERVICE wikibase:label { bd:serviceParam wikibase:language "en" } }'

    answer = remote.run(Task(hinted, endpoint=WIKIDATA))
    assert b'"boolean":false' in answer.first.replace(b" ", b"")
    with pytest.raises(Problem) as caught:
        remote.run(Task(labelled, endpoint=WIKIDATA))
    assert caught.value.kind == "service-refused"


def test_an_answer_that_comes_after_the_deadline_is_a_time_out(release: Release) -> None:
    class Slow(Handler):
        def respond(self, body: bytes) -> None:
            # Each line of the head comes in time, all of it does not.
            for line in (b"HTTP/1.1 200 OK", b"X-A: a", b"X-B: b", b"X-C: c", b"Content-Length: 0"):
                self.wfile.write(line + b"\r\n")
                Event().wait(0.15)
            self.wfile.write(b"\r\n")

    with listening(Slow) as address:
        store = RemoteStore(release, Settings(store=address))

        assert kind_of(store, "ASK {}", 0.4) == "query-timeout"
