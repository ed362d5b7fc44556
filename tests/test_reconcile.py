"""The Reconciliation Service API over the release made of Legation's own mappings."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legation_server.app import create_app
from legation_server.problem_responses import CLIENT_GONE
from legation_server.reconciliation.candidates import LEAST, Query, candidates
from legation_server.reconciliation.catalogue import Catalogue
from legation_server.reconciliation.computed import COMPUTED, Computed
from legation_server.reconciliation.evidence import Values
from legation_server.reconciliation.extension import SETTINGS
from legation_server.reconciliation.reading import (
    LONGEST_TEXT,
    MOST_CANDIDATES,
    MOST_IDS,
    MOST_LISTED,
    MOST_QUERIES,
    STRICTNESS,
)
from legation_server.reconciliation.service import NAME, Service
from legation_server.release import open_release
from legation_server.settings import Settings
from legation_server.wsgi_environ import GONE
from memory_store import MemoryStore, client_of, loaded
from reconciliation_schemas import SCHEMAS, needs_schemas, problems, validator
from werkzeug.test import TestResponse

BASE = "https://w3id.org/legation/"
ENTITY = f'?thing a schema:Thing FILTER(STRSTARTS(STR(?thing), "{BASE}id/")) ?thing a schema:Thing'
KINDS = ("entity", "type", "property")


@pytest.fixture(scope="module")
def store(published: Path) -> MemoryStore:
    return loaded(open_release(published))


@pytest.fixture(scope="module")
def names(published: Path, store: MemoryStore) -> Iterator[FlaskClient]:
    """A client of a server that serves the published release."""
    with create_app(open_release(published), store).test_client() as client:
        yield client


def document(response: TestResponse) -> Any:
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return json.loads(response.data)


def reconcile(client: FlaskClient, **queries: Any) -> dict[str, Any]:
    asked = {
        key: {"query": query} if isinstance(query, str) else query for key, query in queries.items()
    }
    found = document(client.post("/reconcile", data={"queries": json.dumps(asked)}))
    if SCHEMAS.is_dir():
        assert problems("reconciliation-result-batch", found) == []
    assert found.keys() == asked.keys()
    return dict(found)


def first(client: FlaskClient, query: str, **options: Any) -> dict[str, Any]:
    result = reconcile(client, q0={"query": query, **options})["q0"]["result"]
    return dict(result[0]) if result else {}


def extend(client: FlaskClient, ids: list[str], *properties: Any) -> dict[str, Any]:
    wanted = [{"id": each} if isinstance(each, str) else each for each in properties]
    asked = {"ids": ids, "properties": wanted}
    found = document(client.post("/reconcile", data={"extend": json.dumps(asked)}))
    if SCHEMAS.is_dir():
        assert problems("data-extension-query", asked) == []
        assert problems("data-extension-response", found) == []
    return dict(found)


def refused(response: TestResponse, status: int = 400) -> str:
    """Return the detail of a problem."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    return str(json.loads(response.data)["detail"])


# ---------- the manifest


def test_the_manifest_says_what_there_is(names: FlaskClient) -> None:
    manifest = document(names.get("/reconcile"))

    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["identifierSpace"] == BASE + "id/"
    assert {each["id"] for each in manifest["defaultTypes"]} > {"schema:Country", "schema:Person"}
    assert "schema:Thing" not in {each["id"] for each in manifest["defaultTypes"]}
    assert manifest == document(names.get("/reconcile/"))


@needs_schemas
@pytest.mark.parametrize("version", ["0.1", "0.2"])
def test_the_manifest_is_valid_in_both_versions(names: FlaskClient, version: str) -> None:
    validator(version, "manifest").validate(document(names.get("/reconcile")))


def test_every_address_in_the_manifest_leads_somewhere(names: FlaskClient) -> None:
    manifest = document(names.get("/reconcile"))
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
        assert names.get(address, follow_redirects=True, buffered=True).status_code == 200, address


def test_the_addresses_are_those_the_client_knows_the_server_by(names: FlaskClient) -> None:
    here = "https://example.org/legation/"
    manifest = document(names.get("/reconcile", base_url=here))
    preview = names.get("/reconcile/preview?id=baku", base_url=here)

    addresses = re.findall(r'"(https?://[^"]*)"', json.dumps(manifest))
    assert {each for each in addresses if not each.startswith(here)} == {
        manifest["identifierSpace"],
        manifest["schemaSpace"],
    }
    assert 'href="/legation/id/baku"' in preview.text


