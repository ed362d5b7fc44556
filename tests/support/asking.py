"""Ask the endpoint of an application without a network in between."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CLAIMS = "SELECT ?c WHERE { ?c a bil:Claim } ORDER BY ?c"


def ask(client: FlaskClient, query: str, accept: str = "*/*", **parameters: str) -> TestResponse:
    """Return the answer to a query; `parameters` go with it in the address."""
    return client.get(
        "/sparql", query_string={"query": query, **parameters}, headers={"Accept": accept}
    )
