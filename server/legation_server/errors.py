"""The errors that the server raises on purpose.

LegationError
├── ReleaseError    a release cannot be used; the message says what to do
├── AddressError    the server cannot listen on the address in the settings
├── LogError        the log file in the settings cannot be written
├── PushError       an engine does not take a release; the message says what to do
├── Problem         a request cannot be answered; becomes an RFC 9457 problem document
└── ClientGoneError the client closed the connection; no answer is needed
"""

from collections.abc import Mapping
from dataclasses import dataclass

RETRY_AFTER_SECONDS = 2


class LegationError(Exception):
    """The base class of these errors."""


class ReleaseError(LegationError):
    """A release is missing, damaged, or in a format that this version does not read."""


class AddressError(LegationError):
    """The server cannot listen on an address or port."""


class LogError(LegationError):
    """A log file cannot be opened for writing."""


class PushError(LegationError):
    """A SPARQL engine does not take a release, or cannot be asked to."""


@dataclass(frozen=True)
class ProblemKind:
    """A row of the table of problems: HTTP status, title, and what a client can do."""

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
    "query-too-complex": ProblemKind(400, "The query is too complex", "Simplify it."),
    "query-failed": ProblemKind(
        400, "The query could not be evaluated", "The detail says why; change the query."
    ),
    "malformed-reconciliation": ProblemKind(
        400,
        "The request to reconcile names is malformed",
        "Correct what the detail names; /reconcile/help explains the rest.",
    ),
    "unknown-parameter": ProblemKind(
        400,
        "The address has a parameter or a value that is not known",
        "Correct what the detail names; /openapi.json lists the parameters of each address.",
    ),
    "service-refused": ProblemKind(
        403,
        "This endpoint does not call other endpoints",
        "Run the query in an engine of your own and call this endpoint from there.",
    ),
    "update-refused": ProblemKind(
        403, "This endpoint is read-only", "The data change only with a release. Send a query."
    ),
    "not-found": ProblemKind(404, "Nothing was found at this address", "Start from the home page."),
    "method-not-allowed": ProblemKind(
        405, "This address does not support the method", "The header Allow lists the methods."
    ),
    "not-acceptable": ProblemKind(
        406, "None of the requested formats is available", "Ask for one of the formats listed."
    ),
    "gone": ProblemKind(
        410,
        "The current release no longer has this",
        "Use what the answer names in its place, or look it up in the release it links to.",
    ),
    "length-required": ProblemKind(
        411,
        "The request does not say how long its body is",
        "Send Content-Length, or the body in chunks.",
    ),
    "precondition-failed": ProblemKind(
        412,
        "The answer is not the one that the request names",
        "Ask again without If-Match; the ETag of the answer is the one to name.",
    ),
    "content-too-large": ProblemKind(
        413, "The request is too large", "Shorten the query to the limit given."
    ),
    "uri-too-long": ProblemKind(
        414, "The query in the address is too long", "Shorten it, or send it by POST."
    ),
    "unsupported-media-type": ProblemKind(
        415,
        "A query cannot be sent with this media type",
        "Use application/x-www-form-urlencoded or application/sparql-query.",
    ),
    "range-not-satisfiable": ProblemKind(
        416, "The file does not have the range asked for", "Ask for a range within its size."
    ),
    "misdirected-request": ProblemKind(
        421,
        "The server does not answer for this host",
        "Use the address that the server is published under.",
    ),
    "result-too-large": ProblemKind(
        422,
        "The result is too large for this endpoint",
        "Lower it with LIMIT, or download a dump.",
    ),
    "too-many-requests": ProblemKind(
        429,
        "This client has sent too many requests",
        "Wait as long as the header Retry-After says, then send requests more slowly.",
    ),
    "internal-error": ProblemKind(
        500, "The server failed", "The request is not at fault. Tell the operator."
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
    "data-unavailable": ProblemKind(
        503,
        "The server cannot load its data",
        "Try again later; the operator has to repair the release.",
    ),
    "overloaded": ProblemKind(
        503, "The server is busy", "Try again after as long as the header Retry-After says."
    ),
}


class Problem(LegationError):  # noqa: N818 (the name RFC 9457 gives it)
    """A request that cannot be answered, and why.

    `kind` is a key of PROBLEMS; `detail` says what is wrong with this request; `members` are
    further values for programs (RFC 9457, section 3.2); `headers` are sent with the answer.
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
        """Return the title of this kind of problem."""
        return PROBLEMS[self.kind].title

    @property
    def remedy(self) -> str:
        """Return what a client can do about it; a member `remedy` says it for this request."""
        return str(self.members.get("remedy", PROBLEMS[self.kind].remedy))

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
    """The client closed the connection while its query ran."""


def overloaded(detail: str) -> Problem:
    """Return the problem of a server that is too busy; `detail` says why."""
    return Problem(
        "overloaded",
        detail,
        members={"retryAfter": RETRY_AFTER_SECONDS},
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
