"""An endpoint on this machine that stands in for Wikidata's: the protocol and a few triples."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
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

    class Endpoint(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(parse_qs(urlsplit(self.path).query)["query"][0])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = self.headers["Content-Type"] != "application/sparql-query"
            self.answer(parse_qs(body)["query"][0] if form else body)

        def answer(self, query: str) -> None:
            running.queries.append(query)
            accepted = self.headers.get("Accept", "")
            media_type = next((name for name in TABLES if name in accepted), next(iter(TABLES)))
            try:
                results = store.query(query)
                assert not isinstance(results, ox.QueryTriples)
                status, table = 200, results.serialize(format=TABLES[media_type]) or b""
            except (SyntaxError, RuntimeError, OSError) as error:
                status, table = 400, str(error).encode()
            self.send_response(status)
            self.send_header("Content-Type", media_type if status == 200 else "text/plain")
            self.send_header("Content-Length", str(len(table)))
            self.end_headers()
            self.wfile.write(table)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    running = StandIn(f"http://127.0.0.1:{server.server_port}/sparql")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
