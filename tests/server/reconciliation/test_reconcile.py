"""Matching names by the Reconciliation Service API over the release of our own mappings."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.reconciliation.matching.candidates import Query, candidates
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.evidence import ValuesByEntity
from legation_server.reconciliation.service import NAME, Service
from support.memory_store import MemoryStore, client_of
from support.reconcile_client import BASE, ENTITY, document, extend, first, reconcile, rows
from support.some import some


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
def test_a_name_is_matched(reconciler: FlaskClient, text: str, meant: str) -> None:
    found = first(reconciler, text)

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
    reconciler: FlaskClient, text: str, meant: str
) -> None:
    found = first(reconciler, text)

    assert (found["id"], found["match"]) == (meant, False)
    assert 60 < found["score"] < 100


@pytest.mark.parametrize("text", ["Aliyev", "Əliyev", "President Aliyev", "the press", "students"])
def test_what_may_mean_more_than_one_is_no_match(reconciler: FlaskClient, text: str) -> None:
    result = reconcile(reconciler, q0=text)["q0"]["result"]

    assert result
    assert not any(each["match"] for each in result)


def test_both_of_a_name_are_found(reconciler: FlaskClient) -> None:
    result = reconcile(reconciler, q0="Əliyev")["q0"]["result"]

    assert {each["id"] for each in result[:2]} == {"ilham-aliyev", "heydar-aliyev"}


def test_a_name_that_nothing_has_finds_nothing(reconciler: FlaskClient) -> None:
    assert reconcile(reconciler, q0="Xyzzyx", q1="Q99999999999") == {
        "q0": {"result": []},
        "q1": {"result": []},
    }


def test_every_label_finds_its_entity_first_or_beside_another_of_that_name(
    reconciler: FlaskClient, published_store: MemoryStore
) -> None:
    labels = {
        row["thing"].value.removeprefix(BASE + "id/"): row["label"].value
        for row in rows(published_store, f"{ENTITY} ; rdfs:label ?label")
    }
    assert len(labels) > 200

    found = reconcile(reconciler, **labels)

    for name, answer in some(found.items()):
        best = answer["result"][0]
        assert best["score"] == 100
        assert name in [each["id"] for each in answer["result"] if each["score"] == 100]
        assert sum(each["match"] for each in answer["result"]) <= 1


@pytest.fixture(scope="module")
def catalogue(reconciler: FlaskClient) -> Catalogue:
    with reconciler.application.test_request_context():
        service: Service = reconciler.application.extensions[NAME]
        return service.catalogue


def nothing_held(name: str, ids: Sequence[str]) -> ValuesByEntity:
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
    for entity in some(list(catalogue.entities.values())[::3]):
        others = [each for each in catalogue.entities.values() if each is not entity]
        without = Catalogue(others, (), (), catalogue.space)
        for name in (entity.label, *entity.labels, *entity.names):
            found = candidates(Query(name), without, nothing_held)
            assert [each.entity.id for each in found if each.match] == [], name


def test_a_result_says_what_it_is(reconciler: FlaskClient) -> None:
    baku = first(reconciler, "Baku")

    assert baku["name"] == "Baku"
    assert baku["description"]
    assert baku["type"] == [{"id": "schema:City", "name": "city"}]
    assert {"id": "name_exact", "value": True} in baku["features"]


@pytest.mark.parametrize(
    "kind", ["schema:Country", "https://schema.org/Country", "Country", "country", "Q6256"]
)
def test_a_type_is_known_by_its_names(reconciler: FlaskClient, kind: str) -> None:
    result = reconcile(reconciler, q0={"query": "Israel", "type": kind})["q0"]["result"]

    assert result[0]["match"]
    assert all(each["type"] == [{"id": "schema:Country", "name": "country"}] for each in result)


def test_a_type_takes_in_those_below_it(reconciler: FlaskClient) -> None:
    assert first(reconciler, "Baku", type="schema:Place", type_strict="any")["match"]
    assert first(reconciler, "Baku", type=["schema:City", "schema:Place"], type_strict="all")[
        "match"
    ]
    assert first(reconciler, "Baku", type="schema:Person") == {}


def test_what_is_not_known_is_told(reconciler: FlaskClient) -> None:
    query = {
        "query": "Baku",
        "type": ["schema:City", "Town"],
        "properties": [{"pid": "mayor", "v": 1}],
    }
    answer = reconcile(reconciler, q0=query)["q0"]

    assert answer["result"][0]["id"] == "baku"
    assert answer["warnings"] == [
        'There is no type "Town" here.',
        'There is no property "mayor" here.',
    ]


def test_properties_tell_for_and_against(reconciler: FlaskClient) -> None:
    here = [{"pid": "country", "v": {"id": "syria", "name": "Syria"}}]
    there = [{"pid": "country", "v": ["Israel", "Iran"]}]

    assert first(reconciler, "Damascus", properties=here)["match"]
    assert not first(reconciler, "Damascus", properties=there)["match"]
    assert first(reconciler, "Damascus", properties=there)["score"] < 80


def test_properties_alone_find_what_has_them_all(reconciler: FlaskClient) -> None:
    item = {"properties": [{"pid": "skos:exactMatch", "v": "Q57371"}]}
    cities = {"properties": [{"pid": "country", "v": "Syria"}], "type": "schema:City"}

    found = reconcile(reconciler, item=item, cities=cities)

    assert [each["id"] for each in found["item"]["result"]] == ["ilham-aliyev"]
    assert {"damascus"} <= {each["id"] for each in found["cities"]["result"]}


def test_get_and_a_single_query_are_answered_alike(reconciler: FlaskClient) -> None:
    query = {"query": "Baku", "limit": 2, "type": "schema:City"}
    batch = reconcile(reconciler, q0=query)["q0"]

    assert (
        document(reconciler.get("/reconcile", query_string={"query": json.dumps(query)})) == batch
    )
    assert document(reconciler.get("/reconcile", query_string=query)) == batch
    queries = {"queries": json.dumps({"q0": query})}
    assert document(reconciler.get("/reconcile", query_string=queries))["q0"] == batch


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
