"""Make of one document its pieces of the files of a release that is too large for memory.

Pieces are put one after the other: lines, and compressed members, which may follow one another in
one file (gzip: RFC 1952, section 2.2; Zstandard: RFC 8878, section 3).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legation_build.dataset import NamedGraph, in_graph, rebase
from legation_build.descriptions import PROVENANCE_GRAPH, class_counts, predicate_counts
from legation_build.dumps import DUMP_FORMATS, Dumper, Row
from legation_build.namespaces import BASE, EDTF, prefixes, split_iri
from legation_build.pipeline.documents.setup import Setup, Tools
from legation_build.release import COMPRESSIONS, Checked
from legation_build.site_index import part_rows
from legation_build.wikidata import wikidata_graph

# The formats in which documents can follow one another.
FORMATS = tuple(form for form in DUMP_FORMATS if form.name in ("nq", "nt", "trig"))
NQUADS = next(form for form in FORMATS if form.name == "nq")
ROWS, SITE, TEXT = "rows.jsonl", "site.json", "text.nq"
MOST_NAMESPACES = 2
FOREIGN, LINES = "foreign.nt", {"provenance": "provenance.lines", "wikidata": "wikidata.lines"}


def pieces_of(
    document: str,
    graphs: Sequence[NamedGraph],
    table: Sequence[Row],
    entities: Sequence[Triple],
    provenance: Iterable[Triple],
    setup: Setup,
    tools: Tools,
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the pieces of a document by their files, and what was counted in its own graph.

    `table` are its rows of the table of claims, `entities` the triples of the entities that it
    names.
    """
    claims = graphs[0]
    triples = [quad.triple for quad in claims.quads]
    files = graph_pieces("graph", claims.quads, setup.base, (document,))
    for graph in graphs[1:]:
        files[f"sorted-{TEXT}"] = _dumped(graph.quads, setup.base)
    files[LINES["provenance"]] = lines_of(in_graph(list(provenance), PROVENANCE_GRAPH))
    files[LINES["wikidata"]] = lines_of(_wikidata(claims, entities, tools))
    rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in table]
    files[ROWS] = "".join(rows).encode()
    shared = [*tools.model["codes"], *entities]
    texts = [quad.triple for graph in graphs[1:] for quad in graph.quads]
    site = part_rows([*shared, *triples, *texts])
    files[SITE] = json.dumps(site, ensure_ascii=False).encode()
    own: list[Triple] = []
    foreign: list[Triple] = []
    for one in triples:
        (own if _is_own(one, document) else foreign).append(one)
    files[FOREIGN] = lines_of(foreign)
    return files, {
        "triples": len(own),
        "classes": class_counts(own),
        "predicates": predicate_counts(own),
        "namespaces": _namespaces(triples),
        "dated": sorted({one.predicate.value for one in triples if _is_dated(one)}),
        "columns": sorted({column for row in table for column in row}),
    }


def graph_pieces(
    name: str, quads: Sequence[Quad], base: str, documents: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """Return a graph in each of FORMATS, compressed in each way, and N-Quads as they are."""
    files = {}
    dumper = Dumper(rebase(list(quads), base), prefixes(base, documents), {})
    for form in FORMATS:
        data = dumper.dump(form)
        if form is NQUADS:
            files[f"{name}.sorted.nq"] = data
        files |= compressed(f"{name}.{form.name}", data)
    return files


def compressed(name: str, data: bytes) -> dict[str, bytes]:
    """Return some data compressed in each way, as whole members.

    >>> import gzip
    >>> gzip.decompress(compressed("a", b"b")["a.gz"])
    b'b'
    """
    return {f"{name}.{ending}": pack(data) for ending, (_, pack) in COMPRESSIONS.items()}


def lines_of(rows: Iterable[Quad | Triple]) -> bytes:
    """Return rows as lines of N-Quads or N-Triples, each once, sorted by their bytes."""
    return b"".join(sorted({f"{row} .\n".encode() for row in rows}))


def _dumped(quads: Sequence[Quad], base: str) -> bytes:
    return Dumper(rebase(list(quads), base), prefixes(base), {}).dump(NQUADS)


def _wikidata(claims: NamedGraph, entities: Iterable[Triple], tools: Tools) -> Iterable[Quad]:
    """Yield what Wikidata could say of a document."""
    *model, named = tools.shared
    known = tuple(in_graph(list(entities), named.name))
    graphs = [*model, replace(named, quads=known), claims]
    checked = Checked(tools.mappings, tools.model, graphs, (), "", "", vocabulary=tools.vocabulary)
    for graph in wikidata_graph(checked):
        yield from graph.quads


def _namespaces(triples: Iterable[Triple]) -> dict[str, list[str]]:
    """Return the namespaces of each property's values; of many, two tell that there is not one."""
    found: dict[str, set[str]] = {}
    for one in triples:
        if isinstance(one.object, NamedNode):
            namespace, _ = split_iri(one.object.value)
            found.setdefault(one.predicate.value, set()).add(namespace)
    return {name: sorted(spaces)[:MOST_NAMESPACES] for name, spaces in sorted(found.items())}


def _is_dated(one: Triple) -> bool:
    return isinstance(one.object, Literal) and one.object.datatype.value == EDTF


def _is_own(one: Triple, document: str) -> bool:
    iri = BASE + document
    subject = one.subject
    return isinstance(subject, NamedNode) and (
        subject.value == iri or subject.value.startswith(f"{iri}/")
    )
