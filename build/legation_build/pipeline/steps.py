"""Build a release: have each document worked at, then put the parts together."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation_build.checks import placed_codes, unnamed_entities
from legation_build.errors import LegationError, MappingError, Problem
from legation_build.mapping import (
    DocumentPlace,
    document_places,
    read_used_codes,
    require_texts,
)
from legation_build.namespaces import BASE
from legation_build.pipeline.documents.batches import outcomes
from legation_build.pipeline.documents.cache import Kept, locked, place_of, remove_unused
from legation_build.pipeline.documents.setup import PARTS, Setup
from legation_build.pipeline.documents.shared import Shared, read_and_index
from legation_build.pipeline.documents.shared_index import SharedIndex
from legation_build.pipeline.documents.work import Outcome
from legation_build.pipeline.file_makers import FILE_MAKERS
from legation_build.pipeline.loading import Step, load
from legation_build.pipeline.merging.graphs import Merge
from legation_build.pipeline.merging.streamed import write_streamed
from legation_build.pipeline.merging.sums import added_up
from legation_build.pipeline.merging.whole import write_whole
from legation_build.pipeline.model import program_digest
from legation_build.pipeline.summaries import one_error
from legation_build.validation import FAST, PYSHACL, engine_name

EACH_DOCUMENT = "each document"
STEPS = ("read", EACH_DOCUMENT, "describe", *FILE_MAKERS)
CACHE = ".work"
# So many documents are put together in memory.
MOST_WHOLE = 20


Worked = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """How to build; none of it changes what is in the release, but for `keep_going`.

    `jobs` is how many documents are worked at at a time, `cluster` the address of a scheduler that
    has its own workers; `cache` the folder of what was made before, None for that of the output.
    `engine` validates: None means pySHACL, or the fast one for more than `most_whole`. With
    `keep_going` the documents that cannot be built are left out. More documents than
    `most_whole` are put together without having all in memory.
    """

    jobs: int = 1
    cluster: str = ""
    cache: Path | None = None
    keep_going: bool = False
    engine: str | None = None
    most_whole: int = MOST_WHOLE


def build(
    roots: Sequence[Path],
    output: Path,
    source: Path | None = None,
    base: str | None = None,
    options: Options = Options(),
    step: Step = lambda name: None,
    worked: Worked = lambda done, total: None,
    waits: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """Build a release of the mappings in `roots` into the folder `output`; return its manifest.

    `source` is the folder of the texts, if there is one; `base` the base IRI, ending in a slash:
    None means that of the first folder.yaml, or else Legation's. `worked` is called with how many
    of how many documents are done, `waits` with a sentence that says for which other build this one
    waits: one at a time works in a cache.
    Raises LegationError, with no release written, when anything is wrong.
    """
    step("read")
    places = document_places(roots)
    if source is not None:
        require_texts(source, [place.id for place in places])
    cache = options.cache or output / CACHE
    with _left_as_it_was(output, cache), locked(cache, waits):
        shared, setup = _prepared(roots, places, source, base, cache, options)
        step(EACH_DOCUMENT)
        try:
            made, failed = _worked_at(places, setup, options, worked)
        except MappingError:
            _tell_all(roots, places, options)
            raise
        kept = Kept(cache / "shared", setup.program)
        folders = ((place_of(setup.parts, one.key), one.id) for one in made)
        parts, sums = added_up(folders, kept, placed_codes(read_used_codes(roots)))
        left_out = tuple(outcome.id for outcome in failed)
        merge = Merge(setup.base, engine_name(setup.engine), kept, left_out)
        write = write_streamed if setup.streamed else write_whole
        manifest, folder = write(shared, parts, sums, output, merge, step)
        remove_unused(setup.parts, (one.key for one in made))
        remove_unused(setup.names, (one.read for one in made))
        remove_unused(cache / "shared", [shared.key, *kept.used])
        warned = sorted({*shared.warnings, *sums.warnings, *_unnamed(made, failed, setup)})
    told: dict[str, Any] = {"warnings": [vars(one) for one in warned]} if warned else {}
    if failed:
        told["failures"] = [_as_data(outcome) for outcome in failed]
    return {**manifest, "folder": str(folder), **told}


def _prepared(
    roots: Sequence[Path],
    places: Sequence[DocumentPlace],
    source: Path | None,
    base: str | None,
    cache: Path,
    options: Options,
) -> tuple[Shared, Setup]:
    """Return what the documents share, whose index is then in the cache, and how to work."""
    program, alone = program_digest(), len(places) == 1
    streamed = len(places) > options.most_whole
    engine = options.engine or (FAST if streamed else PYSHACL)
    try:
        shared = read_and_index(roots, cache, program, "" if alone else engine, streamed)
    except LegationError:
        _tell_all(roots, places, options)
        raise
    setup = Setup(
        cache.resolve(),
        shared.index.resolve(),
        program,
        base or shared.mappings.settings.base or BASE,
        source.resolve() if source else None,
        alone,
        streamed,
        engine,
    )
    return shared, setup


def _tell_all(roots: Sequence[Path], places: Sequence[DocumentPlace], options: Options) -> None:
    """Raise MappingError with all that is wrong in mappings, if it is quick to find out."""
    if len(places) <= options.most_whole:
        load(roots, lambda name: None)


@contextmanager
def _left_as_it_was(output: Path, cache: Path) -> Iterator[None]:
    """Remove what a build wrote that fails before anything is worth keeping."""
    there = [place.exists() for place in (output, cache)]
    try:
        yield
    except LegationError:
        if not (cache / PARTS).exists():
            for place, was_there in ((cache, there[1]), (output, there[0])):
                if not was_there:
                    shutil.rmtree(place, ignore_errors=True)
        raise


def _worked_at(
    places: Sequence[DocumentPlace], setup: Setup, options: Options, worked: Worked
) -> tuple[list[Outcome], list[Outcome]]:
    """Return the outcomes of the documents that have parts, and of those that could not be built.

    Both are in the order of `places`. Raises LegationError when a document cannot be built, unless
    others can and are wanted without it.
    """
    found: dict[str, Outcome] = {}
    for outcome in outcomes(places, setup, options.jobs, options.cluster):
        found[outcome.id] = outcome
        worked(len(found), len(places))
    in_order = [found[place.id] for place in places]
    made = [outcome for outcome in in_order if outcome.error is None]
    failed = [outcome for outcome in in_order if outcome.error is not None]
    if failed and not (options.keep_going and made):
        raise one_error([outcome.error for outcome in failed if outcome.error])
    return made, failed


def _unnamed(made: Sequence[Outcome], failed: Sequence[Outcome], setup: Setup) -> list[Problem]:
    """Return warnings of entities that nothing names; of many documents, only `validate` tells."""
    if setup.streamed or failed:
        return []
    files = [place_of(setup.names, f"{one.read}.json") for one in made]
    named = {name for file in files for name in json.loads(file.read_bytes())}
    with closing(SharedIndex(setup.index)) as index:
        return unnamed_entities(index.sources(index.ids), named)


def _as_data(outcome: Outcome) -> dict[str, Any]:
    assert outcome.error is not None
    problems = [vars(problem) for problem in outcome.error.problems]
    return {"id": outcome.id, "error": outcome.error.summary, "problems": problems}
