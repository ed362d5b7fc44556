"""Write a line of JSON for each query to a log file, and begin a new file at some size."""

import json
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from legation_server.settings import MIB, Settings
from legation_server.standard_error import StandardErrorStream
from legation_server.web.hooks.log_file import LogFile


class QueryLog:
    """A log file with a line for each query."""

    def __init__(
        self, path: str, size: int, files: int, operator: StandardErrorStream | None = None
    ) -> None:
        """Append to a file; at `size` bytes begin a new one and keep `files` old ones.

        Raises LogError when the file cannot be written. What goes wrong later is said on
        `operator`, by default standard error.
        """
        self._file = LogFile(path, size, files, operator or StandardErrorStream())

    @property
    def lost(self) -> int:
        """Return how many lines could not be written."""
        return self._file.lost

    def write(self, **fields: object) -> None:
        """Write a line with the time and the fields given."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._file.write(json.dumps({"time": now, **fields}, ensure_ascii=False))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_log(settings: Settings, operator: StandardErrorStream | None = None) -> QueryLog:
    """Return the log the settings ask for; raises LogError."""
    size = max(1, settings.query_log_size) * MIB
    return QueryLog(settings.query_log, size, max(1, settings.query_log_files), operator)


def install(app: Flask, log: QueryLog) -> None:
    """Write every query of an application to a log, with its endpoint, status and time.

    The client is not written; the access log has it under the same query id.
    """

    @app.after_request
    def write(response: Response) -> Response:
        asked = g.get("asked")
        if asked is not None and asked.query is not None:
            log.write(
                id=response.headers.get("X-Query-Id"),
                endpoint=request.path.rstrip("/"),
                method=request.method,
                status=response.status_code,
                timing=response.headers.get("Server-Timing"),
                type=response.mimetype,
                defaultGraphs=asked.default_graphs,
                namedGraphs=asked.named_graphs,
                query=asked.query,
            )
        return response
