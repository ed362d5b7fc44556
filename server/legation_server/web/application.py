"""Prepare a Flask application: its hooks, its limits, what stands before it."""

import json
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from legation_server.settings import Settings
from legation_server.web.current_site import NAME, Site
from legation_server.web.hooks import (
    compression,
    conditions,
    content_etags,
    problem_responses,
    query_log,
    rate_limit,
    response_headers,
)
from legation_server.web.host_checks import HostChecks
from legation_server.web.reader_language import install as install_languages

# Of a path so much is logged, that a pipe takes the line as a whole.
LONGEST_LOGGED_CHARACTERS = 500


def prepare(app: Flask, site: Site) -> None:
    """Give an application its site, and all that holds for every request and answer."""
    settings, lifetime = site.settings, site.lifetime
    app.extensions[NAME] = site
    app.config["MAX_CONTENT_LENGTH"] = body_limit(settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["release"] = site.release
    app.jinja_env.globals["local"] = site.local
    # What is added last is done first on the way out: what watches the answers sees them whole.
    problem_responses.install(app)
    install_languages(app)
    observe_requests(app, site)
    if lifetime.log:
        query_log.install(app, lifetime.log)
    response_headers.install(app)
    compression.install(app, settings.compress_from)
    conditions.install(app)
    content_etags.install(app)
    if lifetime.limiter:
        rate_limit.install(app, lifetime.limiter)
    if settings.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host", "x_prefix"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]
    app.wsgi_app = HostChecks(app.wsgi_app)  # type: ignore[method-assign]


def observe_requests(app: Flask, site: Site) -> None:
    """Count every request of an application and how long it took."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        part = request.blueprint or "none"
        seconds = time.perf_counter() - g.began
        site.metrics.observe(part, response.status_code, seconds)
        if site.settings.access_log:
            site.lifetime.operator.write(json.dumps(request_line(response, seconds)))
        return response


def request_line(response: Response, seconds: float) -> dict[str, object]:
    """Return what the access log says about the current request."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path[:LONGEST_LOGGED_CHARACTERS],
        "status": response.status_code,
        "milliseconds": round(1000 * seconds, 2),
        "query": response.headers.get("X-Query-Id"),
    }


def body_limit(settings: Settings) -> int:
    """Return how many bytes a body may have: a percent-encoded query and its dataset."""
    return 3 * settings.query_length + 100_000
