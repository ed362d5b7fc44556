"""Make what a release holds for Wikidata's tools: a graph, and the files under wikidata/. Pure."""

import csv
import io
from collections.abc import Iterator

from pyoxigraph import Triple

from legation_build.dataset import CC0, NamedGraph
from legation_build.expand import in_graph
from legation_build.formats import DUMP_FORMATS
from legation_build.making import Checked, Described
from legation_build.namespaces import BASE, prefixes
from legation_build.release import ReleaseFile
from legation_build.sssom import mapping_set
from legation_build.vocabulary import vocabulary
from legation_build.wikibase_json import as_lines, entities
from legation_build.wikidata_model import REASONS, Export
from legation_build.wikidata_statements import export
from legation_build.wikidata_view import TITLE, WIKIDATA_GRAPH, view

VIEW_FORMATS = tuple(form for form in DUMP_FORMATS if form.name in ("ttl", "nt"))


def exported(checked: Checked) -> Export:
    """Return what Wikidata could say of the checked graphs, the words of sources left out."""
    words = vocabulary([*checked.model["ontology"], *checked.model["codes"]])
    return export(_triples(checked), words)


def wikidata_graph(checked: Checked) -> Iterator[NamedGraph]:
    """Yield the graph that says in Wikidata's model what Wikidata could say."""
    quads = tuple(in_graph(view(exported(checked)), WIKIDATA_GRAPH))
    yield NamedGraph(WIKIDATA_GRAPH, TITLE, CC0, quads)


def wikidata_files(made: Described) -> Iterator[ReleaseFile]:
    """Yield the files under wikidata/."""
    quads = [quad for quad in made.quads if quad.graph_name == WIKIDATA_GRAPH]
    for form in VIEW_FORMATS:
        data = made.dump(quads, form)
        path, title = f"wikidata/wikidata.{form.name}", f"{TITLE}, in {form.title}"
        yield ReleaseFile(path, form.name, form.media_type, title, CC0, data)
    found = exported(made.checked)
    yield _report(found, made.base)
    yield _sssom(found, made)
    title = "The items as Wikibase writes them in JSON, one a line: what Wikidata could say of each"
    data = as_lines(entities(found))
    yield ReleaseFile("wikidata/entities.json", "json", "application/json", title, CC0, data)


def _sssom(export: Export, made: Described) -> ReleaseFile:
    """Return the mapping set, its version being the day of the newest document."""
    mappings = made.checked.mappings
    modified = max(document.document.data["modified"] for document in mappings.documents)
    documents = tuple(document.id for document in mappings.documents)
    text = mapping_set(export.index, mappings.searched, prefixes(BASE, documents), modified)
    data = text.replace(BASE, made.base).encode()
    title = "Which thing, class, code and property is which in Wikidata (SSSOM)"
    path, media_type = "wikidata/wikidata.sssom.tsv", "text/tab-separated-values"
    return ReleaseFile(path, "tsv", media_type, title, CC0, data)


def _report(export: Export, base: str) -> ReleaseFile:
    """Return the report on each content: the statements that say it, or why there are none."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(("content", "claims", "label", "statements", "reason", "detail", "meaning"))
    for row in export.outcomes:
        writer.writerow(
            (
                _moved(row.content, base),
                " ".join(_moved(claim, base) for claim in row.claims),
                row.label,
                len(row.statements),
                row.reason,
                row.detail,
                REASONS.get(row.reason, ""),
            )
        )
    title = "What became of each content in the export for Wikidata, and why it cannot be said"
    media_type = "text/tab-separated-values"
    data = table.getvalue().encode()
    return ReleaseFile("wikidata/report.tsv", "tsv", media_type, title, CC0, data)


def _triples(checked: Checked) -> Iterator[Triple]:
    for graph in checked.graphs:
        if not graph.is_text:
            for quad in graph.quads:
                yield quad.triple


def _moved(iri: str, base: str) -> str:
    return base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri
