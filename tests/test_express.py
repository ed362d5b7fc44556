"""The express lane of a real server: same answers as the application, and nothing is ever lost."""

import gzip
import http.client
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import quote, urlparse

import pytest
import requests
from legation_server.express.lesson import OWN
from server_processes import (
    Served,
    children,
    data_process,
    descendants,
    is_desk,
    start_server,
    web_process,
)

CLAIMS = "SELECT ?c WHERE { ?c a bil:Claim }"
EVENTS = "SELECT ?c WHERE { ?c a bil:Event }"
ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
PLAIN = "application/sparql-query"
# The web server says who it is; a desk does not.
MARK = "server"
TRIES = 50


@pytest.fixture(scope="module")
def lane(dataset: Path) -> Iterator[Served]:
    served = start_server(dataset, "--deadline", "2", "--workers", "4", "--memory", "256")
    yield served
    served.stop()


@pytest.fixture
def client(lane: Served) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["Accept-Encoding"] = "identity"
        yield session


Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(lane: Served, client: requests.Session) -> Ask:
    def send(query: str, method: str = "GET", **options: object) -> requests.Response:
        if method == "GET":
            options = {"params": {"query": query}} | options
        return client.request(method, lane.url + "/sparql", timeout=60, **options)  # type: ignore[arg-type]

    return send


def by_desk(response: requests.Response) -> bool:
    return MARK not in response.headers


def at_a_desk(send: Callable[[], requests.Response]) -> requests.Response:
    """Return the first answer of a desk; what its headers are has to be learned before."""
    for _ in range(TRIES):
        response = send()
        if by_desk(response):
            return response
        time.sleep(0.02)
    raise AssertionError("no desk answers")


def shared(response: requests.Response) -> dict[str, str]:
    """Return the headers that are the same in every answer like it."""
    own = {name.decode() for name in OWN} | {MARK, "date"}
    return {n.lower(): v for n, v in response.headers.items() if n.lower() not in own}


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (CLAIMS, JSON),
        (CLAIMS, "text/csv"),
        ("ASK { ?c a bil:Claim }", "*/*"),
        ("CONSTRUCT WHERE { ?c a bil:Claim }", "text/turtle"),
        ("DESCRIBE bil:Claim", "application/ld+json"),
        ("SELECT (RAND() < 2 AS ?x) {}", "application/sparql-results+xml"),
    ],
)
def test_a_desk_answers_like_the_application(ask: Ask, query: str, accept: str) -> None:
    headers = {"Accept": accept, "X-Forwarded-Prefix": "/" + quote(query + accept, safe="")[:99]}
    first = ask(query, headers=headers)
    second = at_a_desk(lambda: ask(query, headers=headers))

    assert not by_desk(first)
    assert (first.status_code, first.content, shared(first)) == (
        second.status_code,
        second.content,
        shared(second),
    )
    names = [{name.lower() for name in answer.headers} for answer in (first, second)]
    assert names[0] - {MARK} == names[1]
    assert first.headers.get("ETag") == second.headers.get("ETag")
    assert first.headers["Content-Length"] == second.headers["Content-Length"]
    assert first.headers["X-Query-Id"] != second.headers["X-Query-Id"]
    named = f';desc="{second.headers["X-Query-Id"]}"'
    assert second.headers["Server-Timing"].endswith(named)


def test_each_way_of_asking_is_learned_by_itself(ask: Ask) -> None:
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
    lane: Served, client: requests.Session, ask: Ask, parameters: str, status: int
) -> None:
    at_a_desk(lambda: ask("ASK {}"))

    for _ in range(2):
        response = client.get(f"{lane.url}/sparql?{parameters}")
        assert (response.status_code, by_desk(response)) == (status, False)
        assert response.headers["Content-Type"] == "application/problem+json"
    assert by_desk(ask("ASK {}"))


def test_a_query_that_takes_long_is_ended_at_its_deadline_and_nobody_waits_for_it(
    lane: Served, ask: Ask
) -> None:
    at_a_desk(lambda: ask(CLAIMS))
    query = ENDLESS + " # waits"

    with ThreadPoolExecutor(5) as threads:
        slow = threads.submit(lane.select, query)
        brief = [threads.submit(lane.select, EVENTS) for _ in range(20)]
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


