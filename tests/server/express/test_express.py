"""Desks of a real server give the same answers as the application."""

import gzip
import http.client
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlparse

import pytest
import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.at_desks import CLAIMS, JSON, MARK, Ask, at_a_desk, by_desk
from support.eventually import eventually
from support.figures import figure
from support.heavy_queries import ENDLESS, LARGE
from support.server_processes import Served

pytestmark = pytest.mark.alone

EVENTS = "SELECT ?c WHERE { ?c a bil:Event }"
ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
PLAIN = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def client(express_server: Served) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["Accept-Encoding"] = "identity"
        yield session


@pytest.fixture
def ask(express_server: Served, client: requests.Session) -> Ask:
    def send(
        query: str, method: str = "GET", endpoint: str = "/sparql", **options: object
    ) -> requests.Response:
        if method == "GET":
            options = {"params": {"query": query}} | options
        return client.request(method, express_server.url + endpoint, timeout=60, **options)  # type: ignore[arg-type]

    return send


def shared(response: requests.Response) -> dict[str, str]:
    """Return the headers that are the same in every answer like it."""
    own = {"content-length", "server-timing", "x-query-id", "date", "connection", MARK}
    return {n.lower(): v for n, v in response.headers.items() if n.lower() not in own}


LABELS = 'SERVICE wikibase:label { bd:serviceParam wikibase:language "en" }'
# A desk leaves connections that are not to be kept, so the application answers.
BY_APPLICATION = {"Connection": "close"}


@pytest.mark.parametrize(
    ("endpoint", "query", "accept"),
    [
        ("/sparql", CLAIMS, JSON),
        ("/sparql", CLAIMS, "text/csv"),
        ("/wd/sparql", CLAIMS, "text/csv"),
        ("/sparql", "ASK { ?c a bil:Claim }", "*/*"),
        ("/sparql", "ASK { ?c a bil:Claim FILTER(false) }", "*/*"),
        ("/sparql", "ASK { ?c a bil:Clame }", "*/*"),
        ("/sparql", "SELECT ?c { ?c a bil:Clame }", "text/csv"),
        ("/wd/sparql", "SELECT ?c { ?c bil:about 'nothing' }", JSON),
        ("/sparql", "CONSTRUCT WHERE { ?c a bil:Claim }", "text/turtle"),
        ("/sparql", "DESCRIBE bil:Claim", "application/ld+json"),
        ("/sparql", "SELECT (RAND() < 2 AS ?x) {}", "application/sparql-results+xml"),
        ("/wd/sparql", f"SELECT ?cLabel {{ ?c a bil:Claim {LABELS} }}", JSON),
        ("/wd/sparql", "SELECT * { ?c a bil:Claim . hint:Query hint:optimizer 'None' }", JSON),
    ],
)
def test_a_desk_answers_like_the_application(
    ask: Ask, endpoint: str, query: str, accept: str
) -> None:
    headers = {"Accept": accept}
    first = ask(query, endpoint=endpoint, headers=headers | BY_APPLICATION)
    second = at_a_desk(lambda: ask(query, endpoint=endpoint, headers=headers))

    assert not by_desk(first)
    assert (first.status_code, first.content, shared(first)) == (
        second.status_code,
        second.content,
        shared(second),
    )
    names = [{name.lower() for name in answer.headers} for answer in (first, second)]
    assert names[0] - {MARK, "connection"} == names[1]
    assert first.headers.get("ETag") == second.headers.get("ETag")
    assert first.headers.get("X-Query-Hints") == second.headers.get("X-Query-Hints")
    assert first.headers["Content-Length"] == second.headers["Content-Length"]
    assert first.headers["X-Query-Id"] != second.headers["X-Query-Id"]
    named = f';desc="{second.headers["X-Query-Id"]}"'
    assert second.headers["Server-Timing"].endswith(named)


PARAMETERS = st.lists(
    st.sampled_from(
        [
            "query=" + quote(CLAIMS),
            "query=" + quote("ASK { ?c a bil:Claim }"),
            "query=ASK%7B%7D",
            "default-graph-uri=urn:no-such-graph",
            "named-graph-uri=urn:no-such-graph",
            "infer=true",
            "format=csv",
            "format=xml",
            "timeout=1.5",
            "version=1.2",
            "\n",
            "\r\n",
            "&",
            "=",
            "%0A",
        ]
    ),
    max_size=5,
)


