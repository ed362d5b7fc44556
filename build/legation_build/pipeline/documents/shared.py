"""Check what documents share, validate the entities, and keep both in an index for the workers."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from legation_build.checks import check_shared, likely_mistakes
from legation_build.dataset import NamedGraph, shared_graphs
from legation_build.descriptions import provenance_triples
from legation_build.errors import MappingError, Problem, ValidationError
from legation_build.mapping import Mappings, read_shared
from legation_build.pipeline.documents.cache import key_of, place_of
from legation_build.pipeline.documents.own_process import in_own_process
from legation_build.pipeline.documents.shared_index import SharedIndex, write_index
from legation_build.pipeline.model import Model, model_bytes, read_model
from legation_build.pipeline.places import violation_problems
from legation_build.pipeline.summaries import mapping_summary, shapes_summary
from legation_build.regular_files import is_there
from legation_build.validation import merged, validate_all


@dataclass(frozen=True)
class Shared:
    """What the documents of a build share, without the entities, which are in the file `index`."""

    key: str
    index: Path
    mappings: Mappings
    model: Model
    warnings: tuple[Problem, ...]

    def graphs(self) -> list[NamedGraph]:
        """Return the graphs that the documents share."""
        mappings = replace(self.mappings, entities=())
        *model, entities = shared_graphs(mappings, dict(self.model), read_model(model_bytes())[1])
        with closing(SharedIndex(self.index)) as index:
            return [*model, replace(entities, quads=tuple(index.quads(entities.name)))]

    def provenance(self) -> list[Triple]:
        """Return what says where the entities were written."""
        with closing(SharedIndex(self.index)) as index:
            lines = parse(index.kept("provenance"), format=RdfFormat.N_TRIPLES)
            return [quad.triple for quad in lines]

    def checked(self) -> dict[str, list[str]]:
        """Return for each shape the nodes that it checked in the entities alone."""
        with closing(SharedIndex(self.index)) as index:
            found: dict[str, list[str]] = json.loads(index.kept("checked"))
            return found


def read_and_index(
    roots: Sequence[Path], cache: Path, program: str, engine: str, apart: bool = False
) -> Shared:
    """Return what the documents in the folders `roots` share, whose index is then in `cache`.

    `engine` validates the entities alone; with "" they are not, because the one document there is
    is validated with all. The index is made `apart`, in a process of its own, when the memory that
    this takes is to be free again. Raises MappingError or ValidationError.
    """
    model, _, changed = read_model(model_bytes())
    mappings = replace(read_shared(roots, with_entities=False), model_modified=changed)
    listed = [[file.path, file.sha256] for file in mappings.files]
    key = key_of(program, listed, [root.name for root in roots], engine)
    place = place_of(cache / "shared", f"{key}.sqlite")
    if not is_there(place):
        if apart:
            in_own_process(_make_index, roots, place, engine)
        else:
            _make_index(roots, place, engine)
    with closing(SharedIndex(place)) as index:
        warnings = tuple(Problem(**one) for one in json.loads(index.kept("warnings")))
    return Shared(key, place, mappings, model, warnings)


def _make_index(roots: Sequence[Path], place: Path, engine: str) -> None:
    """Check and validate what documents share, and keep it in an index at a place."""
    files = model_bytes()
    model, vocabulary, changed = read_model(files)
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


def _checked(
    entities: NamedGraph, mappings: Mappings, model: Model, shapes: bytes, engine: str
) -> dict[str, list[str]]:
    triples = [*model["ontology"], *model["codes"], *(quad.triple for quad in entities.quads)]
    report = merged(validate_all({entities.name.value: triples}, shapes, 1, engine).values())
    if report.violations:
        problems = violation_problems(report, mappings, model["shapes"], {})
        raise ValidationError(shapes_summary(problems), problems)
    return {shape: sorted(nodes) for shape, nodes in report.checked.items()}
