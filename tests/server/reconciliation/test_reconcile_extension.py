"""The values that the Reconciliation Service API gives of entities: only what is asserted."""

from typing import Any

from flask.testing import FlaskClient
from legation_server.reconciliation.property_paths import COMPUTED_PROPERTIES
from support.memory_store import MemoryStore
from support.reconcile_client import BASE, ENTITY, document, extend, rows
from support.reconciliation_schemas import needs_schemas, problems
from support.some import some


def test_values_come_as_asked_for(reconciler: FlaskClient) -> None:
    answer = extend(
        reconciler, ["baku", "azerbaijan"], "skos:exactMatch", "country", "schema:description"
    )

    assert answer["meta"][:2] == [
        {"id": "skos:exactMatch", "name": "Wikidata item"},
        {"id": "country", "name": "country"},
    ]
    assert answer["rows"]["baku"]["skos:exactMatch"] == [{"str": "Q9248"}]
    assert answer["rows"]["baku"]["country"] == [{"id": "azerbaijan", "name": "Azerbaijan"}]
    assert answer["rows"]["azerbaijan"]["country"] == []


def test_settings_choose_among_values(reconciler: FlaskClient) -> None:
    def values(wanted: str, **chosen: Any) -> list[Any]:
        answer = extend(reconciler, ["baku"], {"id": wanted, "settings": chosen})
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


def test_ids_and_properties_keep_the_names_they_were_asked_by(reconciler: FlaskClient) -> None:
    party = BASE + "ns#party"
    answer = extend(reconciler, ["Q227", BASE + "id/azerbaijan-israel-relations"], party)

    assert answer["meta"] == [{"id": party, "name": "has party"}]
    assert answer["rows"]["Q227"] == {party: []}
    assert answer["rows"][BASE + "id/azerbaijan-israel-relations"][party] == [
        {"id": "azerbaijan", "name": "Azerbaijan"},
        {"id": "israel", "name": "Israel"},
    ]


@needs_schemas
def test_proposals_are_valid(reconciler: FlaskClient) -> None:
    for query in ("", "?type=schema:Country", "?type=schema:Person&limit=3"):
        found = document(reconciler.get("/reconcile/properties" + query))
        assert problems("data-extension-property-proposal", found) == []


def test_properties_are_proposed_by_type(reconciler: FlaskClient) -> None:
    found = document(reconciler.get("/reconcile/properties?type=schema:Person&limit=3"))
    people = document(reconciler.get("/reconcile/properties?type=schema:Person"))
    places = document(reconciler.get("/reconcile/properties?type=schema:Place"))

    assert (found["type"], found["limit"], len(found["properties"])) == ("schema:Person", 3, 3)
    assert "bil:holdsRoleIn" in [each["id"] for each in people["properties"]]
    assert "bil:locatedIn" in [each["id"] for each in places["properties"]]
    assert "bil:locatedIn" not in [each["id"] for each in people["properties"]]


def test_only_what_the_ontology_says_of_things_is_a_property(reconciler: FlaskClient) -> None:
    found = {each["id"] for each in document(reconciler.get("/reconcile/properties"))["properties"]}
    computed = {each.id for each in COMPUTED_PROPERTIES}

    assert computed < found
    assert all(name.startswith("bil:") for name in some(found - computed))


def everything(reconciler: FlaskClient, published_store: MemoryStore) -> list[dict[str, list[Any]]]:
    """Return every value of every property of every entity."""
    ids = [row["thing"].value.removeprefix(BASE + "id/") for row in rows(published_store, ENTITY)]
    properties = document(reconciler.get("/reconcile/properties"))["properties"]
    chosen = {"content": "iri", "language": "*"}
    wanted = [{"id": each["id"], "settings": chosen} for each in properties]
    parts = wanted[:20], wanted[20:]
    return [row for part in parts for row in extend(reconciler, ids, *part)["rows"].values()]


def test_no_value_comes_from_what_is_only_supposed(
    reconciler: FlaskClient, published_store: MemoryStore
) -> None:
    parts = (
        "?type bil:standsFor ?p ; bil:subjectRole ?from ; bil:objectRole ?to ."
        " ?content bil:situationType ?type ; ?from ?s ; ?to ?o"
    )
    triples = {
        kind: {
            (row["s"].value, row["p"].value, row["o"].value)
            for row in rows(published_store, f"{parts} ; a bil:{kind}")
        }
        for kind in ("Situation", "Supposition")
    }
    supposed = triples["Supposition"] - triples["Situation"]
    assert supposed

    for subject, predicate, value in supposed:
        name, wanted = subject.removeprefix(BASE + "id/"), predicate.replace(BASE + "ns#", "bil:")
        country = {"id": "country", "settings": {"content": "iri"}}
        plain = {"id": predicate, "settings": {"content": "iri"}}
        known = {
            each["id"] for each in document(reconciler.get("/reconcile/properties"))["properties"]
        }
        asked = [country] + ([plain] if wanted in known else [])
        cells = extend(reconciler, [name], *asked)["rows"][name]
        assert {"str": value} not in cells.get(predicate, [])
        if predicate != BASE + "ns#hasCountry":
            continue
        belongs = {
            row["o"].value for row in rows(published_store, f"<{subject}> bil:locatedIn+ ?o")
        }
        assert {"str": value} not in cells["country"] or value in belongs


def test_every_event_given_is_asserted(
    reconciler: FlaskClient, published_store: MemoryStore
) -> None:
    supposed = {row["x"].value for row in rows(published_store, "?x a bil:Supposition")}
    given = {
        cell["str"]
        for row in everything(reconciler, published_store)
        for cell in row.get("event", [])
    }

    assert supposed and len(given) > 50
    assert given.isdisjoint(supposed)


def test_the_country_is_wikidata_s_too(reconciler: FlaskClient) -> None:
    direct = "http://www.wikidata.org/prop/direct/P17"
    found = extend(reconciler, ["baku"], "P17", direct)["rows"]["baku"]

    assert found["P17"] == found[direct] == [{"id": "azerbaijan", "name": "Azerbaijan"}]
