"""Things whose IRIs hold odd characters answer under their own names, and link to each other."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from legation_server.formats import DOCUMENTS, HTML
from legation_server.rdf.writer import RDF_FORMATS
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from support.addresses import address_of
from support.memory_store import MemoryStore
from support.server_processes import Served

BASE = "https://w3id.org/legation/"
ODD = [
    "id/osterländer",
    "id/a%20b",
    "id/50%25",
    "id/a%2Fb",
    "id/caf%C3%A9",
    "id/日本",
    "id/\U0001d51b",
    "id/e\u0301",
    "id/x.ttl",
    "id/x.html",
    "id/x?y=1&z=2",
    "id/it's",
    "id/(a)",
    "id/a;b=c,d",
    "id/a:b@c",
    "id/~$!*+",
    "id//double",
    "id/slash/",
    "id/v1.0.",
    "names with%20%C3%BC".replace(" ", "_"),
]
TRIG = "\n".join(
    f"<{BASE}{name}> <{BASE}ns#knows> <{BASE}{other}> ; a <{BASE}ns#Odd> ; "
    f"<http://www.w3.org/2000/01/rdf-schema#label> {ox.Literal(name)} ."
    for name, other in zip(ODD, ODD[1:] + ODD[:1], strict=True)
)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def client(release: Release, memory: MemoryStore) -> FlaskClient:
    return create_app(release, memory, None).test_client()


def subjects(data: bytes, name: str) -> set[str]:
    return {str(quad.subject)[1:-1] for quad in ox.parse(data, RDF_FORMATS[name])}


PLAIN = st.sampled_from("abzAZ059-._~!$&'()*+,;=:@/?")
WIDE = st.characters(
    min_codepoint=0xA0, max_codepoint=0x2FFFD, categories=["L", "M", "N", "P", "S"]
)
ESCAPES = st.integers(0x20, 0xFF).map(lambda byte: f"%{byte:02X}")
# Not both in one name: a wide character and its escape are the same once they are sent.
NAMES = st.one_of(
    st.lists(st.one_of(PLAIN, WIDE), min_size=1, max_size=12),
    st.lists(st.one_of(PLAIN, ESCAPES), min_size=1, max_size=12),
).map("".join)


def is_name(name: str) -> bool:
    """Tell whether a name makes an IRI that clients send as it is.

    They resolve dot segments and drop an empty query.
    """
    try:
        ox.NamedNode(BASE + "odd/" + name)
    except ValueError:
        return False
    return not name.endswith("?") and not any(
        part in (".", "..") for part in name.partition("?")[0].split("/")
    )


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_any_name_leads_to_its_document(
    client: FlaskClient, memory: MemoryStore, name: str
) -> None:
    assume(is_name(name))
    iri = BASE + "odd/" + name
    kind = ox.Quad(ox.NamedNode(iri), ox.NamedNode(BASE + "ns#p"), ox.Literal("value"))
    memory.triples.add(kind)

    response = client.get(address_of(iri), headers={"Accept": "text/turtle"})
    document = client.get(response.headers["Location"])
    page = client.get(response.headers["Location"].removesuffix(".ttl") + ".html")

    for answer in (response, document, page):
        assert all(value.isascii() for _, value in answer.headers)
    assert page.status_code == 200
    assert response.status_code == 303
    assert document.status_code == 200
    assert iri in subjects(document.data, "ttl")
    memory.triples.clear()


@pytest.fixture
def odd(make_dataset: Callable[[str], Path]) -> Path:
    return make_dataset(TRIG)


def test_odd_names_are_served_over_http(odd: Path, serve: Callable[..., Served]) -> None:
    server = serve(odd, "--workers", "2")

    for name in ODD:
        for offer in DOCUMENTS:
            response = server.get(address_of(BASE + name), headers={"Accept": offer.media_type})
            assert (response.status_code, len(response.history)) == (200, 1), name
            if offer is HTML:
                assert f"<code>{BASE}{name}</code>" in response.text.replace("&#39;", "'").replace(
                    "&amp;", "&"
                )
            else:
                assert BASE + name in subjects(response.content, offer.name)