def test_the_documentation_explains_every_feature_type_and_property(names: FlaskClient) -> None:
    page = names.get("/reconcile/help").text
    result = first(names, "Baku", type="schema:City", properties=[{"pid": "country", "v": "x"}])

    for feature in result["features"]:
        assert f'id="{feature["id"]}"' in page
    for term in ("schema:Country", "bil:Group", "country", "skos:exactMatch"):
        assert f"<code>{term}</code>" in page


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/suggest/entity?prefix=ba"])
def test_anyone_may_ask_from_anywhere(names: FlaskClient, path: str) -> None:
    answer = names.get(path, headers={"Origin": "https://example.org"})
    before = names.options(path, headers={"Origin": "https://example.org"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in before.headers["Access-Control-Allow-Methods"]


def test_an_old_client_is_called_back(names: FlaskClient) -> None:
    answer = names.get("/reconcile?callback=jQuery32_17&_=1700000000000")
    found = re.fullmatch(r"/\*\*/jQuery32_17\((.*)\);", answer.text, re.DOTALL)

    assert answer.mimetype == "text/javascript"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert found
    assert json.loads(found[1]) == document(names.get("/reconcile"))


@pytest.mark.parametrize("callback", ["", "alert(1)//", "a b", "x\u2028", "é", "a" * 200, "a..b"])
def test_what_is_no_function_is_not_called_back(names: FlaskClient, callback: str) -> None:
    assert "callback" in refused(names.get("/reconcile", query_string={"callback": callback}))


def test_the_page_of_the_documentation_names_it_all(names: FlaskClient) -> None:
    page = (Path(__file__).parents[1] / "docs" / "reconciliation.md").read_text(encoding="utf-8")
    limits = (MOST_QUERIES, MOST_IDS, LONGEST_TEXT, MOST_LISTED, MOST_CANDIDATES, int(LEAST))

    for term in (*COMPUTED, *(row["name"] for row in SETTINGS), *STRICTNESS):
        assert f"`{term.id if isinstance(term, Computed) else term}`" in page
    for limit in limits:
        assert f" {limit:,}" in page
    for rule in names.application.url_map.iter_rules():
        if rule.endpoint.startswith("reconciliation."):
            assert f"`{rule.rule.split('<')[0].rstrip('/')}" in page, rule.rule


# ---------- queries


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Azerbaijan", "azerbaijan"),
        ("AZERBAIJAN", "azerbaijan"),
        ("Republic of Azerbaijan", "azerbaijan"),
        ("Азербайджан", "azerbaijan"),
        ("the United States", "united-states"),
        ("U.S.", "united-states"),
        ("UN", "united-nations"),
        ("Q\u0131rm\u0131z\u0131 Qəsəbə", "qirmizi-qesebe"),
        ("Qirmizi Qesebe", "qirmizi-qesebe"),
        ("Qirmizi Qasaba", "qirmizi-qesebe"),
        ("İlham Əliyev", "ilham-aliyev"),
        ("Heydər Əliyev", "heydar-aliyev"),
        ("Aliyev, Ilham", "ilham-aliyev"),
        ("Ильхам Гейдар оглы Алиев", "ilham-aliyev"),
        ("אשקלון", "ashkelon"),
        ("Баку", "baku"),
        ("Tel-Aviv", "tel-aviv"),
        ("Q227", "azerbaijan"),
        ("https://www.wikidata.org/wiki/Q801", "israel"),
        (BASE + "id/sitalchay-airbase", "sitalchay-airbase"),
    ],
)
def test_a_name_is_matched(names: FlaskClient, text: str, meant: str) -> None:
    found = first(names, text)

    assert (found["id"], found["match"], found["score"]) == (meant, True, 100)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Azerbaidjan", "azerbaijan"),
        ("B. Netanyahu", "benjamin-netanyahu"),
        ("Netanyahu B.", "benjamin-netanyahu"),
        ("Ilkham Aliev", "ilham-aliyev"),
        ("Elbit", "elbit-systems"),
        ("ECHR", "european-court-of-human-rights"),
        ("Baku (city)", "baku"),
        ("Tel Aviv, Israel", "tel-aviv"),
        ("TelAviv", "tel-aviv"),
        ("Foreign Minstry of Israel", "ministry-of-foreign-affairs-of-israel"),
        ("Sitalçay", "sitalchay-airbase"),
    ],
)
def test_a_likely_name_comes_first_without_being_a_match(
    names: FlaskClient, text: str, meant: str
) -> None:
    found = first(names, text)

    assert (found["id"], found["match"]) == (meant, False)
    assert 60 < found["score"] < 100


