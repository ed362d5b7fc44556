"""What `legation anchors` does: find passages in the texts, report coverage, write passages.csv."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation_build.authoring import SENTENCES_FILE, listed_sentences
from legation_build.checks import (
    PassageCoverage,
    cited_passages,
    file_problems,
    likely_mistakes,
    passage_coverage,
    text_problems,
    uncovered_text,
)
from legation_build.errors import MappingError, Problem, SourceError
from legation_build.mapping import (
    WORK_FOLDER,
    DocumentMapping,
    Mappings,
    Passage,
    complete,
    digest,
    passage_at,
    read_mappings,
    read_text,
    read_texts,
    renew,
    require_texts,
    text_warnings,
    write_passages,
)
from legation_build.regular_files import is_there

# What a passage is called and what it is, apart from where it stands.
_NAMES = ("id", "kind", "level", "section")


@dataclass(frozen=True)
class CoverageReport:
    """Coverage by document id, and the parts of each text that are in no passage.

    `warnings` are about texts and claims that may not be as they were meant.
    """

    covered: dict[str, list[PassageCoverage]]
    gaps: dict[str, list[tuple[int, str]]]
    warnings: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Return whether every passage has claims or a reason, and all text is in passages."""
        rows = [row for found in self.covered.values() for row in found]
        return not any(row.needs_claim for row in rows) and not any(self.gaps.values())

    def lines(self) -> Iterator[str]:
        """Yield the report as text: a line for each passage, then a summary of the document."""
        for document, rows in self.covered.items():
            for row in rows:
                shown = ", ".join(row.claims) or row.reason or "NO CLAIM"
                yield f"{document}/{row.passage.id} [{row.passage.kind}]: {shown}"
            for offset, words in self.gaps[document]:
                yield f"{document}: in no passage, at character {offset}: {words[:40]}"
            needed = [row for row in rows if row.passage.kind != "heading"]
            done = sum(not row.needs_claim for row in needed)
            share = 100 * done / len(needed) if needed else 100
            yield (
                f"{document}: all {len(rows)} passages are in the text; {done} of {len(needed)} "
                f"sentences, quotations and list items have a claim or a reason ({share:.1f} %)"
            )

    def data(self) -> dict[str, Any]:
        """Return the report as JSON data."""
        return {
            "complete": self.complete,
            "warnings": [vars(warning) for warning in self.warnings],
            "documents": {
                document: {
                    "passages": [
                        {
                            "id": r.passage.id,
                            "kind": r.passage.kind,
                            "claims": r.claims,
                            "reason": r.reason,
                        }
                        for r in rows
                    ],
                    "gaps": [
                        {"offset": offset, "words": words} for offset, words in self.gaps[document]
                    ],
                }
                for document, rows in self.covered.items()
            },
        }


def coverage_report(roots: Sequence[Path], source: Path | None) -> CoverageReport:
    """Return the coverage of every document of `roots` whose text is in the folder `source`.

    Without it texts are in `work`, where `legation new` put them. Raises SourceError when a text
    differs from the one that was mapped, MappingError when its words are in a mapping.
    """
    mappings = _readable(roots)
    documents = mappings.documents
    places = _texts_of(documents, source)
    texts = read_texts(source, documents) if source else {}
    for document in documents if source is None else ():
        if document.id in places:
            texts |= read_texts(places[document.id].parent, [document])
    if problems := text_problems(mappings, texts):
        raise MappingError("The mappings do not fit the texts.", problems)
    warnings = [
        warning
        for name, text in texts.items()
        for warning in text_warnings(name, text, str(places[name]))
    ]
    found = [document for document in documents if document.id in texts]
    return CoverageReport(
        {document.id: passage_coverage(document) for document in found},
        {document.id: uncovered_text(document, texts[document.id]) for document in found},
        (*warnings, *likely_mistakes(mappings)),
    )


