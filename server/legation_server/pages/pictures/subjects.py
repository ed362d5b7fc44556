"""Decide what the picture of a page says, from the index of the release.

Pictures are in English: those who show a link do not tell in which language it is read.
"""

from collections.abc import Callable, Sequence

from legation_server.pages.menu import capital
from legation_server.pages.pictures.drawing import Picture, Status
from legation_server.pages.reading.choices import YEAR_DIGITS
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.reading.verdicts import NOBODY_SAYS, OWN_VOICE
from legation_server.pages.reading.views.reading_pages import kind_of
from legation_server.pages.reading.views.sentences import source_words
from legation_server.phrases import ENGLISH, marks
from legation_server.site_index import (
    Choice,
    SiteIndex,
    Source,
    Statement,
    chosen_count,
    claim_at,
    code_at,
    document_at,
    documents,
    documents_numbered,
    entity_at,
    passage_at,
    stated_by,
    statement_at,
    statements,
    year_counts,
)
from legation_server.web import site

HOME = "home"
# Pages that are lists or tools, by the first part of their address: title and what is on them.
LISTS = {
    "timeline": ("Timeline", "What is said to have happened, year by year"),
    "id": ("People, places and organizations", "What is said of each, sentence by sentence"),
    "disputes": ("Where accounts differ", "What is denied, and figures that do not agree"),
    "figures": ("Figures", "Amounts, shares and ranks, each with its unit, time and scope"),
    "sources": ("Who says so", "Those on whose word statements rest"),
    "topics": ("Topics", "What is said on each, and how firmly"),
    "network": ("Who is named together", "Persons, states and organizations"),
    "query": ("Query the data", "Ready queries and an editor for SPARQL"),
    "dumps": ("Download", "The whole dataset in RDF, CSV and Parquet"),
    "docs": ("Documentation", "How to use the data, and how to write what a document says"),
    "about": ("About this dataset", "Who publishes it, what the marks mean, how to cite"),
    "ns": ("Vocabulary", "The classes and properties of the data"),
    "code": ("Code lists", "Topics, event types, modalities and others"),
    "shapes": ("Data checks", "What every release guarantees"),
}
# Of the years before a picture has no room for bars.
MOST_YEARS = 60


def subject(path: str) -> Picture | None:
    """Return what the picture of the page at a path says; None where there is no such page.

    `path` has no slash at its ends; that of the home page is `HOME`.
    """
    index = index_of_release()
    if path == HOME:
        return _home(index)
    if path in LISTS:
        title, note = LISTS[path]
        years = _years(index, Choice()) if index and path == "timeline" else ()
        return Picture("", title, site().release.name, note=note, bars=years)
    return _of_index(index, path) if index else None


def _of_index(index: SiteIndex, path: str) -> Picture | None:
    part, _, name = path.partition("/")
    if part == "timeline" and name.isdecimal() and len(name) <= YEAR_DIGITS:
        return _year(index, int(name))
    if part == "topics" and (topic := code_at(index, f"code/topic/{name}")):
        years = _years(index, Choice(topic=topic.id))
        return _picture("Topic", capital(topic.label), _count(topic.uses), years)
    if part == "figures":
        found = code_at(index, f"code/commodity/{name}") or code_at(index, f"code/measure/{name}")
        return (
            _picture("Figures", capital(found.label), "Each with its sentence") if found else None
        )
    kind = kind_of(path)
    return MAKERS[kind](index, path) if kind else None


def _home(index: SiteIndex | None) -> Picture:
    release = site().release
    if index is None:
        return _picture("", release.title or release.name)
    found = documents(index, 2)
    title = release.title or release.name
    if len(found) == 1:
        title = f"What one document says about {found[0].title or found[0].label}"
    note = (
        f"{_count(chosen_count(index, Choice()))}: who says so, how firmly, and in which sentence"
    )
    return _picture("", title, note, _years(index, Choice()))


def _year(index: SiteIndex, number: int) -> Picture | None:
    counts = year_counts(index, Choice())
    found = next((one for one in counts if one.year == number), None)
    if found is None:
        return None
    note = _count(found.total) + (f", {found.open} of them unconfirmed" if found.open else "")
    return _picture("Timeline", f"What is said of {number}", note, _years(index, Choice()))


def _statement(index: SiteIndex, path: str) -> Picture | None:
    found = statement_at(index, path)
    return _said(index, "Statement", found, found) if found else None


def _claim(index: SiteIndex, path: str) -> Picture | None:
    claim = claim_at(index, path)
    first = next(iter(statements(index, stated_by(index, claim.id)[:1])), None) if claim else None
    return _said(index, "Claim", first, claim) if first and claim else None


def _said(index: SiteIndex, kind: str, statement: Statement, by: Statement | Source) -> Picture:
    found = documents_numbered(index, [statement.document])
    return Picture(
        kind,
        statement.label,
        site().release.name,
        [Status(mark.style, mark.word) for mark in marks(by.status, by.modality)],
        whose_word(by),
        source=source_words(index, found[statement.document], ENGLISH),
    )


def _entity(index: SiteIndex, path: str) -> Picture | None:
    found = entity_at(index, path)
    if found is None:
        return None
    parts = [found.description.rstrip("."), _count(found.statements)]
    years = _years(index, Choice(entity=found.id))
    return _picture("People & places", found.label, " · ".join(filter(None, parts)), years)


def _document(index: SiteIndex, path: str) -> Picture | None:
    found = document_at(index, path)
    if found is None:
        return None
    note = _count(chosen_count(index, Choice(document=found.id))) + ", sentence by sentence"
    return _picture("Document", found.title or found.label, note)


def _passage(index: SiteIndex, path: str) -> Picture | None:
    found = passage_at(index, path)
    if found is None:
        return None
    words = found.text or f"{found.first_words} … {found.last_words}"
    return _picture("Sentence", f"“{words}”", found.label)


MAKERS: dict[str, Callable[[SiteIndex, str], Picture | None]] = {
    "statement": _statement,
    "claim": _claim,
    "entity": _entity,
    "document": _document,
    "passage": _passage,
}


def _picture(
    kind: str, title: str, note: str = "", bars: Sequence[tuple[int, int]] = ()
) -> Picture:
    return Picture(kind, title, site().release.name, note=note, bars=bars)


def _years(index: SiteIndex, choice: Choice) -> list[tuple[int, int]]:
    """Return a pair for each year from the first to the last, at most MOST_YEARS; none for one."""
    counts = {one.year: (one.firm, one.open) for one in year_counts(index, choice)}
    if len(counts) < 2:
        return []
    last = max(counts)
    first = max(min(counts), last - MOST_YEARS + 1)
    return [counts.get(year, (0, 0)) for year in range(first, last + 1)]


def _count(number: int) -> str:
    return f"{number:,} statement{'' if number == 1 else 's'}"


def whose_word(by: Statement | Source) -> str:
    """Return on whose word something stands, and who denies it."""
    sources = by.sources if isinstance(by, Statement) else (by,)
    said = [one for one in sources if one.stance != "denies"]
    denied = [one for one in sources if one.stance == "denies"]
    speakers, deniers = (
        list(dict.fromkeys(who.label for one in some for who in one.speakers))
        for some in (said, denied)
    )
    parts = []
    if speakers:
        parts.append(f"On the word of {', '.join(speakers)}")
    elif said and not any(one.modality in (OWN_VOICE, NOBODY_SAYS) for one in said):
        parts.append("No source is named")
    if denied:
        parts.append(f"Denied by {', '.join(deniers)}" if deniers else "Nobody who denies is named")
    return ". ".join(parts)
