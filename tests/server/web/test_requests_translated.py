"""A request comes to the application as it was sent, and an answer to the client as it was given."""

import asyncio
import gzip
from collections.abc import Iterable, Iterator, MutableMapping
from threading import Event
from typing import Any

import pytest
from flask import Flask, Response
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import ClientGoneError
from legation_server.web.asgi import LONGEST_1_0_BYTES, AsgiAdapter
from legation_server.web.environ import GONE, announces_body, as_environ
from legation_server.web.hooks import compression
from legation_server.web.hooks.rate_limit import client_key
from legation_server.web.host_checks import HostChecks, is_host
from legation_server.web.signposting import Link
from support.some import some
from werkzeug.wrappers import Request

Message = MutableMapping[str, Any]
NAMES = st.from_regex(rb"[a-z]{1,8}(-[a-z]{1,5})?", fullmatch=True).filter(
    lambda name: name not in (b"content-length", b"transfer-encoding", b"content-type", b"host")
)
VALUES = st.binary(max_size=20).map(lambda value: value.replace(b"\r", b"").replace(b"\n", b""))


def scope(**more: Any) -> dict[str, Any]:
    return {
        "type": "http", "method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b"",
        "http_version": "1.1", "headers": [], "scheme": "https", "server": ("example.org", 8443),
        "client": ("192.0.2.1", 5), **more,
    }  # fmt: skip


def environ(body: bytes = b"", **more: Any) -> dict[str, Any]:
    return as_environ(scope(**more), body, Event())


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_headers_come_in_their_order_and_none_is_lost(headers: list[tuple[bytes, bytes]]) -> None:
    found = environ(headers=headers)

    for name in {name for name, _ in headers}:
        key = "HTTP_" + name.decode().upper().replace("-", "_")
        given_ = [value.decode("latin-1") for other, value in headers if other == name]
        assert found[key] == ",".join(given_)


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_a_path_and_a_query_of_any_bytes_come_through(path: bytes, query: bytes) -> None:
    raw = b"/" + b"".join(b"%%%02X" % byte for byte in path)
    found = environ(raw_path=raw, query_string=query)

    assert found["PATH_INFO"].encode("latin-1") == b"/" + path
    assert found["QUERY_STRING"].encode("latin-1") == query
    whole = raw + (b"?" + query if query else b"")
    assert found["REQUEST_URI"].encode("latin-1") == whole


def test_a_header_with_an_underscore_does_not_pass_for_one_with_a_hyphen() -> None:
    found = environ(headers=[(b"x_forwarded_host", b"evil.example"), (b"x-a", b"1")])

    assert "HTTP_X_FORWARDED_HOST" not in found
    assert found["HTTP_X_A"] == "1"


@pytest.mark.parametrize(
    ("headers", "body", "length"),
    [
        ([], b"", None),
        ([], b"abc", "3"),
        ([(b"content-length", b"0")], b"", "0"),
        # However it came, the body is all here.
        ([(b"transfer-encoding", b"chunked")], b"abc", "3"),
        ([(b"transfer-encoding", b"chunked")], b"", "0"),
        ([(b"content-length", b"99")], b"abc", "3"),
    ],
)
def test_a_body_has_the_length_that_it_has(
    headers: list[tuple[bytes, bytes]], body: bytes, length: str | None
) -> None:
    found = environ(body, headers=headers)

    assert found.get("CONTENT_LENGTH") == length
    assert found["wsgi.input"].read() == body
    assert "HTTP_TRANSFER_ENCODING" not in found


def test_what_a_scope_leaves_out_has_a_place_in_the_environment() -> None:
    found = as_environ(
        {"method": "GET", "path": "/ü", "query_string": b"", "http_version": "1.0", "headers": []},
        b"",
        gone := Event(),
    )

    assert found["PATH_INFO"].encode("latin-1") == "/ü".encode()
    assert (found["SERVER_NAME"], found["SERVER_PORT"]) == ("localhost", "80")
    assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == ("", "http")
    assert found[GONE] is gone


