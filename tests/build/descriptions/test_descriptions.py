"""A release describes itself (VoID), and its descriptions lead to one another."""

from pathlib import Path
from typing import Any

import pytest
from legation_build.descriptions import describe_dataset, statistics_of
from legation_build.namespaces import BASE, BIL, RDF, SKOS, VOID, WIKIBASE, WIKIDATA
from pyoxigraph import NamedNode, Triple
from rdflib import Graph
from support.in_process import DATASET, PREFIXES, ask, rows
from support.memory_store import MemoryStore

LINKS = {
    "dataset to endpoint (VoID)": f"{DATASET} a void:Dataset ; void:sparqlEndpoint <{BASE}sparql>",
    "endpoint to dataset (SD)": f"<{BASE}sparql> a sd:Service ; sd:defaultDataset {DATASET}",
    "endpoint to dataset (DCAT)": f"<{BASE}sparql> a dcat:DataService ; dcat:servesDataset {DATASET}",
    "endpoint to its address": f"<{BASE}sparql> sd:endpoint <{BASE}sparql> ; dcat:endpointURL <{BASE}sparql>",
    "dataset to VoID file": f"{DATASET} foaf:isPrimaryTopicOf <{BASE}dumps/void.ttl>",
    "VoID file to dataset": f"<{BASE}dumps/void.ttl> a void:DatasetDescription ; foaf:primaryTopic {DATASET}",
    "dataset to DCAT file": f"{DATASET} foaf:isPrimaryTopicOf <{BASE}dumps/dcat.ttl>",
    "DCAT file to dataset": f"<{BASE}dumps/dcat.ttl> foaf:primaryTopic {DATASET}",
    "catalogue to dataset and endpoint": f"?catalog a dcat:Catalog ; dcat:dataset {DATASET} ; dcat:service <{BASE}sparql>",
    "dataset to shapes": f"{DATASET} sh:shapesGraph graph:shapes",
    "dataset to the build": f"{DATASET} prov:wasGeneratedBy/prov:used ?file",
    "dataset to document": f"{DATASET} void:rootResource <{BASE}azerbaijan-israel>",
    "dataset to graphs": f"{DATASET} void:subset graph:azerbaijan-israel ; sd:namedGraph graph:azerbaijan-israel",
    "dataset to its description's graph": f"{DATASET} sd:namedGraph graph:release, graph:catalog",
    "endpoint as distribution": f"{DATASET} dcat:distribution [ dcat:accessService <{BASE}sparql> ]",
    "document's dataset": f"{DATASET} dcterms:hasPart graph:azerbaijan-israel . graph:azerbaijan-israel dcterms:isPartOf {DATASET}",
}


def pairs(found: list[tuple[str, ...]]) -> dict[str, str]:
    return {row[0]: row[1] for row in found}


@pytest.mark.parametrize("link", LINKS)
def test_descriptions_lead_to_one_another(published_store: MemoryStore, link: str) -> None:
    assert ask(published_store.triples, LINKS[link])


def test_the_two_files_are_enough_to_get_from_one_description_to_the_other(
    published: Path,
) -> None:
    dumps = published / "current" / "dumps"
    both = Graph().parse(dumps / "void.ttl").parse(dumps / "dcat.ttl")
    links = {name: link for name, link in LINKS.items() if "build" not in name}

    assert [
        name for name, link in links.items() if not both.query(f"{PREFIXES} ASK {{ {link} }}")
    ] == []


def test_version_is_that_of_the_release(
    published_store: MemoryStore, published_manifest: dict[str, Any]
) -> None:
    version = f"<{BASE}releases/{published_manifest['digest']}>"

    assert ask(
        published_store.triples, f"{DATASET} owl:versionIRI {version} ; dcat:hasVersion {version}"
    )
    assert ask(published_store.triples, f"{version} dcat:isVersionOf {DATASET}")
    assert ask(
        published_store.triples, f'{DATASET} dcat:version "{published_manifest["digest"][:16]}"'
    )


