"""Find which passages of a document have claims, and which have none and why. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Passage, Source, each_value, items

_HEADING_REASON = "a heading"


@dataclass(frozen=True)
class PassageCoverage:
    """A passage with the ids of its claims, or the reason why it has none ("" if unknown)."""

    passage: Passage
    claims: tuple[str, ...]
    reason: str

    @property
    def needs_claim(self) -> bool:
        """Return whether the passage has neither a claim nor a reason."""
        return not self.claims and not self.reason


def passage_coverage(document: DocumentMapping) -> list[PassageCoverage]:
    """Return each passage of `document`, in order, with its claims."""
    claims: dict[str, list[str]] = defaultdict(list)
    reasons: dict[str, str] = {}
    for source in document.claims:
        for path, claim in items(source, "claims"):
            for _, passage in each_value((*path, "evidence"), claim.get("evidence")):
                claims[str(passage)].append(str(claim.get("id")))
        reasons |= {name: str(reason) for name, reason in excused(source).items()}
    return [
        PassageCoverage(
            passage,
            tuple(claims.get(passage.id, ())),
            reasons.get(passage.id, _HEADING_REASON if passage.kind == "heading" else ""),
        )
        for passage in document.passages
    ]


def cited_passages(document: DocumentMapping) -> set[str]:
    """Return the ids of the passages that claims, or reasons for having none, name."""
    cited: set[str] = set()
    for source in document.claims:
        for path, claim in items(source, "claims"):
            cited |= {str(name) for _, name in each_value((*path, "e"), claim.get("evidence"))}
        cited |= excused(source).keys()
    return cited


def excused(source: Source) -> dict[str, object]:
    """Return the reasons for having no claim by passage; none where they have another form."""
    found = source.data.get("withoutClaims") if isinstance(source.data, dict) else None
    return found if isinstance(found, dict) else {}


def uncovered_text(document: DocumentMapping, text: str) -> list[tuple[int, str]]:
    """Return offset and words of every part of `text` that is in no passage.

    The marks that begin headings, quotations and list items do not count. Offsets are in code
    points.
    """
    gaps, position = [], 0
    for passage in [*sorted(document.passages, key=lambda p: p.start), None]:
        end = passage.start if passage else len(text)
        words = text[position:end].strip("#>*- \t\n\u00a0")
        if words:
            gaps.append((text.index(words, position), words))
        position = max(position, passage.end) if passage else end
    return gaps


def lost_passages(document: DocumentMapping, text: str) -> Iterator[Problem]:
    """Yield the parts of `text` that passages.csv has no line for, at the line that follows."""
    for offset, words in uncovered_text(document, text) if document.passages else ():
        if not any(sign.isalnum() for sign in words):
            continue  # a full stop that was corrected away
        parts = words.split()
        outline = f"{' '.join(parts[:3])} … {' '.join(parts[-3:])}" if len(parts) > 6 else words
        before = [p for p in document.passages if p.start < offset]
        message = f"there is no line for a part of the text: '{outline}'."
        remedy = f"Run: {document.write_anchors}"
        yield Problem(document.passages_file, len(before) + 1, message, remedy)
