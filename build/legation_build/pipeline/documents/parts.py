"""What is kept of a document that was worked at: a part. A build puts the parts together."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from legation_build.dataset import NamedGraph
from legation_build.errors import Problem
from legation_build.mapping import Agent, DocumentMapping, Source

RECORD, PROVENANCE = "part.json", "provenance.nt"


@dataclass(frozen=True)
class GraphRecord:
    """A graph of a part: its name, the number of its quads, the SHA-256 of its canonical form.

    `file` holds its quads in the order in which they were made.
    """

    iri: str
    title: str
    license: str
    quads: int
    sha256: str
    file: str
    is_text: bool = False
    publisher: tuple[str, str] | None = None


@dataclass(frozen=True)
class PartRecord:
    """What is known of a part without reading its graphs.

    `document` is what document.yaml says. `own_nodes` has for each shape how many nodes of the
    document it checked, `shared_nodes` the others by their IRIs. `codes` are the document's own
    codes with the file and lines of each; `quality` says what was checked in it. `facts` are what
    the form of the release needs besides.
    """

    id: str
    document: Mapping[str, Any]
    graphs: tuple[GraphRecord, ...]
    own_nodes: Mapping[str, int]
    shared_nodes: Mapping[str, tuple[str, ...]]
    warnings: tuple[Problem, ...] = ()
    codes: tuple[Mapping[str, Any], ...] = ()
    quality: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_document(self) -> DocumentMapping:
        """Return the document without its passages and claims."""
        source = Source(f"{self.id}/document.yaml", dict(self.document))
        return DocumentMapping(self.id, "", source, (), "", ())


@dataclass(frozen=True)
class Part:
    """What was made of a document: its record, its graphs and, by their names, further files."""

    record: PartRecord
    graphs: Sequence[NamedGraph]
    provenance: Sequence[Triple]
    files: Mapping[str, bytes] = field(default_factory=dict)


def write_part(folder: Path, part: Part) -> None:
    """Write a part into a folder."""
    for record, graph in zip(part.record.graphs, part.graphs, strict=True):
        # Where there are pieces, nobody reads the graph as a whole.
        if part.files:
            break
        (folder / record.file).write_bytes(serialize(graph.quads, format=RdfFormat.N_QUADS) or b"")
    lines = serialize(part.provenance, format=RdfFormat.N_TRIPLES) or b""
    (folder / PROVENANCE).write_bytes(lines)
    for name, data in part.files.items():
        (folder / name).write_bytes(data)
    text = json.dumps(asdict(part.record), ensure_ascii=False, sort_keys=True)
    (folder / RECORD).write_text(text, encoding="utf-8")


def read_record(folder: Path) -> PartRecord:
    """Return what is known of the part in a folder."""
    return record_of(json.loads((folder / RECORD).read_bytes()))


def record_of(found: Mapping[str, Any]) -> PartRecord:
    """Return the record that was written as JSON data, by `asdict`."""
    graphs = tuple(
        GraphRecord(**{**one, "publisher": one["publisher"] and tuple(one["publisher"])})
        for one in found["graphs"]
    )
    warnings = tuple(Problem(**one) for one in found["warnings"])
    shared = {shape: tuple(nodes) for shape, nodes in found["shared_nodes"].items()}
    codes = tuple(found["codes"])
    new = {"graphs": graphs, "warnings": warnings, "shared_nodes": shared, "codes": codes}
    return PartRecord(**{**found, **new})


def read_graphs(folder: Path, record: PartRecord) -> Iterator[NamedGraph]:
    """Yield the graphs of the part in a folder, with their quads in the order of the mapping."""
    for one in record.graphs:
        quads = tuple(parse((folder / one.file).read_bytes(), format=RdfFormat.N_QUADS))
        publisher = Agent(*one.publisher) if one.publisher else None
        name = NamedNode(one.iri)
        yield NamedGraph(name, one.title, one.license, quads, one.is_text, publisher)


def read_provenance(folder: Path) -> Iterator[Triple]:
    """Yield the triples that say where the things of the part in a folder were written."""
    data = (folder / PROVENANCE).read_bytes()
    quads: Iterator[Quad] = parse(data, format=RdfFormat.N_TRIPLES)
    return (quad.triple for quad in quads)