def test_what_is_compressed_is_what_the_application_sends(lane: Served, ask: Ask) -> None:
    at_a_desk(lambda: ask(ALL, headers={"Accept-Encoding": "gzip", "Accept": JSON}))
    connection = http.client.HTTPConnection(urlparse(lane.url).netloc)
    connection.request(
        "GET",
        f"/sparql?query={quote(ALL)}",
        headers={"Accept-Encoding": "gzip", "Accept": JSON, "Connection": "close"},
    )
    answer = connection.getresponse()

    assert answer.headers[MARK] and answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.read()) == ask(ALL, headers={"Accept": JSON}).content


def test_requests_at_desks_are_counted_and_their_cache_is_used(lane: Served, ask: Ask) -> None:
    def figure(name: str) -> float:
        text = lane.get("/metrics").text
        return float(re.search(rf"^{re.escape(name)} (\S+)", text, re.MULTILINE)[1])  # type: ignore[index]

    names = [
        'legation_requests_total{part="endpoint",status="200"}',
        'legation_request_seconds_count{part="endpoint"}',
        'legation_query_events_total{event="queries"}',
        'legation_cache{what="hits"}',
        'legation_cache{what="misses"}',
    ]
    query = "SELECT ?counted { ?counted a bil:Claim }"
    at_a_desk(lambda: ask(CLAIMS))
    before = [figure(name) for name in names]

    answers = [ask(query) for _ in range(5)]

    sources = [answer.headers["Server-Timing"].partition(";")[0] for answer in answers]
    hits = sources.count("cache")
    # The same connection stays at the same desk.
    assert [by_desk(answer) for answer in answers] == [True] * 5
    assert sources == ["query"] + ["cache"] * 4
    assert [figure(n) - b for n, b in zip(names, before, strict=True)] == [5, 5, 1, hits, 1]
    assert figure('legation_cache{what="bytes"}') > 0


def test_what_takes_long_is_given_by_desks_once_it_is_held(ask: Ask, lane: Served) -> None:
    # Far more than a desk may spend on it, and far less than the deadline.
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
    at_a_desk(lambda: ask(CLAIMS))

    first = lane.select(slow)
    held = at_a_desk(lambda: lane.select(slow))

    assert held.headers["Server-Timing"].startswith("cache;")
    assert held.json() == first.json()


