"""Say what is in a release: the content of manifest.json. Pure but for the versions of tools."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

from legation_build.dataset import NamedGraph, document_iri, text_graph
from legation_build.descriptions.agents import MAINTAINERS, NAME, PUBLISHER, TITLE
from legation_build.descriptions.default_graphs import endpoints_of
from legation_build.descriptions.void import (
    DESCRIPTION_GRAPH,
    class_counts,
    predicate_counts,
)
from legation_build.namespaces import BASE
from legation_build.release import FORMAT, Described, ReleaseFile
from legation_build.validation import shape_checks

TOOLS = ("legation", "duckdb", "pyoxigraph", "pyshacl", "rdflib", "zstandard")
_DOCUMENT_KEYS = ("title", "url", "license", "language", "sha256")


def release_manifest(
    made: Described, records: Sequence[NamedGraph], digest: str, files: Iterable[ReleaseFile]
) -> dict[str, Any]:
    """Return the manifest of what was `made`: its `files`, and the catalogue `records` of them.

    Its keys are described in docs/release-format.md.
    """
    report, settings = made.checked.report, made.checked.mappings.settings
    graphs = [*made.graphs, *records]
    texts = {graph.name for graph in graphs if graph.is_text}
    quads = [quad for quad in made.quads if quad.graph_name != DESCRIPTION_GRAPH]
    found = {
        "format": FORMAT,
        "name": NAME,
        "title": settings.title or TITLE,
        "version": made.checked.version,
        "base": made.base,
        "digest": digest,
        "modified": made.checked.mappings.modified,
        "license": made.checked.license,
        "publisher": {"iri": settings.publisher.url, "name": settings.publisher.name}
        if settings.publisher
        else {"iri": PUBLISHER.value, "name": MAINTAINERS},
        "prefixes": made.prefixes,
        "graphs": [
            {
                "iri": graph.name.value,
                "title": graph.title,
                "license": graph.license,
                "quads": len(graph.quads),
                "endpoints": endpoints_of(graph.name),
            }
            for graph in graphs
        ],
        "documents": [
            {
                "id": document.id,
                "iri": document_iri(document.id),
                **{key: document.document.data[key] for key in _DOCUMENT_KEYS},
                "length": int(document.document.data["length"]),
                "hasText": text_graph(document.id) in texts,
            }
            for document in made.checked.mappings.documents
        ],
        "counts": {
            "quads": len(made.quads) + sum(len(record.quads) for record in records),
            "classes": class_counts(quads),
            "predicates": predicate_counts(quads),
        },
        "tools": {name: version(name) for name in TOOLS},
        "validation": {
            "conforms": not report.violations,
            "engine": made.checked.engine,
            "results": len(report.violations),
            "shapes": [vars(check) for check in shape_checks(report)],
        },
    }
    return {**rebase_json(found, made.base), "files": [file.entry() for file in files]}


def rebase_json(value: Any, base: str) -> Any:
    """Return JSON data with every IRI under the standard base moved to `base`.

    >>> rebase_json({"iri": BASE + "ns"}, "https://example.org/")
    {'iri': 'https://example.org/ns'}
    """
    if isinstance(value, dict):
        return {rebase_json(key, base): rebase_json(item, base) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rebase_json(item, base) for item in value]
    if isinstance(value, str) and value.startswith(BASE):
        return base + value.removeprefix(BASE)
    return value
