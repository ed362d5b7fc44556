"""Say in RDF what the manifest says of a named graph, for releases whose data do not."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from legation_server.namespaces import DCTERMS, RDF_TYPE, RDFS, SD, VOID, XSD
from legation_server.releases.manifest import NamedGraph

INTEGER = ox.NamedNode(XSD + "integer")


def graph_triples(graphs: Iterable[NamedGraph], iri: str) -> Iterator[ox.Triple]:
    """Yield what is known of the graph with a name; nothing when none of `graphs` has it."""
    for graph in graphs:
        if graph.iri != iri:
            continue
        about: dict[str, ox.NamedNode | ox.Literal] = {
            RDF_TYPE: ox.NamedNode(SD + "NamedGraph"),
            RDFS + "label": ox.Literal(graph.title, language="en"),
            DCTERMS + "license": ox.NamedNode(graph.license),
            VOID + "triples": ox.Literal(str(graph.quads), datatype=INTEGER),
        }
        for predicate, value in about.items():
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(predicate), value)
