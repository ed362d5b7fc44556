"""What a desk reads by itself is read alike by a parser of HTTP; it leaves everything else."""

import pytest
from httptools import HttpParserError, HttpRequestParser
from hypothesis import example, given
from hypothesis import strategies as st
from legation_server.express.http_request import (
    FIELD,
    LONGEST_BYTES,
    Fields,
    PlainRequest,
    read_plain,
)

HOST = b"Host: example.org\r\n"
GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST
POST = b"POST /sparql HTTP/1.1\r\n" + HOST
QUERY_TYPE = b"Content-Type: application/sparql-query\r\n"
FORM_TYPE = b"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"


@pytest.mark.parametrize(
    ("data", "query_string", "body"),
    [
        (GET + b"\r\n", b"query=ASK%7B%7D", b""),
        (GET.replace(b"?", b"?format=csv&") + b"\r\n", b"format=csv&query=ASK%7B%7D", b""),
        (GET + b"Connection: keep-alive\r\nX-Odd:\r\n\r\n", b"query=ASK%7B%7D", b""),
        (POST + QUERY_TYPE + b"Content-Length: 5\r\n\r\nASK{}", b"", b"ASK{}"),
        (POST + b"content-length:3\r\n" + QUERY_TYPE + b"\r\nASK{}", b"", b"ASK"),
        (POST + FORM_TYPE + b"Content-Length: 11\r\n\r\nquery=ASK{}", b"", b"query=ASK{}"),
        (POST + b"Content-Length: 5\r\n\r\nASK{}", b"", b"ASK{}"),
    ],
)
def test_the_parts_of_a_plain_request_are_found(
    data: bytes, query_string: bytes, body: bytes
) -> None:
    found = read_plain(data)

    assert found is not None and found.whole
    assert (found.method.encode(), found.query_string, found.body) == (
        data.partition(b" ")[0],
        query_string,
        body,
    )


def test_the_headers_an_answer_depends_on_are_found() -> None:
    more = b"accept:text/csv \r\nACCEPT-ENCODING: br\r\nAccept-Language: az\r\n\r\n"
    found = read_plain(GET + more)

    assert found is not None and found.fields == Fields("text/csv", "br", None)


def test_what_follows_a_request_is_not_part_of_it() -> None:
    first = read_plain(GET + b"\r\n" + GET)

    assert first == read_plain(GET + b"\r\n")
    assert first is not None and first.size_bytes == len(GET) + 2


HEADERS = POST + QUERY_TYPE + b"Content-Length: 5\r\n\r\n"


@pytest.mark.parametrize("size", range(len(HEADERS)))
def test_a_request_without_all_of_its_headers_is_left_alone(size: int) -> None:
    assert read_plain(HEADERS[:size]) is None


@pytest.mark.parametrize("size", range(5))
def test_the_body_of_a_request_may_come_later(size: int) -> None:
    assert read_plain(HEADERS + b"ASK{}"[:size]) == PlainRequest(
        len(HEADERS) + 5,
        "POST",
        "sparql",
        b"",
        Fields(content_type="application/sparql-query"),
        b"ASK{}"[:size],
        whole=False,
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
        GET + b"If-None-Match: x\r\n\r\n",
        GET + b"Range: bytes=0-1\r\n\r\n",
        GET + b"Content-Encoding: identity\r\n\r\n",
        GET + b"Accept: text/csv\r\nAccept: text/html\r\n\r\n",
        GET + b"Accept_Encoding: gzip\r\n\r\n",
        POST + QUERY_TYPE + FORM_TYPE + b"Content-Length: 5\r\n\r\nASK{}",
        GET + b"X: " + b"x" * LONGEST_BYTES + b"\r\n\r\n",
    ],
)
def test_anything_unusual_about_a_request_is_left_to_the_web_server(data: bytes) -> None:
    assert read_plain(data) is None


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

    heard = Heard(data[: found.size_bytes])

    assert heard.whole and heard.parser.should_keep_alive()
    with pytest.raises((AssertionError, HttpParserError)):
        assert Heard(data[: found.size_bytes - 1]).whole
    assert same(found, heard)


def same(found: PlainRequest, heard: Heard) -> bool:
    """Tell whether what was read is what a parser says."""
    fields = dict(heard.fields)
    read = (found.fields.accept, found.fields.accept_encoding, found.fields.content_type)
    names = (b"accept", b"accept-encoding", b"content-type")
    said = [fields[name].strip(b" \t").decode() if name in fields else None for name in names]
    target = heard.url.partition(b"?")[2]
    return (found.body, found.query_string, *read) == (heard.body, target, *said)


@pytest.mark.parametrize(
    ("path", "endpoint", "asked"),
    [
        (b"/sparql", "sparql", b""),
        (b"/sparql?", "sparql", b""),
        (b"/sparql?query=ASK%7B%7D", "sparql", b"query=ASK%7B%7D"),
        (b"/wd/sparql?query=a?b", "wd/sparql", b"query=a?b"),
    ],
)
def test_the_path_says_which_endpoint_is_asked(path: bytes, endpoint: str, asked: bytes) -> None:
    found = read_plain(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")

    assert found is not None
    assert (found.endpoint, found.query_string) == (endpoint, asked)


@pytest.mark.parametrize(
    "path",
    [b"/wd", b"/wd/", b"/wd/sparql/", b"/sparql/", b"/wd/sparqlx", b"/x/sparql", b"/WD/sparql"],
)
def test_other_paths_are_left_alone(path: bytes) -> None:
    assert read_plain(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n") is None
