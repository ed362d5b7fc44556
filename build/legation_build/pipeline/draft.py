"""Look at mappings that are being written, again and again, and say how far they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Triple

from legation_build.checks import (
    PassageCoverage,
    doubts_about_texts,
    passage_coverage,
    text_problems,
)
from legation_build.dataset import assemble_graphs, validation_graphs
from legation_build.errors import LegationError, Problem
from legation_build.mapping import (
    WORK_FOLDER,
    DocumentMapping,
    Mappings,
    digest,
    read_text,
    text_changes,
)
from legation_build.pipeline.loading import Inputs, examined
from legation_build.pipeline.places import violation_problems
from legation_build.pipeline.summaries import mapping_summary
from legation_build.pipeline.untouched import independent, untouched
from legation_build.regular_files import is_there
from legation_build.validation import Report, Violation, checker_of_changes


@dataclass(frozen=True)
class DraftState:
    """What is wrong in a draft, what is doubtful, and the coverage of each document by its id.

    `summary` says in a line what keeps it from being built; "" when nothing does. `claims` maps a
    document's id and a claim's id to the claim; `unread` are the files of claims that are no YAML,
    by document.
    """

    summary: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    coverage: Mapping[str, Sequence[PassageCoverage]]
    claims: Mapping[tuple[str, str], object]
    unread: Mapping[str, Sequence[str]]


class Draft:
    """The mappings in some folders; each look at them checks what changed since the last."""

    def __init__(self, roots: Sequence[Path], engine: str | None = None) -> None:
        """Take the folders of mappings, and the engine that is asked first; None is pySHACL."""
        self._roots, self._engine = list(roots), engine
        self._checkers: dict[str, Callable[[Iterable[Triple]], tuple[Violation, ...]]] = {}
        # By document: what its graph was made of, and what was wrong in it.
        self._bases: dict[str, tuple[object, ...]] = {}
        self._found: dict[str, tuple[Violation, ...]] = {}

    def look(self, source: Path | None = None) -> DraftState:
        """Return how the mappings are now; texts are in the folder `source`, or in `work`."""
        try:
            inputs, faults = examined(self._roots)
        except LegationError as error:
            return self._state(error.summary, error.problems, (), None)
        texts = self.texts(source)
        if faults:
            sound = replace(inputs, mappings=untouched(inputs.mappings, faults))
            further = self._further(sound, self._same(sound.mappings, texts))
            further = independent(further, faults, sound.mappings)
            problems = sorted({*faults, *further}) if further else faults
            return self._state(mapping_summary(problems), problems, (), inputs.mappings)
        same = self._same(inputs.mappings, texts)
        problems = self._further(inputs, same)
        summary = "The data break the shapes or do not fit the text." if problems else ""
        warnings = sorted({*inputs.warnings, *self._doubts(inputs.mappings, texts, same)})
        return self._state(summary, problems, warnings, inputs.mappings)

    def _doubts(
        self, mappings: Mappings, texts: Mapping[str, str], same: Mapping[str, str]
    ) -> list[Problem]:
        """Return what mappings and their texts do not share, and how texts have changed."""
        return [
            *doubts_about_texts(mappings, same),
            *(
                found
                for one in mappings.documents
                for found in (text_changes(one, texts[one.id]) if one.id in texts else _gone(one))
            ),
        ]

    def _same(self, mappings: Mappings, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the texts that are those that were mapped.

        One that has changed is compared again once its passages are renewed.
        """
        return {
            document.id: texts[document.id]
            for document in mappings.documents
            if document.id in texts
            and digest(texts[document.id]) == document.document.data.get("sha256")
        }

    def _further(self, inputs: Inputs, same: Mapping[str, str]) -> list[Problem]:
        """Return what breaks the shapes in mappings of which graphs can be made, or their texts."""
        return sorted({*self._violations(inputs), *text_problems(inputs.mappings, same)})

    def texts(self, source: Path | None) -> dict[str, str]:
        """Return document id → text: from the folder `source`, or where `legation new` put it."""
        found = {}
        for folder in (folder for root in self._roots for folder in sorted(root.glob("*/"))):
            for place in (source, folder / WORK_FOLDER):
                if place is not None and is_there(place / f"{folder.name}.txt"):
                    found[folder.name] = read_text(place, folder.name)
                    break
        return found

    def _violations(self, inputs: Inputs) -> list[Problem]:
        mappings = inputs.mappings
        bases = {one.id: (one, mappings.entities, inputs.model_files) for one in mappings.documents}
        changed = [one for one in mappings.documents if self._bases.get(one.id) != bases[one.id]]
        if changed:
            of_changed = replace(mappings, documents=tuple(changed))
            graphs = assemble_graphs(of_changed, inputs.model, inputs.vocabulary, {})
            for name, triples in validation_graphs(graphs, inputs.model).items():
                if name not in self._checkers:
                    shapes = inputs.model_files["shapes"]
                    self._checkers[name] = checker_of_changes(shapes, self._engine)
                self._found[name] = self._checkers[name](triples)
            self._bases |= {one.id: bases[one.id] for one in changed}
        found = {violation for id in bases for violation in self._found[id]}
        report = Report(tuple(sorted(found)), {})
        patterns = inputs.vocabulary.patterns
        return violation_problems(report, inputs.mappings, inputs.model["shapes"], patterns)

    def _state(
        self,
        summary: str,
        problems: Sequence[Problem],
        warnings: Sequence[Problem],
        mappings: Mappings | None,
    ) -> DraftState:
        documents = mappings.documents if mappings else ()
        return DraftState(
            summary,
            tuple(problems),
            tuple(warnings),
            {document.id: passage_coverage(document) for document in documents},
            {
                (document.id, str(claim.get("id"))): claim
                for document in documents
                for claim in document.all_claims()
            },
            {
                document.id: [s.file for s in document.claims if not isinstance(s.data, dict)]
                for document in documents
            },
        )


def _gone(document: DocumentMapping) -> Iterable[Problem]:
    """Yield a warning when `legation new` made a folder for the text and the text is not there."""
    work = Path(document.root, document.id, WORK_FOLDER)
    if work.is_dir():
        message = f"the text, {document.id}.txt, is not here, so nothing was compared with it."
        yield Problem(str(work), 0, message, f"Put it back as {work / document.id}.txt.")