@pytest.mark.parametrize("text", ["Aliyev", "Əliyev", "President Aliyev", "the press", "students"])
def test_what_may_mean_more_than_one_is_no_match(names: FlaskClient, text: str) -> None:
    result = reconcile(names, q0=text)["q0"]["result"]

    assert result
    assert not any(each["match"] for each in result)


def test_both_of_a_name_are_found(names: FlaskClient) -> None:
    result = reconcile(names, q0="Əliyev")["q0"]["result"]

    assert {each["id"] for each in result[:2]} == {"ilham-aliyev", "heydar-aliyev"}


def test_a_name_that_nothing_has_finds_nothing(names: FlaskClient) -> None:
    assert reconcile(names, q0="Xyzzyx", q1="Q99999999999") == {
        "q0": {"result": []},
        "q1": {"result": []},
    }


def test_every_label_finds_its_entity_first_or_beside_another_of_that_name(
    names: FlaskClient, store: MemoryStore
) -> None:
    labels = {
        row["thing"].value.removeprefix(BASE + "id/"): row["label"].value
        for row in rows(store, f"{ENTITY} ; rdfs:label ?label")
    }
    assert len(labels) > 200

    found = reconcile(names, **labels)

    for name, answer in found.items():
        best = answer["result"][0]
        assert best["score"] == 100
        assert name in [each["id"] for each in answer["result"] if each["score"] == 100]
        assert sum(each["match"] for each in answer["result"]) <= 1


@pytest.fixture(scope="module")
def catalogue(names: FlaskClient) -> Catalogue:
    with names.application.test_request_context():
        service: Service = names.application.extensions[NAME]
        return service.catalogue


def nothing_held(name: str) -> Values:
    return {}


