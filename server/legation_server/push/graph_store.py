"""The graph store of an engine: replace, extend and remove graphs, and ask what is there.

Spec: SPARQL 1.1 Graph Store HTTP Protocol, section 5; SPARQL 1.1 Protocol, section 2.1.2.
"""

from collections.abc import Callable, Mapping
from typing import IO, Any

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from legation_server.errors import PushError
from legation_server.push.engines import EngineDialect, dialect_of

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 600.0
N_TRIPLES = {"Content-Type": "application/n-triples"}
TABLE = {"Accept": "application/sparql-results+json"}
BEARER = "Bearer "
# Of what an engine says about a failure so much is shown.
REASON_CHARACTERS = 500
GO_ON = "Mend that and run the same command again: it goes on where it stopped."
Row = Mapping[str, str]


class BearerAuth(AuthBase):
    """A token that is sent with every request (RFC 6750, section 2.1)."""

    def __init__(self, token: str) -> None:
        """Send a token."""
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the token to a request."""
        request.headers["Authorization"] = BEARER + self._token
        return request


def credentials_of(text: str, digest: bool) -> AuthBase | None:
    """Return what `user:password` or `Bearer token` stands for; None for nothing.

    Raises PushError for anything else, without repeating it.
    """
    text = text.strip()
    if not text:
        return None
    if text.startswith(BEARER):
        return BearerAuth(text.removeprefix(BEARER).strip())
    user, colon, password = text.partition(":")
    if not (user and colon):
        raise PushError("The credentials are neither `user:password` nor `Bearer` and a token.")
    return HTTPDigestAuth(user, password) if digest else HTTPBasicAuth(user, password)


class GraphStore:
    """A connection to an engine, by the address of its queries; a context that ends it."""

    def __init__(
        self,
        address: str,
        dialect: EngineDialect | None = None,
        graph_store: str = "",
        credentials: str = "",
    ) -> None:
        """Find out which engine it is, unless that is told; raises PushError.

        `graph_store` is the address of its graphs, by default what the engine makes of `address`.
        """
        self.address = address
        self._session = requests.Session()
        try:
            self._dialect = dialect or dialect_of(self._server(), address)
            self._session.auth = credentials_of(credentials, self._dialect.digest)
            self._graphs = graph_store or self._dialect.graph_store(address)
        except BaseException:
            self._session.close()
            raise

    def __enter__(self) -> "GraphStore":
        """Begin."""
        return self

    def __exit__(self, *error: object) -> None:
        """End the connection."""
        self._session.close()

    def replace(self, graph: str, triples: bytes | IO[bytes], *, whole: bool = False) -> None:
        """Make a graph consist of some triples, in N-Triples; raises PushError.

        `whole` says that they may be any number.
        """
        more = self._dialect.whole if whole else {}
        self._change("PUT", graph, triples, more)

    def extend(self, graph: str, triples: bytes) -> None:
        """Add triples, in N-Triples, to a graph; raises PushError."""
        self._change("POST", graph, triples, {})

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there; raises PushError."""
        self._change("DELETE", graph, b"", {}, absent=404)

    def ask(self, query: str) -> list[Row]:
        """Return the rows of the answer to a SELECT query, each with the values by name.

        Raises PushError.
        """
        answer = self._send(lambda: self._request("POST", self.address, {"query": query}, TABLE))
        self._check(answer, f"{self.address} was asked what it holds")
        try:
            rows = answer.json()["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PushError(f"{self.address} does not answer as a SPARQL endpoint does.") from error

    def _change(
        self,
        method: str,
        graph: str,
        triples: bytes | IO[bytes],
        parameters: Mapping[str, str],
        absent: int = 200,
    ) -> None:
        answer = self._send(
            lambda: self._request(
                method, self._graphs, triples, N_TRIPLES, {"graph": graph, **parameters}
            )
        )
        if answer.status_code != absent:
            self._check(answer, f"{method} of the graph {graph} to {self._graphs}")

    def _request(
        self,
        method: str,
        address: str,
        data: Any,
        headers: Mapping[str, str],
        parameters: Mapping[str, str] | None = None,
    ) -> requests.Response:
        return self._session.request(
            method,
            address,
            params=parameters,
            data=data,
            headers=dict(headers),
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            # A credential goes nowhere but where it was meant to.
            allow_redirects=False,
        )

    def _send(self, request: Callable[[], requests.Response]) -> requests.Response:
        try:
            return request()
        except requests.RequestException as error:
            raise PushError(f"{self.address} cannot be reached: {error}. {GO_ON}") from error

    def _check(self, answer: requests.Response, what: str) -> None:
        if answer.ok and not answer.is_redirect:
            return
        if answer.status_code in (401, 403):
            raise PushError(
                f"{what}: the engine answered {answer.status_code}. Give the credentials of an "
                "account that may write, in LEGATION_PUSH_CREDENTIALS or with --credentials."
            )
        said = answer.text.strip()[:REASON_CHARACTERS]
        raise PushError(f"{what}: the engine answered {answer.status_code}: {said} {GO_ON}")

    def _server(self) -> str:
        answer = self._send(
            lambda: self._request("GET", self.address, None, {}, {"query": "ASK {}"})
        )
        return answer.headers.get("Server", "")
