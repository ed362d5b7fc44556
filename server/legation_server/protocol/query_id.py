"""Give every answer of the endpoint a name, by which its line in a log is found again."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Response


def new_id() -> str:
    """Return a name that no other answer has."""
    return os.urandom(16).hex()


def server_timing(source: str, seconds: float, name: str) -> str:
    """Return a Server-Timing header (W3C Server Timing): where an answer came from, and its name.

    >>> server_timing("query", 0.0123, "5f0c")
    'query;dur=12.30;desc="5f0c"'
    """
    return f'{source};dur={1000 * seconds:.2f};desc="{name}"'


def name_answer(response: "Response", source: str, seconds: float) -> None:
    """Put a new name into an answer, and how long it took."""
    name = new_id()
    response.headers["X-Query-Id"] = name
    response.headers["Server-Timing"] = server_timing(source, seconds, name)