def test_every_graph_is_described_with_its_licence_and_its_size(
    published_store: MemoryStore, published_manifest: dict[str, Any]
) -> None:
    told = {
        graph: (license, size)
        for graph, license, size in rows(
            published_store.triples,
            f"SELECT * {{ {DATASET} sd:namedGraph ?graph . ?graph dcterms:license ?license OPTIONAL {{ ?graph void:triples ?size }} }}",
        )
    }
    uncounted = {BASE + f"graph/{name}" for name in ("release", "catalog", "checksums")}

    assert told == {
        graph["iri"]: (graph["license"], "" if graph["iri"] in uncounted else str(graph["quads"]))
        for graph in published_manifest["graphs"]
    }


def test_report_of_the_validation_counts_what_each_shape_checked(
    published: Path, published_manifest: dict[str, Any]
) -> None:
    report = Graph().parse(published / "current" / "dumps" / "validation.ttl")
    query = """PREFIX dqv: <http://www.w3.org/ns/dqv#>
      SELECT ?shape ?nodes { ?report a sh:ValidationReport ; sh:conforms true ; dcterms:hasPart ?measurement .
        ?measurement dqv:isMeasurementOf ?shape ; dqv:value ?nodes }"""
    told = {str(shape): nodes.toPython() for shape, nodes in report.query(PREFIXES + query)}  # type: ignore[union-attr,misc]

    assert told == {
        row["shape"]: row["nodes"] for row in published_manifest["validation"]["shapes"]
    }
    assert told[BASE + "shapes#Claim"] == published_manifest["counts"]["classes"][BIL + "Claim"]


def test_linksets_count_the_links_to_wikidata(published_store: MemoryStore) -> None:
    linksets = rows(
        published_store.triples,
        f"""SELECT ?predicate ?count {{ ?set a void:Linkset ; void:subjectsTarget {DATASET} ; void:linkPredicate ?predicate ;
              void:triples ?count ; void:objectsTarget/void:uriSpace "{WIKIDATA}" . {DATASET} void:subset ?set }}""",
    )
    counted = rows(
        published_store.triples,
        f"""SELECT ?p (COUNT(*) AS ?count) {{ {{ SELECT DISTINCT ?s ?p ?o {{
              GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN (graph:release, graph:catalog) && STRSTARTS(STR(?s), "{BASE}"))
              FILTER (isIRI(?o) && STRSTARTS(STR(?o), "{WIKIDATA}") && !STRSTARTS(STR(?p), "{WIKIDATA}") && !STRSTARTS(STR(?p), "{WIKIBASE}"))
            }} }} }} GROUP BY ?p""",
    )

    assert SKOS + "exactMatch" in {predicate for predicate, _ in linksets}
    assert sorted(linksets) == sorted(counted)


def test_partitions_count_instances_and_triples(
    published_store: MemoryStore, published_manifest: dict[str, Any]
) -> None:
    classes = pairs(
        rows(
            published_store.triples,
            f"SELECT ?c ?n {{ {DATASET} void:classPartition [ void:class ?c ; void:entities ?n ] }}",
        )
    )
    properties = pairs(
        rows(
            published_store.triples,
            f"SELECT ?p ?n {{ {DATASET} void:propertyPartition [ void:property ?p ; void:triples ?n ] }}",
        )
    )

    assert classes == {iri: str(n) for iri, n in published_manifest["counts"]["classes"].items()}
    assert properties == {
        iri: str(n) for iri, n in published_manifest["counts"]["predicates"].items()
    }
    ((claims,),) = rows(published_store.triples, "SELECT (COUNT(*) AS ?n) { ?x a bil:Claim }")
    assert classes[BIL + "Claim"] == claims


def test_a_new_class_changes_the_names_of_no_other_statistics() -> None:
    def names(*classes: str) -> set[str]:
        thing, kind = NamedNode(BASE + "id/x"), NamedNode(RDF + "type")
        found = statistics_of(Triple(thing, kind, NamedNode(name)) for name in classes)
        described = describe_dataset([], found, "0" * 64, "2026-11-01")
        return {
            str(t.object)[1:-1] for t in described if t.predicate.value == VOID + "classPartition"
        }

    strange = "http://other.example/a#B,c"
    few, more = names(BIL + "Claim"), names(BIL + "Claim", BIL + "Act", strange)

    assert few == {f"{BASE}dataset#class=bil:Claim"}
    assert more - few == {
        f"{BASE}dataset#class=bil:Act",
        f"{BASE}dataset#class=http://other.example/a%23B%2Cc",
    }
