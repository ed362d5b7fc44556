"""The descriptions of a release lead to one another, and count what is there."""

import json
from pathlib import Path
from typing import Any

import pytest
from legation_build.describe import describe
from legation_build.files import COMPRESSIONS
from legation_build.formats import DUMP_FORMATS
from legation_build.namespaces import BASE, BIL, RDF, SKOS, VOID, WIKIBASE, WIKIDATA
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, Store
from rdflib import Graph

DATASET = f"<{BASE}dataset>"
PREFIXES = f"""
PREFIX bil: <{BIL}>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX graph: <{BASE}graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <{SKOS}>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#>
"""
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


@pytest.fixture(scope="module")
def manifest(published: Path) -> dict[str, Any]:
    return dict(json.loads((published / "current" / "manifest.json").read_text()))


@pytest.fixture(scope="module")
def store(published: Path, manifest: dict[str, Any]) -> Store:
    """What a server of the release holds."""
    store = Store()
    for file in manifest["files"]:
        if file["load"]:
            store.load(path=str(published / "current" / file["path"]))
    return store


def ask(store: Store, pattern: str) -> bool:
    result = store.query(f"{PREFIXES} ASK {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(result, QueryBoolean)
    return bool(result)


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    results = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(results, QuerySolutions)
    return [
        tuple("" if term is None else getattr(term, "value", "") for term in row) for row in results
    ]


def pairs(found: list[tuple[str, ...]]) -> dict[str, str]:
    return {row[0]: row[1] for row in found}


@pytest.mark.parametrize("link", LINKS)
def test_descriptions_lead_to_one_another(store: Store, link: str) -> None:
    assert ask(store, LINKS[link])


def test_the_two_files_are_enough_to_get_from_one_description_to_the_other(
    published: Path,
) -> None:
    dumps = published / "current" / "dumps"
    both = Graph().parse(dumps / "void.ttl").parse(dumps / "dcat.ttl")
    links = {name: link for name, link in LINKS.items() if "build" not in name}

    assert [
        name for name, link in links.items() if not both.query(f"{PREFIXES} ASK {{ {link} }}")
    ] == []


def test_version_is_that_of_the_release(store: Store, manifest: dict[str, Any]) -> None:
    version = f"<{BASE}releases/{manifest['digest']}>"

    assert ask(store, f"{DATASET} owl:versionIRI {version} ; dcat:hasVersion {version}")
    assert ask(store, f"{version} dcat:isVersionOf {DATASET}")
    assert ask(store, f'{DATASET} dcat:version "{manifest["digest"][:16]}"')


def test_every_graph_is_described_with_its_licence_and_its_size(
    store: Store, manifest: dict[str, Any]
) -> None:
    told = {
        graph: (license, size)
        for graph, license, size in rows(
            store,
            f"SELECT * {{ {DATASET} sd:namedGraph ?graph . ?graph dcterms:license ?license OPTIONAL {{ ?graph void:triples ?size }} }}",
        )
    }
    uncounted = {BASE + "graph/release", BASE + "graph/catalog"}

    assert told == {
        graph["iri"]: (graph["license"], "" if graph["iri"] in uncounted else str(graph["quads"]))
        for graph in manifest["graphs"]
    }


def test_report_of_the_validation_counts_what_each_shape_checked(
    published: Path, manifest: dict[str, Any]
) -> None:
    report = Graph().parse(published / "current" / "dumps" / "validation.ttl")
    query = """PREFIX dqv: <http://www.w3.org/ns/dqv#>
      SELECT ?shape ?nodes { ?report a sh:ValidationReport ; sh:conforms true ; dcterms:hasPart ?measurement .
        ?measurement dqv:isMeasurementOf ?shape ; dqv:value ?nodes }"""
    told = {str(shape): nodes.toPython() for shape, nodes in report.query(PREFIXES + query)}  # type: ignore[union-attr,misc]

    assert told == {row["shape"]: row["nodes"] for row in manifest["validation"]["shapes"]}
    assert told[BASE + "shapes#Claim"] == manifest["counts"]["classes"][BIL + "Claim"]


def test_linksets_count_the_links_to_wikidata(store: Store) -> None:
    linksets = rows(
        store,
        f"""SELECT ?predicate ?count {{ ?set a void:Linkset ; void:subjectsTarget {DATASET} ; void:linkPredicate ?predicate ;
              void:triples ?count ; void:objectsTarget/void:uriSpace "{WIKIDATA}" . {DATASET} void:subset ?set }}""",
    )
    counted = rows(
        store,
        f"""SELECT ?p (COUNT(*) AS ?count) {{ {{ SELECT DISTINCT ?s ?p ?o {{
              GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN (graph:release, graph:catalog) && STRSTARTS(STR(?s), "{BASE}"))
              FILTER (isIRI(?o) && STRSTARTS(STR(?o), "{WIKIDATA}") && !STRSTARTS(STR(?p), "{WIKIDATA}") && !STRSTARTS(STR(?p), "{WIKIBASE}"))
            }} }} }} GROUP BY ?p""",
    )

    assert SKOS + "exactMatch" in {predicate for predicate, _ in linksets}
    assert sorted(linksets) == sorted(counted)


def test_partitions_count_instances_and_triples(store: Store, manifest: dict[str, Any]) -> None:
    classes = pairs(
        rows(
            store,
            f"SELECT ?c ?n {{ {DATASET} void:classPartition [ void:class ?c ; void:entities ?n ] }}",
        )
    )
    properties = pairs(
        rows(
            store,
            f"SELECT ?p ?n {{ {DATASET} void:propertyPartition [ void:property ?p ; void:triples ?n ] }}",
        )
    )

    assert classes == {iri: str(n) for iri, n in manifest["counts"]["classes"].items()}
    assert properties == {iri: str(n) for iri, n in manifest["counts"]["predicates"].items()}
    ((claims,),) = rows(store, "SELECT (COUNT(*) AS ?n) { ?x a bil:Claim }")
    assert classes[BIL + "Claim"] == claims


def test_a_new_class_changes_the_names_of_no_other_statistics() -> None:
    def names(*classes: str) -> set[str]:
        thing, kind = NamedNode(BASE + "id/x"), NamedNode(RDF + "type")
        quads = [Quad(thing, kind, NamedNode(name)) for name in classes]
        described = describe([], quads, "0" * 64, "2026-11-01")
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


def test_every_file_is_a_distribution_with_licence_size_and_checksum(
    store: Store, manifest: dict[str, Any]
) -> None:
    found = {
        url.removeprefix(BASE): (license, int(size), digest.lower())
        for url, license, size, digest in rows(
            store,
            """SELECT ?url ?license ?size ?digest { ?any dcat:distribution ?d . ?d dcat:downloadURL ?url ; dcterms:license ?license ;
                 dcat:byteSize ?size ; dcterms:title ?title ; spdx:checksum [ spdx:checksumValue ?digest ] }""",
        )
    }
    # These hold the checksums of the others.
    own = {"dumps/dcat.ttl", "dumps/dcat.nq", "dumps/SHA256SUMS"}

    assert found == {
        file["path"]: (file["license"], file["size"], file["sha256"])
        for file in manifest["files"]
        if file["path"] not in own
    }


def test_dumps_of_a_document_are_distributions_of_its_own_dataset(store: Store) -> None:
    urls = {
        url.removeprefix(BASE + "dumps/azerbaijan-israel.")
        for (url,) in rows(
            store,
            "SELECT ?url { graph:azerbaijan-israel a dcat:Dataset ; dcat:distribution/dcat:downloadURL ?url }",
        )
    }

    names = {form.name for form in DUMP_FORMATS}
    assert urls == names | {f"{name}.{end}" for name in names for end in COMPRESSIONS}


def test_compressed_file_tells_what_it_holds(store: Store) -> None:
    media = "https://www.iana.org/assignments/media-types/"

    assert ask(
        store,
        f"?d dcat:downloadURL <{BASE}dumps/legation.ttl.gz> ; dcat:mediaType <{media}text/turtle> ; dcat:compressFormat <{media}application/gzip>",
    )


def test_description_is_in_the_dumps_and_in_a_graph_of_its_own(
    published: Path, store: Store
) -> None:
    whole = Graph().parse(published / "current" / "dumps" / "legation.ttl")

    assert whole.query(
        f"{PREFIXES} ASK {{ {DATASET} a void:Dataset, dcat:Dataset ; void:triples ?n }}"
    )
    assert list(
        store.quads_for_pattern(
            NamedNode(BASE + "dataset"), None, None, NamedNode(BASE + "graph/release")
        )
    )
    assert list(
        store.quads_for_pattern(
            NamedNode(BASE + "dataset"), None, None, NamedNode(BASE + "graph/catalog")
        )
    )