def write_anchors(roots: Sequence[Path], source: Path | None) -> Iterator[str]:
    """Write passages.csv of every document whose text is in `source`; yield a line on each.

    Without `source` texts are in `work`.
    """
    documents = _readable(roots, ("length", "sha256")).documents
    places = _texts_of(documents, source)
    for document in (one for one in documents if one.id in places):
        file = places[document.id]
        text = read_text(file.parent, document.id)
        passages = renewed(document, text)
        if not passages:
            raise SourceError(f"{file} holds no text; nothing was written.")
        write_passages(Path(document.passages_file), passages)
        _record(Path(document.passages_file).with_name("document.yaml"), text)
        sentences = Path(document.root, document.id, WORK_FOLDER, SENTENCES_FILE)
        if is_there(sentences):
            sentences.write_text(listed_sentences(passages, text), encoding="utf-8")
        yield f"{document.id}: {len(passages)} passages written to {document.passages_file}"
        yield from (f"{document.id}: {line}" for line in _changes(document.passages, passages))


def _changes(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[str]:
    """Yield which ids of passages stand for something else than before; "" of a new document."""
    before, now = {p.id: p for p in old}, {p.id: p for p in new}
    names = {p.sha256: p.id for p in new if p.id not in before}
    renamed = {p.id: names[p.sha256] for p in old if p.id not in now and p.sha256 in names}
    gone = [name for name in before if name not in now and name not in renamed]
    other = [name for name in before if name in now and before[name].sha256 != now[name].sha256]
    added = [name for name in now if name not in before and name not in renamed.values()]
    if gone:
        yield f"no longer in the text, check their claims: {', '.join(sorted(gone))}"
    for name, instead in renamed.items():
        yield f"{name} is called {instead} now: write {instead} where claims name it"
    if other:
        yield f"have other words now, look whether their claims still hold: {', '.join(other)}"
    if before and added:
        yield f"new: {', '.join(added)}"
    if gone or renamed or other or (before and added):
        yield "comments in claims/ may name old ones; look new ones up in passages.csv"


def _texts_of(documents: Sequence[DocumentMapping], source: Path | None) -> dict[str, Path]:
    """Return document id → file of its text; raises SourceError when there is none at all."""
    names = [document.id for document in documents]
    if source is not None:
        return {name: source / f"{name}.txt" for name in require_texts(source, names)}
    files = {one.id: Path(one.root, one.id, WORK_FOLDER, f"{one.id}.txt") for one in documents}
    found = {name: file for name, file in files.items() if is_there(file)}
    if not found:
        where = "the folder that holds the texts, each called <folder>.txt"
        raise SourceError(f"No document has its text in {WORK_FOLDER}/. Give --source {where}.")
    return found


def _readable(roots: Sequence[Path], optional_keys: Sequence[str] = ()) -> Mappings:
    """Return the mappings of `roots`; raises MappingError unless each file is right by itself."""
    mappings = read_mappings(roots)
    problems = list(file_problems(mappings, optional_keys))
    if problems:
        raise MappingError("The mapping files cannot be used.", problems)
    return mappings


def renewed(document: DocumentMapping, text: str) -> list[Passage]:
    """Return the passages of `document` for `text`, keeping ids and corrections made by hand."""
    data = document.document.data
    language = data.get("language", "en")
    if document.passages and data.get("sha256") == digest(text):
        names = ({key: getattr(p, key) for key in _NAMES} for p in document.passages)
        rows = zip(document.passages, names, strict=True)
        anchored = [passage_at(text, p.start, p.end, **named) for p, named in rows]
        return complete(anchored, text, language)
    return renew(document.passages, text, language, cited_passages(document))


def _record(file: Path, text: str) -> None:
    written = file.read_text(encoding="utf-8")
    for key, value in (("length", str(len(text))), ("sha256", digest(text))):
        line = f'{key}: "{value}"'
        written, found = re.subn(rf"^{key}:.*$", line, written, flags=re.MULTILINE)
        if not found:
            written = written.rstrip("\n") + f"\n{line}\n"
    file.write_text(written, encoding="utf-8")
