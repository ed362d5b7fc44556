"""What the express lane reads by itself is read alike by a parser of HTTP; all else it leaves."""

import pytest
from httptools import HttpParserError, HttpRequestParser
from hypothesis import example, given
from hypothesis import strategies as st
from legation_server.express.http_request import FIELD, LONGEST, PlainRequest, read_plain

HOST = b"Host: example.org\r\n"
GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST
POST = b"POST /sparql HTTP/1.1\r\n" + HOST
QUERY_TYPE = b"Content-Type: application/sparql-query\r\n"
FORM_TYPE = b"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"


def kind(data: bytes) -> bytes | None:
    found = read_plain(data)
    assert found is not None
    return found.kind


@pytest.mark.parametrize(
    ("data", "written", "encoded"),
    [
        (GET + b"\r\n", b"ASK%7B%7D", True),
        (GET.replace(b"?", b"?format=csv&") + b"\r\n", b"ASK%7B%7D", True),
        (GET + b"Connection: keep-alive\r\nX-Odd:\r\n\r\n", b"ASK%7B%7D", True),
        (POST + QUERY_TYPE + b"Content-Length: 5\r\n\r\nASK{}", b"ASK{}", False),
        (POST + b"content-length:3\r\n" + QUERY_TYPE + b"\r\nASK{}", b"ASK", False),
        (POST + FORM_TYPE + b"Content-Length: 11\r\n\r\nquery=ASK{}", b"ASK{}", True),
    ],
)
def test_the_query_of_a_plain_request_is_found(data: bytes, written: bytes, encoded: bool) -> None:
    found = read_plain(data)

    assert found is not None and found.kind
    assert (found.written, found.encoded) == (written, encoded)


def test_what_follows_a_request_is_not_part_of_it() -> None:
    first = read_plain(GET + b"\r\n" + GET)

    assert first == read_plain(GET + b"\r\n")
    assert first is not None and first.size == len(GET) + 2


HEADERS = POST + QUERY_TYPE + b"Content-Length: 5\r\n\r\n"


@pytest.mark.parametrize("size", range(len(HEADERS)))
def test_a_request_without_all_of_its_headers_is_left_alone(size: int) -> None:
    assert read_plain(HEADERS[:size]) is None


@pytest.mark.parametrize("size", range(5))
def test_the_body_of_a_request_may_come_later(size: int) -> None:
    assert read_plain(HEADERS + b"ASK{}"[:size]) == PlainRequest(
        len(HEADERS) + 5, None, whole=False
    )


@pytest.mark.parametrize(
    "data",
    [
        GET.replace(b"1.1", b"1.0") + b"\r\n",
        GET.replace(b"GET", b"HEAD") + b"\r\n",
        GET.replace(b"/sparql", b"//sparql") + b"\r\n",
        GET.replace(b"/sparql", b"http://example.org/sparql") + b"\r\n",
        GET.replace(b"%7B", b"{") + b"\r\n",
        GET.replace(b"ASK", b"\xc3\xa9") + b"\r\n",
        GET.replace(b"\r\n", b"\n") + b"\n",
        GET.replace(HOST, b"") + b"\r\n",
        POST + QUERY_TYPE + b"Transfer-Encoding: chunked\nContent-Length: 5\r\n\r\nASK{}",
        POST + QUERY_TYPE + b"X-A: b\nContent-Length: 5\r\n\r\nASK{}",
        GET + HOST + b"\r\n",
        GET + b"Connection: close\r\n\r\n",
        GET + b"Connection: keep-alive, upgrade\r\n\r\n",
        GET + b"Upgrade: h2c\r\n\r\n",
        GET + b"Expect: 100-continue\r\n\r\n",
        GET + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        GET + b"Content-Length: 0\r\n\r\n",
        GET + b"X : y\r\n\r\n",
        POST + QUERY_TYPE + b"X: y\nTransfer-Encoding: chunked\nContent-Length: 5\r\n\r\nASK{}",
        GET + b" folded: y\r\n\r\n",
        GET + b"X: a\r\n b\r\n\r\n",
        GET + b"X: \x00\r\n\r\n",
        GET + b"X: a\rb\r\n\r\n",
        POST + QUERY_TYPE + b"\r\nASK{}",
        POST + QUERY_TYPE + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nASK{}",
        POST + QUERY_TYPE + b"Content-Length: 5, 5\r\n\r\nASK{}",
        POST + QUERY_TYPE + b"Content-Length: +5\r\n\r\nASK{}",
        POST + QUERY_TYPE + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nASK{}",
        POST + QUERY_TYPE + b"Content-Length : 5\r\n\r\nASK{}",
        POST + QUERY_TYPE + b"Content-Length: 99999\r\n\r\nASK{}",
        GET + b"X: " + b"x" * LONGEST + b"\r\n\r\n",
    ],
)
def test_anything_unusual_about_a_request_is_left_to_the_web_server(data: bytes) -> None:
    assert read_plain(data) is None


