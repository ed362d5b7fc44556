"""An answer on the connection is read by any client as the one that the application gives."""

import io
import json
from email.utils import parsedate_to_datetime
from http.client import HTTPResponse
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem, overloaded
from legation_server.express.desk_limits import LEAST_WAIT_SECONDS, desks_possible, limits_for
from legation_server.express.http_response import as_bytes, refusal_bytes
from legation_server.protocol import CODINGS, AnswerRules, whole_answer
from legation_server.query import Head
from legation_server.results import CachedResult
from legation_server.settings import MIB, Settings
from support.some import some

RULES = AnswerRules("seconds=1", 50)
# They are new each time.
OWN = {"X-Query-Id", "Server-Timing", "Date"}


class Connection:
    """What an HTTP client reads from."""

    def __init__(self, data: bytes) -> None:
        self.stream = io.BytesIO(data)

    def makefile(self, *_: object) -> io.BytesIO:
        return self.stream


def read(data: bytes) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body as a client reads them; nothing may be left over."""
    connection = Connection(data)
    response = HTTPResponse(cast("object", connection))  # type: ignore[arg-type]
    response.begin()
    headers = dict(response.getheaders())
    assert len(headers) == len(response.getheaders())
    with memoryview(data) as whole:
        body = response.read()
        assert bytes(whole[len(data) - len(body) :]) == body
    return response.status, headers, body


@pytest.mark.parametrize("accepted", [None, *CODINGS])
@given(body=st.binary(max_size=200), hints=st.sampled_from(["", '["a"]']), tagged=st.booleans())
def test_an_answer_is_read_as_that_of_the_application(
    accepted: str | None, body: bytes, hints: str, tagged: bool
) -> None:
    tag = "5f0c" if tagged else None
    head = Head("solutions", "csv")

    status, headers, found = read(
        as_bytes(CachedResult(head, body, hints), tag, accepted, RULES, "cache", 0.001)
    )

    expected = whole_answer(head, body, tag, accepted, RULES, (), hints)
    assert (status, found) == (200, expected.body)
    assert {name: text for name, text in headers.items() if name not in OWN} == dict(
        expected.headers
    )
    assert headers.keys() >= OWN
    assert headers["Server-Timing"].startswith("cache;dur=1.00;")
    assert parsedate_to_datetime(headers["Date"]).tzinfo is not None


@pytest.mark.parametrize(
    ("accept", "json_wanted"),
    [
        (None, True),
        ("*/*", True),
        ("application/json", True),
        ("application/problem+json", True),
        # A client that takes no form that there is gets JSON.
        ("image/png", True),
        ("text/html", False),
        ("text/html, */*;q=0.1", False),
        ("text/plain", False),
    ],
)
def test_a_refusal_is_json_unless_a_page_is_wanted(accept: str | None, json_wanted: bool) -> None:
    found = refusal_bytes(accept, overloaded("Too many."), RULES)

    assert (found is not None) is json_wanted


@pytest.mark.parametrize("problem", [overloaded("Too many: é."), Problem("query-timeout")])
def test_a_refusal_has_status_document_and_no_place_in_a_cache(problem: Problem) -> None:
    data = refusal_bytes(None, problem, RULES)
    assert data is not None

    status, headers, body = read(data)

    assert status == problem.status
    assert headers["Content-Type"] == "application/problem+json"
    assert (headers["Cache-Control"], headers["Vary"]) == ("no-store", "Accept, Accept-Encoding")
    assert problem.headers.items() <= headers.items()
    assert json.loads(body)["detail"] == problem.as_document()["detail"]


@pytest.mark.parametrize(
    ("settings", "possible"),
    [
        (Settings(), True),
        (Settings(access_log=True), False),
        (Settings(query_log="log"), False),
        (Settings(rate_limit=1), False),
        (Settings(store="http://e/sparql"), False),
        (Settings(pushed=True), False),
    ],
)
def test_there_are_no_desks_where_every_request_is_watched_or_answered_elsewhere(
    settings: Settings, possible: bool
) -> None:
    assert desks_possible(settings) is possible


@pytest.mark.parametrize("desks", [1, 2, 7])
def test_desks_together_have_half_of_the_room_for_results(desks: int) -> None:
    limits = limits_for("f", Settings(cache=64), desks, RULES)

    assert 32 * MIB - desks < limits.cache_bytes * desks <= 32 * MIB


def test_the_limits_of_desks_are_those_of_the_settings() -> None:
    settings = Settings(result_rows=1, result_size=2, query_length=3, memory=4, queue_wait=5.0)

    found = limits_for("f", settings, 1, RULES)

    assert (found.fingerprint, found.rows, found.result_size) == ("f", 1, 2)
    assert (found.query_length, found.memory, found.wait_seconds) == (3, 4, 5.0)
    assert found.answers == RULES


def test_without_desks_or_a_cache_there_is_no_room_and_a_line_is_never_endlessly_short() -> None:
    assert limits_for("f", Settings(), 0, RULES).cache_bytes == 0
    assert limits_for("f", Settings(cache=0), 2, RULES).cache_bytes == 0
    waits = [limits_for("f", Settings(queue_wait=s), 1, RULES).wait_seconds for s in (0, 0.01)]
    assert all(wait == LEAST_WAIT_SECONDS for wait in some(waits))
