"""The steps of a build, in order: from mapping files to a release folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.checks import check_mappings, likely_mistakes, text_problems
from legation_build.dataset import (
    MODEL_FILES,
    NamedGraph,
    Vocabulary,
    assemble_graphs,
    canonicalize,
    in_graph,
    model_triples,
    validation_graphs,
    vocabulary_of,
    without_texts,
)
from legation_build.descriptions import (
    CATALOG_GRAPH,
    CHECKSUMS_GRAPH,
    DESCRIPTION_GRAPH,
    DESCRIPTIONS,
    catalog,
    catalogue_files,
    describe_dataset,
    is_checksum,
    rebase_json,
    release_manifest,
)
from legation_build.dumps import claim_rows, reading_context
from legation_build.errors import MappingError, Problem, ValidationError
from legation_build.mapping import Mappings, read_mappings, read_texts
from legation_build.namespaces import BASE, CC0, DCTERMS, prefixes
from legation_build.pipeline.file_makers import FILE_MAKERS, GRAPH_MAKERS
from legation_build.pipeline.places import turtle_problems, violation_problems
from legation_build.quality import Fact, facts_of
from legation_build.release import (
    Checked,
    Described,
    ReleaseFile,
    catalog_files,
    checksums,
    write_release,
)
from legation_build.resources import resource
from legation_build.validation import (
    Report,
    chosen_engine,
    engine_name,
    merged,
    validate_all,
)

STEPS = ("read", "check", "assemble", "validate", "describe", *FILE_MAKERS)
Step = Callable[[str], None]


def model_bytes() -> dict[str, bytes]:
    """Return the Turtle of each file or folder of ontology/, by the key of MODEL_FILES."""
    return {key: _turtle(resource("ontology") / name) for key, (name, _) in MODEL_FILES.items()}


def _turtle(place: Path) -> bytes:
    files = sorted(place.glob("*.ttl")) if place.is_dir() else [place]
    return b"\n".join(file.read_bytes() for file in files)


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
    step("read")
    inputs = read(roots)
    mappings = inputs.mappings
    step("check")
    problems = check_mappings(mappings, inputs.vocabulary)
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise MappingError(f"{count} in the mappings; nothing was written.", problems)
    return replace(inputs, warnings=tuple(likely_mistakes(mappings)))


def read(roots: Sequence[Path], may_be_empty: bool = False) -> Inputs:
    """Return the mappings of the folders `roots`, unchecked, and the model that they use.

    Raises MappingError when a file cannot be read, or there is no document, unless `may_be_empty`.
    """
    files = model_bytes()
    try:
        model, words = _model(tuple(files.items()))
    except SyntaxError:
        problems = list(turtle_problems(resource("ontology")))
        raise MappingError("The model cannot be read.", problems) from None
    (changed,) = (
        t.object.value
        for t in model["ontology"]
        if t.predicate.value == DCTERMS + "modified" and isinstance(t.object, Literal)
    )
    mappings = replace(read_mappings(roots, may_be_empty), model_modified=changed)
    return Inputs(mappings, files, model, words)


# Whoever loads mappings again and again, as a check at every save does, reads the model once.
@lru_cache(maxsize=1)
def _model(files: tuple[tuple[str, bytes], ...]) -> tuple[Mapping[str, list[Triple]], Vocabulary]:
    model = model_triples(dict(files))
    return model, vocabulary_of([*model["ontology"], *model["codes"]])


def checked_texts(source: Path, mappings: Mappings) -> dict[str, str]:
    """Return document id → text for the documents whose text is in the folder `source`.

    Raises SourceError when a text is not the one that was mapped, and MappingError when a mapping
    holds its words, or names words that are not there.
    """
    texts = read_texts(source, mappings.documents)
    if problems := text_problems(mappings, texts):
        raise MappingError("The mappings do not fit the texts; nothing was written.", problems)
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
        problems = violation_problems(report, inputs.mappings, inputs.model["shapes"])
        count = f"{len(problems)} result{'s' if len(problems) > 1 else ''}"
        raise ValidationError(f"{count}: the data break the shapes.", problems)
    return graphs, report, engine_name(chosen)


def facts_in(inputs: Inputs, document: str) -> list[Fact]:
    """Return what the claims of the document with the id `document` say, as readers check it."""
    graphs = assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, {})
    return facts_of(claim_rows(quad.triple for graph in graphs for quad in graph.quads), document)


def build(
    roots: Sequence[Path],
    output: Path,
    source: Path | None = None,
    base: str | None = None,
    jobs: int = 1,
    step: Step = lambda name: None,
    engine: str | None = None,
) -> dict[str, Any]:
    """Build a release of the mappings in `roots` into the folder `output`; return its manifest.

    `source` is the folder of the texts, if there is one; `base` the base IRI, ending in a slash:
    None means that of the first folder.yaml, or else Legation's. None for `engine` leaves the
    choice of the validator to the size of the data.
    Raises LegationError, with nothing written, when anything is wrong.
    """
    inputs = load(roots, step)
    mappings = inputs.mappings
    base = base or mappings.settings.base or BASE
    texts = checked_texts(source, mappings) if source else {}
    graphs, report, made_by = assemble_and_validate(inputs, texts, jobs, step, engine)
    step("describe")
    checked = Checked(mappings, inputs.model, graphs, report, made_by, version("legation"))
    described, digest = _describe(checked, base)
    files: list[ReleaseFile] = []
    for name, make_files in FILE_MAKERS.items():
        step(name)
        files += make_files(described)
    files += catalogue_files(described, digest, files)
    about_files = catalog(files, described.graphs, digest, mappings)
    records = [
        _record(CATALOG_GRAPH, [row for row in about_files if not is_checksum(row)]),
        _record(CHECKSUMS_GRAPH, [row for row in about_files if is_checksum(row)]),
    ]
    files += catalog_files(records, described)
    files.append(checksums(files))
    manifest = release_manifest(described, records, digest, files)
    folder = write_release(output, manifest, files)
    warned = [vars(warning) for warning in inputs.warnings]
    return {**manifest, "folder": str(folder), **({"warnings": warned} if warned else {})}


def _describe(checked: Checked, base: str) -> tuple[Described, str]:
    """Return all graphs with their description, and the digest of what is described."""
    mappings = checked.mappings
    graphs = [*checked.graphs, *(graph for make in GRAPH_MAKERS for graph in make(checked))]
    quads, digest = canonicalize(graphs)
    about = describe_dataset(
        graphs, without_texts(quads, graphs), digest, mappings.modified, mappings.settings
    )
    description = _record(DESCRIPTION_GRAPH, about)
    documents = mappings.document_ids
    names = prefixes(BASE, documents)
    context = reading_context(mappings.context, checked.model["ontology"], names)
    described = Described(
        checked,
        [*quads, *description.quads],
        [*graphs, description],
        prefixes(base, documents),
        rebase_json(context, base),
        base,
    )
    return described, digest


def _record(name: NamedNode, triples: list[Triple]) -> NamedGraph:
    """Return the graph `name`, which describes the release and does not count in its digest."""
    return NamedGraph(name, DESCRIPTIONS[name], CC0, tuple(in_graph(triples, name)))