@pytest.mark.parametrize(
    "data",
    [
        GET + b"If-None-Match: x\r\n\r\n",
        GET + b"Range: bytes=0-1\r\n\r\n",
        GET + b"Accept: " + b"a" * 600 + b"\r\n\r\n",
        GET.replace(b"query=", b"query=&query=") + b"\r\n",
        GET.replace(b"?query=ASK%7B%7D", b"") + b"\r\n",
        POST + b"Content-Length: 5\r\n\r\nASK{}",
        POST + FORM_TYPE + b"Content-Length: 8\r\n\r\nquery=\xc3\xa9",
    ],
)
def test_a_request_no_others_are_like_has_no_kind(data: bytes) -> None:
    assert kind(data) is None


def test_requests_are_of_one_kind_when_answers_depend_on_the_same() -> None:
    accept = b"Accept: text/csv\r\n"

    assert kind(GET + accept + b"\r\n") == kind(GET.replace(b"ASK", b"_") + accept + b"\r\n")
    assert kind(GET + accept + b"\r\n") == kind(GET + b"User-Agent: x\r\n" + accept + b"\r\n")
    assert kind(GET + accept + b"\r\n") == kind(GET.replace(HOST, accept + HOST) + b"\r\n")
    assert kind(GET + accept + b"\r\n") != kind(GET + b"\r\n")
    assert kind(GET + b"\r\n") != kind(GET.replace(b"?", b"?format=csv&") + b"\r\n")
    assert kind(GET + b"\r\n") != kind(GET.replace(b".org", b".net") + b"\r\n")


def test_no_parameter_passes_for_a_header() -> None:
    origin = GET + b"Origin: x\r\n\r\n"

    assert kind(origin) != kind(GET.replace(b"?", b"?origin:x&") + b"\r\n")


def test_the_order_of_values_belongs_to_the_kind() -> None:
    one, other = b"Accept: text/csv\r\n", b"Accept: application/json\r\n"

    assert kind(GET + one + other + b"\r\n") != kind(GET + other + one + b"\r\n")


def test_a_value_of_blanks_takes_no_time_that_grows_with_its_square() -> None:
    # That would be minutes.
    assert FIELD.fullmatch(b"X-A:" + b" " * 400_000 + b"\x80") is None


class Heard:
    """What a parser of HTTP says of some bytes."""

    def __init__(self, data: bytes) -> None:
        self.url = self.body = b""
        self.fields: list[tuple[bytes, bytes]] = []
        self.whole = False
        self.parser = HttpRequestParser(self)
        self.parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.fields.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.whole = True


NAMES = st.sampled_from(
    [b"Host", b"Accept", b"Content-Length", b"Content-Type", b"Connection", b"X-A", b"Expect"]
)
VALUES = st.sampled_from(
    [b"example.org", b"5", b"0", b"text/csv", b"application/sparql-query", b"keep-alive", b" a\tb "]
) | st.binary(max_size=6)
LINES = st.builds(
    lambda name, colon, value, end: name + colon + value + end,
    NAMES,
    st.sampled_from([b": ", b":", b":\t", b" :"]),
    VALUES,
    st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n", b" \r\n"]),
)


@given(
    st.sampled_from([GET, POST, POST + QUERY_TYPE, GET.replace(HOST, b"")]),
    st.lists(LINES, max_size=4),
    st.binary(max_size=8),
)
@example(POST + QUERY_TYPE, [b"Content-Length: 5\r\n"], b"ASK{}GET")
@example(GET, [b"Accept: text/csv \t \r\n"], b"")
def test_what_is_plain_is_plain_to_a_parser_of_http(
    start: bytes, lines: list[bytes], rest: bytes
) -> None:
    data = start + b"".join(lines) + b"\r\n" + rest
    found = read_plain(data)
    if found is None or not found.whole:
        return

    heard = Heard(data[: found.size])

    assert heard.whole and heard.parser.should_keep_alive()
    with pytest.raises((AssertionError, HttpParserError)):
        assert Heard(data[: found.size - 1]).whole
    assert same(found, heard)


def same(found: PlainRequest, heard: Heard) -> bool:
    """Tell whether the kind of a request holds what a parser says of it."""
    if found.kind is None:
        return True
    accepted = [value.strip() for name, value in heard.fields if name == b"accept"]
    written = found.written in (heard.body or heard.url)
    return written and all(b"accept:" + value in found.kind for value in accepted)
