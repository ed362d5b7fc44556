"""The scripts of the query page speak the reader's language, as far as there are translations."""

import json
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.web import LANGUAGES
from support.memory_store import loaded
from support.other_language import OTHER


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
