"""Report by content and by claim what Wikidata could say, and why it cannot say the rest. Pure."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from legation_build.dumps import as_cell_text
from legation_build.wikidata.model import REASONS, Export
from legation_build.wikidata.quickstatements import Draft, drafts

COLUMNS = (
    "content", "claims", "label", "statements", "commands", "reason", "detail", "meaning",
)  # fmt: skip


def report_table(export: Export) -> str:
    """Return a row for each content: how many statements and commands say it, and why not more."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for outcome, draft in zip(export.outcomes, drafts(export), strict=True):
        counts = (len(outcome.statements), len(draft.lines))
        why = (draft.reason, draft.detail, REASONS.get(draft.reason, ""))
        claims = " ".join(outcome.claims)
        text = map(as_cell_text, (outcome.label, *why))
        writer.writerow((outcome.content, claims, next(text), *counts, *text))
    return table.getvalue()


def report_by_claim(export: Export) -> str:
    """Return JSON with the commands of each claim, and why other contents of it have none.

    `counts` are numbers of contents, in all and by reason.
    """
    found = drafts(export)
    labels = {outcome.content: outcome.label for outcome in export.outcomes}
    claims: dict[str, dict[str, list[Any]]] = defaultdict(lambda: {"commands": [], "without": []})
    for draft in found:
        for claim in draft.claims:
            claims[claim]["commands"] += draft.lines
            if not draft.lines:
                claims[claim]["without"].append(
                    {
                        "content": draft.content,
                        "label": labels[draft.content],
                        "reason": draft.reason,
                        "detail": draft.detail,
                        "meaning": REASONS[draft.reason],
                    }
                )
    report = {"counts": _counts(export, found), "claims": dict(sorted(claims.items()))}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _counts(export: Export, found: Sequence[Draft]) -> dict[str, Any]:
    reasons = Counter(draft.reason for draft in found if not draft.lines)
    return {
        "contents": len(found),
        "said": sum(1 for outcome in export.outcomes if outcome.statements),
        "proposed": sum(1 for draft in found if draft.lines),
        "reasons": [
            {"reason": reason, "meaning": meaning, "contents": reasons[reason]}
            for reason, meaning in REASONS.items()
        ],
    }
