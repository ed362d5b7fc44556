"""Make the Flask application that serves one release."""

import json
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from legation_server.diff.comparer import Comparer
from legation_server.endpoint import graph_store
from legation_server.endpoint import sparql as endpoint
from legation_server.pages import home as pages
from legation_server.pages import sitemap, wikidata
from legation_server.pages.files import dumps
from legation_server.pages.releases import routes as release_pages
from legation_server.pages.things import entity_index
from legation_server.pages.things import routes as things
from legation_server.pages.things.schema_org import DESCRIPTION
from legation_server.reconciliation import routes as reconciliation
from legation_server.releases.manifest import Release
from legation_server.settings import MIB, Settings
from legation_server.web import links as linking
from legation_server.web import operations
from legation_server.web.hooks import (
    compression,
    problem_responses,
    query_log,
    rate_limit,
    response_headers,
)
from legation_server.web.hooks import content_etags as content_tags
from legation_server.web.host_checks import HostChecks
from legation_server.web.lifetime import Lifetime
from legation_server.web.site import NAME, Site, Store

# The first whose route fits answers; `things` takes what is left.
PARTS = (
    endpoint,
    entity_index,
    graph_store,
    dumps,
    release_pages,
    wikidata,
    linking,
    sitemap,
    pages,
    operations,
    reconciliation,
    things,
)


def create_app(
    release: Release,
    store: Store,
    settings: Settings | None = None,
    lifetime: Lifetime | None = None,
    cache_bytes: int | None = None,
) -> Flask:
    """Return an application that answers for a release out of a store.

    The caller keeps the store and closes it; `lifetime` is that of a server which serves other
    releases before and after. Results take `cache_bytes`, as much as the settings say by default.
    Raises LogError.
    """
    settings = settings or Settings()
    lifetime = lifetime or Lifetime.begin(settings, Comparer())
    app = Flask("legation_server")
    room = settings.cache * MIB if cache_bytes is None else cache_bytes
    site = Site(release, store, settings, lifetime, cache_bytes=room)
    app.extensions[NAME] = site
    app.config["MAX_CONTENT_LENGTH"] = body_limit(settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["release"] = release
    app.jinja_env.globals["description"] = DESCRIPTION
    app.jinja_env.globals["local"] = site.local
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    problem_responses.install(app)
    response_headers.install(app)
    compression.install(app, settings.compress_from)
    content_tags.install(app)
    observe_requests(app, site)
    if lifetime.limiter:
        rate_limit.install(app, lifetime.limiter)
    if lifetime.log:
        query_log.install(app, lifetime.log)
    if settings.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host", "x_prefix"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]
    app.wsgi_app = HostChecks(app.wsgi_app)  # type: ignore[method-assign]
    return app


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
            log_request(response, seconds)
        return response


def log_request(response: Response, seconds: float) -> None:
    """Write one line of JSON about the current request to standard error."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "milliseconds": round(1000 * seconds, 2),
        "query": response.headers.get("X-Query-Id"),
    }
    print(json.dumps(line), file=sys.stderr, flush=True)  # noqa: T201 (this is the log)


def body_limit(settings: Settings) -> int:
    """Return how many bytes a body may have: a percent-encoded query and its dataset."""
    return 3 * settings.query_length + 100_000
