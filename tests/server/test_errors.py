"""Each kind of problem says what happened and what to do, to people and to programs."""

import pytest
from legation_server.errors import (
    PROBLEMS,
    AddressError,
    ClientGoneError,
    LegationError,
    LogError,
    Problem,
    PushError,
    ReleaseError,
    overloaded,
)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_kind_of_problem_has_an_error_status_and_sentences(kind: str) -> None:
    row = PROBLEMS[kind]

    assert 400 <= row.status < 600
    assert kind == kind.lower() and " " not in kind
    assert row.title and not row.title.endswith(".")
    assert row.remedy.endswith(".")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("malformed-request", 400),
        ("syntax-error", 400),
        ("service-refused", 403),
        ("update-refused", 403),
        ("not-found", 404),
        ("method-not-allowed", 405),
        ("not-acceptable", 406),
        ("gone", 410),
        ("content-too-large", 413),
        ("uri-too-long", 414),
        ("result-too-large", 422),
        ("internal-error", 500),
        ("bad-gateway", 502),
        ("query-timeout", 503),
        ("query-memory", 503),
        ("overloaded", 503),
    ],
)
def test_the_status_says_whose_fault_it_is(kind: str, status: int) -> None:
    assert Problem(kind).status == status


def test_a_document_has_what_the_problem_says_of_itself() -> None:
    problem = Problem("syntax-error", "Line 1.", members={"line": 1, "excerpt": "x"})

    assert problem.as_document() == {
        "type": "/errors#syntax-error",
        "title": PROBLEMS["syntax-error"].title,
        "status": 400,
        "detail": "Line 1.",
        "remedy": PROBLEMS["syntax-error"].remedy,
        "line": 1,
        "excerpt": "x",
    }


def test_a_problem_without_a_detail_tells_its_title() -> None:
    document = Problem("gone").as_document()

    assert document["detail"] == PROBLEMS["gone"].title + "."


def test_a_request_may_have_a_remedy_of_its_own() -> None:
    problem = Problem("gone", members={"remedy": "Ask for /b."})

    assert problem.remedy == problem.as_document()["remedy"] == "Ask for /b."


def test_what_a_problem_was_made_of_may_change_afterwards() -> None:
    members: dict[str, object] = {"limit": 1}
    headers = {"Allow": "GET"}
    problem = Problem("method-not-allowed", members=members, headers=headers)

    members["limit"], headers["Allow"] = 2, "PUT"

    assert (problem.members, problem.headers) == ({"limit": 1}, {"Allow": "GET"})


def test_a_busy_server_says_when_to_ask_again() -> None:
    problem = overloaded("All are busy.")

    assert (problem.status, problem.detail) == (503, "All are busy.")
    assert problem.headers["Retry-After"] == str(problem.members["retryAfter"])


def test_everything_that_is_raised_on_purpose_can_be_caught_as_one() -> None:
    kinds = [ReleaseError, AddressError, LogError, PushError, Problem, ClientGoneError]

    assert all(issubclass(kind, LegationError) for kind in kinds)
    # Nobody who waits for one of them gets another.
    assert not any(issubclass(one, other) for one in kinds for other in kinds if one is not other)
