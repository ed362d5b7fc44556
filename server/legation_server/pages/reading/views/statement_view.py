"""The page of a statement, and that of a claim: who says it, in which sentence, how to cite it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation_server.pages.reading.accounts import own_accounts
from legation_server.pages.reading.lines import (
    Line,
    Link,
    address,
    entity_links,
    lines,
    sentence_link,
    sentence_words,
)
from legation_server.pages.reading.verdicts import (
    STATED,
    UTTERANCE,
    claim_words,
    flags,
    nobody_named,
    put_forward,
    verdict,
    verdict_on_words,
)
from legation_server.pages.reading.views.citing import Citation
from legation_server.pages.reading.views.details import details
from legation_server.pages.reading.views.sentences import sentence_views, source_words
from legation_server.phrases import Mark, marks
from legation_server.site_index import (
    Document,
    Passage,
    SiteIndex,
    Source,
    Statement,
    documents_numbered,
    links_from,
    links_to,
    stated_by,
    statements,
)
from legation_server.web import language, site

DIFFERING = ("contradicts", "differsInYear", "differsInPeriod", "differsInScope", "differsInUnit")
RELATED = (
    *("says", "mentions", "realizes", "follows", "cause", "purpose", "despite", "during"),
    "partOfEvent",
)


@dataclass(frozen=True)
class ClaimCard:
    """A claim as a card: whose word it is, how firm, and how its editors read the sentence.

    `nobody` stands in place of names where nobody is named.
    """

    path: str
    anchor: str
    href: str
    who: Sequence[Link]
    marks: Sequence[Mark]
    told: str
    nobody: str
    hedges: Sequence[str]
    flags: Sequence[str]
    reading: Sequence[str]
    sentences: Sequence[Link]
    is_undated: bool


@dataclass(frozen=True)
class Related:
    """Other statements that one has to do with, under a heading."""

    heading: str
    lines: Sequence[Line]


def statement_variables(index: SiteIndex, statement: Statement) -> Mapping[str, Any]:
    """Return the variables of the template of a statement's page."""
    document = document_of(index, statement.document)
    (line,) = lines(index, [statement])
    return {
        "title": statement.label,
        "statement": statement,
        "line": line,
        "verdict": [*verdict(statement), *_on_words(index, statement)],
        "document": document,
        "sentences": sentence_views(index, _rests_on(statement)),
        "said": [claim_card(index, one) for one in statement.affirming],
        "denied": [claim_card(index, one) for one in statement.denying],
        "reading": statement.note,
        "details": details(index, statement),
        "accounts": own_accounts(index, statement),
        "related": related(index, statement),
        "citation": citation_of(
            index,
            statement.label,
            statement.path,
            document,
            "; ".join(sentence_words(one) for one in statement.passages),
            " ".join(verdict(statement)),
        ),
    }


def _rests_on(statement: Statement) -> list[Passage]:
    """Return the passages on which the marks of a statement rest, those of denials too."""
    denials = (passage for source in statement.denying for passage in source.passages)
    return list(dict.fromkeys([*statement.passages, *denials]))


def _on_words(index: SiteIndex, statement: Statement) -> list[str]:
    """Return whether the document stands behind what is said in a saying that it states."""
    if (statement.kind, statement.status) != (UTTERANCE, STATED):
        return []
    said = [link.object for link in links_from(index, [statement.id], "says")]
    words = verdict_on_words(statements(index, said))
    return [words] if words else []


def claim_variables(index: SiteIndex, claim: Source) -> Mapping[str, Any]:
    """Return the variables of the template of a claim's page."""
    made = statements(index, stated_by(index, claim.id))
    document = document_of(index, made[0].document if made else None)
    title = made[0].label if made else claim.path
    if len(made) > 1:
        say = language().say_count
        title = say(
            "%(first)s And %(n)s more.",
            "%(first)s And %(n)s more.",
            len(made) - 1,
            first=title,
        )
    return {
        "title": title,
        "claim": claim_card(index, claim),
        "denies": claim.stance == "denies",
        "document": document,
        "sentences": sentence_views(index, claim.passages),
        "lines": lines(index, made),
        "citation": citation_of(
            index,
            title,
            claim.path,
            document,
            "; ".join(sentence_words(one) for one in claim.passages),
            claim_words(claim),
        ),
    }


def claim_card(index: SiteIndex, claim: Source) -> ClaimCard:
    """Return the card of a claim."""
    anchor = claim.path.rpartition("/")[2]
    nobody = nobody_named([claim])
    return ClaimCard(
        path=claim.path,
        anchor=anchor,
        href=address(claim.path),
        who=entity_links(index, claim.speakers),
        marks=marks(claim.status, claim.modality, language()),
        told=put_forward(claim) if claim.stance != "denies" else "",
        nobody=nobody[:1].upper() + nobody[1:],
        hedges=claim.hedge,
        flags=flags(claim),
        reading=claim.note,
        sentences=[sentence_link(one) for one in claim.passages],
        is_undated=claim.stance == "denies" and not claim.claimed_when,
    )


def related(index: SiteIndex, statement: Statement) -> list[Related]:
    """Return the statements that one differs from, and those that it is linked with."""
    say = language().say
    headings = {
        ("contradicts", True): say("Contradicts"),
        ("differsInYear", True): say("Differs, for another year"),
        ("differsInPeriod", True): say("Differs, for another period"),
        ("differsInScope", True): say("Differs, of another scope"),
        ("differsInUnit", True): say("Differs, in another unit"),
        ("says", True): say("What is said here"),
        ("says", False): say("Said in"),
        ("mentions", True): say("Is about"),
        ("mentions", False): say("Mentioned by"),
        ("realizes", True): say("Brings about what was planned"),
        ("realizes", False): say("Came about as"),
        ("follows", True): say("Came after"),
        ("follows", False): say("Was followed by"),
        ("cause", True): say("Because of"),
        ("cause", False): say("Led to"),
        ("purpose", True): say("In order that"),
        ("purpose", False): say("Served by"),
        ("despite", True): say("In spite of"),
        ("despite", False): say("Did not prevent"),
        ("during", True): say("During"),
        ("during", False): say("Meanwhile"),
        ("partOfEvent", True): say("Part of"),
        ("partOfEvent", False): say("Parts"),
    }
    numbers: dict[tuple[str, bool], list[int]] = {}
    for link in links_from(index, [statement.id], *DIFFERING, *RELATED):
        numbers.setdefault((link.property, True), []).append(link.object)
    for link in links_to(index, [statement.id], *RELATED):
        numbers.setdefault((link.property, False), []).append(link.subject)
    return [
        Related(heading, lines(index, statements(index, numbers[which])))
        for which, heading in headings.items()
        if which in numbers
    ]


def document_of(index: SiteIndex, number: int | None) -> Document | None:
    """Return a document by its number."""
    return None if number is None else documents_numbered(index, [number]).get(number)


def citation_of(
    index: SiteIndex,
    title: str,
    path: str,
    document: Document | None,
    place: str = "",
    told: str = "",
) -> Citation:
    """Return how to cite the page at a path, which was taken from a place in a document.

    `told` says who says it and how firmly.
    """
    release = site().release
    source = source_words(index, document) if document else ""
    url = document.url if document else ""
    return Citation(title, release.base + path, source, release, place, url, told)
