"""Read the records of parts once: keep what each release tells of a document, add up the rest.

So memory grows with documents only by their titles, addresses and digests.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from legation_build.checks import PlacedCode, disagreeing_codes
from legation_build.errors import MappingError, Problem
from legation_build.pipeline.documents.parts import PartRecord, read_record
from legation_build.pipeline.documents.pieces import MOST_NAMESPACES
from legation_build.pipeline.summaries import mapping_summary
from legation_build.validation import ShapeCheck

# Folders of parts, each with its record.
Parts = Sequence[tuple[Path, PartRecord]]


@dataclass
class Sums:
    """What records say together.

    `own_nodes` and `shared_nodes` are those of PartRecord, by shape; `quality` is what was checked
    in each document, in the order added. The rest is what the facts of streamed parts add up to:
    of `namespaces`, by property, there are no more than tell that there is not one.
    """

    warnings: set[Problem] = field(default_factory=set)
    own_nodes: Counter[str] = field(default_factory=Counter)
    shared_nodes: dict[str, set[str]] = field(default_factory=dict)
    quality: list[Mapping[str, Any]] = field(default_factory=list)
    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    predicates: Counter[str] = field(default_factory=Counter)
    columns: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    namespaces: dict[str, set[str]] = field(default_factory=dict)

    def add(self, record: PartRecord) -> None:
        """Add what a record says."""
        self.warnings.update(record.warnings)
        self.own_nodes.update(record.own_nodes)
        for shape, nodes in record.shared_nodes.items():
            self.shared_nodes.setdefault(shape, set()).update(nodes)
        self.quality.append(record.quality)
        if not record.facts:
            return
        self.triples += record.facts["triples"]
        self.classes.update(record.facts["classes"])
        self.predicates.update(record.facts["predicates"])
        self.columns.update(record.facts["columns"])
        self.dated.update(record.facts["dated"])
        for predicate, namespaces in record.facts["namespaces"].items():
            known = self.namespaces.setdefault(predicate, set())
            if len(known) < MOST_NAMESPACES:
                known.update(namespaces)

    def shape_counts(self, shared: Mapping[str, Iterable[str]]) -> list[ShapeCheck]:
        """Return how many nodes each shape checked, sorted by its IRI; none broke it.

        `shared` are the nodes that were checked without any document. A node that several documents
        name counts once; those of a document are in no other.
        """
        others = {shape: len(nodes) for shape, nodes in self.shared_nodes.items()}
        for shape, checked in shared.items():
            known = self.shared_nodes.get(shape, set())
            others[shape] = len(known) + sum(node not in known for node in set(checked))
        shapes = sorted({*others, *self.own_nodes})
        return [ShapeCheck(one, self.own_nodes[one] + others.get(one, 0), 0) for one in shapes]


def added_up(folders: Iterable[Path]) -> tuple[list[tuple[Path, PartRecord]], Sums]:
    """Return folders of parts with the short of their records, and what these say together.

    Of a record stay the document's id, what document.yaml says, and the graphs. Raises MappingError
    when two documents define a code differently.
    """
    sums = Sums()
    parts: list[tuple[Path, PartRecord]] = []

    def codes() -> Iterator[PlacedCode]:
        for folder in folders:
            record = read_record(folder)
            sums.add(record)
            kept = replace(record, own_nodes={}, shared_nodes={}, warnings=(), codes=())
            parts.append((folder, replace(kept, quality={}, facts={})))
            for code in record.codes:
                yield PlacedCode(str(code["file"]), code["code"], code["lines"])

    if problems := disagreeing_codes(codes()):
        raise MappingError(mapping_summary(problems), problems)
    return parts, sums
