"""Where an engine's graphs are is known from its name and address, or asked for with the remedy."""

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import PushError
from legation_server.push import ENGINES
from legation_server.push.engines import dialect_of
from legation_server.push.graph_store import BearerAuth, credentials_of
from requests.auth import HTTPBasicAuth, HTTPDigestAuth
from support.some import some

HOST = "https://h.example:99"


@pytest.mark.parametrize(
    ("engine", "queries", "graphs"),
    [
        ("oxigraph", "/query", "/store"),
        ("oxigraph", "/a/query", "/a/store"),
        ("virtuoso", "/sparql", "/sparql-graph-crud-auth"),
        ("rdf4j", "/repositories/x", "/repositories/x/rdf-graphs/service"),
        ("rdf4j", "/repositories/x/", "/repositories/x/rdf-graphs/service"),
        ("fuseki", "/ds/sparql", "/ds/data"),
        ("fuseki", "/ds/query", "/ds/data"),
        # Only the ending counts.
        ("fuseki", "/query/sparql", "/query/data"),
        ("neptune", "/sparql", "/sparql/gsp/"),
        ("qlever", "", ""),
        ("qlever", "/api/x", "/api/x"),
    ],
)
def test_the_address_of_graphs_follows_from_that_of_queries(
    engine: str, queries: str, graphs: str
) -> None:
    assert ENGINES[engine].graph_store(HOST + queries) == HOST + graphs


@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso", "fuseki"])
def test_an_address_that_says_nothing_of_its_graphs_is_told_with_the_remedy(engine: str) -> None:
    with pytest.raises(PushError, match=r"/elsewhere does not end in /.*--graph-store") as caught:
        ENGINES[engine].graph_store(HOST + "/elsewhere")

    expected = {"fuseki": "/sparql or /query", "oxigraph": "/query", "virtuoso": "/sparql"}
    assert f"end in {expected[engine]}, " in str(caught.value)


@pytest.mark.parametrize("dialect", ENGINES.values(), ids=lambda dialect: dialect.name)
def test_what_follows_a_path_does_not_get_into_the_address_of_graphs(dialect: object) -> None:
    address = f"{HOST}/query?default-graph-uri=x#part"
    address = address.replace("/query", "/sparql") if dialect is ENGINES["virtuoso"] else address

    assert "default" not in dialect.graph_store(address)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("Oxigraph/0.5.1", "oxigraph"),
        ("Virtuoso/07.20.3240 (Linux) x86_64-pc-linux-gnu", "virtuoso"),
        ("Apache Jena Fuseki (5.0.0)", "fuseki"),
    ],
)
def test_an_engine_is_known_by_what_it_calls_itself(server: str, name: str) -> None:
    assert dialect_of(server, HOST).name == name


@pytest.mark.parametrize("server", ["", "nginx", "oxigraph", "My Oxigraph"])
def test_an_engine_that_is_not_known_is_to_be_named(server: str) -> None:
    with pytest.raises(PushError, match="Name it with --engine") as caught:
        dialect_of(server, HOST)

    message = str(caught.value)
    assert HOST in message
    assert all(name in message for name in some(ENGINES))
    assert (f"it calls itself {server!r}" in message) is bool(server)


def authorization(text: str) -> str:
    """Return the header that credentials make; empty for none."""
    request = requests.Request("GET", HOST, auth=credentials_of(text, digest=False)).prepare()
    return str(request.headers.get("Authorization", ""))


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("", ""),
        (" \n", ""),
        ("me:secret", "Basic bWU6c2VjcmV0"),
        ("me:secret\r\n", "Basic bWU6c2VjcmV0"),
        # A password may have colons, and may be empty.
        ("me:a:b", "Basic bWU6YTpi"),
        ("me:", "Basic bWU6"),
        ("Bearer abc\n", "Bearer abc"),
        ("Bearer  abc", "Bearer abc"),
        # A user of this name is no token.
        ("Bearer:abc", "Basic QmVhcmVyOmFiYw=="),
    ],
)
def test_credentials_are_a_password_or_a_token(text: str, header: str) -> None:
    assert authorization(text) == header


def test_an_engine_that_wants_a_digest_gets_one() -> None:
    found = credentials_of("me:secret", digest=True)

    assert isinstance(found, HTTPDigestAuth)
    assert (found.username, found.password) == ("me", "secret")
    assert isinstance(credentials_of("me:secret", digest=False), HTTPBasicAuth)
    assert isinstance(credentials_of("Bearer abc", digest=True), BearerAuth)
    assert credentials_of("", digest=True) is None
    assert [name for name, dialect in ENGINES.items() if dialect.digest] == ["virtuoso"]


@given(st.text(st.characters(exclude_characters=":"), max_size=30))
def test_credentials_of_another_form_are_refused_and_never_shown(secret: str) -> None:
    for text in (f"§{secret}§", f":§{secret}§"):
        with pytest.raises(PushError, match="neither") as caught:
            credentials_of(text, digest=False)
        assert "§" not in str(caught.value)
