"""What is known of an engine: which release it holds, and how it is told a time limit."""

import json
from urllib.parse import SplitResult

from legation_server.errors import Problem
from legation_server.isolation.remote.exchange import Exchange
from legation_server.releases import HELD_QUERY
from legation_server.settings import MIB

VIRTUOSO, FUSEKI = "Virtuoso", "Apache Jena Fuseki"
# In the addresses of Eclipse RDF4J and Ontotext GraphDB, which do not say who they are.
REPOSITORIES = "/repositories/"
TABLE = "application/sparql-results+json"
# A longer answer is none.
MOST_BYTES = MIB


def held_at(address: SplitResult, seconds: float) -> list[str] | None:
    """Return the fingerprints of the releases that are whole at an endpoint.

    None means that this cannot be found out now, because the endpoint does not answer.
    """
    text = b""
    try:
        with Exchange(address, seconds) as exchange:
            exchange.send([("query", HELD_QUERY)], TABLE)
            while (piece := exchange.read()) and len(text) < MOST_BYTES:
                text += piece
        rows = json.loads(text)["results"]["bindings"]
        return [row["f"]["value"] for row in rows]
    except Problem:
        # Pages of reading need no engine, and it may be back in a moment.
        return None
    except (ValueError, KeyError, TypeError):
        return []


def time_limit(server: str, address: SplitResult, seconds: float) -> str | None:
    """Return the form's `timeout`: milliseconds for Virtuoso, seconds for others that read it.

    None is for engines that do not: QLever refuses one above its own limit (qlever#1162). For
    them the connection ends at the deadline. `server` is the engine's header Server.
    """
    if server.startswith(VIRTUOSO):
        return str(round(seconds * 1000))
    if server.startswith(FUSEKI) or REPOSITORIES in address.path:
        return str(max(1, round(seconds)))
    return None
