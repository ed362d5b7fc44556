"""An endpoint on this machine that stands in for Wikidata's: the protocol and a few triples."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from support.listening import RESULTS, Handler, listening

TABLES = {
    RESULTS: ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}


@dataclass
class StandIn:
    """A running endpoint: its address, and the queries it was sent."""

    url: str
    queries: list[str] = field(default_factory=list)


@contextmanager
def stand_in(data: Path) -> Iterator[StandIn]:
    """Serve a Turtle file until the context ends."""
    store = ox.Store()
    store.load(path=data, format=ox.RdfFormat.TURTLE)

    class Endpoint(Handler):
        def respond(self, body: bytes) -> None:
            sent = body.decode() or urlsplit(self.path).query
            plain = self.headers["Content-Type"] == "application/sparql-query"
            query = sent if plain else parse_qs(sent)["query"][0]
            running.queries.append(query)
            accepted = self.headers.get("Accept", "")
            media_type = next((name for name in TABLES if name in accepted), next(iter(TABLES)))
            try:
                results = store.query(query)
                assert not isinstance(results, ox.QueryTriples)
                status, table = 200, results.serialize(format=TABLES[media_type]) or b""
            except (SyntaxError, RuntimeError, OSError) as error:
                status, table = 400, str(error).encode()
            self.answer(status, table, Content_Type=media_type if status == 200 else "text/plain")

    with listening(Endpoint) as address:
        running = StandIn(address + "sparql")
        yield running
