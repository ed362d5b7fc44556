"""Write a line of JSON for each query to a file that is replaced when it has grown too large."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler

from flask import Flask, Response, g, request

from legation_server.errors import LogError
from legation_server.settings import MIB, Settings


class QueryLog:
    """A file of lines, and the last few files before it: `name.1`, `name.2` and so on."""

    def __init__(self, path: str, size: int, files: int) -> None:
        """Append to a file; past `size` bytes begin anew and keep `files` old ones.

        Raises LogError when the file cannot be written.
        """
        # None of the program's loggers: what others log is never written here.
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
    """Write every query an application is asked to a log, with what became of it.

    Who asked is not written; the query id leads to the line of the access log that says so.
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
