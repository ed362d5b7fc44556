"""What the makers of graphs and of files get: a build that is checked, then described."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from legation_build.dataset import NamedGraph, Vocabulary, rebase, without_texts
from legation_build.dumps import Context, Dumper, DumpFormat
from legation_build.mapping import Agent, Mappings
from legation_build.namespaces import CC0
from legation_build.validation import ShapeCheck


@dataclass(frozen=True)
class GraphSummary:
    """What a description says of a graph: its name, title, licence, and number of quads."""

    name: NamedNode
    title: str
    license: str
    quads: int
    is_text: bool = False
    publisher: Agent | None = None


def summary_of(graph: NamedGraph) -> GraphSummary:
    """Return what a description says of a graph that is in memory."""
    return GraphSummary(
        graph.name, graph.title, graph.license, len(graph.quads), graph.is_text, graph.publisher
    )


@dataclass(frozen=True, eq=False)
class Checked:
    """The mappings, the model and the graphs made of them, which conform to the shapes.

    All IRIs are under the standard base. `mappings` need not hold the claims. `model` holds the
    triples of each file of ontology/, by the key of MODEL_FILES; `checks` are the shapes that
    `engine` checked; `version` is that of Legation; `provenance` says where things were written.
    `quality` is what was checked in each document, in order. `digests` are those of graphs, by
    their IRIs, as far as they are known; `vocabulary` is that of the model, if it is.
    """

    mappings: Mappings
    model: Mapping[str, Sequence[Triple]]
    graphs: Sequence[NamedGraph]
    checks: Sequence[ShapeCheck]
    engine: str
    version: str
    provenance: Sequence[Triple] = ()
    quality: Sequence[Mapping[str, Any]] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    vocabulary: Vocabulary | None = None

    @property
    def license(self) -> str:
        """Return the IRI of the licence of all claims: CC0 unless the folder says another."""
        return self.mappings.settings.license or CC0


@dataclass(frozen=True)
class Described:
    """The whole dataset, its description included: canonical quads, under the standard base.

    `prefixes` and the JSON-LD `context` are those of `base`. Files have all IRIs under `base`.
    """

    checked: Checked
    quads: Sequence[Quad]
    graphs: Sequence[NamedGraph]
    prefixes: Mapping[str, str]
    context: Context
    base: str

    @property
    def claim_quads(self) -> list[Quad]:
        """Return the quads that are under the licence of the claims: all but the texts."""
        return without_texts(self.quads, self.graphs)

    def dump(self, quads: Sequence[Quad], form: DumpFormat) -> bytes:
        """Return `quads` under the standard base in the format `form`, under the release's base."""
        return self.dumper(quads).dump(form)

    def dumper(self, quads: Sequence[Quad]) -> Dumper:
        """Return what dumps `quads` in several formats, under the release's base."""
        return Dumper(rebase(list(quads), self.base), self.prefixes, self.context)