def test_a_name_with_a_letter_missing_still_finds_its_entity(catalogue: Catalogue) -> None:
    missed = []
    for entity in catalogue.entities.values():
        text = entity.label[: len(entity.label) // 2] + entity.label[len(entity.label) // 2 + 1 :]
        found = candidates(Query(text), catalogue, nothing_held)
        if entity.id not in [each.entity.id for each in found[:3]]:
            missed.append(text)

    assert missed == []


def test_a_name_whose_entity_is_not_there_is_matched_with_no_other(catalogue: Catalogue) -> None:
    for entity in list(catalogue.entities.values())[::3]:
        others = [each for each in catalogue.entities.values() if each is not entity]
        without = Catalogue(others, (), (), catalogue.space)
        for name in (entity.label, *entity.labels, *entity.names):
            found = candidates(Query(name), without, nothing_held)
            assert [each.entity.id for each in found if each.match] == [], name


def test_a_result_says_what_it_is(names: FlaskClient) -> None:
    baku = first(names, "Baku")

    assert baku["name"] == "Baku"
    assert baku["description"]
    assert baku["type"] == [{"id": "schema:City", "name": "city"}]
    assert {"id": "name_exact", "value": True} in baku["features"]


@pytest.mark.parametrize(
    "kind", ["schema:Country", "https://schema.org/Country", "Country", "country", "Q6256"]
)
def test_a_type_is_known_by_its_names(names: FlaskClient, kind: str) -> None:
    result = reconcile(names, q0={"query": "Israel", "type": kind})["q0"]["result"]

    assert result[0]["match"]
    assert all(each["type"] == [{"id": "schema:Country", "name": "country"}] for each in result)


def test_a_type_takes_in_those_below_it(names: FlaskClient) -> None:
    assert first(names, "Baku", type="schema:Place", type_strict="any")["match"]
    assert first(names, "Baku", type=["schema:City", "schema:Place"], type_strict="all")["match"]
    assert first(names, "Baku", type="schema:Person") == {}


def test_what_is_not_known_is_told(names: FlaskClient) -> None:
    query = {
        "query": "Baku",
        "type": ["schema:City", "Town"],
        "properties": [{"pid": "mayor", "v": 1}],
    }
    answer = reconcile(names, q0=query)["q0"]

    assert answer["result"][0]["id"] == "baku"
    assert answer["warnings"] == [
        'There is no type "Town" here.',
        'There is no property "mayor" here.',
    ]


def test_properties_tell_for_and_against(names: FlaskClient) -> None:
    here = [{"pid": "country", "v": {"id": "azerbaijan", "name": "Azerbaijan"}}]
    there = [{"pid": "country", "v": ["Israel", "Iran"]}]

    assert first(names, "Baku", properties=here)["match"]
    assert not first(names, "Baku", properties=there)["match"]
    assert first(names, "Baku", properties=there)["score"] < 80


def test_properties_alone_find_what_has_them_all(names: FlaskClient) -> None:
    item = {"properties": [{"pid": "skos:exactMatch", "v": "Q57371"}]}
    cities = {"properties": [{"pid": "country", "v": "Israel"}], "type": "schema:City"}

    found = reconcile(names, item=item, cities=cities)

    assert [each["id"] for each in found["item"]["result"]] == ["ilham-aliyev"]
    assert {"tel-aviv"} <= {each["id"] for each in found["cities"]["result"]}


def test_get_and_a_single_query_are_answered_alike(names: FlaskClient) -> None:
    query = {"query": "Baku", "limit": 2, "type": "schema:City"}
    batch = reconcile(names, q0=query)["q0"]

    assert document(names.get("/reconcile", query_string={"query": json.dumps(query)})) == batch
    assert document(names.get("/reconcile", query_string=query)) == batch
    queries = {"queries": json.dumps({"q0": query})}
    assert document(names.get("/reconcile", query_string=queries))["q0"] == batch


# ---------- suggestions


@needs_schemas
@pytest.mark.parametrize(
    ("kind", "plural"), [("entity", "entities"), ("type", "types"), ("property", "properties")]
)
@pytest.mark.parametrize("prefix", ["", "b", "is", "Баку"])
def test_suggestions_are_valid(names: FlaskClient, kind: str, plural: str, prefix: str) -> None:
    found = document(names.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix}))

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
def test_the_best_suggestion_is(names: FlaskClient, kind: str, prefix: str, best: str) -> None:
    found = document(names.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix}))

    assert found["result"][0]["id"] == best


def test_suggestions_go_on_where_they_ended(names: FlaskClient) -> None:
    ids: list[str] = []
    cursor: int | None = 0
    while cursor is not None:
        page = document(names.get(f"/reconcile/suggest/entity?prefix=a&cursor={cursor}"))
        ids += [each["id"] for each in page["result"]]
        cursor = page.get("cursor")

    assert len(ids) > 40
    assert len(set(ids)) == len(ids)


def test_a_flyout_is_the_thing_in_a_few_words(names: FlaskClient) -> None:
    flyout = document(names.get("/reconcile/flyout/entity?id=baku"))

    assert flyout["id"] == "baku"
    assert "<h1>Baku</h1>" in flyout["html"]
    assert "Q9248" in flyout["html"]
    assert "country" in document(names.get("/reconcile/flyout/type?id=schema:Country"))["html"]
    assert refused(names.get("/reconcile/flyout/property?id=none"), 404)


def test_a_preview_is_a_small_page_for_any_frame(names: FlaskClient) -> None:
    preview = names.get("/reconcile/preview?id=herzog")

    assert preview.mimetype == "text/html"
    assert 'href="/id/herzog"' in preview.text
    assert "<script" not in preview.text
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    assert names.get("/reconcile/preview?id=nobody").status_code == 404


