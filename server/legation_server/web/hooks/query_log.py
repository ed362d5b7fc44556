"""Write a line of JSON for each query to a log file, and begin a new file at some size."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler

from flask import Flask, Response, g, request

from legation_server.errors import LogError
from legation_server.settings import MIB, Settings


class QueryLog:
    """A log file and the last few before it: `name.1`, `name.2` and so on."""

    def __init__(self, path: str, size: int, files: int) -> None:
        """Append to a file; at `size` bytes begin a new one and keep `files` old ones.

        Raises LogError when the file cannot be written.
        """
        # Not a logger of the whole program: only queries are written here.
        self._logger = logging.Logger("queries")
        try:
            handler = RotatingFileHandler(path, "a", size, files, encoding="utf-8")
        except OSError as error:
            raise LogError(f"The query log {path} cannot be written: {error.strerror}.") from error
        handler.setFormatter(logging.Formatter("%(message)s"))
        self._logger.addHandler(handler)
        self._handler = handler

    def write(self, **fields: object) -> None:
        """Write a line with the time and the fields given."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, **fields}, ensure_ascii=False)
        # Lone surrogates cannot be written as UTF-8.
        self._logger.info("%s", line.encode("utf-8", "replace").decode())

    def close(self) -> None:
        """Close the file."""
        self._handler.close()


def open_log(settings: Settings) -> QueryLog:
    """Return the log the settings ask for; raises LogError."""
    size = max(1, settings.query_log_size) * MIB
    return QueryLog(settings.query_log, size, max(1, settings.query_log_files))


def install(app: Flask, log: QueryLog) -> None:
    """Write every query of an application to a log, with its status and time.

    The client is not written; the access log has it under the same query id.
    """

    @app.after_request
    def write(response: Response) -> Response:
        asked = g.get("asked")
        if asked is not None and asked.query is not None:
            log.write(
                id=response.headers.get("X-Query-Id"),
                method=request.method,
                status=response.status_code,
                timing=response.headers.get("Server-Timing"),
                type=response.mimetype,
                defaultGraphs=asked.default_graphs,
                namedGraphs=asked.named_graphs,
                query=asked.query,
            )
        return response
