"""Make the part of one document: check what was read, make its graphs, and validate these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from legation_build.checks import (
    check_documents,
    doubts_about_texts,
    likely_mistakes,
    text_problems,
)
from legation_build.dataset import NamedGraph, document_graphs, document_iri, graph_digest
from legation_build.descriptions import provenance_triples
from legation_build.dumps import claim_rows
from legation_build.errors import MappingError, ValidationError
from legation_build.mapping import (
    WORK_FOLDER,
    DocumentMapping,
    DocumentPlace,
    Mappings,
    document_files,
    read_text,
    read_texts,
    text_changes,
)
from legation_build.pipeline.documents.parts import GraphRecord, Part, PartRecord
from legation_build.pipeline.documents.pieces import pieces_of
from legation_build.pipeline.documents.setup import Setup, Tools
from legation_build.pipeline.places import violation_problems
from legation_build.pipeline.summaries import UNFIT, mapping_summary, shapes_summary
from legation_build.quality import document_quality
from legation_build.regular_files import is_there
from legation_build.validation import Report, validate_all


def made_of(
    place: DocumentPlace,
    documents: Sequence[DocumentMapping],
    names: Iterable[str],
    setup: Setup,
    tools: Tools,
) -> Part:
    """Return the part of the document that was read at a place.

    `names` are all that may be entities in it. Raises MappingError or SourceError with what is
    wrong in the mapping or its text, and ValidationError with the shapes that it breaks.
    """
    ids = sorted(tools.index.ids) if setup.has_all else tools.index.with_needed(names)
    entities = tools.index.sources(ids)
    mappings = replace(tools.mappings, documents=tuple(documents), entities=entities)
    alone = replace(mappings, entities=())
    if problems := check_documents(mappings, tools.vocabulary, tools.index.ids):
        raise MappingError(mapping_summary(problems), problems)
    (document,) = documents
    texts = _texts(document, setup)
    at_work = text_at_work(place) if not texts else ""
    changes = text_changes(document, at_work) if at_work else []
    compared = {document.id: at_work} if at_work and not changes else texts
    if problems := text_problems(mappings, compared):
        raise MappingError(UNFIT, problems)
    graphs = list(document_graphs(document, mappings, tools.vocabulary, texts))
    report = _validated(graphs[0], ids, mappings, tools, setup.engine)
    own, shared = _checked_nodes(document.id, report)
    provenance = list(provenance_triples(alone, document_files(place)))
    table = claim_rows(quad.triple for quad in graphs[0].quads)
    files: Mapping[str, bytes] = {}
    counted: Mapping[str, Any] = {}
    if setup.streamed:
        named = list(tools.index.triples(ids))
        files, counted = pieces_of(document.id, graphs, table, named, provenance, setup, tools)
    record = PartRecord(
        document.id,
        document.document.data,
        tuple(_graph_record(graph) for graph in graphs),
        own,
        shared,
        tuple(
            sorted(
                {
                    *likely_mistakes(alone, tools.vocabulary),
                    *doubts_about_texts(alone, compared),
                    *changes,
                }
            )
        ),
        tuple(_own_codes(document)),
        document_quality(document, table),
        counted,
    )
    return Part(record, graphs, provenance, files)


def text_at_work(place: DocumentPlace) -> str:
    """Return the text that the author has in work/: compared, never published; "" for none.

    Raises SourceError when it cannot be read.
    """
    folders = (root / place.id / WORK_FOLDER for root, _ in place.roots)
    found = next((one for one in folders if is_there(one / f"{place.id}.txt")), None)
    return read_text(found, place.id) if found else ""


def _texts(document: DocumentMapping, setup: Setup) -> dict[str, str]:
    """Return the text that goes into the release, by the document's id."""
    if setup.source is None or not is_there(setup.source / f"{document.id}.txt"):
        return {}
    return read_texts(setup.source, [document])


def _validated(
    graph: NamedGraph, entities: Iterable[str], mappings: Mappings, tools: Tools, engine: str
) -> Report:
    """Return the report on a document's graph with the entities, codes and ontology."""
    triples = [*tools.model["ontology"], *tools.model["codes"]]
    triples += tools.index.triples(entities)
    triples += (quad.triple for quad in graph.quads)
    given = {graph.name.value: triples}
    (report,) = validate_all(given, tools.shapes, 1, engine).values()
    if report.violations:
        patterns = tools.vocabulary.patterns
        problems = violation_problems(report, mappings, tools.model["shapes"], patterns)
        raise ValidationError(shapes_summary(problems), problems)
    return report


def _checked_nodes(
    document: str, report: Report
) -> tuple[dict[str, int], dict[str, tuple[str, ...]]]:
    """Return how many nodes of the document each shape checked, and which others."""
    iri = document_iri(document)
    own: dict[str, int] = {}
    shared: dict[str, tuple[str, ...]] = {}
    for shape, nodes in report.checked.items():
        others = {node for node in nodes if node != iri and not node.startswith(f"{iri}/")}
        own[shape] = len(nodes) - len(others)
        shared[shape] = tuple(sorted(others))
    return own, shared


def _graph_record(graph: NamedGraph) -> GraphRecord:
    name = "text.nq" if graph.is_text else "graph.nq"
    publisher = graph.publisher and (graph.publisher.name, graph.publisher.url)
    return GraphRecord(
        graph.name.value,
        graph.title,
        graph.license,
        len(graph.quads),
        graph_digest(graph),
        name,
        graph.is_text,
        publisher or None,
    )


def _own_codes(document: DocumentMapping) -> Iterable[Mapping[str, Any]]:
    """Yield the document's own codes, with the file and the line of each key."""
    source = document.codes
    for path, code in document.own_codes():
        assert source is not None
        lines = {key: source.line((*path, key)) for key in code}
        yield {"file": source.file, "code": code, "lines": lines}
