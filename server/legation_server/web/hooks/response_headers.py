"""Headers every answer carries: cross-origin access for anyone, and what a page may load."""

from flask import Flask, Response, request

from legation_server.protocol import ALWAYS

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PREFLIGHT = {
    # Those after the star are for browsers that do not know it.
    "Access-Control-Allow-Headers": "*, Accept, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


def install(app: Flask) -> None:
    """Add the headers to every answer of an application."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
            allowed = response.headers.get("Allow", "GET, HEAD, OPTIONS")
            response.headers["Access-Control-Allow-Methods"] = allowed
        return response
