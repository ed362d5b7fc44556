"""Read the records of parts: take what each release tells of a document, add up the rest.

So memory grows with documents only by their titles, addresses and digests. What the records of a
bundle add up to is kept.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from legation_build.checks import PlacedCode, disagreeing_codes
from legation_build.errors import MappingError, Problem
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.parts import PartRecord, read_record, record_of
from legation_build.pipeline.documents.pieces import MOST_NAMESPACES
from legation_build.pipeline.merging.bundles import Bundle, bundles
from legation_build.pipeline.summaries import mapping_summary
from legation_build.validation import ShapeCheck

# Folders of parts, each with its record.
Parts = Sequence[tuple[Path, PartRecord]]
_SUMS = "sums.json"


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
        self._add(record.own_nodes, record.shared_nodes, [record.quality], record.facts)

    def add_data(self, found: Mapping[str, Any]) -> None:
        """Add what other sums have, given as `as_data` returns them."""
        self.warnings.update(Problem(**one) for one in found["warnings"])
        self._add(found["own_nodes"], found["shared_nodes"], found["quality"], found["facts"])

    def as_data(self) -> dict[str, Any]:
        """Return the sums as JSON data."""
        return {
            "warnings": [vars(one) for one in sorted(self.warnings)],
            "own_nodes": self.own_nodes,
            "shared_nodes": {shape: sorted(nodes) for shape, nodes in self.shared_nodes.items()},
            "quality": self.quality,
            "facts": {
                "triples": self.triples,
                "classes": self.classes,
                "predicates": self.predicates,
                "columns": sorted(self.columns),
                "dated": sorted(self.dated),
                "namespaces": {name: sorted(found) for name, found in self.namespaces.items()},
            },
        }

    def _add(
        self,
        own_nodes: Mapping[str, int],
        shared_nodes: Mapping[str, Iterable[str]],
        quality: Iterable[Mapping[str, Any]],
        facts: Mapping[str, Any],
    ) -> None:
        self.own_nodes.update(own_nodes)
        for shape, nodes in shared_nodes.items():
            self.shared_nodes.setdefault(shape, set()).update(nodes)
        self.quality += quality
        if not facts:
            return
        self.triples += facts["triples"]
        self.classes.update(facts["classes"])
        self.predicates.update(facts["predicates"])
        self.columns.update(facts["columns"])
        self.dated.update(facts["dated"])
        for predicate, namespaces in facts["namespaces"].items():
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


def added_up(
    places: Iterable[tuple[Path, str]], kept: Kept, used: Iterable[PlacedCode] = ()
) -> tuple[list[tuple[Path, PartRecord]], Sums]:
    """Return folders of parts with the short of their records, and what these say together.

    `places` are the folders, each with the id of its document. Of a record stay that id, what
    document.yaml says, and the graphs. `used` are codes of folders that are built on. Raises
    MappingError when two documents define a code differently.
    """
    sums = Sums()
    parts: list[tuple[Path, PartRecord]] = []

    def codes() -> Iterator[PlacedCode]:
        for bundle in bundles(places):
            place = bundle.kept(kept, partial(_write, bundle=bundle), _SUMS)
            found = json.loads((place / _SUMS).read_bytes())
            sums.add_data(found["sums"])
            parts.extend(zip(bundle.folders, map(record_of, found["records"]), strict=True))
            for code in found["codes"]:
                yield PlacedCode(str(code["file"]), code["code"], code["lines"])

    if problems := disagreeing_codes(codes(), used):
        raise MappingError(mapping_summary(problems), problems)
    return parts, sums


def _write(folder: Path, bundle: Bundle) -> None:
    """Write into a folder what the records of a bundle add up to, and the short of each."""
    sums = Sums()
    records: list[dict[str, Any]] = []
    codes: list[Mapping[str, Any]] = []
    for record in map(read_record, bundle.folders):
        sums.add(record)
        codes += record.codes
        short = replace(record, own_nodes={}, shared_nodes={}, warnings=(), codes=())
        records.append(asdict(replace(short, quality={}, facts={})))
    found = {"sums": sums.as_data(), "records": records, "codes": codes}
    (folder / _SUMS).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
