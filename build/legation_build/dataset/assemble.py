"""Assemble the dataset: every named graph with its triples. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from legation_build.dataset.derive import derive
from legation_build.dataset.expand import (
    ENTITIES_GRAPH,
    code_triples,
    document_graph,
    document_triples,
    entity_triples,
    in_graph,
    text_graph,
    text_triples,
)
from legation_build.dataset.patterns import pattern_triples, patterns_of
from legation_build.dataset.vocabulary import MODEL_FILES, Vocabulary
from legation_build.mapping import Agent, DocumentMapping, Mappings
from legation_build.namespaces import BASE, CC0, GRAPH, RDFS, SKOS


@dataclass(frozen=True)
class NamedGraph:
    """One graph of the dataset; `is_text` marks the text of a document, which keeps its licence.

    `publisher` is that of a document's claims, if its folder names one.
    """

    name: NamedNode
    title: str
    license: str
    quads: tuple[Quad, ...]
    is_text: bool = False
    publisher: Agent | None = None


def without_texts(quads: Iterable[Quad], graphs: Iterable[NamedGraph]) -> list[Quad]:
    """Return `quads` without those of text graphs, which have licences of their own."""
    texts = {graph.name for graph in graphs if graph.is_text}
    return [quad for quad in quads if quad.graph_name not in texts]


def model_triples(files: Mapping[str, bytes]) -> dict[str, list[Triple]]:
    """Return the triples of each Turtle file of ontology/, by the key of MODEL_FILES.

    Codes get their preferred labels as rdfs:label too: some readers look only for one of the two.
    They also get the roles that they have from broader codes.
    """
    model = {
        key: [quad.triple for quad in parse(files[key], format=RdfFormat.TURTLE, base_iri=BASE)]
        for key in MODEL_FILES
    }
    model["codes"] += [
        Triple(t.subject, NamedNode(RDFS + "label"), t.object)
        for t in model["codes"]
        if t.predicate.value == SKOS + "prefLabel"
    ]
    model["codes"] += pattern_triples(patterns_of(model["codes"]))
    return model


def assemble_graphs(
    mappings: Mappings,
    model: Mapping[str, list[Triple]],
    vocabulary: Vocabulary,
    texts: Mapping[str, str],
) -> list[NamedGraph]:
    """Return all graphs of the dataset but those that describe it.

    `texts` maps a document's id to its text; a document without one gets no text graph.
    """
    graphs = shared_graphs(mappings, model, vocabulary)
    for document in mappings.documents:
        graphs += document_graphs(document, mappings, vocabulary, texts)
    return graphs


def shared_graphs(
    mappings: Mappings, model: Mapping[str, list[Triple]], vocabulary: Vocabulary
) -> list[NamedGraph]:
    """Return the graphs that documents share: those of the model, and the entities."""
    graphs = [
        _graph(NamedNode(GRAPH + key), title, model[key]) for key, (_, title) in MODEL_FILES.items()
    ]
    entities = entity_triples(mappings)
    entities += derive(entities, vocabulary)
    return [*graphs, _graph(ENTITIES_GRAPH, "Entities that the documents speak of", entities)]


def document_graphs(
    document: DocumentMapping,
    mappings: Mappings,
    vocabulary: Vocabulary,
    texts: Mapping[str, str],
) -> Iterator[NamedGraph]:
    """Yield the graph of a document and, if `texts` has it, that of its text.

    `mappings` need to have only the entities that the document names.
    """
    own = code_triples(document)
    own += pattern_triples(patterns_of(own, vocabulary.patterns))
    triples = [*document_triples(document, mappings), *own]
    triples += derive(triples, vocabulary.extended(own))
    title = document.document.data["title"]
    licence = document.settings.license or CC0
    graph = _graph(document_graph(document.id), title, triples, licence)
    yield replace(graph, publisher=document.settings.publisher)
    if document.id in texts:
        yield _graph(
            text_graph(document.id),
            f"{title}: the words of its passages",
            text_triples(document, texts[document.id]),
            document.document.data["license"],
            is_text=True,
        )


def canonicalize(graphs: list[NamedGraph]) -> list[Quad]:
    """Return the quads of `graphs` with canonical blank nodes, sorted.

    Implements RDF Dataset Canonicalization (RDFC-1.0).
    """
    lines = _canonical(quad for graph in graphs for quad in graph.quads)
    return [lines[line] for line in sorted(lines)]


def canonical_lines(quads: Iterable[Quad]) -> bytes:
    """Return the canonical N-Quads of `quads` (RDFC-1.0): sorted lines, each once."""
    return b"".join(sorted(_canonical(quads)))


def _canonical(quads: Iterable[Quad]) -> dict[bytes, Quad]:
    """Return the canonical line of each quad, with the quad.

    Quads without blank nodes have no say in how these are labelled (RDFC-1.0, section 4.4.3).
    """
    labelled, others = Dataset(), list[Quad]()
    for quad in quads:
        nodes = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(node, BlankNode | Triple) for node in nodes):
            labelled.add(quad)
        else:
            others.append(quad)
    labelled.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    rows = [*others, *labelled]
    # A line feed in a literal is written as an escape: each line is a quad.
    lines = (serialize(rows, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    return {line + b"\n": row for line, row in zip(lines[:-1], rows, strict=True)}


def graph_digest(graph: NamedGraph) -> str:
    """Return the SHA-256 of the canonical N-Quads of a graph, in hexadecimal."""
    return sha256(canonical_lines(graph.quads)).hexdigest()


def dataset_digest(digests: Mapping[str, str]) -> str:
    """Return the digest of a dataset from those of its graphs, by their IRIs.

    It is the SHA-256 of a line for each graph, sorted: its digest, two spaces, and its IRI. So it
    can be made of graphs that were never in memory together, and one that changes is found.

    >>> dataset_digest({})[:16]
    'e3b0c44298fc1c14'
    """
    lines = sorted(f"{digest}  {iri}\n" for iri, digest in digests.items())
    return sha256("".join(lines).encode()).hexdigest()


def rebase(quads: list[Quad], base: str) -> list[Quad]:
    """Return `quads` with every IRI under the standard base moved to `base`."""
    if base == BASE:
        return quads
    text = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()
    return list(parse(text.replace(BASE, base), format=RdfFormat.N_QUADS))


def validation_graphs(
    graphs: list[NamedGraph], model: Mapping[str, list[Triple]]
) -> dict[str, list[Triple]]:
    """Return what to validate: each document's graph with the entities, codes and ontology."""
    shared = [*model["ontology"], *model["codes"]]
    by_name = {graph.name: [quad.triple for quad in graph.quads] for graph in graphs}
    shared += by_name[ENTITIES_GRAPH]
    model_names = {NamedNode(GRAPH + key) for key in MODEL_FILES} | {ENTITIES_GRAPH}
    return {
        graph.name.value.removeprefix(GRAPH): shared + by_name[graph.name]
        for graph in graphs
        if graph.name not in model_names and not graph.is_text
    }


def _graph(
    name: NamedNode, title: str, triples: list[Triple], license: str = CC0, is_text: bool = False
) -> NamedGraph:
    return NamedGraph(name, title, license, tuple(_unique(triples, name)), is_text)


def _unique(triples: list[Triple], name: NamedNode) -> Iterator[Quad]:
    return in_graph(list(dict.fromkeys(triples)), name)
