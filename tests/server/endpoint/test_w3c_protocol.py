"""W3C's own tests of the SPARQL Protocol, where they lie beside the checkout."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.formats import GRAPHS, SOLUTIONS
from legation_server.isolation.pool import Pool
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.small_release import write_release
from support.some import some
from werkzeug.test import TestResponse

SUITE = Path(__file__).parents[4] / "shared" / "w3c" / "protocol"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass
class Exchange:
    """One request of a test and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: set[str]
    format: str = ""
    boolean: str = ""


@dataclass
class Case:
    """One test of the suite."""

    name: str
    exchanges: list[Exchange] = field(default_factory=list)


class Manifest:
    def __init__(self, path: Path) -> None:
        self.graph: dict[str, dict[str, list[str]]] = {}
        base = "http://www.w3.org/manifest"
        for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=base):
            predicates = self.graph.setdefault(text(quad.subject), {})
            predicates.setdefault(quad.predicate.value, []).append(text(quad.object))

    def one(self, node: str, predicate: str) -> str:
        return next(iter(self.graph.get(node, {}).get(predicate, [])), "")

    def members(self, head: str) -> Iterator[str]:
        while head and head != RDF + "nil":
            yield self.one(head, RDF + "first")
            head = self.one(head, RDF + "rest")

    def cases(self) -> Iterator[Case]:
        start = next(node for node, said in self.graph.items() if MF + "entries" in said)
        for test in self.members(self.one(start, MF + "entries")):
            requests = self.one(self.one(test, MF + "action"), HT + "requests")
            exchanges = [self.exchange(request) for request in self.members(requests)]
            yield Case(test.rpartition("#")[2], exchanges)

    def exchange(self, request: str) -> Exchange:
        body, response = self.one(request, HT + "body"), self.one(request, HT + "resp")
        headers = {
            self.one(header, HT + "fieldName").lower(): self.one(header, HT + "fieldValue")
            for header in self.members(self.one(request, HT + "headers"))
        }
        encoding = self.one(body, CNT + "characterEncoding") or "utf-8"
        expected = self.graph[response][MF + "expectedStatus"]
        return Exchange(
            self.one(request, HT + "methodName"),
            self.one(request, HT + "absolutePath"),
            headers,
            self.one(body, CNT + "chars").encode(encoding),
            {status.rpartition("StatusCode")[2][0] for status in expected},
            self.one(response, MF + "expectedFormat"),
            self.one(response, MF + "expectedBoolean"),
        )


def text(term: Any) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else str(term.value)


CASES = list(Manifest(SUITE / "manifest.ttl").cases()) if SUITE.exists() else []
pytestmark = pytest.mark.skipif(not CASES, reason=f"needs W3C's tests in {SUITE}")


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a server that holds the suite's data."""
    quads = list(ox.parse((SUITE / "protocol-data.nq").read_bytes(), ox.RdfFormat.N_QUADS))
    release = open_release(write_release(tmp_path_factory.mktemp("w3c") / "dataset", quads, {}))
    pool = Pool(release, Settings(workers=1))
    yield create_app(release, pool).test_client()
    pool.close()


def send(client: FlaskClient, exchange: Exchange) -> TestResponse:
    return client.open(
        exchange.path,
        method=exchange.method,
        headers=exchange.headers,
        data=exchange.body or None,
    )


def is_update(case: Case) -> bool:
    return case.name.startswith(("update_", "bad_update_", "bad_multiple_updates"))


@pytest.mark.parametrize(
    "case", [c for c in CASES if not is_update(c)], ids=lambda case: str(case.name)
)
def test_queries(tested: FlaskClient, case: Case) -> None:
    for exchange in some(case.exchanges):
        response = send(tested, exchange)

        assert response.status[0] in exchange.statuses, response.text
        if exchange.format:
            offers = GRAPHS if exchange.format == "RDF" else SOLUTIONS
            assert response.content_type in {offer.content_type for offer in offers}
        if exchange.boolean:
            assert response.json == {"head": {}, "boolean": exchange.boolean == "true"}


# Updates whose media type is that of no request.
UNREADABLE = ("bad_update_wrong_media_type", "bad_update_missing_form_type")


@pytest.mark.parametrize(
    "case", [c for c in CASES if is_update(c)], ids=lambda case: str(case.name)
)
def test_updates_are_refused(tested: FlaskClient, case: Case) -> None:
    response = send(tested, case.exchanges[0])

    assert response.status_code == (415 if case.name in UNREADABLE else 403)
    assert response.content_type == "application/problem+json"


def test_the_suite_is_read_to_its_end() -> None:
    assert len([case for case in CASES if not is_update(case)]) == 20
    assert len(CASES) == 34
