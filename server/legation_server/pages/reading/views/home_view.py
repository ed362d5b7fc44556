"""The home page: what documents say, year by year, with questions to begin from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request

from legation_server.pages.finding.queries import documents_query
from legation_server.pages.reading.lines import Link, address, entity_links, lines
from legation_server.pages.reading.views.sentences import work_of
from legation_server.pages.reading.year_bars import year_bars
from legation_server.phrases import Mark, key
from legation_server.site_index import (
    Choice,
    Document,
    SiteIndex,
    below,
    codes,
    commodities,
    denials,
    document_count,
    documents,
    entities,
    figures_about,
    most_used_entities,
    statements,
    year_counts,
)
from legation_server.web import language

MOST_ENTITIES, MOST_TOPICS, MOST_SPEAKERS = 8, 10, 3
# Documents that the page names one by one.
MOST_LISTED = 20
BACKGROUND = "NOT bookkeeping AND NOT said"
# Two different pairs of states, if there are two.
SOME_PAIRS = "SELECT DISTINCT pair FROM document LIMIT 2"


@dataclass(frozen=True)
class Card:
    """A question to begin from, what the beginning of the answer is, and where all of it is.

    `marks` say how firm the answer is, where it is a statement.
    """

    question: str
    answer: str
    href: str
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Counted:
    """A link with a count beside it."""

    link: Link
    count: int


@dataclass(frozen=True)
class Source:
    """A document, the work that it is a part of, and the day of its mapping; "" for unknown."""

    link: Link
    work: str
    revision: str


def home_variables(index: SiteIndex) -> Mapping[str, Any]:
    """Return the variables of the template of the home page."""
    (count,) = index.rows(
        """SELECT count(*) AS n, sum(edtf = '' AND NOT bookkeeping) AS undated,
        sum(year IS NULL AND edtf <> '' AND NOT bookkeeping) AS vague FROM statement"""
    )
    used = index.rows("SELECT count(DISTINCT passage) AS n FROM claim_passage")[0]["n"]
    found, every = documents(index, MOST_LISTED), document_count(index)
    return {
        "heading": _heading(index),
        "documents": [
            Source(Link(d.label, address(d.path), d.url), *_work(index, d)) for d in found
        ],
        "more": every - len(found),
        "documents_query": documents_query(),
        "statements": count["n"],
        "passages": used,
        "key": key(language()),
        "bars": year_bars(year_counts(index, Choice()), _year_address),
        "undated": count["undated"] or 0,
        "vague_count": count["vague"] or 0,
        "cards": list(_cards(index)),
        "entities": _most_mentioned(index),
        "topics": _topics(index),
        "all_topics": page_at("topics/"),
    }


def _work(index: SiteIndex, document: Document) -> tuple[str, str]:
    return work_of(index, document), document.revision


def page_at(path: str) -> str:
    """Return the address of a page of this server, given without the first slash; "" for none."""
    rules = current_app.url_map.bind("").test("/" + path, "GET")
    known = rules and current_app.url_map.bind("").match("/" + path)[0] != "things.thing"
    return f"{request.script_root}/{path}" if known else ""


def _heading(index: SiteIndex) -> str:
    say = language().say
    found = documents(index, 2)
    pairs = {tuple(json.loads(row["pair"])) for row in index.rows(SOME_PAIRS)}
    if len(pairs) != 1:
        return say("What documents say about the relations of states, sentence by sentence")
    pair = ",".join("?" * len(found[0].pair))
    query = f"SELECT label FROM entity WHERE path IN ({pair}) ORDER BY label"
    names = [row["label"] for row in index.rows(query, found[0].pair)]
    if not names:
        return say("What documents say about the relations of states, sentence by sentence")
    both = language().listed(names)
    if len(found) == 1:
        return say("What one document says about %(both)s, sentence by sentence", both=both)
    return say("What documents say about %(both)s, sentence by sentence", both=both)


def _year_address(year: int) -> str:
    return page_at(f"timeline/{year}")


def _cards(index: SiteIndex) -> Iterator[Card]:
    """Yield the questions that the data can answer, each with a line of the answer."""
    say = language().say
    query = f"""SELECT year, count(*) AS n FROM statement WHERE year IS NOT NULL AND {BACKGROUND}
        GROUP BY year ORDER BY n DESC, year DESC LIMIT 1"""
    for row in index.rows(query):
        year = row["year"]
        when = f"year = {int(year)} AND class = 'Event' AND {BACKGROUND}"
        yield from _card(
            index, say("What happened in %(year)s?", year=year), when, f"timeline/{year}"
        )
    denied = "id IN (SELECT statement FROM statement_claim WHERE claim = {})"
    for claim, numbers in denials(index)[:1]:
        (one,) = statements(index, numbers[:1])
        path = f"disputes/{one.path.rpartition('/')[2]}"
        yield from _card(index, say("What is denied, and by whom?"), denied.format(claim), path)
    differing = """id IN (SELECT subject FROM statement_link WHERE property = 'conflictsWith')
        AND measure IS NOT NULL"""
    yield from _card(index, say("Where do accounts differ?"), differing, "disputes")
    told = {code: figures_about(index, below(index, code.id)) for code, _ in commodities(index)}
    if told:
        goods = max(told, key=lambda code: len(told[code]))
        question = say("How much %(goods)s, and when?", goods=goods.label)
        # Of the goods themselves before those of a narrower kind.
        figure = (figures_about(index, [goods.id]) or told[goods])[0]
        yield from _card(index, question, f"id = {figure}", f"figures/{goods.name}")
    query = """SELECT id FROM entity WHERE class = 'Person'
        ORDER BY statements DESC, id LIMIT 1"""
    for person in entities(index, [row["id"] for row in index.rows(query)]).values():
        about = say("%(n)s statements, each with its sentence", n=person.statements)
        question = say("What is said of %(name)s?", name=person.label)
        yield Card(question, person.description or about, address(person.path))
    query = f"SELECT id FROM entity WHERE says ORDER BY says DESC, id LIMIT {MOST_SPEAKERS}"
    speakers = entities(index, [row["id"] for row in index.rows(query)])
    if speakers:
        names = language().listed(one.label for one in speakers.values())
        first = next(iter(speakers.values()))
        href = page_at("sources/") or address(first.path)
        yield Card(say("Who says so?"), say("%(names)s and others", names=names), href)


def _card(index: SiteIndex, question: str, condition: str, path: str) -> Iterator[Card]:
    """Yield a card with the first statement of a condition; none when no statement fulfils it."""
    found = index.rows(f"SELECT id FROM statement WHERE {condition} ORDER BY said, id LIMIT 1")
    for line in lines(index, statements(index, (row["id"] for row in found))):
        href = (page_at(path) if path else "") or line.href
        yield Card(question, line.text, href, line.marks)


def _most_mentioned(index: SiteIndex) -> list[Counted]:
    found = most_used_entities(index, MOST_ENTITIES)
    links = entity_links(index, found)
    return [Counted(link, one.statements) for link, one in zip(links, found, strict=True)]


def _topics(index: SiteIndex) -> list[Counted]:
    # As on the pages of topics: with the statements of narrower ones.
    query = f"""SELECT id, uses FROM code WHERE list = 'topic' AND uses
        ORDER BY uses DESC, id LIMIT {MOST_TOPICS}"""
    counts = {row["id"]: row["uses"] for row in index.rows(query)}
    found = codes(index, counts)
    return [
        Counted(
            Link(
                found[number].label,
                page_at(f"topics/{found[number].name}") or address(found[number].path),
            ),
            count,
        )
        for number, count in counts.items()
    ]
