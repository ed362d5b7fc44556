"""Small HTTP servers on this machine; one of them is a SPARQL endpoint that counts its calls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

RESULTS = "application/sparql-results+json"
TABLE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"told"}}]}}'


@contextmanager
def listening(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve until the context ends; yields the address, with a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@contextmanager
def listening_app(app: Flask) -> Iterator[str]:
    """Serve a Flask application until the context ends; yields its address without a slash."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers GET and POST by what `respond` says, without writing a log."""

    def do_GET(self) -> None:
        """Answer."""
        self.respond(b"")

    def do_POST(self) -> None:
        """Answer, once the body is here."""
        self.respond(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def respond(self, body: bytes) -> None:
        """Answer a request with a body."""
        raise NotImplementedError

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send an answer; in the names of headers `_` stands for `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class Endpoint(Handler):
    """Answers every query with a row, and `/redirect/STATUS` by leading to itself."""

    calls = 0

    def respond(self, body: bytes) -> None:
        """Count a call and answer it; where it was led to from elsewhere, it counts too."""
        if self.path.startswith("/redirect/"):
            self.answer(int(self.path.removeprefix("/redirect/")), Location="/")
        else:
            type(self).calls += 1
            self.answer(200, TABLE, Content_Type=RESULTS)