def test_an_address_is_that_of_the_server() -> None:
    asked = Request(environ(headers=[(b"content-type", b"text/plain")]))

    assert asked.url == "https://example.org:8443/a"
    assert (asked.remote_addr, asked.mimetype) == ("192.0.2.1", "text/plain")


@pytest.mark.parametrize(
    ("method", "headers", "may"),
    [
        ("GET", [], False),
        ("GET", [(b"accept", b"*/*")], False),
        ("GET", [(b"content-length", b"1")], True),
        ("GET", [(b"transfer-encoding", b"chunked")], True),
        ("POST", [], True),
        ("QUERY", [], True),
        ("HEAD", [], True),
    ],
)
def test_a_body_is_waited_for_where_there_may_be_one(
    method: str, headers: list[tuple[bytes, bytes]], may: bool
) -> None:
    assert announces_body(scope(method=method, headers=headers)) is may


class Client:
    """A client of an ASGI application, without a network in between."""

    def __init__(self, *bodies: bytes, hangs_up: bool = False) -> None:
        self._bodies = list(bodies) or [b""]
        self._hangs_up = hangs_up
        self.messages: list[Message] = []

    async def receive(self) -> Message:
        if self._bodies:
            part = self._bodies.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._bodies) or self._hangs_up}  # fmt: skip
        if not self._hangs_up:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.messages.append(message)

    def ask(self, application: Any, body_limit: int = 100, **more: Any) -> "Client":
        adapter = AsgiAdapter(application, 2, body_limit)
        try:
            asyncio.run(adapter(scope(**more), self.receive, self.send))
        finally:
            adapter.close()
        return self

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def is_whole(self) -> bool:
        return bool(self.messages) and not self.messages[-1].get("more_body", False)


class Chunks:
    """An answer in pieces, which knows whether it was closed."""

    def __init__(self, pieces: Iterable[bytes], error: Exception | None = None) -> None:
        self._pieces = list(pieces)
        self._error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        if self._error:
            raise self._error

    def close(self) -> None:
        self.closed += 1


def answering(chunks: Iterable[bytes], *headers: tuple[str, str], status: str = "200 OK") -> Any:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, list(headers))
        return chunks

    return application


@pytest.mark.parametrize(
    "pieces", [[], [b""], [b"one"], [b"one", b"two"], [b"", b"two"], [b"x"] * 50]
)
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_answer_comes_whole_and_is_closed_once(pieces: list[bytes], version: str) -> None:
    chunks = Chunks(pieces)

    got = Client().ask(answering(chunks, ("X-A", "1"), status="404 Nothing"), http_version=version)

    assert (got.status, got.body, got.is_whole) == (404, b"".join(pieces), True)
    assert got.headers[b"x-a"] == b"1"
    assert {b"date", b"server"} <= got.headers.keys()
    assert chunks.closed == 1


def test_an_answer_that_breaks_off_is_never_ended_like_a_whole_one() -> None:
    chunks, client = Chunks([b"one", b"two"], RuntimeError("broken")), Client()

    with pytest.raises(RuntimeError, match="broken"):
        client.ask(answering(chunks))

    assert client.status == 200
    assert not client.is_whole
    assert chunks.closed == 1


def test_an_answer_that_fails_before_its_first_byte_is_closed() -> None:
    chunks, client = Chunks([], RuntimeError("broken")), Client()

    with pytest.raises(RuntimeError, match="broken"):
        client.ask(answering(chunks))

    assert client.messages == []
    assert chunks.closed == 1


def test_nobody_is_told_of_a_failure_who_has_gone() -> None:
    chunks, client = Chunks([b"one", b"two"], ClientGoneError()), Client()

    client.ask(answering(chunks))

    assert not client.is_whole
    assert chunks.closed == 1


