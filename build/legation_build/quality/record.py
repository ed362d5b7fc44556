"""Make quality.json: what was checked in a release, by programs and by readers. Pure."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from legation_build.checks import passage_coverage
from legation_build.dumps import Row
from legation_build.mapping import DocumentMapping, items
from legation_build.namespaces import CC0
from legation_build.quality.audit import outcome, samples_of
from legation_build.quality.facts import facts_of
from legation_build.release import Checked, Described, ReleaseFile

QUALITY_PATH = "quality.json"
_NUMBERS = ("readers", "findings", "wrong", "mended")


def quality_file(made: Described) -> Iterator[ReleaseFile]:
    """Yield quality.json, which docs/quality.md describes."""
    about = {
        "validation": _validation(made.checked),
        "documents": list(made.checked.quality),
    }
    text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    title = "What was checked, by programs and by readers"
    yield ReleaseFile(QUALITY_PATH, "json", "application/json", title, CC0, text.encode())


def document_quality(document: DocumentMapping, rows: Iterable[Row]) -> dict[str, Any]:
    """Return what was checked in one document, whose claims have `rows` in the table of claims."""
    facts = facts_of(rows, document.id)
    passages = passage_coverage(document)
    sentences = [row for row in passages if row.passage.kind != "heading"]
    samples = samples_of(document.audit)
    return {
        "id": document.id,
        "title": document.document.data["title"],
        "sentences": len(sentences),
        "sentencesWithClaims": sum(bool(row.claims) for row in sentences),
        "sentencesWithoutClaims": [
            {"sentence": row.passage.id, "reason": row.reason}
            for row in sentences
            if not row.claims
        ],
        "facts": len(facts),
        "reviews": _reviews(document),
        "sample": outcome(samples[-1], facts) if samples else None,
    }


def _reviews(document: DocumentMapping) -> list[dict[str, Any]]:
    if document.audit is None:
        return []
    return [
        {key: int(value) if key in _NUMBERS else value for key, value in block.items()}
        for _, block in items(document.audit, "reviews")
    ]


def _validation(checked: Checked) -> dict[str, Any]:
    checks = checked.checks
    return {
        "engine": checked.engine,
        "conforms": True,
        "shapes": len(checks),
        # A node that several shapes check counts for each of them.
        "checks": sum(check.nodes for check in checks),
        "results": 0,
    }
