"""Say what a release was made of, and where each claim was written: PROV-O. Pure.

Implements PROV-O (W3C Recommendation 2013). Lines are named by the fragments of RFC 5147: in
`#line=11,12` positions are counted between lines, so this is line 12. No time is given, so that the
same mappings always give the same graph.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dataset import NamedGraph, english, in_graph, triple, written_things
from legation_build.mapping import MappingFile, Mappings
from legation_build.namespaces import (
    BASE,
    CC0,
    DATASET,
    DCTERMS,
    GRAPH,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
)
from legation_build.release import Checked

BUILD = NamedNode(BASE + "dataset#build")
AGENT = NamedNode(BASE + "dataset#legation")
PROVENANCE_GRAPH = NamedNode(GRAPH + "provenance")
# Labels of terms of other vocabularies, for pages and dumps.
_LABELS = {
    PROV + "used": "used",
    PROV + "wasAssociatedWith": "was carried out by",
    PROV + "wasDerivedFrom": "was derived from",
    PROV + "wasGeneratedBy": "was made by",
    SCHEMA + "sha256": "SHA-256",
    SCHEMA + "softwareVersion": "version of the software",
}


def provenance_graph(checked: Checked) -> Iterator[NamedGraph]:
    """Yield the graph that says from which files and lines the claims and entities come."""
    triples = dict.fromkeys([*build_triples(checked.version), *checked.provenance])
    quads = tuple(in_graph(list(triples), PROVENANCE_GRAPH))
    yield NamedGraph(PROVENANCE_GRAPH, "Where each claim and entity was written", CC0, quads)


def provenance_triples(mappings: Mappings, files: Iterable[MappingFile]) -> Iterator[Triple]:
    """Yield what is said of some mapping `files`, and of the things that were written in them."""
    for file in files:
        node = file_iri(file.path)
        yield triple(BUILD, PROV + "used", node)
        yield triple(node, RDF + "type", PROV + "Entity")
        yield triple(node, RDFS + "label", english(file.path))
        yield triple(node, SCHEMA + "sha256", Literal(file.sha256))
    seen: set[NamedNode] = set()
    for written in written_things(mappings):
        # A content is part of the claim that puts it forward; the claim has the line.
        if written.is_content:
            continue
        path, line = written.source.path, written.line
        place = NamedNode(f"{file_iri(path).value}#line={line - 1},{line}")
        yield triple(NamedNode(written.iri), PROV + "wasDerivedFrom", place)
        if place not in seen:
            yield triple(place, RDFS + "label", english(f"{path}, line {line}"))
            yield triple(place, DCTERMS + "isPartOf", file_iri(path))
        seen.add(place)


def file_iri(path: str) -> NamedNode:
    """Return the IRI of the mapping file with the given path."""
    return NamedNode(BASE + path)


def build_triples(version: str) -> Iterator[Triple]:
    """Yield what is said of the build by a version of Legation, whatever was built."""
    name = f"Legation {version}"
    yield triple(BUILD, RDF + "type", PROV + "Activity")
    yield triple(BUILD, RDFS + "label", english("Build of this release"))
    yield triple(BUILD, PROV + "wasAssociatedWith", AGENT)
    yield triple(DATASET, PROV + "wasGeneratedBy", BUILD)
    yield triple(AGENT, RDF + "type", PROV + "SoftwareAgent")
    yield triple(AGENT, RDFS + "label", english(name))
    yield triple(AGENT, SCHEMA + "softwareVersion", Literal(version))
    for predicate, label in _LABELS.items():
        yield triple(NamedNode(predicate), RDFS + "label", english(label))