def test_a_client_of_http_1_0_gets_the_length_of_what_comes_in_pieces() -> None:
    got = Client().ask(answering(Chunks([b"one", b"two"])), http_version="1.0")
    newer = Client().ask(answering(Chunks([b"one", b"two"])), http_version="1.1")
    known = Client().ask(answering(Chunks([b"on", b"e"]), ("Content-Length", "3")), http_version="1.0")  # fmt: skip

    assert got.headers[b"content-length"] == b"6"
    assert b"content-length" not in newer.headers
    assert (known.headers[b"content-length"], known.body) == (b"3", b"one")


def test_a_client_of_http_1_0_gets_no_answer_whose_end_it_would_not_see() -> None:
    chunks = Chunks([b"x" * (LONGEST_1_0_BYTES // 2)] * 3)

    got = Client().ask(answering(chunks), http_version="1.0")

    assert got.status == 505
    assert b"HTTP/1.1" in got.body
    assert int(got.headers[b"content-length"]) == len(got.body)
    assert chunks.closed == 1


@pytest.mark.parametrize(
    ("bodies", "read"),
    [
        ((b"",), b""),
        ((b"abc",), b"abc"),
        ((b"a", b"b", b"c"), b"abc"),
        # Not much more is read than is allowed: enough to see that it is too much.
        ((b"x" * 90, b"y" * 20, b"z" * 99), b"x" * 90 + b"y" * 20),
    ],
)
def test_a_body_is_read_up_to_its_limit(bodies: tuple[bytes, ...], read: bytes) -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    assert Client(*bodies).ask(application, method="POST").body == read


def test_a_request_whose_body_breaks_off_is_not_run() -> None:
    ran: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        ran.append("run")
        start_response("200 OK", [])
        return []

    client = Client(b"half", hangs_up=True).ask(application, method="POST")

    assert (ran, client.messages) == ([], [])


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:7:1:2:3:4", "2001:db8:0:7::/64"),
        ("2001:db8:0:8::", "2001:db8:0:8::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
        ("192.0.2.999", "192.0.2.999"),
        ("", ""),
    ],
)
def test_a_client_is_its_address_or_its_network(address: str, key: str) -> None:
    assert client_key(address) == key


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_addresses_of_a_network_are_one_client(address: Any, other: int) -> None:
    neighbour = type(address)(int(address) >> 64 << 64 | other)

    if address.ipv4_mapped is None and neighbour.ipv4_mapped is None:
        assert client_key(str(address)) == client_key(str(neighbour))


@pytest.mark.parametrize(
    ("host", "fits"),
    [
        ("example.org", True),
        ("example.org:65535", True),
        ("192.0.2.1:80", True),
        ("[2001:db8::1]:80", True),
        ("bücher.example", False),
        ("xn--bcher-kva.example", True),
        ("", False),
        (" ", False),
        ("a b", False),
        ("a/b", False),
        ("a@b", False),
        ("a..b", False),
        ("example.org:port", False),
        ("x" * 64, False),
    ],
)
def test_a_host_is_what_an_address_can_have(host: str, fits: bool) -> None:
    assert is_host(host) is fits


@given(st.text(max_size=30))
def test_no_host_is_a_failure(host: str) -> None:
    assert is_host(host) in (True, False)


def passed_on(**headers: str) -> dict[str, Any]:
    """Return what of some headers comes through the checks."""
    seen: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.append(environ)
        return []

    HostChecks(application)(dict(headers), None)
    return seen[0]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("HTTP_HOST", ["example.org", "[::1]:80"], ["a/b", "a,b", ""]),
        ("HTTP_X_FORWARDED_HOST", ["a.example, b.example"], ["a.example, b/c", ""]),
        ("HTTP_X_FORWARDED_PROTO", ["https", "http", "https, http"], ["javascript", "HTTPS", "https;"]),
        ("HTTP_X_FORWARDED_PREFIX", ["", "/", "/data", "/a/b/", "/a%20b, /c"],
         ["//evil.example", "data", "/a//b", "/a?b", "/a#b", "/a\\b", "/ü"]),
    ],
)  # fmt: skip
def test_a_header_that_names_our_address_is_kept_only_if_it_can_be_one(
    name: str, good: list[str], bad: list[str]
) -> None:
    assert [value for value in some(good) if passed_on(**{name: value}) != {name: value}] == []
    assert [value for value in some(bad) if passed_on(**{name: value}) != {}] == []


