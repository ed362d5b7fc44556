"""Find hedges, numbers and years that mappings and their texts do not share. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from legation_build.checks.claim_checks import stated_by
from legation_build.checks.coverage import lost_passages
from legation_build.checks.doubts.numbers import numbers_in
from legation_build.errors import Problem
from legation_build.mapping import (
    DocumentMapping,
    Mappings,
    Passage,
    Path,
    Source,
    contents,
    each_value,
    items,
)

# Words by which a document leaves what it tells to others.
_HEDGE = re.compile(
    r"\b(claims|claimed|alleges|alleged|allegedly|reportedly|accused|accuses)\b", re.IGNORECASE
)
# Words by which it gives a view.
_VIEW = re.compile(
    r"\b((?:described|regarded|viewed|seen|characteri[sz]ed|perceived|hailed) (?:\w+ )?as|"
    r"considers|"
    r"(?:is|are|was|were|be|been|being|widely|generally|often) (?:considered|deemed))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d-])(\d{4})(?![\dX])")
_YEARS_IN_TEXT = re.compile(r"(?<!\d)(\d{2})(\d{2})(?:\s?[-–—/]\s?(\d{2})(?!\d))?")
# Smaller numbers often stand in words that say more than a number: "both", "a pair".
_TELLING = 12
_SECOND_CLAIM = (
    "What is only claimed or alleged is a second claim with a modality of its own: "
    "legation example claimed. If the word means something else here, say so in the claim's 'note'."
)
_VIEW_OF_SOMEBODY = (
    "What is only a view is a Supposition in a claim with 'modality: opinion' and the hedge: "
    "legation example described as. If the words mean something else here, say so in the claim's "
    "'note'."
)
_NO_HEDGE = "Write the words that show it: 'hedge: {}'; or say in a 'note' why there is none."


def doubts_about_texts(mappings: Mappings, texts: Mapping[str, str]) -> list[Problem]:
    """Return warnings, sorted, of what mappings say and the sentences of their claims do not.

    `texts` maps document ids to texts. A sentence with a word of doubt has more than asserted
    claims; the value of a figure stands in a sentence of it, a year there or before it in its
    section; every sentence has a line in passages.csv. What has a `note`, or for times a
    `whenText`, was weighed by its author.
    """
    found: list[Problem] = []
    for document in mappings.documents:
        if document.id in texts:
            found += lost_passages(document, texts[document.id])
            found += _elsewhere(document, texts[document.id])
            if _is_english(document):
                found += _unhedged(document, texts[document.id])
    return sorted(set(found))


def _is_english(document: DocumentMapping) -> bool:
    """Return whether words of doubt and number words can be told: only those of English are."""
    return str(document.document.data.get("language", "en")).startswith("en")


def _unhedged(document: DocumentMapping, text: str) -> Iterator[Problem]:
    rows = {passage.id: passage for passage in document.passages}
    claims: dict[str, list[tuple[Source, Path, dict[str, Any]]]] = defaultdict(list)
    for source in document.claims:
        for path, claim in items(source, "claims"):
            for _, name in each_value((), claim.get("evidence")):
                claims[str(name)].append((source, path, claim))
    for name, found in claims.items():
        if name not in rows:
            continue
        word = _HEDGE.search(text, rows[name].start, rows[name].end)
        view = _VIEW.search(text, rows[name].start, rows[name].end)
        source, path, _ = found[0]
        if word and all(_is_firm(claim) for _, _, claim in found):
            message = f"'{name}' has the word '{word[0]}', and all its claims are asserted."
            yield Problem(source.file, source.line((*path, "modality")), message, _SECOND_CLAIM)
        elif view and all(_is_firm(claim) and not _says(claim) for _, _, claim in found):
            message = f"'{name}' has the words '{view[0]}', and all its claims are asserted."
            yield Problem(source.file, source.line((*path, "modality")), message, _VIEW_OF_SOMEBODY)
        elif (shown := view or word) and not any("hedge" in claim for _, _, claim in found):
            yield from _without_hedge(name, shown[0], found)


def _without_hedge(
    passage: str, words: str, found: Sequence[tuple[Source, Path, dict[str, Any]]]
) -> Iterator[Problem]:
    """Yield the claims of a passage that are not asserted, and name no words and nobody.

    Those that are alleged name a word such as "claims" though they name somebody.
    """
    for source, path, claim in found:
        modalities = [str(one) for _, one in each_value((), claim.get("modality"))]
        is_claimed = modalities == ["alleged"] and _HEDGE.fullmatch(words)
        excuses = {"note"} if is_claimed else {"note", "attributedTo"}
        if "asserted" not in modalities and not claim.keys() & excuses:
            message = (
                f"'{claim.get('id')}' is '{' and '.join(modalities)}' and has no hedge; "
                f"'{passage}' has '{words}'."
            )
            line = source.line((*path, "modality"))
            yield Problem(source.file, line, message, _NO_HEDGE.format(words))


def _says(claim: Mapping[str, Any]) -> bool:
    """Return whether a claim names somebody whose word it is, or states that something is said."""
    said = (content.get("type") == "Utterance" for _, content in contents((), claim))
    return "attributedTo" in claim or any(said)


def _is_firm(claim: Mapping[str, Any]) -> bool:
    """Return whether a claim only asserts, and nobody wrote why."""
    return (claim.get("modality"), claim.get("stance")) == ("asserted", "affirms") and not (
        "note" in claim or "hedge" in claim
    )


def _elsewhere(document: DocumentMapping, text: str) -> Iterator[Problem]:
    rows = {passage.id: passage for passage in document.passages}
    evidence: dict[str, list[Passage]] = defaultdict(list)
    for claim in document.all_claims():
        cited = [rows[str(p)] for _, p in each_value((), claim.get("evidence")) if str(p) in rows]
        for name in stated_by(claim):
            evidence[name] += cited
    for source in document.claims:
        for above, claim in items(source, "claims"):
            for path, content in contents(above, claim):
                passages = evidence[str(content.get("id"))]
                if passages and not ("note" in content or "note" in claim):
                    if _is_english(document):
                        yield from _numbers(source, path, content, passages, text)
                    yield from _years(source, path, content, passages, document, text)


def _numbers(
    source: Source, path: Path, content: Mapping[str, Any], passages: Sequence[Passage], text: str
) -> Iterator[Problem]:
    known = {n for p in passages for n in numbers_in(text[p.start : p.end])}
    for key in ("value", "minValue", "maxValue"):
        value = _number(content.get(key))
        if value is not None and abs(value) > _TELLING and abs(value) not in known:
            message = f"the number {content[key]} ('{key}') does not stand in {_named(passages)}."
            remedy = "Write the number that the sentence has, or say in a 'note' how you read it."
            yield Problem(source.file, source.line((*path, key)), message, remedy)


def _years(
    source: Source,
    path: Path,
    content: Mapping[str, Any],
    passages: Sequence[Passage],
    document: DocumentMapping,
    text: str,
) -> Iterator[Problem]:
    if "whenText" in content or not isinstance(content.get("when"), str):
        return
    sections = {p.section for p in passages}
    last = max(p.end for p in passages)
    above = [p for p in document.passages if p.section in sections and p.end <= last]
    above += [p for p in document.passages if p.kind == "heading" and p.end <= last]
    known = {year for p in above for year in _years_in(text[p.start : p.end])}
    for year in _YEAR.findall(content["when"]):
        if year not in known:
            message = f"the year {year} ('when') stands neither in {_named(passages)} nor before."
            remedy = "Write the year that the text has, or say in a 'note' how you read it."
            yield Problem(source.file, source.line((*path, "when")), message, remedy)


def _years_in(words: str) -> Iterator[str]:
    for match in _YEARS_IN_TEXT.finditer(words):
        yield match[1] + match[2]
        if match[3]:
            yield match[1] + match[3]


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None


def _named(passages: Sequence[Passage]) -> str:
    return " or ".join(sorted({f"'{passage.id}'" for passage in passages}))
