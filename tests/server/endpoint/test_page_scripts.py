"""Scripts of pages speak the reader's language, and work at whatever address the server has."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import legation_server
import pytest
from flask.testing import FlaskClient
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.web import LANGUAGES
from support.memory_store import loaded
from support.other_language import OTHER
from support.some import some

STATIC = Path(legation_server.__file__).parent / "static"


@pytest.fixture(scope="module")
def foreign(release: Release) -> FlaskClient:
    """A client of an application that speaks a language with every message translated."""
    app = create_app(release, loaded(release))
    app.extensions[LANGUAGES]["qaa"] = OTHER
    return app.test_client()


def configuration(client: FlaskClient, address: str) -> dict[str, Any]:
    found = re.search(r'id="configuration">(.*?)</script>', client.get(address).text, re.DOTALL)
    assert found
    return dict(json.loads(unescape(found[1])))


@pytest.mark.parametrize("address", ["/query", "/wd/query"])
def test_messages_of_the_scripts_come_translated(foreign: FlaskClient, address: str) -> None:
    words = configuration(foreign, f"{address}?lang=qaa")["words"]

    assert words["Copy link"] == "⟦Copy link⟧"
    assert words["since %(time)s"] == "⟦since %(time)s⟧"
    assert len(words) > 60


def test_english_needs_no_translation(foreign: FlaskClient) -> None:
    assert configuration(foreign, "/query")["words"] == {}


def test_no_script_asks_for_an_address_at_the_root_of_the_host() -> None:
    own = [file for file in STATIC.rglob("*.js") if "vendor" not in file.parts]

    fixed = re.compile(r"""(?:fetch|URL|EventSource)\(\s*[`'"]/""")
    assert [file.name for file in some(own) if fixed.search(file.read_text())] == []
