"""Say which graphs make the default graph of which SPARQL endpoint: one table. Pure."""

from pyoxigraph import NamedNode

from legation_build.namespaces import BASE, GRAPH

# The endpoints, by their paths: SPARQL as it stands, and queries of the Wikidata Query Service.
SPARQL, WIKIDATA = "sparql", "wd/sparql"
ENDPOINTS = {
    SPARQL: "SPARQL endpoint",
    WIKIDATA: "SPARQL endpoint for queries of the Wikidata Query Service",
}
# What people ask about is in the default graph. These graphs stand apart, and are reached by name.
APART: dict[str, tuple[str, ...]] = {
    "checksums": (),
    "provenance": (),
    "retired": (),
    "shapes": (),
    "wikidata": (WIKIDATA,),
}


def endpoints_of(graph: NamedNode) -> tuple[str, ...]:
    """Return the paths of the endpoints whose default graph has the triples of a graph.

    >>> endpoints_of(NamedNode(GRAPH + "entities")), endpoints_of(NamedNode(GRAPH + "shapes"))
    (('sparql',), ())
    """
    return APART.get(graph.value.removeprefix(GRAPH), (SPARQL,))


def service(path: str) -> NamedNode:
    """Return the IRI of an endpoint, by its path."""
    return NamedNode(BASE + path)