def test_what_is_written_into_a_page_is_escaped(names: FlaskClient) -> None:
    for path in ("/reconcile/preview?id=", "/reconcile/flyout/entity?id="):
        answer = names.get(path + quote("<script>"), headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "<script>" not in answer.text


# ---------- data extension


def test_values_come_as_asked_for(names: FlaskClient) -> None:
    answer = extend(
        names, ["baku", "azerbaijan"], "skos:exactMatch", "country", "schema:description"
    )

    assert answer["meta"][:2] == [
        {"id": "skos:exactMatch", "name": "Wikidata item"},
        {"id": "country", "name": "country"},
    ]
    assert answer["rows"]["baku"]["skos:exactMatch"] == [{"str": "Q9248"}]
    assert answer["rows"]["baku"]["country"] == [{"id": "azerbaijan", "name": "Azerbaijan"}]
    assert answer["rows"]["azerbaijan"]["country"] == []


def test_settings_choose_among_values(names: FlaskClient) -> None:
    def values(wanted: str, **chosen: Any) -> list[Any]:
        answer = extend(names, ["baku"], {"id": wanted, "settings": chosen})
        return list(answer["rows"]["baku"][wanted])

    assert values("rdfs:label") == [{"str": "Baku"}]
    assert values("rdfs:label", language="ru") == [{"str": "Баку"}]
    assert len(values("rdfs:label", language="*")) == 2
    assert len(values("date")) > 1
    assert len(values("date", limit="1")) == 1
    assert values("country", content="name") == [{"str": "Azerbaijan"}]
    assert values("country", content="iri") == [{"str": BASE + "id/azerbaijan"}]
    # A client may send every field of its form, empty or not.
    assert values("country", content="", limit="", language="") == values("country")


def test_ids_and_properties_keep_the_names_they_were_asked_by(names: FlaskClient) -> None:
    party = BASE + "ns#party"
    answer = extend(names, ["Q227", BASE + "id/azerbaijan-israel-relations"], party)

    assert answer["meta"] == [{"id": party, "name": "has party"}]
    assert answer["rows"]["Q227"] == {party: []}
    assert answer["rows"][BASE + "id/azerbaijan-israel-relations"][party] == [
        {"id": "azerbaijan", "name": "Azerbaijan"},
        {"id": "israel", "name": "Israel"},
    ]


@needs_schemas
def test_proposals_are_valid(names: FlaskClient) -> None:
    for query in ("", "?type=schema:Country", "?type=schema:Person&limit=3"):
        found = document(names.get("/reconcile/properties" + query))
        assert problems("data-extension-property-proposal", found) == []


def test_properties_are_proposed_by_type(names: FlaskClient) -> None:
    found = document(names.get("/reconcile/properties?type=schema:Person&limit=3"))
    people = document(names.get("/reconcile/properties?type=schema:Person"))
    places = document(names.get("/reconcile/properties?type=schema:Place"))

    assert (found["type"], found["limit"], len(found["properties"])) == ("schema:Person", 3, 3)
    assert "bil:holdsRoleIn" in [each["id"] for each in people["properties"]]
    assert "bil:locatedIn" in [each["id"] for each in places["properties"]]
    assert "bil:locatedIn" not in [each["id"] for each in people["properties"]]


def test_only_what_the_ontology_says_of_things_is_a_property(names: FlaskClient) -> None:
    found = {each["id"] for each in document(names.get("/reconcile/properties"))["properties"]}
    computed = {each.id for each in COMPUTED}

    assert computed < found
    assert all(name.startswith("bil:") for name in found - computed)


def rows(store: MemoryStore, pattern: str) -> list[Any]:
    prefixes = (
        f"PREFIX bil: <{BASE}ns#> PREFIX schema: <https://schema.org/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )
    query = f"{prefixes} SELECT DISTINCT * WHERE {{ {pattern} }}"
    found = store.triples.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def everything(names: FlaskClient, store: MemoryStore) -> list[dict[str, list[Any]]]:
    """Return every value of every property of every entity."""
    ids = [row["thing"].value.removeprefix(BASE + "id/") for row in rows(store, ENTITY)]
    properties = document(names.get("/reconcile/properties"))["properties"]
    chosen = {"content": "iri", "language": "*"}
    wanted = [{"id": each["id"], "settings": chosen} for each in properties]
    parts = wanted[:20], wanted[20:]
    return [row for part in parts for row in extend(names, ids, *part)["rows"].values()]


def test_no_value_comes_from_what_is_only_supposed(names: FlaskClient, store: MemoryStore) -> None:
    parts = "?content bil:subject ?s ; bil:predicate ?p ; bil:object ?o"
    triples = {
        kind: {
            (row["s"].value, row["p"].value, row["o"].value)
            for row in rows(store, f"{parts} ; a bil:{kind}")
        }
        for kind in ("Situation", "Supposition")
    }
    supposed = triples["Supposition"] - triples["Situation"]
    assert supposed

    for subject, predicate, value in supposed:
        name, wanted = subject.removeprefix(BASE + "id/"), predicate.replace(BASE + "ns#", "bil:")
        country = {"id": "country", "settings": {"content": "iri"}}
        plain = {"id": predicate, "settings": {"content": "iri"}}
        known = {each["id"] for each in document(names.get("/reconcile/properties"))["properties"]}
        asked = [country] + ([plain] if wanted in known else [])
        cells = extend(names, [name], *asked)["rows"][name]
        assert {"str": value} not in cells.get(predicate, [])
        if predicate != BASE + "ns#belongsTo":
            continue
        belongs = {row["o"].value for row in rows(store, f"<{subject}> bil:locatedIn+ ?o")}
        assert {"str": value} not in cells["country"] or value in belongs


def test_every_event_given_is_asserted(names: FlaskClient, store: MemoryStore) -> None:
    supposed = {row["x"].value for row in rows(store, "?x a bil:Supposition")}
    given = {cell["str"] for row in everything(names, store) for cell in row.get("event", [])}

    assert supposed and len(given) > 50
    assert given.isdisjoint(supposed)


def test_the_country_is_wikidata_s_too(names: FlaskClient) -> None:
    direct = "http://www.wikidata.org/prop/direct/P17"
    found = extend(names, ["baku"], "P17", direct)["rows"]["baku"]

    assert found["P17"] == found[direct] == [{"id": "azerbaijan", "name": "Azerbaijan"}]


# ---------- what is refused


def test_a_cell_of_white_space_finds_nothing_and_spoils_no_batch(names: FlaskClient) -> None:
    queries = {"q0": {"query": " \t"}, "q1": {"query": "Baku"}}
    found = document(names.post("/reconcile", data={"queries": json.dumps(queries)}))

    assert found["q0"] == {"result": []}
    assert found["q1"]["result"][0]["id"] == "baku"


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ("", "queries is not JSON"),
        ("{", "queries is not JSON"),
        ("[]", "queries is [], not an object"),
        ("NaN", "NaN is no number"),
        ('{"q0": "Baku"}', 'queries.q0 is "Baku", not an object'),
        ('{"q0": {}}', "queries.q0 has no query"),
        ('{"q0": {"query": ""}}', "queries.q0 has an empty query"),
        ('{"q0": {"query": 5}}', "queries.q0.query is 5, not a text"),
        ('{"q0": {"query": "a", "limit": "many"}}', "queries.q0.limit"),
        ('{"q0": {"query": "a", "limit": 0}}', "must be at least 1"),
        ('{"q0": {"query": "a", "limit": 1.5}}', "not a whole number"),
        ('{"q0": {"query": "a", "limit": true}}', "not a whole number"),
        ('{"q0": {"query": "a", "limit": 1e999}}', "not a whole number"),
        ('{"q0": {"query": "a", "type": 5}}', "queries.q0.type[0] is 5"),
        ('{"q0": {"query": "a", "type": {"x": 1}}}', "queries.q0.type[0]"),
        ('{"q0": {"query": "a", "type_strict": "maybe"}}', "any or all or should"),
        ('{"q0": {"query": "a", "type_strict": ["any"]}}', "any or all or should"),
        ('{"q0": {"query": "a", "typo": 1}}', '"typo"'),
        ('{"q0": {"query": "a", "properties": {"pid": 1}}}', "not a list"),
        ('{"q0": {"query": "a", "properties": [{"v": 1}]}}', "properties[0] has no 'pid'"),
        ('{"q0": {"query": "a", "properties": [{"pid": "x"}]}}', "properties[0] has no 'v'"),
        ('{"q0": {"query": "a", "properties": [{"pid": "x", "v": null}]}}', "v[0] is null"),
        ('{"q0": {"query": "a", "properties": [{"pid": "x", "v": {}}]}}', "without an 'id'"),
        ("[" * 100_000, "queries"),
    ],
)
def test_a_bad_query_is_told_where_it_is_bad(names: FlaskClient, queries: str, said: str) -> None:
    assert said in refused(names.post("/reconcile", data={"queries": queries}))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{}", "extend has no 'ids'"),
        ('{"ids": []}', "extend has no 'properties'"),
        ('{"ids": "baku", "properties": []}', "extend.ids"),
        ('{"ids": [5], "properties": []}', "extend.ids[0]"),
        ('{"ids": [], "properties": ["country"]}', "extend.properties[0]"),
        (
            '{"ids": [], "properties": [{"id": "mayor"}]}',
            'is "mayor", but there is no such property',
        ),
        ('{"ids": [], "properties": [{"id": "country", "settings": 5}]}', "settings is 5"),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"content": "x"}}]}',
            "content is not one of",
        ),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"content": ["x"]}}]}',
            "content is not one of",
        ),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"limit": "x"}}]}',
            "not a whole number",
        ),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"language": 5}}]}',
            "language is not a text",
        ),
    ],
)
def test_a_bad_request_for_data_is_told(names: FlaskClient, asked: str, said: str) -> None:
    assert said in refused(names.post("/reconcile", data={"extend": asked}))


