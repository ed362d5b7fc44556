"""Check what documents share, validate the entities, and keep both in an index for the workers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from legation_build.checks import check_shared, likely_mistakes
from legation_build.dataset import NamedGraph, shared_graphs
from legation_build.descriptions import provenance_triples
from legation_build.errors import MappingError, Problem, ValidationError
from legation_build.mapping import Mappings, read_shared
from legation_build.pipeline.documents.cache import key_of, place_of
from legation_build.pipeline.documents.shared_index import SharedIndex, write_index
from legation_build.pipeline.model import Model, model_bytes, read_model
from legation_build.pipeline.places import violation_problems
from legation_build.pipeline.summaries import mapping_summary, shapes_summary
from legation_build.regular_files import is_there
from legation_build.validation import merged, validate_all


@dataclass(frozen=True)
class Shared:
    """What the documents of a build share, without the entities, which are in the file `index`.

    `checked` has for each shape the nodes that it checked in the entities alone; `provenance` says
    where these were written.
    """

    key: str
    index: Path
    mappings: Mappings
    model: Model
    warnings: tuple[Problem, ...]
    provenance: tuple[Triple, ...]
    checked: Mapping[str, frozenset[str]]

    def graphs(self) -> list[NamedGraph]:
        """Return the graphs that the documents share."""
        mappings = replace(self.mappings, entities=())
        *model, entities = shared_graphs(mappings, dict(self.model), read_model(model_bytes())[1])
        index = SharedIndex(self.index)
        try:
            return [*model, replace(entities, quads=tuple(index.quads(entities.name)))]
        finally:
            index.close()


def read_and_index(roots: Sequence[Path], cache: Path, program: str, engine: str) -> Shared:
    """Return what the documents in the folders `roots` share; its index is then in `cache`.

    The entities are validated on their own by an `engine`: "" if a document is validated with all.
    Raises MappingError or ValidationError.
    """
    files = model_bytes()
    model, vocabulary, changed = read_model(files)
    mappings = replace(read_shared(roots, with_entities=False), model_modified=changed)
    listed = [[file.path, file.sha256] for file in mappings.files]
    key = key_of(program, listed, [root.name for root in roots], engine)
    place = place_of(cache / "shared", f"{key}.sqlite")
    if not is_there(place):
        whole = replace(read_shared(roots), model_modified=changed)
        if problems := check_shared(whole, vocabulary):
            raise MappingError(mapping_summary(problems), problems)
        entities = shared_graphs(whole, dict(model), vocabulary)[-1]
        checked = _checked(entities, whole, model, files["shapes"], engine) if engine else {}
        provenance = provenance_triples(whole, whole.files)
        kept = {
            "warnings": json.dumps([vars(one) for one in likely_mistakes(whole)]).encode(),
            "checked": json.dumps(checked).encode(),
            "provenance": serialize(provenance, format=RdfFormat.N_TRIPLES) or b"",
        }
        write_index(place, whole, entities, kept)
    index = SharedIndex(place)
    try:
        warnings = tuple(Problem(**one) for one in json.loads(index.kept("warnings")))
        lines = parse(index.kept("provenance"), format=RdfFormat.N_TRIPLES)
        provenance_kept = tuple(quad.triple for quad in lines)
        nodes = {k: frozenset(found) for k, found in json.loads(index.kept("checked")).items()}
        return Shared(key, place, mappings, model, warnings, provenance_kept, nodes)
    finally:
        index.close()


def _checked(
    entities: NamedGraph, mappings: Mappings, model: Model, shapes: bytes, engine: str
) -> dict[str, list[str]]:
    triples = [*model["ontology"], *model["codes"], *(quad.triple for quad in entities.quads)]
    report = merged(validate_all({entities.name.value: triples}, shapes, 1, engine).values())
    if report.violations:
        problems = violation_problems(report, mappings, model["shapes"], {})
        raise ValidationError(shapes_summary(problems), problems)
    return {shape: sorted(nodes) for shape, nodes in report.checked.items()}
