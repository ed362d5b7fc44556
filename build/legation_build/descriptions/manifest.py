"""Say what is in a release: the content of manifest.json. Pure but for the versions of tools."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from legation_build.dataset import document_iri, text_graph
from legation_build.descriptions.agents import MAINTAINERS, NAME, PUBLISHER, TITLE
from legation_build.descriptions.default_graphs import endpoints_of
from legation_build.descriptions.statistics import Statistics
from legation_build.mapping import Agent, Mappings
from legation_build.namespaces import BASE, CC0
from legation_build.release import FORMAT, GraphSummary, ReleaseFile
from legation_build.validation import ShapeCheck


@dataclass(frozen=True)
class Outline:
    """A release without its triples: what a manifest tells of it.

    `graphs` are all, the catalogue records too; `digests` those that count in the digest, by IRI;
    `left_out` are the ids of documents that could not be built.
    """

    mappings: Mappings
    base: str
    prefixes: Mapping[str, str]
    graphs: Sequence[GraphSummary]
    digests: Mapping[str, str]
    checks: Sequence[ShapeCheck]
    engine: str
    version: str
    left_out: Sequence[str] = ()


TOOLS = ("legation", "duckdb", "pyoxigraph", "pyshacl", "rdflib", "zstandard")
_DOCUMENT_KEYS = ("title", "url", "license", "language", "sha256")


def release_manifest(
    made: Outline, statistics: Statistics, digest: str, files: Iterable[ReleaseFile]
) -> dict[str, Any]:
    """Return the manifest of what was `made`, with its `files`.

    `statistics` count all but the description. The keys are described in docs/release-format.md.
    """
    mappings, settings = made.mappings, made.mappings.settings
    sums = made.digests
    texts = {graph.name for graph in made.graphs if graph.is_text}
    found = {
        "format": FORMAT,
        "name": NAME,
        "title": settings.title or TITLE,
        "version": made.version,
        "base": made.base,
        "digest": digest,
        "modified": mappings.modified,
        "license": settings.license or CC0,
        "publisher": _publisher(settings.publisher),
        "prefixes": made.prefixes,
        "graphs": [
            {
                "iri": graph.name.value,
                "title": graph.title,
                "license": graph.license,
                "quads": graph.quads,
                "endpoints": endpoints_of(graph.name),
                **({"sha256": sums[graph.name.value]} if graph.name.value in sums else {}),
            }
            for graph in made.graphs
        ],
        "documents": [
            {
                "id": document.id,
                "iri": document_iri(document.id),
                **{key: document.document.data[key] for key in _DOCUMENT_KEYS},
                "length": int(document.document.data["length"]),
                "hasText": text_graph(document.id) in texts,
            }
            for document in mappings.documents
        ],
        **({"leftOut": list(made.left_out)} if made.left_out else {}),
        "counts": {
            "quads": sum(graph.quads for graph in made.graphs),
            "classes": statistics.classes,
            "predicates": statistics.predicates,
        },
        "tools": {name: version(name) for name in TOOLS},
        "validation": {
            "conforms": True,
            "engine": made.engine,
            "results": 0,
            "shapes": [vars(check) for check in made.checks],
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


def _publisher(agent: Agent | None) -> dict[str, str]:
    if agent is None:
        return {"iri": PUBLISHER.value, "name": MAINTAINERS}
    contact = {"contact": agent.contact_address} if agent.contact else {}
    return {"iri": agent.url, "name": agent.name, **contact}
