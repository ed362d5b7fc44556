"""Describe the endpoint in RDF: what it speaks and which graphs it holds.

The terms are those of SPARQL 1.1 Service Description, and those for versions of SPARQL 1.2's.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from legation_server.formats import GRAPHS, SOLUTIONS
from legation_server.namespaces import DCTERMS, RDF_TYPE, RDFS, SD, VOID, XSD
from legation_server.protocol import VERSIONS
from legation_server.query import ENDPOINTS, SPARQL, WIKIDATA
from legation_server.rdf import graph_bytes
from legation_server.releases import DESCRIPTIONS, Release
from legation_server.settings import Settings

VERSION = "http://www.w3.org/ns/sparql#version-"
W3C_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}
TITLES = {
    SPARQL: "SPARQL endpoint",
    WIKIDATA: "SPARQL endpoint for queries of the Wikidata Query Service, with its label service",
}
PREFIXES = {
    "dcterms": DCTERMS,
    "entailment": "http://www.w3.org/ns/entailment/",
    "formats": "http://www.w3.org/ns/formats/",
    "rdfs": RDFS,
    "sd": SD,
    "void": VOID,
}

# Graphs that are named; the description of the dataset has all.
MOST_GRAPHS = 500


def service_description(
    release: Release, settings: Settings, root: str, format_name: str, endpoint: str = SPARQL
) -> bytes:
    """Return the service description of an endpoint in a graph format of a short name.

    `root` is the address of the site, ending in a slash; `endpoint` is the path below that.
    """
    return graph_bytes(_triples(release, settings, root, endpoint), format_name, PREFIXES)


def _triples(release: Release, settings: Settings, root: str, endpoint: str) -> Iterator[ox.Triple]:
    # The ones that the descriptions in the release are about.
    name = "dataset" if endpoint == SPARQL else f"dataset#at-{endpoint}"
    service, dataset = (ox.NamedNode(release.base + path) for path in (endpoint, name))
    default = ox.NamedNode(f"{release.base}dataset#default-graph-at-{endpoint}")
    named_here = release.some_graphs(MOST_GRAPHS)
    inside = [graph for graph in named_here if endpoint in graph.endpoints]
    yield _triple(service, RDF_TYPE, SD + "Service")
    yield _triple(service, SD + "endpoint", root + endpoint)
    yield _triple(service, RDFS + "label", ox.Literal(TITLES[endpoint], language="en"))
    # The languages of 1.1 name their version; those of 1.2 are told apart by theirs.
    for language in ("SPARQL10Query", "SPARQL11Query", "SPARQLQuery"):
        yield _triple(service, SD + "supportedLanguage", SD + language)
    for version in VERSIONS:
        yield _triple(service, SD + "supportedVersion", VERSION + version)
    federated = ("BasicFederatedQuery",) if settings.allowed_services else ()
    union = (
        ("UnionDefaultGraph",)
        if all(endpoint in graph.endpoints for graph in release.graphs)
        else ()
    )
    for feature in (*union, "EmptyGraphs", *federated):
        yield _triple(service, SD + "feature", SD + feature)
    for offer in (*SOLUTIONS, *GRAPHS):
        name = "http://www.w3.org/ns/formats/" + W3C_FORMATS[offer.name]
        yield _triple(service, SD + "resultFormat", name)
    regime = "http://www.w3.org/ns/entailment/Simple"
    yield _triple(service, SD + "defaultEntailmentRegime", regime)
    limits = (
        f"A query may have {settings.query_length:,} bytes, take {settings.deadline:g} seconds "
        f"and {settings.memory:,} MiB of memory, and give {settings.result_rows:,} rows or "
        f"{settings.result_size:,} MiB."
    )
    yield _triple(service, RDFS + "comment", ox.Literal(limits, language="en"))
    yield _triple(service, RDFS + "seeAlso", root + "errors")
    yield _triple(service, SD + "defaultDataset", dataset)
    yield _triple(service, SD + "availableGraphs", dataset)
    for kind in (SD + "Dataset", VOID + "Dataset"):
        yield _triple(dataset, RDF_TYPE, kind)
    yield _triple(dataset, VOID + "sparqlEndpoint", root + endpoint)
    for file in release.files:
        if file.path in DESCRIPTIONS:
            yield _triple(dataset, RDFS + "seeAlso", root + file.path)
    yield _triple(dataset, DCTERMS + "license", release.license)
    yield _triple(dataset, SD + "defaultGraph", default)
    yield _triple(default, RDF_TYPE, SD + "Graph")
    for graph in inside:
        yield _triple(default, DCTERMS + "hasPart", graph.iri)
    for other in ENDPOINTS:
        if other != endpoint:
            yield _triple(service, RDFS + "seeAlso", root + other)
    for order, graph in enumerate(named_here):
        named, content = ox.BlankNode(f"named{order}"), ox.BlankNode(f"graph{order}")
        yield _triple(dataset, SD + "namedGraph", named)
        yield _triple(named, RDF_TYPE, SD + "NamedGraph")
        yield _triple(named, SD + "name", graph.iri)
        yield _triple(named, SD + "graph", content)
        yield _triple(content, RDF_TYPE, SD + "Graph")
        yield _triple(content, DCTERMS + "title", ox.Literal(graph.title, language="en"))
        yield _triple(content, DCTERMS + "license", graph.license)
        yield _triple(content, VOID + "triples", _number(graph.quads))


def _triple(
    subject: ox.BlankNode | ox.NamedNode,
    predicate: str,
    value: str | ox.BlankNode | ox.NamedNode | ox.Literal,
) -> ox.Triple:
    term = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Triple(subject, ox.NamedNode(predicate), term)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