def test_other_bad_requests_are_told(names: FlaskClient) -> None:
    assert "none of queries" in refused(names.post("/reconcile", data={"x": "y"}))
    assert "send one of them" in refused(names.get("/reconcile?queries={}&extend={}"))
    assert "application/json" in refused(names.post("/reconcile", json={}), 415)
    assert "cursor" in refused(names.get("/reconcile/suggest/entity?cursor=x"))
    assert "limit" in refused(names.get("/reconcile/properties?limit=0"))
    assert "no such type" in refused(names.get("/reconcile/properties?type=Town"))
    assert refused(names.get("/reconcile/suggest/nothing"), 404)
    assert refused(names.put("/reconcile"), 405)


def test_too_much_is_refused(names: FlaskClient) -> None:
    many = json.dumps({f"q{number}": {"query": "a"} for number in range(MOST_QUERIES + 1)})
    long = json.dumps({"q0": {"query": "a" * (LONGEST_TEXT + 1)}})
    wide = json.dumps({"q0": {"query": "a", "type": ["x"] * 31}})

    assert "the limit is 1,000" in refused(names.post("/reconcile", data={"queries": many}), 413)
    assert "queries.q0.query" in refused(names.post("/reconcile", data={"queries": long}), 413)
    assert "the limit is 30" in refused(names.post("/reconcile", data={"queries": wide}), 413)
    assert refused(names.post("/reconcile", data={"queries": " " * 600_000}), 413)
    prefix = {"prefix": "a" * (LONGEST_TEXT + 1)}
    assert refused(names.get("/reconcile/suggest/type", query_string=prefix), 414)