@given(
    PARAMETERS,
    PARAMETERS,
    st.sampled_from(["&", "\n", "\r", ";"]),
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["application/x-www-form-urlencoded", PLAIN, "text/plain", ""]),
    st.sampled_from(["*/*", JSON, "text/csv;q=0.5, text/turtle", "text/html"]),
    st.sampled_from(["identity", "gzip", "br;q=0", ""]),
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["infer=true"], ["query=ASK%7B%7D"], "\n", "POST", FORM, "*/*", "")
def test_both_ways_read_every_request_alike(
    express_server: Served,
    client: requests.Session,
    in_address: list[str],
    in_body: list[str],
    between: str,
    method: str,
    media_type: str,
    accept: str,
    coding: str,
) -> None:
    address = "&".join(part for part in in_address if part.isprintable())
    headers = {"Content-Type": media_type, "Accept": accept, "Accept-Encoding": coding}
    body = between.join(in_body) if method == "POST" else None

    def send(more: dict[str, str]) -> requests.Response:
        return client.request(
            method,
            f"{express_server.url}/sparql?{address}",
            data=body,
            headers=headers | more,
            timeout=60,
        )

    application, either = send(BY_APPLICATION), send({})

    assert not by_desk(application)
    assert (application.status_code, told(application)) == (either.status_code, told(either))
    assert shared(application) | {"connection": ""} == shared(either) | {"connection": ""}


def told(response: requests.Response) -> bytes | str:
    """Return what an answer says, apart from how long it took."""
    return re.sub(r'"seconds": ?[0-9.]+', "", response.text) if response.text else b""


def test_each_way_of_asking_is_answered_at_a_desk(ask: Ask) -> None:
    csv = {"Accept": "text/csv"}
    ways: list[Callable[[], requests.Response]] = [
        lambda: ask(CLAIMS, headers=csv),
        lambda: ask("", params={"format": "csv", "query": CLAIMS}),
        lambda: ask(CLAIMS, "POST", data={"query": CLAIMS}, headers=csv),
        lambda: ask(CLAIMS, "POST", data=CLAIMS, headers=csv | {"Content-Type": PLAIN}),
    ]

    answers = [at_a_desk(way) for way in ways]

    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["Content-Type"] for answer in answers} == {"text/csv; charset=utf-8"}


def test_no_request_decides_how_others_are_read(
    express_server: Served, client: requests.Session
) -> None:
    address, form = f"{express_server.url}/sparql", {"Content-Type": FORM}
    odd = f"infer=true\ndefault-graph-uri=urn:no-such-graph&query={quote(CLAIMS)}"
    usual = f"infer=true&default-graph-uri=urn:no-such-graph&query={quote(CLAIMS)}"

    for _ in range(3):
        whole = client.post(address, data=odd, headers=form)
        empty = client.post(address, data=usual, headers=form)
        assert len(whole.json()["results"]["bindings"]) > 0
        assert empty.json()["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ("query=SELEC", 400),
        ("query=", 400),
        ("query=%ff", 400),
        ("query=ASK+%7B%7D&query=ASK+%7B%7D", 400),
        ("query=ASK+%7B%7D&%71uery=ASK+%7B%7D", 400),
        ("query=ASK+%7B%7D&update=x", 403),
        ("query=SELECT+*+%7B+SERVICE+%3Cx:%3E+%7B%7D+%7D", 403),
        ("query=ASK+%7B%7D&timeout=no", 400),
    ],
)
def test_what_is_wrong_with_a_request_is_said_by_the_application(
    express_server: Served, client: requests.Session, ask: Ask, parameters: str, status: int
) -> None:
    at_a_desk(lambda: ask("ASK {}"))

    for _ in range(2):
        response = client.get(f"{express_server.url}/sparql?{parameters}")
        assert (response.status_code, by_desk(response)) == (status, False)
        assert response.headers["Content-Type"] == "application/problem+json"
    assert by_desk(ask("ASK {}"))


def test_a_query_that_takes_long_is_ended_at_its_deadline_and_nobody_waits_for_it(
    express_server: Served, ask: Ask
) -> None:
    at_a_desk(lambda: ask(CLAIMS))
    query = ENDLESS + " # waits"

    with ThreadPoolExecutor(5) as threads:
        slow = threads.submit(express_server.select, query)
        brief = [threads.submit(express_server.select, EVENTS) for _ in range(20)]
        assert [one.result().status_code for one in brief] == [200] * 20
    assert slow.result().status_code == 503
    assert slow.result().json()["type"] == "/errors#query-timeout"
    assert slow.result().json()["limit"] == 2.0


def test_a_connection_goes_on_after_what_was_not_for_a_desk(ask: Ask) -> None:
    at_a_desk(lambda: ask(CLAIMS))

    assert ask("SELECT * {").status_code == 400
    assert by_desk(ask(CLAIMS))
    large = ask(LARGE, headers={"Accept": JSON})
    assert not by_desk(large) and "Content-Length" not in large.headers
    assert len(large.json()["results"]["bindings"]) > 1000
    assert by_desk(ask(CLAIMS))


