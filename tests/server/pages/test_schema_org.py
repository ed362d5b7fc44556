"""Search engines and those who share pages learn what they are about: schema.org, cards."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.pages.things.schema_org import OWN_TYPES
from legation_server.releases.manifest import Release
from support.memory_store import client_of, local
from support.small_release import BASE
from support.some import some


def structured(client: FlaskClient, path: str) -> dict[str, Any]:
    (script,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text
    )
    return dict(json.loads(script))


@pytest.mark.parametrize("path", ["/", "/dumps/"])
def test_search_engines_find_the_dataset(client: FlaskClient, release: Release, path: str) -> None:
    about = structured(client, path)

    assert about["@type"] == "Dataset"
    assert about["license"] == release.license
    assert 50 <= len(about["description"]) <= 5000
    for file in some(about["distribution"]):
        assert (
            client.get(local(file["contentUrl"]), buffered=True).mimetype == file["encodingFormat"]
        )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("id/freedonia", "Country"),
        ("freedonia-sylvania", "CreativeWork"),
        ("freedonia-sylvania/recognition", "Event"),
        ("freedonia-sylvania/recognizes", "Statement"),
        ("freedonia-sylvania/spies", "Claim"),
        ("freedonia-sylvania/c-spies", "Claim"),
        ("freedonia-sylvania/trade-a", "Observation"),
        ("code/modality", "DefinedTermSet"),
        ("code/modality/alleged", "DefinedTerm"),
        ("ns", "DefinedTermSet"),
    ],
)
def test_search_engines_learn_what_a_page_is_about(
    client: FlaskClient, path: str, kind: str
) -> None:
    about = structured(client, f"/{path}.html")

    assert (about["@id"], about["@type"]) == (BASE + path, kind)
    assert about["name"]


def test_a_supposition_is_only_a_claim_by_somebody(client: FlaskClient) -> None:
    about = structured(client, "/freedonia-sylvania/spies.html")
    event = structured(client, "/freedonia-sylvania/recognition.html")

    assert [author["name"] for author in about["author"]] == ["The Sylvanian Herald"]
    assert "#:~:text=" in about["appearance"][0]["url"]
    assert not {"startDate", "location"} & about.keys()
    assert about["disambiguatingDescription"] == "Not asserted by the document: alleged, denied."
    assert "disambiguatingDescription" not in event
    assert event["startDate"] == "1922-05-03"
    assert OWN_TYPES[0] == ("Supposition", "Claim")


def test_a_figure_that_is_not_asserted_is_only_a_claim(make_dataset: Callable[[str], Path]) -> None:
    status = f"<{BASE}ns#status> <{BASE}code/status/unconfirmed>"
    client = client_of(make_dataset(f"<{BASE}d/f> a <{BASE}ns#Figure> ; {status} ."))

    assert structured(client, "/d/f.html")["@type"] == "Claim"


def test_pages_have_a_card_for_those_who_share_them(client: FlaskClient) -> None:
    page = client.get("/freedonia-sylvania/spies.html").text

    assert f'<link rel="canonical" href="{BASE}freedonia-sylvania/spies">' in page
    assert (
        '<meta property="og:title" content="Freedonia keeps spies in Sylvania – Legation">' in page
    )
    assert "(alleged, denied)" in page
    assert 'content="noindex"' in client.get("/nothing", headers={"Accept": "text/html"}).text