def test_as_many_as_allowed_are_answered(names: FlaskClient) -> None:
    asked = {f"q{number}": {"query": f"Azerbaijan {number}"} for number in range(MOST_QUERIES)}

    found = document(names.post("/reconcile", data={"queries": json.dumps(asked)}))

    assert found.keys() == asked.keys()
    assert all(answer["result"][0]["id"] == "azerbaijan" for answer in found.values())


def test_one_batch_is_matched_at_a_time(published: Path, store: MemoryStore) -> None:
    client = create_app(open_release(published), store, Settings(queue_wait=0)).test_client()

    service: Service = client.application.extensions[NAME]

    with service.turn(0):
        answer = client.get("/reconcile?query=Baku")
        assert "Too many names" in refused(answer, 503)
        assert answer.headers["Retry-After"]
        assert client.get("/reconcile/suggest/entity?prefix=baku").status_code == 200
    assert first(client, "Baku")["match"]


def test_a_batch_has_a_deadline(published: Path, store: MemoryStore) -> None:
    client = create_app(open_release(published), store, Settings(deadline=-1)).test_client()

    assert "send fewer" in refused(client.get("/reconcile?query=Baku"), 503)


def test_nobody_is_answered_who_has_gone(names: FlaskClient) -> None:
    gone = Event()
    gone.set()

    answer = names.get("/reconcile?query=Baku", environ_overrides={GONE: gone})

    assert answer.status_code == CLIENT_GONE


# ---------- another document


