"""Describe a release in RDF, in a graph of its own: VoID, with the endpoint and the version. Pure.

The description links the dataset, its releases, endpoint, graphs and files to one another.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dataset import english, number, titled, triple, typed
from legation_build.descriptions.agents import ABSTRACT, NAME, TITLE, agent_triples, contact_triples
from legation_build.descriptions.default_graphs import ENDPOINTS, SPARQL, endpoints_of, service
from legation_build.descriptions.linksets import linksets
from legation_build.descriptions.statistics import Statistics
from legation_build.dumps import DUMP_FORMATS
from legation_build.mapping import STANDARD, FolderSettings
from legation_build.namespaces import (
    BASE,
    BIL,
    CC0,
    DATASET,
    DCAT,
    DCTERMS,
    FOAF,
    GRAPH,
    OWL,
    RDF,
    RDFS,
    SD,
    SH,
    VOID,
    curie_parts,
    prefixes,
)
from legation_build.release import GraphSummary, release_name

DESCRIPTION_GRAPH, CATALOG_GRAPH, CHECKSUMS_GRAPH = (
    NamedNode(GRAPH + name) for name in ("release", "catalog", "checksums")
)
# Their triples cannot be counted: one holds the counts, the others the sizes and checksums of the
# files with them.
DESCRIPTIONS = {
    DESCRIPTION_GRAPH: "Description of this release",
    CATALOG_GRAPH: "Catalogue record of this release's files",
    CHECKSUMS_GRAPH: "Checksums of this release's files",
}
# The dumps of the whole.
DUMPS = tuple(f"legation.{form.name}" for form in DUMP_FORMATS)
# The files that describe the dataset.
VOID_FILE, DCAT_FILE = (NamedNode(f"{BASE}dumps/{name}.ttl") for name in ("void", "dcat"))


def describe_dataset(
    graphs: Sequence[GraphSummary],
    statistics: Statistics,
    digest: str,
    modified: str,
    settings: FolderSettings = STANDARD,
    dumps: Sequence[str] = DUMPS,
) -> list[Triple]:
    """Return the description of the release whose data are `graphs`.

    `graphs` include the texts, each with its own licence; `statistics` do not, since they are those
    of the `dumps`, which are files.

    Implements VoID (W3C Interest Group Note 2011): statistics, class and property partitions,
    linksets, dumps and the endpoint.
    """
    return list(
        dict.fromkeys(
            [
                *identity(digest, modified, settings),
                *_about(statistics, dumps),
                *_services(graphs),
                *_statistics(statistics),
                *linksets(statistics.links),
                *_subsets(graphs),
            ]
        )
    )


def identity(digest: str, modified: str, settings: FolderSettings) -> Iterator[Triple]:
    """Yield name, version, licence and publisher of the dataset (DCAT 3, section 11).

    `settings` are those of the folder of mappings that is published.
    """
    version, name = NamedNode(f"{BASE}releases/{digest}"), release_name(digest)
    for kind in (VOID, DCAT, SD):
        yield triple(DATASET, RDF + "type", kind + "Dataset")
    yield triple(DATASET, RDFS + "label", english(settings.title or NAME))
    yield triple(DATASET, DCTERMS + "title", english(settings.title or TITLE))
    yield triple(DATASET, DCTERMS + "description", english(ABSTRACT))
    yield triple(DATASET, DCTERMS + "license", settings.license or CC0)
    for role, agent in (("creator", settings.creator), ("publisher", settings.publisher)):
        yield from agent_triples(DATASET, role, agent)
    yield from contact_triples(DATASET, settings.publisher)
    yield triple(DATASET, DCTERMS + "modified", typed(modified, "date"))
    yield triple(DATASET, DCTERMS + "identifier", Literal(f"sha256:{digest}"))
    yield triple(DATASET, DCAT + "version", Literal(name))
    yield triple(DATASET, OWL + "versionIRI", version)
    yield triple(DATASET, DCAT + "hasVersion", version)
    yield triple(version, RDF + "type", DCAT + "Dataset")
    yield from titled(version, f"{NAME}, release {name}")
    yield triple(version, DCTERMS + "description", english(ABSTRACT))
    yield triple(version, DCAT + "isVersionOf", DATASET)
    yield triple(version, DCAT + "version", Literal(name))


def _about(statistics: Statistics, dumps: Sequence[str]) -> Iterator[Triple]:
    """Yield the sources of the dataset, its dumps, and the files that describe it."""
    for document, address in statistics.sources:
        yield triple(DATASET, VOID + "rootResource", document)
        yield triple(DATASET, DCTERMS + "source", address)
    yield triple(DATASET, VOID + "uriSpace", Literal(BASE))
    yield triple(DATASET, VOID + "vocabulary", BIL)
    yield triple(DATASET, SH + "shapesGraph", GRAPH + "shapes")
    for name in dumps:
        yield triple(DATASET, VOID + "dataDump", f"{BASE}dumps/{name}")
    yield triple(VOID_FILE, RDF + "type", VOID + "DatasetDescription")
    for file in (VOID_FILE, DCAT_FILE):
        yield triple(DATASET, FOAF + "isPrimaryTopicOf", file)
        yield triple(file, FOAF + "primaryTopic", DATASET)


def _services(graphs: Sequence[GraphSummary]) -> Iterator[Triple]:
    """Yield the endpoints, whose own descriptions list their features and limits.

    Both have the same named graphs; the default graph of each is made of some of these.
    """
    names = [*(graph.name for graph in graphs), *DESCRIPTIONS]
    for path, title in ENDPOINTS.items():
        node = service(path)
        yield triple(DATASET, VOID + "sparqlEndpoint", node)
        yield triple(node, RDF + "type", SD + "Service")
        yield triple(node, RDF + "type", DCAT + "DataService")
        yield from titled(node, f"{NAME}: {title}")
        yield triple(node, SD + "endpoint", node)
        yield triple(node, DCAT + "endpointURL", node)
        yield triple(node, DCAT + "endpointDescription", node)
        yield triple(node, DCAT + "servesDataset", DATASET)
        # An endpoint's default dataset differs in its default graph alone.
        dataset = DATASET if path == SPARQL else NamedNode(f"{DATASET.value}#at-{path}")
        default = NamedNode(f"{DATASET.value}#default-graph-at-{path}")
        yield triple(node, SD + "defaultDataset", dataset)
        yield triple(dataset, RDF + "type", SD + "Dataset")
        yield triple(dataset, SD + "defaultGraph", default)
        yield triple(default, RDF + "type", SD + "Graph")
        # The document of the dataset is to say what these are.
        for part in (dataset, default):
            if part != DATASET:
                yield triple(DATASET, DCTERMS + "relation", part)
        yield triple(default, RDFS + "label", english(f"Default graph of {node.value}"))
        for name in names:
            if path in endpoints_of(name):
                yield triple(default, DCTERMS + "hasPart", name)


def _statistics(found: Statistics) -> Iterator[Triple]:
    for name, count in (
        ("triples", found.triples),
        ("distinctSubjects", found.subjects),
        ("distinctObjects", found.objects),
        ("properties", len(found.predicates)),
        ("classes", len(found.classes)),
    ):
        if count is not None:
            yield triple(DATASET, VOID + name, number(count))
    for kind, count in found.classes.items():
        yield from _partition("class", kind, "entities", count)
    for name, count in found.predicates.items():
        yield from _partition("property", name, "triples", count)


def _partition(kind: str, term: str, unit: str, count: int) -> Iterator[Triple]:
    """Yield the partition of a term: how many `unit` there are.

    The IRI of a partition is made of the term, so that a new term changes no other IRI and releases
    can be compared.
    """
    node = NamedNode(f"{BASE}dataset#{kind}={_short_name(term)}")
    yield triple(DATASET, f"{VOID}{kind}Partition", node)
    yield triple(node, f"{VOID}{kind}", term)
    yield triple(node, VOID + unit, number(count))


def _short_name(iri: str) -> str:
    """Return an IRI as a CURIE if it has a prefix, escaped for use in a fragment."""
    found = curie_parts(iri, {namespace: prefix for prefix, namespace in prefixes().items()})
    return f"{found[0]}:{quote(found[1])}" if found else quote(iri, safe=":/")


def _subsets(graphs: Sequence[GraphSummary]) -> Iterator[Triple]:
    for graph in graphs:
        yield from _subset(graph.name, graph.title, graph.license)
        yield triple(graph.name, VOID + "triples", number(graph.quads))
        if graph.publisher:
            yield from agent_triples(graph.name, "publisher", graph.publisher)
    for name, title in DESCRIPTIONS.items():
        yield from _subset(name, title, CC0)


def _subset(graph: NamedNode, title: str, license: str) -> Iterator[Triple]:
    yield triple(DATASET, VOID + "subset", graph)
    yield triple(DATASET, SD + "namedGraph", graph)
    yield triple(graph, RDF + "type", VOID + "Dataset")
    yield triple(graph, RDF + "type", SD + "NamedGraph")
    yield triple(graph, SD + "name", graph)
    yield triple(graph, RDFS + "label", english(title))
    yield triple(graph, DCTERMS + "license", license)
