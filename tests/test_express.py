"""The express lane in front of the application: same answers, and what it leaves to Flask."""

import asyncio
import gzip
import json
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from legation_server.app import create_app
from legation_server.asgi import AsgiAdapter
from legation_server.express import OWN, ExpressLane
from legation_server.pool import Pool
from legation_server.release import Release
from legation_server.settings import Settings
from legation_server.site import NAME

CLAIMS = "SELECT ?c WHERE { ?c a bil:Claim }"
EVENTS = "SELECT ?c WHERE { ?c a bil:Event }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
FORM = "application/x-www-form-urlencoded"
PLAIN = "application/sparql-query"


@dataclass
class Got:
    """An answer as it came over ASGI."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def shared(self) -> dict[str, str]:
        """The headers that are the same in every answer like it."""
        return {n: v for n, v in self.headers.items() if n.encode() not in OWN}


@dataclass
class Front:
    """A lane, the application behind it, and how often that was asked."""

    settings: Settings
    pool: Pool
    release: Release
    asked: int = 0
    lane: ExpressLane = field(init=False)

    def __post_init__(self) -> None:
        app = create_app(self.release, self.pool, self.settings)
        self.site = app.extensions[NAME]
        self.lane = ExpressLane(self.site, self.pool)

        def counting(environ: Any, start_response: Any) -> Any:
            self.asked += 1
            return app.wsgi_app(environ, start_response)

        self.adapter = AsgiAdapter(counting, 8, 1_000_000, lambda: None, self.lane)

    async def send(
        self, parameters: bytes, method: str = "GET", body: bytes = b"", **headers: str
    ) -> Got:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": "/sparql",
            "raw_path": b"/sparql",
            "query_string": parameters,
            "headers": [
                (b"host", b"localhost"),
                *(([(b"content-length", b"%d" % len(body))]) if method == "POST" else []),
                *((n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()),
            ],
        }
        sent: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if waiting:
                return waiting.pop()
            return await asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            sent.append(message)

        await self.adapter(scope, receive, send)
        fields = {n.decode(): v.decode() for n, v in sent[0]["headers"]}
        return Got(sent[0]["status"], fields, b"".join(m.get("body", b"") for m in sent[1:]))

    async def get(self, query: str, more: str = "", **headers: str) -> Got:
        return await self.send(f"query={quote(query)}{more}".encode(), "GET", b"", **headers)

    def run(self, scenario: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            try:
                await scenario()
            finally:
                self.lane.close()

        asyncio.run(whole())
        assert self.pool.busy() == {"free": self.pool.size, "long": 0, "waiting": 0}


@pytest.fixture(scope="module")
def workers(release: Release) -> Iterator[Pool]:
    pool = Pool(release, Settings(workers=4, deadline=1.0, memory=256))
    yield pool
    pool.close()


@pytest.fixture
def front(release: Release, workers: Pool) -> Front:
    return Front(Settings(cache=0), workers, release)


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (CLAIMS, "application/sparql-results+json"),
        (CLAIMS, "text/csv"),
        ("ASK { ?c a bil:Claim }", "*/*"),
        ("CONSTRUCT WHERE { ?c a bil:Claim }", "text/turtle"),
        ("SELECT (RAND() < 2 AS ?x) {}", "application/sparql-results+xml"),
    ],
)
def test_the_lane_answers_like_the_application(front: Front, query: str, accept: str) -> None:
    async def scenario() -> None:
        first = await front.get(query, accept=accept)
        second = await front.get(query, accept=accept)

        assert front.asked == 1
        assert (first.status, first.body, first.shared) == (200, second.body, second.shared)
        assert first.headers.keys() == second.headers.keys()
        assert first.headers.get("etag") == second.headers.get("etag")
        assert first.headers["content-length"] == second.headers["content-length"]
        assert first.headers["x-query-id"] != second.headers["x-query-id"]
        for answer in (first, second):
            named = f';desc="{answer.headers["x-query-id"]}"'
            assert answer.headers["server-timing"].endswith(named)

    front.run(scenario)


def test_a_request_like_another_goes_by_the_lane_whatever_its_query(front: Front) -> None:
    async def scenario() -> None:
        claims = await front.get(CLAIMS)
        events = await front.get(EVENTS)

        assert front.asked == 1
        assert claims.headers["etag"] != events.headers["etag"]
        assert len(json.loads(events.body)["results"]["bindings"]) == 1

    front.run(scenario)


def test_each_way_of_asking_is_learned_by_itself(front: Front) -> None:
    ways: list[Callable[[], Awaitable[Got]]] = [
        lambda: front.get(CLAIMS),
        lambda: front.get(CLAIMS, "&format=csv"),
        lambda: front.get(CLAIMS, accept="text/csv"),
        lambda: front.send(
            b"", "POST", urlencode({"query": CLAIMS}).encode(), content_type=FORM, accept="text/csv"
        ),
        lambda: front.send(b"", "POST", CLAIMS.encode(), content_type=PLAIN, accept="text/csv"),
    ]

    async def scenario() -> None:
        first = [await way() for way in ways]
        assert front.asked == len(ways)

        again = [await way() for way in ways]
        assert front.asked == len(ways)
        assert [one.body for one in first] == [one.body for one in again]
        assert len({one.body for one in again[1:]}) == 1

    front.run(scenario)


@pytest.mark.parametrize(
    ("method", "parameters", "body", "status"),
    [
        ("GET", b"query=SELEC", b"", 400),
        ("GET", b"query=", b"", 400),
        ("GET", b"query=%ff", b"", 400),
        ("GET", b"query=ASK+%7B%7D&query=ASK+%7B%7D", b"", 400),
        ("GET", b"query=ASK+%7B%7D&%71uery=ASK+%7B%7D", b"", 400),
        ("GET", b"query=ASK+%7B%7D&update=x", b"", 403),
        ("GET", b"query=SELECT+*+%7B+SERVICE+%3Cx:%3E+%7B%7D+%7D", b"", 403),
        ("GET", b"query=ASK+%7B%7D&timeout=no", b"", 400),
        ("POST", b"", b"query=ASK+%7B%7D", 400),
        ("POST", b"query=ASK+%7B%7D", b"ASK {}", 400),
        ("DELETE", b"query=ASK+%7B%7D", b"", 405),
    ],
)
def test_what_is_wrong_with_a_request_is_said_by_the_application(
    front: Front, method: str, parameters: bytes, body: bytes, status: int
) -> None:
    async def scenario() -> None:
        await front.get("ASK {}")
        await front.send(b"", "POST", b"ASK {}", content_type=PLAIN)
        before = front.asked
        headers = {"content_type": PLAIN} if method == "POST" else {}

        answers = [await front.send(parameters, method, body, **headers) for _ in range(2)]

        assert front.asked == before + 2
        assert {one.status for one in answers} == {status}
        assert {one.headers["content-type"] for one in answers} == {"application/problem+json"}

    front.run(scenario)


def test_a_query_that_takes_long_is_carried_on_to_its_deadline(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)

        slow, brief = await asyncio.gather(front.get(ENDLESS + " # lane"), front.get(EVENTS))

        assert (slow.status, brief.status) == (503, 200)
        assert json.loads(slow.body)["type"] == "/errors#query-timeout"
        assert json.loads(slow.body)["limit"] == 1.0

    front.run(scenario)


def test_a_query_that_takes_long_does_not_keep_those_behind_it(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        # As if all had been brief: what comes together goes to one worker.
        front.lane._line._pace = 1e-6
        queries = [ENDLESS.replace("?n", "?batch"), *(f"SELECT ({n} AS ?n) {{}}" for n in range(6))]

        slow, *brief = await asyncio.gather(*(front.get(query) for query in queries))

        assert slow.status == 503
        values = [json.loads(a.body)["results"]["bindings"][0]["n"]["value"] for a in brief]
        assert values == [str(n) for n in range(6)]

    front.run(scenario)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_client_that_leaves_a_batch_takes_nobody_with_it(front: Front, number: int) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        front.lane._line._pace = 1e-6
        queries = [ENDLESS.replace("?n", f"?leaves{number}")] + [EVENTS] * 3
        requests = [asyncio.create_task(front.get(query)) for query in queries]
        while not front.lane._line._busy:
            await asyncio.sleep(0)

        requests[number].cancel()
        answers = await asyncio.gather(*requests, return_exceptions=True)

        assert isinstance(answers[number], asyncio.CancelledError)
        stayed = [one for one in answers if isinstance(one, Got)]
        assert [one.status for one in stayed if one.status != 503] == [200] * (3 - (number > 0))
        assert len(stayed) == 3

    front.run(scenario)


def test_what_is_wrong_with_one_query_of_a_batch_is_said_to_its_client(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        front.lane._line._pace = 1e-6
        queries = [CLAIMS, "SELECT * {", EVENTS, "ASK { FILTER(1 / 0) }", "ASK {}"]

        answers = await asyncio.gather(*(front.get(query) for query in queries))

        assert [one.status for one in answers] == [200, 400, 200, 200, 200]
        assert json.loads(answers[1].body)["type"] == "/errors#syntax-error"

    front.run(scenario)


def test_a_large_result_is_carried_on_to_its_end(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        large = await front.get(LARGE)

        assert len(json.loads(large.body)["results"]["bindings"]) == front.pool._zygote.quads**2
        assert "content-length" not in large.headers

    front.run(scenario)


def test_an_unchanged_answer_is_not_sent_again(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        etag = (await front.get(CLAIMS)).headers["etag"]

        again = await front.get(CLAIMS, if_none_match=etag)

        assert (again.status, again.body) == (304, b"")

    front.run(scenario)


def test_a_large_answer_is_still_compressed(front: Front) -> None:
    rows = "SELECT * { ?s ?p ?o }"

    async def scenario() -> None:
        await front.get(CLAIMS + " LIMIT 1", accept_encoding="gzip")
        plain = await front.get(rows)
        packed = await front.get(rows, accept_encoding="gzip")

        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body

    front.run(scenario)


def test_many_at_once_are_all_answered(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        queries = [f"SELECT ({n} AS ?n) {{}}" for n in range(200)]

        answers = await asyncio.gather(*(front.get(query) for query in queries))

        values = [json.loads(a.body)["results"]["bindings"][0]["n"]["value"] for a in answers]
        assert values == [str(n) for n in range(200)]

    front.run(scenario)


def test_what_the_cache_holds_is_given_without_a_query(release: Release, workers: Pool) -> None:
    front = Front(Settings(cache=1), workers, release)

    async def scenario() -> None:
        await front.get(CLAIMS)
        before = workers.counts["queries"]
        held = [await front.get(CLAIMS), await front.get(CLAIMS)]
        asked = [await front.get(EVENTS), await front.get(EVENTS)]

        assert workers.counts["queries"] == before + 1
        assert all(one.headers["server-timing"].startswith("cache;") for one in held)
        assert asked[0].headers["server-timing"].startswith("query;")
        assert asked[1].headers["server-timing"].startswith("cache;")
        assert (front.site.cache.hits, front.site.cache.misses) == (3, 2)

    front.run(scenario)


def test_requests_by_the_lane_are_counted(front: Front) -> None:
    async def scenario() -> None:
        before = front.pool.counts["queries"]
        for _ in range(3):
            await front.get(CLAIMS)

        assert front.site.metrics.requests["endpoint", 200] == 3
        assert front.pool.counts["queries"] == before + 3

    front.run(scenario)


def test_a_worker_that_dies_is_replaced(front: Front) -> None:
    async def scenario() -> None:
        await front.get(CLAIMS)
        await front.get(CLAIMS)
        for lent in list(front.lane._line._idle):
            os.kill(lent.worker.pid, signal.SIGKILL)

        # One may still be asked before its end is known, and says so.
        answers = [await front.get(CLAIMS) for _ in range(4)]

        assert {one.status for one in answers} <= {200, 503}
        assert answers[-1].status == 200
        await asyncio.sleep(0.3)

    front.run(scenario)