def test_another_pair_of_states_is_reconciled_alike(client: FlaskClient) -> None:
    manifest = document(client.get("/reconcile"))

    assert manifest["name"] == "Legation: Freedonia and Sylvania"
    assert manifest["defaultTypes"][0]["id"] == "schema:Country"
    assert first(client, "OSTERLANDER")["id"] == "osterländer"
    assert first(client, "Sylvanian Herald")["id"] == "herald"
    recognized = extend(client, ["freedonia"], "bil:recognizes")["rows"]["freedonia"]
    assert recognized["bil:recognizes"] == [{"id": "sylvania", "name": "Sylvania"}]
    preview = client.get("/reconcile/preview?id=osterl%C3%A4nder")
    assert 'href="/id/osterl%C3%A4nder"' in preview.text


def test_a_release_without_entities_finds_nothing(make_dataset: Callable[[str], Path]) -> None:
    client = client_of(make_dataset("GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 }"))

    assert document(client.get("/reconcile"))["defaultTypes"] == []
    assert reconcile(client, q0="Freedonia") == {"q0": {"result": []}}
    assert document(client.get("/reconcile/suggest/entity"))["result"] == []


# ---------- whatever comes


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TEXTS = st.text() | st.sampled_from(["Baku", "Q227", "schema:City", "country", "", "q0", "\ud800"])
VALUES = JSON | TEXTS
QUERIES = st.dictionaries(
    TEXTS,
    st.fixed_dictionaries(
        {},
        optional={
            "query": VALUES,
            "type": VALUES | st.lists(TEXTS, max_size=3),
            "limit": VALUES,
            "type_strict": st.sampled_from(["any", "all", "should"]) | JSON,
            "properties": st.lists(
                st.fixed_dictionaries({"pid": TEXTS, "v": VALUES | st.lists(VALUES)}), max_size=3
            )
            | JSON,
        },
    )
    | JSON,
    max_size=3,
)
EXTENSIONS = st.fixed_dictionaries(
    {},
    optional={
        "ids": st.lists(TEXTS, max_size=3) | JSON,
        "properties": st.lists(
            st.fixed_dictionaries(
                {"id": TEXTS},
                optional={
                    "settings": st.dictionaries(
                        st.sampled_from(["limit", "content", "language"]), VALUES
                    )
                },
            ),
            max_size=3,
        )
        | JSON,
    },
)
ANYTHING = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def no_failure(response: TestResponse) -> None:
    assert response.status_code in (200, 400, 404, 413, 414, 415), response.text
    if response.status_code == 200 and response.mimetype == "application/json":
        json.loads(response.data)


@ANYTHING
@given(asked=QUERIES | JSON)
def test_no_batch_makes_the_server_fail(names: FlaskClient, asked: Any) -> None:
    answer = names.post("/reconcile", data={"queries": json.dumps(asked)})

    no_failure(answer)
    if answer.status_code == 200 and SCHEMAS.is_dir():
        assert problems("reconciliation-result-batch", json.loads(answer.data)) == []


@ANYTHING
@given(asked=EXTENSIONS | JSON)
def test_no_request_for_data_makes_the_server_fail(names: FlaskClient, asked: Any) -> None:
    no_failure(names.post("/reconcile", data={"extend": json.dumps(asked)}))


@ANYTHING
@given(
    path=st.sampled_from(
        [
            *(f"/{place}/{kind}" for place in ("suggest", "flyout") for kind in KINDS),
            *("", "/preview", "/properties", "/help"),
        ]
    ),
    parameters=st.dictionaries(
        st.sampled_from(
            ["prefix", "cursor", "id", "type", "limit", "callback", "query", "queries", "extend"]
        ),
        st.text(st.characters(codec="utf-8")) | st.sampled_from(["baku", "5", "{}", "f"]),
        max_size=3,
    ),
)
def test_no_address_makes_the_server_fail(
    names: FlaskClient, path: str, parameters: dict[str, str]
) -> None:
    no_failure(names.get("/reconcile" + path, query_string=parameters))


@ANYTHING
@given(body=st.binary(), header=st.sampled_from(["application/x-www-form-urlencoded", "text/x"]))
def test_no_body_makes_the_server_fail(names: FlaskClient, body: bytes, header: str) -> None:
    no_failure(names.post("/reconcile", data=body, content_type=header))
    no_failure(names.post("/reconcile", data=b"queries=" + body, content_type=header))
