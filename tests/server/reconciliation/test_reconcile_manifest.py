"""The manifest, the documentation, suggestions and previews of the Reconciliation Service API."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from legation_server.reconciliation.batches import (
    MOST_CANDIDATES,
    MOST_IDS,
    MOST_LISTED,
    MOST_QUERIES,
    STRICTNESS,
)
from legation_server.reconciliation.extension import SETTINGS
from legation_server.reconciliation.matching.candidates import LEAST_SCORE
from legation_server.reconciliation.property_paths import COMPUTED_PROPERTIES, ComputedProperty
from legation_server.reconciliation.strict_json import MOST_CHARACTERS
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.addresses import addresses, reached, rules
from support.memory_store import MemoryStore, loaded
from support.reconcile_client import BASE, document, first, refused
from support.reconciliation_schemas import needs_schemas, problems, validator
from support.some import some


def test_the_manifest_says_what_there_is(reconciler: FlaskClient) -> None:
    manifest = document(reconciler.get("/reconcile"))

    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["identifierSpace"] == BASE + "id/"
    assert {each["id"] for each in manifest["defaultTypes"]} > {"schema:Country", "schema:Person"}
    assert "schema:Thing" not in {each["id"] for each in manifest["defaultTypes"]}
    assert manifest == document(reconciler.get("/reconcile/"))


@needs_schemas
@pytest.mark.parametrize("version", ["0.1", "0.2"])
def test_the_manifest_is_valid_in_both_versions(reconciler: FlaskClient, version: str) -> None:
    validator(version, "manifest").validate(document(reconciler.get("/reconcile")))


def test_every_address_in_the_manifest_leads_somewhere(reconciler: FlaskClient) -> None:
    manifest = document(reconciler.get("/reconcile"))
    addresses = [manifest["documentation"], manifest["logo"]]
    for place in (manifest["view"], manifest["preview"]):
        addresses.append(place["url"].replace("{{id}}", "azerbaijan"))
    for kind, suggest in manifest["suggest"].items():
        one = {"entity": "azerbaijan", "type": "schema:Country", "property": "country"}[kind]
        addresses.append(suggest["service_url"] + suggest["service_path"])
        flyout = suggest["flyout_service_url"] + suggest["flyout_service_path"]
        addresses.append(flyout.replace("${id}", one))
    proposals = manifest["extend"]["propose_properties"]
    addresses.append(proposals["service_url"] + proposals["service_path"])

    for address in addresses:
        assert address.startswith("http://localhost/"), address
        assert reconciler.get(address, follow_redirects=True, buffered=True).status_code == 200, (
            address
        )


def test_the_addresses_are_those_the_client_knows_the_server_by(reconciler: FlaskClient) -> None:
    here = "https://example.org/legation/"
    manifest = document(reconciler.get("/reconcile", base_url=here))
    preview = reconciler.get("/reconcile/preview?id=baku", base_url=here)

    addresses = re.findall(r'"(https?://[^"]*)"', json.dumps(manifest))
    assert {each for each in addresses if not each.startswith(here)} == {
        manifest["identifierSpace"],
        manifest["schemaSpace"],
    }
    assert 'href="/legation/id/baku"' in preview.text


def test_the_documentation_explains_every_feature_type_and_property(
    reconciler: FlaskClient,
) -> None:
    page = reconciler.get("/reconcile/help").text
    result = first(
        reconciler, "Baku", type="schema:City", properties=[{"pid": "country", "v": "x"}]
    )

    for feature in some(result["features"]):
        assert f'id="{feature["id"]}"' in page
    for term in ("schema:Country", "bil:Group", "country", "skos:exactMatch"):
        assert f"<code>{term}</code>" in page


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/suggest/entity?prefix=ba"])
def test_anyone_may_ask_from_anywhere(reconciler: FlaskClient, path: str) -> None:
    answer = reconciler.get(path, headers={"Origin": "https://example.org"})
    before = reconciler.options(path, headers={"Origin": "https://example.org"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in before.headers["Access-Control-Allow-Methods"]


def test_the_page_of_the_documentation_names_it_all(reconciler: FlaskClient) -> None:
    page = (Path(__file__).parents[3] / "docs" / "reconciliation.md").read_text(encoding="utf-8")
    limits = (
        MOST_QUERIES,
        MOST_IDS,
        MOST_CHARACTERS,
        MOST_LISTED,
        MOST_CANDIDATES,
        int(LEAST_SCORE),
    )

    for term in (*COMPUTED_PROPERTIES, *(row["name"] for row in SETTINGS), *STRICTNESS):
        assert f"`{term.id if isinstance(term, ComputedProperty) else term}`" in page
    for limit in limits:
        assert f" {limit:,}" in page

    app = reconciler.application
    assert rules(app, "/reconcile") <= set(reached(app, addresses(page)).values())


@needs_schemas
@pytest.mark.parametrize(
    ("kind", "plural"), [("entity", "entities"), ("type", "types"), ("property", "properties")]
)
@pytest.mark.parametrize("prefix", ["", "b", "is", "Баку"])
def test_suggestions_are_valid(
    reconciler: FlaskClient, kind: str, plural: str, prefix: str
) -> None:
    found = document(reconciler.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix}))

    assert problems(f"suggest-{plural}-response", found) == []


@pytest.mark.parametrize(
    ("kind", "prefix", "best"),
    [
        ("entity", "azer", "azerbaijan"),
        ("entity", "netan", "benjamin-netanyahu"),
        ("entity", "Q801", "israel"),
        ("entity", "qirmizi-qesebe", "qirmizi-qesebe"),
        ("entity", "Нетан", "benjamin-netanyahu"),
        ("entity", "Azerbaidjan", "azerbaijan"),
        ("type", "cou", "schema:Country"),
        ("type", "bil:People", "bil:People"),
        ("property", "wikidata", "skos:exactMatch"),
        ("property", "diplom", "bil:diplomaticRelationsWith"),
        ("property", "P530", "bil:diplomaticRelationsWith"),
        ("property", "P17", "country"),
        ("property", "https://w3id.org/legation/ns#party", "bil:party"),
    ],
)
def test_the_best_suggestion_is(reconciler: FlaskClient, kind: str, prefix: str, best: str) -> None:
    found = document(reconciler.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix}))

    assert found["result"][0]["id"] == best


def test_suggestions_go_on_where_they_ended(reconciler: FlaskClient) -> None:
    ids: list[str] = []
    cursor: int | None = 0
    while cursor is not None:
        page = document(reconciler.get(f"/reconcile/suggest/entity?prefix=a&cursor={cursor}"))
        ids += [each["id"] for each in page["result"]]
        cursor = page.get("cursor")

    assert len(ids) > 40
    assert len(set(ids)) == len(ids)


def test_a_flyout_is_the_thing_in_a_few_words(reconciler: FlaskClient) -> None:
    flyout = document(reconciler.get("/reconcile/flyout/entity?id=baku"))

    assert flyout["id"] == "baku"
    assert "<h1>Baku</h1>" in flyout["html"]
    assert "Q9248" in flyout["html"]
    assert "country" in document(reconciler.get("/reconcile/flyout/type?id=schema:Country"))["html"]
    assert refused(reconciler.get("/reconcile/flyout/property?id=none"), 404)


def test_a_preview_is_a_small_page_for_any_frame(reconciler: FlaskClient) -> None:
    preview = reconciler.get("/reconcile/preview?id=herzog")

    assert preview.mimetype == "text/html"
    assert 'href="/id/herzog"' in preview.text
    assert "<script" not in preview.text
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]


@pytest.mark.parametrize("accept", ["text/html,*/*;q=0.8", "application/json", ""])
@pytest.mark.parametrize(
    "wanted", ["?id=nosuch", "?id=", "", "?id=%3Cscript%3E", "?id=" + "x" * 9_000]
)
def test_a_preview_of_nothing_can_be_shown_in_a_frame_too(
    reconciler: FlaskClient, wanted: str, accept: str
) -> None:
    answer = reconciler.get("/reconcile/preview" + wanted, headers={"Accept": accept})

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "No entity has the id" in answer.text
    assert "<script" not in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


def test_the_documentation_asks_the_store_once_for_each_release(published: Path) -> None:
    release = open_release(published)
    store = loaded(release)
    client = create_app(release, store).test_client()

    first_time = client.get("/reconcile/help").text
    store.triples.clear()

    assert "<code>schema:Country</code>" in first_time
    assert client.get("/reconcile/help").text == first_time


def test_any_error_of_a_preview_can_be_shown_in_a_frame(
    published: Path, published_store: MemoryStore
) -> None:
    client = create_app(
        open_release(published), published_store, Settings(rate_limit=1)
    ).test_client()
    page = {"Accept": "text/html"}

    assert client.get("/reconcile/preview?id=baku", headers=page).status_code == 200
    busy = client.get("/reconcile/preview?id=baku", headers=page)
    elsewhere = client.get("/reconcile/help", headers=page)

    assert (busy.status_code, elsewhere.status_code) == (429, 429)
    assert "frame-ancestors *" in busy.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in elsewhere.headers["Content-Security-Policy"]


def test_what_is_written_into_a_page_is_escaped(reconciler: FlaskClient) -> None:
    for path in ("/reconcile/preview?id=", "/reconcile/flyout/entity?id="):
        answer = reconciler.get(path + quote("<script>"), headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "<script>" not in answer.text
