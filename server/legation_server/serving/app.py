"""Make the Flask application that serves one release."""

from flask import Flask

from legation_server.agents import BLUEPRINTS as AGENTS
from legation_server.diff import Comparer
from legation_server.endpoint import BLUEPRINTS as ENDPOINT
from legation_server.pages import BLUEPRINTS as PAGES
from legation_server.pages import DESCRIPTION
from legation_server.reconciliation import BLUEPRINTS as RECONCILIATION
from legation_server.releases import Release
from legation_server.settings import MIB, Settings
from legation_server.web import BLUEPRINTS as WEB
from legation_server.web import Lifetime, Site, Store, prepare


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
    room = settings.cache * MIB if cache_bytes is None else cache_bytes
    app = Flask("legation_server")
    prepare(app, Site(release, store, settings, lifetime, cache_bytes=room))
    # The pages of things take every address that no other part has.
    for blueprint in (*ENDPOINT, *WEB, *RECONCILIATION, *AGENTS, *PAGES):
        app.register_blueprint(blueprint)
    app.jinja_env.globals["description"] = DESCRIPTION
    return app


def compile_templates(app: Flask) -> None:
    """Compile the templates of an application, so that nobody waits for it at the first page."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
