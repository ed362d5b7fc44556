"""Translate a request from ASGI to WSGI."""

from collections.abc import MutableMapping
from io import BytesIO
from sys import stderr
from threading import Event
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = MutableMapping[str, Any]

GONE = "legation.gone"
BODY_HEADERS = frozenset((b"content-length", b"transfer-encoding"))


def as_environ(scope: Scope, body: bytes, gone: Event) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of an ASGI HTTP scope.

    `REQUEST_URI` holds the path and query as they came, percent-encoded. There is no
    `CONTENT_LENGTH` when the request says nothing of a body. Headers with an underscore in their
    names are left out: they would pass for those with a hyphen.
    """
    raw = scope.get("raw_path") or scope["path"].encode()
    query = scope["query_string"].decode("latin-1")
    server, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": raw.decode("latin-1") + ("?" + query if query else ""),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        GONE: gone,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value.decode("latin-1")
        elif key in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            # However it came, the body is all here now.
            environ["CONTENT_LENGTH"] = str(len(body))
        else:
            key = "HTTP_" + key
            text = value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def announces_body(scope: Scope) -> bool:
    """Tell whether a request may have a body; asking for one takes as long as much else."""
    if scope["method"] != "GET":
        return True
    return any(name in BODY_HEADERS for name, _ in scope["headers"])
