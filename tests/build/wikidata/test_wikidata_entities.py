"""Things by their items in Wikidata, and items as Wikibase writes them in JSON."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.other_clients import (
    NODE_MODULES,
    PYTHON,
    environment,
    needs_node_clients,
    needs_python_clients,
)

READ = """
import json, sys
from wikibaseintegrator.entities import ItemEntity
item = ItemEntity().from_json(json.load(sys.stdin)["entities"][sys.argv[1]])
(claim,) = item.claims.get(sys.argv[2])
print(json.dumps({
    "label": item.labels.get("en").value,
    "value": claim.mainsnak.datavalue["value"],
    "rank": claim.rank.value,
    "qualifiers": [s.datavalue["value"]["time"] for s in claim.qualifiers],
    "references": [s.datavalue["value"] for r in claim.references for s in r.snaks],
    "again": item.get_json()["claims"].keys() == item.claims.get_json().keys(),
}))
"""
SIMPLIFY = """
import { readFileSync } from 'node:fs'
import { simplify } from 'wikibase-sdk'
const { entities } = JSON.parse(readFileSync(0))
const options = { keepQualifiers: true, keepReferences: true, keepIds: true, timeConverter: 'none' }
console.log(JSON.stringify(simplify.entities(entities, options)))
"""
PAGE = "https://en.wikipedia.org/wiki/Azerbaijan%E2%80%93Israel_relations"


@pytest.mark.parametrize(
    ("accept", "format"), [("text/html", "html"), ("text/turtle", "ttl"), ("*/*", "ttl")]
)
def test_an_item_leads_to_our_thing(
    published_client: FlaskClient, accept: str, format: str
) -> None:
    response = published_client.get("/wd/Q227", headers={"Accept": accept})

    assert response.status_code == 303
    assert response.headers["Location"] == f"/id/azerbaijan.{format}"
    assert "Accept" in response.headers["Vary"]


def test_the_page_of_the_thing_carries_the_id_and_what_is_said(
    published_client: FlaskClient,
) -> None:
    page = published_client.get(
        "/wd/Q184", headers={"Accept": "text/html"}, follow_redirects=True
    ).text

    assert 'href="http://www.wikidata.org/entity/Q184"' in page and ">Q184</a>" in page
    assert "extradit" in page
    assert '<a href="/wd/entity/Q184.json">Q184 in Wikibase JSON</a>' in page


def test_a_code_or_class_has_its_item_too(published_client: FlaskClient) -> None:
    assert published_client.get("/wd/Q198").headers["Location"] == "/code/event-type/war.ttl"
    assert published_client.get("/wd/Q15221623").headers["Location"] == "/ns.ttl"


def test_a_class_of_another_vocabulary_leads_to_the_terms(published_client: FlaskClient) -> None:
    assert published_client.get("/wd/Q5").headers["Location"] == "/ns.ttl"
    page = published_client.get("/wd/").text

    assert '<a href="https://schema.org/Person">person</a>' in page


@pytest.mark.parametrize(
    "path", ["/wd/Q30000000", "/wd/entity/Q30000000.json", "/wd/entity/Q198.json"]
)
def test_an_unknown_item_is_not_linked_here(published_client: FlaskClient, path: str) -> None:
    response = published_client.get(path)

    assert response.status_code == 404
    assert "Nothing here is Q" in json.loads(response.data)["detail"]


@pytest.mark.parametrize("id", ["P530", "Q0", "q227", "Q", "Q1234567890123456", "Q٢"])
def test_what_is_no_id_is_told(published_client: FlaskClient, id: str) -> None:
    response = published_client.get(f"/wd/{id}")

    assert response.status_code == 404
    assert "is not the id of a Wikidata item" in json.loads(response.data)["detail"]


def test_all_that_is_linked_is_listed(published_client: FlaskClient) -> None:
    page = published_client.get("/wd/").text

    assert '<a href="/id/azerbaijan">Azerbaijan</a>' in page
    assert 'href="/wd/entity/Q227.json"' in page
    assert 'href="/wikidata/wikidata.sssom.tsv"' in page
    assert "No checked property of Wikidata says it." in page


def test_a_statement_has_a_page_that_leads_to_our_contents(
    published_client: FlaskClient, published: Path
) -> None:
    view = (published / "current/wikidata/wikidata.nt").read_text(encoding="utf-8")
    address = re.search(r"w3id\.org/legation(/wikidata/statement/Q184-[0-9a-f-]+)", view)
    assert address
    page = published_client.get(
        address[1], headers={"Accept": "text/html"}, follow_redirects=True
    ).text

    assert "Belarus: instance of: country" in page
    assert 'href="/id/belarus"' in page


def entity(published_client: FlaskClient, id: str) -> dict[str, Any]:
    response = published_client.get(f"/wd/entity/{id}.json")
    assert response.content_type == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(response.data)["entities"][id]
    return found


def test_an_item_has_the_shape_of_wikibase(published_client: FlaskClient) -> None:
    found = entity(published_client, "Q227")
    (claim,) = found["claims"]["P530"]

    assert (found["type"], found["id"]) == ("item", "Q227")
    assert found["labels"]["en"] == {"language": "en", "value": "Azerbaijan"}
    assert claim["rank"] == "normal"
    assert claim["id"].startswith("Q227$")
    assert claim["mainsnak"]["datavalue"] == {
        "value": {"entity-type": "item", "numeric-id": 801, "id": "Q801"},
        "type": "wikibase-entityid",
    }
    (since,) = claim["qualifiers"]["P580"]
    assert since["datavalue"]["value"] == {
        "time": "+1992-04-07T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    (reference,) = claim["references"]
    assert reference["snaks-order"] == ["P143", "P4656"]
    assert reference["snaks"]["P143"][0]["datavalue"]["value"]["id"] == "Q328"
    assert reference["snaks"]["P4656"][0]["datavalue"]["value"] == PAGE


def test_a_client_that_has_it_is_told_so(published_client: FlaskClient) -> None:
    tag = published_client.get("/wd/entity/Q227.json").headers["ETag"]

    assert (
        published_client.get("/wd/entity/Q227.json", headers={"If-None-Match": tag}).status_code
        == 304
    )
    assert (
        published_client.get("/wd/entity/Q801.json", headers={"If-None-Match": tag}).status_code
        == 200
    )


def test_the_dump_has_every_item_on_a_line(published_client: FlaskClient, published: Path) -> None:
    lines = (published / "current/wikidata/entities.json").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line.rstrip(",")) for line in lines[1:-1]]

    assert (lines[0], lines[-1]) == ("[", "]")
    assert len(items) > 70
    for item in items:
        assert entity(published_client, item["id"]) == item


@needs_python_clients
def test_wikibase_integrator_reads_items(published_client: FlaskClient, tmp_path: Path) -> None:
    data = published_client.get("/wd/entity/Q227.json").data
    command = [str(PYTHON), "-c", READ, "Q227", "P530"]
    ran = subprocess.run(command, input=data, capture_output=True, env=environment(tmp_path))

    assert json.loads(ran.stdout or ran.stderr) == {
        "label": "Azerbaijan",
        "value": {"entity-type": "item", "numeric-id": 801, "id": "Q801"},
        "rank": "normal",
        "qualifiers": ["+1992-04-07T00:00:00Z"],
        "references": [{"entity-type": "item", "numeric-id": 328, "id": "Q328"}, PAGE],
        "again": True,
    }


@needs_node_clients
def test_wikibase_sdk_reads_every_item(
    published_client: FlaskClient, published: Path, tmp_path: Path
) -> None:
    items = json.loads((published / "current/wikidata/entities.json").read_bytes())
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", SIMPLIFY],
        input=json.dumps({"entities": {item["id"]: item for item in items}}).encode(),
        capture_output=True,
        cwd=NODE_MODULES.parent,
        env=environment(tmp_path),
    )
    simple = json.loads(ran.stdout or ran.stderr)

    assert simple.keys() == {item["id"] for item in items}
    assert simple["Q227"]["labels"]["en"] == "Azerbaijan"
    (relation,) = simple["Q227"]["claims"]["P530"]
    assert relation["value"] == "Q801"
    assert relation["qualifiers"]["P580"] == ["+1992-04-07T00:00:00Z"]
    visits = {visit["value"]: visit["qualifiers"] for visit in simple["Q227"]["claims"]["P11801"]}
    assert visits["Q57410"]["P585"] == ["+2009-00-00T00:00:00Z"]