def head(connection: socket.socket) -> bytes:
    """Return the next answer on a connection, whose length is told."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    found = re.search(rb"(?i)content-length: (\d+)", data)
    assert found
    size = data.index(b"\r\n\r\n") + 4 + int(found[1])
    while len(data) < size:
        data += connection.recv(65_536)
    return data


def open_connection(lane: Served) -> socket.socket:
    place = urlparse(lane.url)
    return socket.create_connection((place.hostname or "", place.port or 0), 30)


def wire(query: str, more: str = "") -> bytes:
    return (
        f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: wire\r\nAccept: {JSON}\r\n{more}\r\n"
    ).encode()


def test_requests_sent_together_are_answered_in_order(lane: Served) -> None:
    queries = [f"SELECT ({number} AS ?n) {{}}" for number in range(9)]
    queries[4] = "SELECT * {"

    for _ in range(3):
        with open_connection(lane) as connection:
            connection.sendall(b"".join(wire(query) for query in queries[:-1]))
            connection.sendall(wire(queries[-1], "Connection: close\r\n"))
            said = b""
            while data := connection.recv(65_536):
                said += data

        statuses = re.findall(rb"HTTP/1\.1 (\d+)", said)
        assert statuses == [b"200"] * 4 + [b"400"] + [b"200"] * 4
        assert re.findall(rb'"value":"(\d)"', said) == [b"0", b"1", b"2", b"3", *b"5 6 7 8".split()]


def test_a_request_may_come_byte_by_byte(lane: Served) -> None:
    at_a_desk(lambda: requests.get(lane.url + "/sparql", params={"query": "ASK {}"}, timeout=9))
    with open_connection(lane) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in wire("ASK { FILTER(true) }"):
            connection.send(bytes([byte]))

        assert b'"boolean":true' in head(connection)


def test_a_client_may_stop_sending_and_still_gets_its_answers(lane: Served) -> None:
    for query in ("ASK {}", "ASK { FILTER(1 = 1) }", "ASK {}"):
        with open_connection(lane) as connection:
            connection.sendall(wire(query))
            connection.shutdown(socket.SHUT_WR)

            assert b'"boolean":true' in head(connection)
            assert connection.recv(1) == b""


def test_whoever_names_no_host_is_told_the_address_that_was_used(lane: Served) -> None:
    with open_connection(lane) as connection:
        connection.sendall(b"GET /sparql HTTP/1.0\r\nAccept: text/turtle\r\n\r\n")
        said = b""
        while data := connection.recv(65_536):
            said += data

    assert f"sd:endpoint <{lane.url}/sparql>".encode() in said


def desks(lane: Served) -> list[int]:
    return [pid for pid in children(data_process(lane)) if is_desk(pid)]


def test_a_desk_that_is_killed_takes_no_connection_with_it(lane: Served, ask: Ask) -> None:
    at_a_desk(lambda: ask(CLAIMS))
    for _ in range(3):
        # What it sent is with us a little earlier than it says so.
        time.sleep(0.05)
        for pid in desks(lane):
            os.kill(pid, signal.SIGKILL)

        assert ask(CLAIMS).status_code == 200
    assert by_desk(at_a_desk(lambda: ask(CLAIMS)))


def test_desks_that_are_killed_under_load_mix_nothing_up(lane: Served) -> None:
    kills = 8
    ended = Event()

    def many(number: int) -> int:
        """Ask the same again and again, and return how many connections broke."""
        query = f"SELECT ?c ({number} AS ?n) WHERE {{ ?c a bil:Claim }}"
        broken = 0
        with requests.Session() as session:
            while not ended.is_set():
                try:
                    answer = session.get(lane.url + "/sparql", params={"query": query}, timeout=30)
                except requests.ConnectionError:
                    broken += 1
                else:
                    rows = answer.json()["results"]["bindings"]
                    assert [row["n"]["value"] for row in rows] == [str(number)] * 3
        return broken

    with ThreadPoolExecutor(8) as threads:
        clients = [threads.submit(many, number) for number in range(8)]
        for _ in range(kills):
            time.sleep(0.1)
            while not (found := desks(lane)):
                pass
            os.kill(found[0], signal.SIGKILL)
        ended.set()
        # Only the one that was just being sent an answer cannot be told how far that came.
        assert sum(client.result() for client in clients) <= kills


def test_endless_queries_of_many_clients_leave_every_brief_one_answered(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--deadline", "2", "--memory", "256")
    brief = [f"SELECT ?c ({number} AS ?n) {{ ?c a bil:Claim }}" for number in range(50)]

    with ThreadPoolExecutor(24) as threads:
        slow = [threads.submit(served.select, f"{ENDLESS} # {number}") for number in range(24)]
        assert [served.select(query).status_code for query in brief] == [200] * 50
    assert {one.result().status_code for one in slow} == {503}


def test_an_acceptor_that_is_killed_is_replaced(lane: Served) -> None:
    web = web_process(lane)
    acceptor = next(pid for pid in children(web) if pid != data_process(lane))
    os.kill(acceptor, signal.SIGKILL)

    for _ in range(TRIES):
        try:
            if by_desk(lane.select(CLAIMS)):
                break
        except requests.ConnectionError:
            time.sleep(0.1)
    else:
        raise AssertionError("nobody accepts connections")
    assert web_process(lane) == web
    assert acceptor not in descendants(lane.process.pid)


def test_a_server_that_counts_every_request_has_no_desks(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--rate-limit", "1000", "--workers", "4")

    assert served.select(CLAIMS).status_code == served.select(CLAIMS).status_code == 200
    assert not desks(served)
