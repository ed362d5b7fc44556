"""Read, check, assemble and validate mappings in memory, without writing anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Triple

from legation_build.checks import (
    check_mappings,
    likely_mistakes,
    text_problems,
    unnamed_entities,
)
from legation_build.dataset import NamedGraph, Vocabulary, assemble_graphs, validation_graphs
from legation_build.dumps import claim_rows
from legation_build.errors import MappingError, Problem, ValidationError
from legation_build.mapping import (
    WORK_FOLDER,
    Mappings,
    read_mappings,
    read_texts,
)
from legation_build.pipeline.hints import with_hints
from legation_build.pipeline.model import model_bytes, read_model
from legation_build.pipeline.places import violation_problems
from legation_build.pipeline.summaries import UNFIT, mapping_summary, shapes_summary
from legation_build.quality import Fact, facts_of
from legation_build.regular_files import is_there
from legation_build.validation import Report, chosen_engine, engine_name, merged, validate_all

Step = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """What a build starts from: mappings that were checked, and the files of ontology/.

    `warnings` are about what is allowed but is most often a mistake.
    """

    mappings: Mappings
    model_files: Mapping[str, bytes]
    model: Mapping[str, list[Triple]]
    vocabulary: Vocabulary
    warnings: tuple[Problem, ...] = ()


def load(roots: Sequence[Path], step: Step) -> Inputs:
    """Return the checked mappings of the folders `roots` and the model that they use.

    `step` is called with the name of each step as it begins. Raises MappingError with all problems.
    """
    inputs, problems = examined(roots, step)
    if problems:
        raise MappingError(mapping_summary(problems), problems)
    return inputs


def examined(roots: Sequence[Path], step: Step = lambda name: None) -> tuple[Inputs, list[Problem]]:
    """Return the mappings of the folders `roots`, and what is wrong in them.

    Raises MappingError when a file cannot be read at all.
    """
    step("read")
    inputs = read(roots)
    mappings = inputs.mappings
    step("check")
    problems = check_mappings(mappings, inputs.vocabulary)
    if problems:
        return inputs, with_hints(problems, inputs.mappings, inputs.model["codes"])
    doubts = [*likely_mistakes(mappings, inputs.vocabulary), *_unnamed(mappings)]
    return replace(inputs, warnings=tuple(sorted(doubts))), []


def _unnamed(mappings: Mappings) -> list[Problem]:
    named = {name for one in mappings.documents for name in one.entity_names()}
    return unnamed_entities(mappings.entities, named)


def read(roots: Sequence[Path], may_be_empty: bool = False) -> Inputs:
    """Return the mappings of the folders `roots`, unchecked, and the model that they use.

    Raises MappingError when a file cannot be read, or there is no document, unless `may_be_empty`.
    """
    files = model_bytes()
    model, words, changed = read_model(files)
    mappings = replace(read_mappings(roots, may_be_empty), model_modified=changed)
    return Inputs(mappings, files, model, words)


def checked_texts(source: Path | None, mappings: Mappings) -> dict[str, str]:
    """Return document id → text for the documents whose text is in the folder `source`.

    Other texts are in `work`, where `legation new` put them, as far as they are there.
    Raises SourceError when a text is not the one that was mapped, and MappingError when a mapping
    holds its words, or names words that are not there.
    """
    texts = read_texts(source, mappings.documents) if source else {}
    for document in (one for one in mappings.documents if one.id not in texts):
        work = Path(document.root, document.id, WORK_FOLDER)
        if is_there(work / f"{document.id}.txt"):
            texts |= read_texts(work, [document])
    if problems := text_problems(mappings, texts):
        raise MappingError(UNFIT, problems)
    return texts


def assemble_and_validate(
    inputs: Inputs,
    texts: Mapping[str, str],
    jobs: int,
    step: Step,
    engine: str | None = None,
) -> tuple[list[NamedGraph], Report, str]:
    """Return the graphs of the dataset, the report of their validation, and what made that.

    `texts` maps document ids to texts; `jobs` is how many documents are validated at a time.
    None for `engine` leaves the choice to the size of the data. Raises ValidationError unless the
    graphs conform to the shapes.
    """
    step("assemble")
    graphs = assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, texts)
    step("validate")
    shapes, given = inputs.model_files["shapes"], validation_graphs(graphs, inputs.model)
    chosen = chosen_engine(engine, given)
    report = merged(validate_all(given, shapes, jobs, chosen).values())
    if report.violations:
        patterns = inputs.vocabulary.patterns
        problems = violation_problems(report, inputs.mappings, inputs.model["shapes"], patterns)
        raise ValidationError(shapes_summary(problems), problems)
    return graphs, report, engine_name(chosen)


def facts_in(inputs: Inputs, document: str) -> list[Fact]:
    """Return what the claims of the document with the id `document` say, as readers check it."""
    graphs = assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, {})
    return facts_of(claim_rows(quad.triple for graph in graphs for quad in graph.quads), document)
