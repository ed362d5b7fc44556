"""Tell which passages of a document have claims, and which have none and why. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from legation_build.mapping import DocumentMapping, Passage, items, values

HEADING_REASON = "a heading"


@dataclass(frozen=True)
class PassageCoverage:
    """A passage with the ids of its claims; without any, the `reason`, or none if there is none."""

    passage: Passage
    claims: tuple[str, ...]
    reason: str

    @property
    def open(self) -> bool:
        """Return whether the passage still needs a claim."""
        return not self.claims and not self.reason


def passage_coverage(document: DocumentMapping) -> list[PassageCoverage]:
    """Return each passage of `document`, in order, with its claims."""
    claims: dict[str, list[str]] = defaultdict(list)
    reasons: dict[str, str] = {}
    for source in document.claims:
        for path, claim in items(source, "claims"):
            for _, passage in values((*path, "evidence"), claim.get("evidence")):
                claims[str(passage)].append(str(claim.get("id")))
        if isinstance(source.data, dict):
            reasons.update(source.data.get("withoutClaims") or {})
    return [
        PassageCoverage(
            passage,
            tuple(claims.get(passage.id, ())),
            reasons.get(passage.id, HEADING_REASON if passage.kind == "heading" else ""),
        )
        for passage in document.passages
    ]


def uncovered_text(document: DocumentMapping, text: str) -> list[tuple[int, str]]:
    """Return offset and words of every part of `text` that stands in no passage.

    The marks that begin headings, quotations and list items are not counted.
    """
    gaps, position = [], 0
    for passage in [*sorted(document.passages, key=lambda p: p.start), None]:
        end = passage.start if passage else len(text)
        words = text[position:end].strip("#>*- \t\n\u00a0")
        if words:
            gaps.append((text.index(words, position), words))
        position = max(position, passage.end) if passage else end
    return gaps
