"""Templates are compiled before the first page is asked for."""

from legation_server.releases.manifest import Release
from legation_server.serving.app import compile_templates, create_app
from support.memory_store import loaded


def test_all_templates_can_be_compiled_at_the_start(release: Release) -> None:
    app = create_app(release, loaded(release))
    cache = app.jinja_env.cache
    assert cache is not None and len(cache) == 0

    compile_templates(app)

    assert len(cache) == len(app.jinja_env.list_templates()) > 40
