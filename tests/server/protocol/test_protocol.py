from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import PROBLEMS, Problem
from legation_server.formats import FORM, QUERY, UPDATE
from legation_server.protocol.request import QueryRequest, read_request

LIMIT = 1000
GRAPH = "http://example.org/graph"


def read(
    method: str = "GET",
    query_string: str | bytes = b"",
    content_type: str | None = None,
    body: str | bytes = b"",
) -> QueryRequest:
    parts = [part.encode() if isinstance(part, str) else part for part in (query_string, body)]
    return read_request(method, parts[0], content_type, parts[1], LIMIT)


def refused(*request: str | bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        read(*request)  # type: ignore[arg-type]
    return caught.value


ASK = urlencode({"query": "ASK {}"})


@pytest.mark.parametrize(
    "request_parts",
    [
        ("GET", ASK),
        ("HEAD", ASK),
        ("POST", "", FORM, ASK),
        ("POST", "", FORM + "; charset=UTF-8", ASK),
        ("POST", "", QUERY, "ASK {}"),
        ("POST", "", QUERY.upper() + ";charset=utf-8", "ASK {}"),
        ("QUERY", "", QUERY, "ASK {}"),
        ("GET", ASK + "&version=1.1"),
        ("GET", ASK + "&version=1.2"),
        ("POST", "", QUERY + '; version="1.2"', "ASK {}"),
    ],
)
def test_a_query_comes_in_every_way_there_is(request_parts: tuple[str, ...]) -> None:
    assert read(*request_parts) == QueryRequest("ASK {}")


def test_the_dataset_comes_from_address_and_form() -> None:
    address = urlencode([("default-graph-uri", GRAPH + "1"), ("default-graph-uri", GRAPH + "2")])
    form = ASK + "&" + urlencode({"named-graph-uri": GRAPH + "3"})

    asked = read("POST", address, FORM, form)

    assert asked.default_graphs == (GRAPH + "1", GRAPH + "2")
    assert asked.named_graphs == (GRAPH + "3",)


@pytest.mark.parametrize(
    "empty",
    [
        *("default-graph-uri=", "named-graph-uri=", "default-graph-uri=%20", "format=", "output="),
        *("timeout=", "timeout=0", "timeout=0.0", "timeout=+", "update=", "using-graph-uri="),
        "format=&output=&results=&Accept=&timeout=&default-graph-uri=&named-graph-uri=",
    ],
)
def test_parameters_without_a_value_are_as_absent(empty: str) -> None:
    assert read("GET", f"{ASK}&{empty}") == QueryRequest("ASK {}")
    assert read("POST", "", FORM, f"{empty}&{ASK}") == QueryRequest("ASK {}")
    assert read("POST", empty, QUERY, "ASK {}") == QueryRequest("ASK {}")
    assert read("GET", empty) == QueryRequest(None)


def test_a_value_counts_beside_an_empty_one() -> None:
    asked = read("GET", ASK + "&format=&output=csv&timeout=&timeout=3&default-graph-uri=&format=")

    assert asked == QueryRequest("ASK {}", format="csv", timeout=3.0)


def test_a_graph_named_twice_is_one_graph() -> None:
    pairs = [("default-graph-uri", GRAPH), ("named-graph-uri", GRAPH)]
    address = urlencode([*pairs, ("default-graph-uri", GRAPH + "2"), *pairs])

    asked = read("POST", address, FORM, ASK + "&" + address)

    assert asked.default_graphs == (GRAPH, GRAPH + "2")
    assert asked.named_graphs == (GRAPH,)


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\ufeff"])
def test_a_byte_order_mark_is_no_part_of_the_query(mark: str) -> None:
    marked = urlencode({"query": mark + "ASK {}"})

    assert read("GET", marked) == QueryRequest("ASK {}")
    assert read("POST", "", FORM, marked) == QueryRequest("ASK {}")
    assert read("POST", "", QUERY, mark + "ASK {}") == QueryRequest("ASK {}")
    assert refused("POST", "", QUERY, mark + "\n").detail == "The query is empty."
    assert read("GET", urlencode({"query": f"ASK {{}} #{mark}"})).query == f"ASK {{}} #{mark}"


def test_a_request_without_a_query_asks_for_the_description() -> None:
    assert read().query is None


def test_percent_escapes_are_undone_once() -> None:
    query = "ASK { <http://example.org/a%20b> ?p '+' }"

    assert read("GET", urlencode({"query": query})).query == query


@pytest.mark.parametrize(
    ("request_parts", "kind"),
    [
        (("GET", ASK + "&" + ASK), "malformed-request"),
        (("POST", ASK, QUERY, "ASK {}"), "malformed-request"),
        (("POST", "", FORM, "default-graph-uri=x"), "malformed-request"),
        (("GET", b"query=ASK%20%FF"), "malformed-request"),
        (("GET", b"query=ASK\xff"), "malformed-request"),
        (("POST", "", QUERY, "ASK {}".encode("utf-16")), "malformed-request"),
        (("POST", "", "text/plain", "ASK {}"), "unsupported-media-type"),
        (("POST", "", None, "ASK {}"), "unsupported-media-type"),
        (("POST", "", UPDATE, "CLEAR ALL"), "update-refused"),
        (("POST", "", FORM, "update=CLEAR+ALL"), "update-refused"),
        (("GET", "update=CLEAR+ALL"), "update-refused"),
        (("GET", "query=" + "x" * (LIMIT + 1)), "uri-too-long"),
        (("POST", "", QUERY, "ä" * (LIMIT // 2 + 1)), "content-too-large"),
        (("GET", ASK + "&timeout=soon"), "malformed-request"),
        (("GET", ASK + "&timeout=-1"), "malformed-request"),
        (("GET", ASK + "&timeout=nan"), "malformed-request"),
        (("GET", ASK + "&version=1.3"), "malformed-request"),
        (("GET", ASK + "&version=1.2&version="), "malformed-request"),
        (("POST", "", FORM, ASK + "&version=2"), "malformed-request"),
        (("POST", "", QUERY + ";version=2", "ASK {}"), "malformed-request"),
    ],
)
def test_everything_else_is_refused(request_parts: tuple[str, ...], kind: str) -> None:
    assert refused(*request_parts).kind == kind


@given(st.text(max_size=300).filter(lambda text: text.lstrip("\ufeff").strip()))
def test_any_text_survives_both_ways(text: str) -> None:
    sent = urlencode({"query": text}, errors="surrogatepass") if text.isascii() else None
    sent = sent or urlencode({"query": text.encode("utf-8", "replace")})

    asked = read("GET", sent)

    assert asked == read("POST", "", FORM, sent)


@given(
    st.sampled_from(["GET", "POST", "QUERY"]),
    st.binary(max_size=100),
    st.sampled_from([None, FORM, QUERY, UPDATE, "a", ";"]),
    st.binary(max_size=100),
)
def test_no_bytes_do_more_than_a_problem(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> None:
    try:
        read(method, query_string, content_type, body)
    except Problem as problem:
        assert problem.kind in PROBLEMS


ENCODED = st.lists(
    st.sampled_from(
        [
            *("query=", "query", "=", "&", "+", "%20", "%2B", "%3d", "%3D", "%26", "%25", "%0A"),
            *(
                "%C3%A9",
                "%c3",
                "%",
                "%4",
                "%zz",
                "é",
                "a",
                "_",
                "=\n",
                "=3D",
                "==",
                "ASK {}",
                "\r\n",
            ),
        ]
    ),
    max_size=12,
).map("".join)


@given(ENCODED)
def test_forms_are_read_as_the_standard_library_reads_them(encoded: str) -> None:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(Problem, match="is not UTF-8"):
            read_request("POST", b"", FORM, encoded.encode(), 1_000)
        return
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) == 1 and queries[0].strip():
        read = read_request("POST", b"", FORM, encoded.encode(), 1_000)
        assert read.query == queries[0]
    else:
        with pytest.raises(Problem):
            read_request("POST", b"", FORM, encoded.encode(), 1_000)
