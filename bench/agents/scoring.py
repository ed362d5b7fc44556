"""Score what tools or a model return for a question: right, hedge kept, cited, nothing invented."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "questions.yaml"
ROW = re.compile(r"^- ([A-Z]+)(?: \([^)]*\))?: (.*)$", re.MULTILINE)
CLAIM = re.compile(r"\| claim (\S+)")
LINK = re.compile(r"\| (https?://\S+)")
SILENT = (
    "The document is silent on this",
    "That is not silence",
    "No statement has all of these words",
    "says nothing about the document",
)
# What a model may say instead of a status, when it answers in its own words.
HEDGES = re.compile(
    r"alleg|report|suspect|accord|view|opinion|estimat|plan|was to|were to|would|may|might|could|"
    r"deni|deny|unconfirmed|attributed|found by|said|claim|blam|suggest|announc",
    re.IGNORECASE,
)
SILENCE = re.compile(
    r"silent|does not (say|tell|state|give|name|mention)|not (stated|told|given|named|mentioned)|"
    r"no (day|price|number|percentage|place|name)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """A question with its answer, the calls of a scripted agent, and the rows that must come.

    The first part of a row is its beginning, the others are words; no row may match `absent`.
    """

    id: str
    question: str
    answer: str
    calls: Sequence[Mapping[str, Mapping[str, Any]]]
    rows: Sequence[Sequence[str]] = ()
    silent: bool = False
    absent: Sequence[str] = ()

    @property
    def hedged(self) -> bool:
        """Tell whether the answer has something that the document does not state itself."""
        return any(not row[0].startswith("STATED") for row in self.rows)


@dataclass
class Score:
    """What came of a question; `faults` say in words what is missing or too much."""

    right: bool = True
    hedge_kept: bool = True
    resolves: bool = True
    invented: int = 0
    faults: list[str] = field(default_factory=list)


def questions() -> list[Question]:
    """Return all questions."""
    return [Question(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def score_rows(
    question: Question,
    text: str,
    resolves: Callable[[str], bool],
    known: Callable[[str, str, str], bool],
) -> Score:
    """Return the score of what tools returned for a question.

    `resolves` tells whether a claim's IRI leads somewhere, `known` whether the data have a row's
    status, label and claim.
    """
    score = Score()
    rows = [line for line in text.splitlines() if ROW.match(line)]
    for begin, *words in question.rows:
        about = [row for row in rows if all(word in row for word in words)]
        if not about:
            score.right = False
            score.faults.append(f"no row has {words}")
        elif not any(row.removeprefix("- ").startswith(begin) for row in about):
            score.hedge_kept = False
            score.faults.append(f"{words} does not begin with {begin!r}")
        elif not all(_is_cited(row, resolves) for row in about):
            score.resolves = False
            score.faults.append(f"a row with {words} has no citation that leads somewhere")
    if question.silent and not any(words in text for words in SILENT):
        score.right = False
        score.faults.append("does not say that the document is silent")
    for row in rows:
        match, claim = ROW.match(row), CLAIM.search(row)
        assert match
        label = match[2].partition(" | ")[0]
        if claim is None or not known(match[1].lower(), label, claim[1]):
            score.invented += 1
            score.faults.append(f"not in the data: {row[:80]}")
        if any(re.search(pattern, row.removeprefix("- ")) for pattern in question.absent):
            score.invented += 1
            score.faults.append(f"must not be there: {row[:80]}")
    return score


def score_words(
    question: Question, answer: str, base: str, resolves: Callable[[str], bool]
) -> Score:
    """Return the score of an answer in a model's own words; its IRIs begin with `base`.

    Whether it is right is only guessed by its numbers and names: read what this calls wrong.
    """
    score = Score()
    cited = [iri.rstrip(".,;)") for iri in re.findall(re.escape(base) + r"[^\s<>\]\"]+", answer)]
    score.invented = sum(not resolves(iri) for iri in cited)
    if question.rows:
        score.resolves = bool(cited) and not score.invented
    expected = set(re.findall(r"\d[\d,.]*\d|\b[A-Z][a-z]{3,}", question.answer[1:]))
    found = sum(word in answer for word in expected)
    score.right = found * 2 >= len(expected)
    if question.silent:
        score.right = SILENCE.search(answer) is not None
    if question.hedged:
        score.hedge_kept = HEDGES.search(answer) is not None
    if not score.right:
        score.faults.append(f"expected: {question.answer}")
    if not score.hedge_kept:
        score.faults.append("tells as a fact what is hedged")
    return score


def _is_cited(row: str, resolves: Callable[[str], bool]) -> bool:
    claim = CLAIM.search(row)
    return claim is not None and LINK.search(row) is not None and resolves(claim[1])
