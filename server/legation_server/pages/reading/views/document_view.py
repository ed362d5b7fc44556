"""The page of a document: what was taken from each sentence; and the page of one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation_server.pages.reading.choices import FIRM, asked, rows
from legation_server.pages.reading.lines import Line, Link, address, brief_lines, lines
from legation_server.pages.reading.views.sentences import (
    SENTENCE,
    SentenceView,
    sentence_view,
    source_words,
    words_of,
)
from legation_server.pages.reading.views.statement_view import citation_of, document_of
from legation_server.site_index import (
    Document,
    Entity,
    Passage,
    SiteIndex,
    entities,
    passages_of,
    statements,
    taken_from,
)
from legation_server.web import language

MOST_LINES = 3
# From so many statements on a cell of the strip is darker.
SHADES = (1, 3, 6, 10)


@dataclass(frozen=True)
class Cell:
    """A passage in the strip: how dark it is, from 0 to 4, and what it says to a pointer."""

    href: str
    shade: int
    title: str


@dataclass(frozen=True)
class SentenceRow:
    """A sentence in the list, with up to MOST_LINES of what was taken from it."""

    path: str
    anchor: str
    number: str
    words: str
    is_heading: bool
    href: str
    out: str
    lines: Sequence[Line]
    more: int


@dataclass(frozen=True)
class DocumentSection:
    """A section: its sentences, and how many statements were taken from them."""

    heading: str
    anchor: str
    sentences: int
    statements: int
    rows: Sequence[SentenceRow]


def document_variables(index: SiteIndex, document: Document) -> Mapping[str, Any]:
    """Return the variables of the template of a document's page."""
    passages = passages_of(index, document.id)
    firmly = asked().firmly if asked().firmly in ("stated", "unconfirmed") else ""
    taken = _taken(index, document.id)
    sections = _sections(index, passages, taken, firmly)
    listed = {row.path for section in sections for row in section.rows}
    return {
        "title": document.title or document.label,
        "document": document,
        "pair": _pair(index, document),
        "sections": sections,
        "most": max((section.statements for section in sections), default=1) or 1,
        "strip": [_cell(one, len(taken.get(one.id, ())), one.path in listed) for one in passages],
        "sentences": sum(one.kind != "heading" for one in passages),
        "statements": len({number for numbers in taken.values() for number in numbers}),
        "empty": sum(one.kind != "heading" and one.id not in taken for one in passages),
        "firmly": firmly,
        "citation": citation_of(index, document.title or document.label, document.path, document),
        "source": source_words(index, document),
        "turtle": address(f"dumps/{document.path}.ttl"),
    }


def passage_variables(index: SiteIndex, passage: Passage) -> Mapping[str, Any]:
    """Return the variables of the template of a sentence's page."""
    view: SentenceView = sentence_view(index, passage)
    return {
        "title": view.place,
        "passage": passage,
        "sentence": view,
        "document": document_of(index, passage.document),
        "lines": lines(index, statements(index, taken_from(index, passage.id))),
        "citation": citation_of(
            index, view.place, passage.path, document_of(index, passage.document)
        ),
    }


def _taken(index: SiteIndex, document: int) -> dict[int, list[int]]:
    """Return the numbers of the statements taken from each passage of a document, in order."""
    query = """SELECT DISTINCT passage.id AS passage, statement FROM passage
        JOIN claim_passage ON passage.id = claim_passage.passage
        JOIN statement_claim USING (claim) WHERE document = ? ORDER BY statement"""
    taken: dict[int, list[int]] = {}
    for passage, statement in index.rows(query, [document]):
        taken.setdefault(passage, []).append(statement)
    return taken


def _sections(
    index: SiteIndex,
    passages: Sequence[Passage],
    taken: Mapping[int, Sequence[int]],
    firmly: str,
) -> list[DocumentSection]:
    every = rows(index, list({number for numbers in taken.values() for number in numbers}))
    kept = {
        one.number: one.bookkeeping
        for one in every
        if not firmly or (one.status in FIRM) == (firmly == "stated")
    }
    # Background comes last, and of each sentence only the first lines are made.
    order = {
        passage: sorted((n for n in numbers if n in kept), key=lambda n: (kept[n], n))
        for passage, numbers in taken.items()
    }
    shown = [number for numbers in order.values() for number in numbers[:MOST_LINES]]
    made = {line.number: line for line in brief_lines(index, statements(index, shown))}
    sections: dict[str, list[SentenceRow]] = {}
    counts: dict[str, set[int]] = {}
    for passage in passages:
        numbers = order.get(passage.id, [])
        counts.setdefault(passage.section, set()).update(numbers)
        if not numbers and (firmly or passage.kind != SENTENCE):
            continue
        sections.setdefault(passage.section, []).append(_row(passage, numbers, made))
    return [
        DocumentSection(
            heading=heading or language().say("Beginning"),
            anchor=f"section-{place}",
            sentences=sum(not row.is_heading for row in listed),
            statements=len(counts[heading]),
            rows=listed,
        )
        for place, (heading, listed) in enumerate(sections.items(), start=1)
    ]


def _row(passage: Passage, numbers: Sequence[int], made: Mapping[int, Line]) -> SentenceRow:
    return SentenceRow(
        path=passage.path,
        anchor=passage.path.rpartition("/")[2],
        number=passage.number,
        words=words_of(passage),
        is_heading=passage.kind == "heading",
        href=address(passage.path),
        out=passage.link,
        lines=[made[number] for number in numbers[:MOST_LINES]],
        more=max(0, len(numbers) - MOST_LINES),
    )


def _cell(passage: Passage, count: int, shown: bool) -> Cell:
    shade = sum(count >= least for least in SHADES)
    title = language().say_count(
        "%(passage)s: %(n)s statement",
        "%(passage)s: %(n)s statements",
        count,
        passage=passage.label,
    )
    anchor = "#" + passage.path.rpartition("/")[2]
    return Cell(anchor if shown else address(passage.path), shade, title)


def _pair(index: SiteIndex, document: Document) -> list[Link]:
    marks = ",".join("?" * len(document.pair))
    query = f"SELECT id FROM entity WHERE path IN ({marks}) ORDER BY id"
    numbers = [row["id"] for row in index.rows(query, document.pair)]
    found: Mapping[int, Entity] = entities(index, numbers)
    return [Link(one.label, address(one.path)) for one in found.values()]
