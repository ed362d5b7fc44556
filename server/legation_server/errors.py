"""What can go wrong, as one small tree.

LegationError
├── ReleaseError    the release cannot be served; the message names the remedy
├── AddressError    the server cannot listen where it was told to
├── LogError        a log cannot be written where it was told to
├── Problem         a request cannot be answered; becomes an RFC 9457 problem document
└── ClientGoneError the client hung up; there is nobody to answer
"""

from collections.abc import Mapping
from dataclasses import dataclass

# Seconds.
RETRY_AFTER = 2


class LegationError(Exception):
    """The root of the errors this package raises on purpose."""


class ReleaseError(LegationError):
    """A release is missing, damaged or of a format this version does not know."""


class AddressError(LegationError):
    """An address or port cannot be listened on."""


class LogError(LegationError):
    """A log file cannot be opened for writing."""


@dataclass(frozen=True)
class ProblemKind:
    """One row of the table of problems: HTTP status, title, and what a client can do."""

    status: int
    title: str
    remedy: str


PROBLEMS: Mapping[str, ProblemKind] = {
    "malformed-request": ProblemKind(
        400,
        "The request is malformed",
        "Send exactly one query, as UTF-8, in one of the ways that /errors#asking lists.",
    ),
    "syntax-error": ProblemKind(
        400, "The query is not valid SPARQL", "Correct the query at the line and column given."
    ),
    "query-too-complex": ProblemKind(
        400, "The query is too deeply nested or too long-winded to be read", "Make it simpler."
    ),
    "query-failed": ProblemKind(
        400, "The query could not be evaluated", "The detail says why; change the query."
    ),
    "malformed-reconciliation": ProblemKind(
        400,
        "The request to reconcile names is malformed",
        "Correct what the detail names; /reconcile/help explains the rest.",
    ),
    "service-refused": ProblemKind(
        403,
        "This endpoint does not call other endpoints",
        "Run the query in an engine of your own and call this endpoint from there.",
    ),
    "update-refused": ProblemKind(
        403, "This endpoint is read-only", "The data changes with a release only. Send a query."
    ),
    "not-found": ProblemKind(404, "There is nothing at this address", "Start from the home page."),
    "method-not-allowed": ProblemKind(
        405, "This method is not possible here", "The header Allow lists the methods."
    ),
    "not-acceptable": ProblemKind(
        406, "None of the formats asked for can be given", "Ask for one of the formats listed."
    ),
    "gone": ProblemKind(
        410,
        "The current release does not have this any more",
        "Look it up in the files of the release the answer leads to.",
    ),
    "length-required": ProblemKind(
        411,
        "The request does not say how long its body is",
        "Send Content-Length, or the body in chunks.",
    ),
    "content-too-large": ProblemKind(
        413, "The request is too large", "Shorten the query below the limit given."
    ),
    "uri-too-long": ProblemKind(
        414, "The query in the address is too long", "Shorten it, or send it by POST."
    ),
    "unsupported-media-type": ProblemKind(
        415,
        "The body's media type is not one a query can come in",
        "Use application/x-www-form-urlencoded or application/sparql-query.",
    ),
    "range-not-satisfiable": ProblemKind(
        416, "The file does not have the range asked for", "Ask for a range within its size."
    ),
    "result-too-large": ProblemKind(
        422,
        "The result is larger than this endpoint gives",
        "Ask for less with LIMIT, or fetch a dump.",
    ),
    "too-many-requests": ProblemKind(
        429,
        "This client has sent too many requests",
        "Wait for the time in the header Retry-After, then ask more slowly.",
    ),
    "internal-error": ProblemKind(
        500, "The server failed", "Nothing is wrong with the request; tell the operator."
    ),
    "bad-gateway": ProblemKind(
        502, "The SPARQL engine behind this server failed", "Try again later."
    ),
    "query-timeout": ProblemKind(
        503, "The query took too long and was stopped", "Make it more specific, or add a LIMIT."
    ),
    "query-memory": ProblemKind(
        503, "The query needed too much memory and was stopped", "Make it more specific."
    ),
    "overloaded": ProblemKind(
        503, "The server is busy", "Try again after the time in the header Retry-After."
    ),
}


class Problem(LegationError):  # noqa: N818 (the name RFC 9457 gives it)
    """A request that cannot be answered, and why.

    `kind` is a key of PROBLEMS; `detail` says what is wrong this time; `members` are further
    values for programs (RFC 9457, section 3.2); `headers` go out with the answer.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        members: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make a problem of one of the kinds in PROBLEMS."""
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.members = dict(members or {})
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return PROBLEMS[self.kind].status

    @property
    def title(self) -> str:
        """Return what kind of problem this is, for people."""
        return PROBLEMS[self.kind].title

    @property
    def remedy(self) -> str:
        """Return what a client can do about it."""
        return PROBLEMS[self.kind].remedy

    def as_document(self) -> dict[str, object]:
        """Return the members of a problem document (RFC 9457, section 3.1)."""
        return {
            "type": f"/errors#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail or self.title + ".",
            "remedy": self.remedy,
            **self.members,
        }


class ClientGoneError(LegationError):
    """The client hung up while its query ran; nobody is left to answer."""


def overloaded(detail: str) -> Problem:
    """Return the problem of a server that is too busy just now; `detail` says with what."""
    return Problem(
        "overloaded",
        detail,
        members={"retryAfter": RETRY_AFTER},
        headers={"Retry-After": str(RETRY_AFTER)},
    )