def test_other_headers_are_not_looked_at() -> None:
    assert passed_on(HTTP_ACCEPT="a/b", HTTP_HOST="a/b") == {"HTTP_ACCEPT": "a/b"}


@pytest.mark.parametrize(
    ("link", "written"),
    [
        (Link("license", "https://example.org/a"), '<https://example.org/a>; rel="license"'),
        (Link("item", "/x", "text/turtle"), '</x>; rel="item"; type="text/turtle"'),
        (Link("item", "/osterländer"), '</osterl%C3%A4nder>; rel="item"'),
        (Link("item", "/a%20b"), '</a%20b>; rel="item"'),
    ],
)
def test_a_link_is_written_in_ascii(link: Link, written: str) -> None:
    assert str(link) == written
    assert str(link).isascii()


def compressing(shortest: int, make: Any) -> Any:
    """Return a client of an application that compresses what `make` returns."""
    app = Flask("compressing")
    compression.install(app, shortest)
    app.add_url_rule("/", view_func=make, methods=["GET"])
    return app.test_client()


GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize(("length", "coding"), [(99, None), (100, "gzip"), (101, "gzip")])
def test_an_answer_is_compressed_from_the_shortest_length_on(
    length: int, coding: str | None
) -> None:
    answer = compressing(100, lambda: Response(b"x" * length, content_type="text/html")).get(
        "/", headers=GZIP
    )

    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (gzip.decompress(answer.data) if coding else answer.data) == b"x" * length


@pytest.mark.parametrize(
    ("content_type", "status", "coding"),
    [
        ("image/png", 200, None),
        ("application/octet-stream", 200, None),
        ("text/html", 206, None),
        ("image/svg+xml", 200, "gzip"),
        ("text/html; charset=utf-8", 404, "gzip"),
    ],
)
def test_what_is_compressed_is_text_and_whole(
    content_type: str, status: int, coding: str | None
) -> None:
    answer = compressing(1, lambda: Response(b"x" * 500, status, content_type=content_type)).get(
        "/", headers=GZIP
    )

    assert answer.headers.get("Content-Encoding") == coding


def test_what_is_compressed_already_is_not_compressed_again() -> None:
    def make() -> Response:
        response = Response(gzip.compress(b"x" * 500), content_type="text/html")
        response.headers["Content-Encoding"] = "gzip"
        return response

    answer = compressing(1, make).get("/", headers=GZIP)

    assert gzip.decompress(answer.data) == b"x" * 500


@pytest.mark.parametrize("is_stream", [False, True])
def test_what_held_for_the_bytes_goes_with_them(is_stream: bool) -> None:
    chunks = Chunks([b"x" * 300, b"", b"y" * 300])

    def make() -> Response:
        response = Response(chunks if is_stream else b"x" * 600, content_type="text/turtle")
        response.set_etag("tag")
        response.headers["Repr-Digest"] = "sha-256=:x:"
        response.headers["Accept-Ranges"] = "bytes"
        return response

    answer = compressing(1, make).get("/", headers=GZIP, buffered=True)
    tag, is_weak = answer.get_etag()

    assert len(gzip.decompress(answer.data)) == 600
    assert not {"Repr-Digest", "Accept-Ranges"} & set(answer.headers.keys())
    assert tag != "tag" and tag.startswith("tag")
    assert is_weak is is_stream
    assert not is_stream or chunks.closed


def test_head_closes_what_would_have_been_sent() -> None:
    chunks = Chunks([b"x" * 600])
    client = compressing(1, lambda: Response(chunks, content_type="text/turtle"))

    with client.head("/", headers=GZIP) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"

    assert chunks.closed