def test_a_desk_evaluates_what_finds_nothing(ask: Ask) -> None:
    nothing = "ASK {{ ?c a bil:Claim FILTER(false) }} # {}"
    at_a_desk(lambda: ask(CLAIMS))

    answers = [ask(nothing.format(number)) for number in range(10)]

    assert [by_desk(answer) for answer in answers] == [True] * 10
    assert {answer.headers["Server-Timing"].partition(";")[0] for answer in answers} == {"query"}


def test_a_desk_gives_hints_that_the_application_has_found(ask: Ask) -> None:
    mistaken = "ASK { ?c a bil:Claaim }"
    at_a_desk(lambda: ask(CLAIMS))

    first, later = ask(mistaken), at_a_desk(lambda: ask(mistaken))

    assert (by_desk(first), later.headers["Server-Timing"].partition(";")[0]) == (False, "cache")
    assert "bil:Claaim occurs nowhere" in first.headers["X-Query-Hints"]
    assert later.headers["X-Query-Hints"] == first.headers["X-Query-Hints"]


def test_an_unchanged_answer_is_not_sent_again(ask: Ask) -> None:
    tag = at_a_desk(lambda: ask(CLAIMS)).headers["ETag"]

    again = ask(CLAIMS, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_long_answer_is_compressed_and_a_short_one_is_not(ask: Ask, coding: str) -> None:
    packed = {"Accept-Encoding": coding, "Accept": JSON}
    plain = ask(ALL, headers={"Accept": JSON})

    long = at_a_desk(lambda: ask(ALL, headers=packed))
    short = at_a_desk(lambda: ask("ASK {}", headers=packed))

    assert long.headers["Content-Encoding"] == coding
    assert long.headers["ETag"].strip('"') == plain.headers["ETag"].strip('"') + "-" + coding
    assert int(long.headers["Content-Length"]) < len(plain.content)
    # Which of the codings there is a decoder for depends on the client.
    assert coding != "gzip" or long.content == plain.content
    assert "Content-Encoding" not in short.headers


def test_what_is_compressed_is_what_the_application_sends(express_server: Served, ask: Ask) -> None:
    at_a_desk(lambda: ask(ALL, headers={"Accept-Encoding": "gzip", "Accept": JSON}))
    connection = http.client.HTTPConnection(urlparse(express_server.url).netloc)
    connection.request(
        "GET",
        f"/sparql?query={quote(ALL)}",
        headers={"Accept-Encoding": "gzip", "Accept": JSON, "Connection": "close"},
    )
    answer = connection.getresponse()

    assert answer.headers[MARK] and answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.read()) == ask(ALL, headers={"Accept": JSON}).content


def test_requests_at_desks_are_counted_and_their_cache_is_used(
    express_server: Served, ask: Ask
) -> None:
    def figures() -> list[float]:
        text = express_server.get("/metrics").text
        return [
            figure(text, "legation_requests_total", part="endpoint", status="200"),
            figure(text, "legation_request_seconds_count", part="endpoint"),
            figure(text, "legation_query_events_total", event="queries"),
            figure(text, "legation_cache_hits_total"),
            figure(text, "legation_cache_misses_total"),
        ]

    query = "SELECT ?counted { ?counted a bil:Claim }"
    at_a_desk(lambda: ask(CLAIMS))
    before = figures()

    answers = [ask(query) for _ in range(5)]

    sources = [answer.headers["Server-Timing"].partition(";")[0] for answer in answers]
    hits = sources.count("cache")
    # The same connection stays at the same desk.
    assert [by_desk(answer) for answer in answers] == [True] * 5
    assert sources == ["query"] + ["cache"] * 4
    expected = [then + more for then, more in zip(before, [5, 5, 1, hits, 1], strict=True)]
    # What is done is counted a moment later.
    assert eventually(lambda: figures() == expected)
    assert figure(express_server.get("/metrics").text, "legation_cache_bytes") > 0


def test_what_takes_long_is_given_by_desks_once_it_is_held(
    ask: Ask, express_server: Served
) -> None:
    # Far more than a desk may spend on it, and far less than the deadline.
    slow = (
        "SELECT (COUNT(*) AS ?n) "
        "{ SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) } LIMIT 400000 }"
    )
    at_a_desk(lambda: ask(CLAIMS))

    # On a busy machine the deadline may come first.
    first = eventually(lambda: [one for one in [express_server.select(slow)] if one.ok])[0]
    held = at_a_desk(lambda: express_server.select(slow))

    assert held.headers["Server-Timing"].startswith("cache;")
    assert held.json() == first.json()
