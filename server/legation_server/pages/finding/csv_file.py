"""The statements of a list as a table for people with a spreadsheet: words and labels, no IRIs."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO

from flask import Blueprint, Response, request

from legation_server.errors import Problem
from legation_server.pages.finding.reach import within_reach
from legation_server.pages.finding.strict_choices import is_year, refuse_unknown
from legation_server.pages.menu import licence_name
from legation_server.pages.reading.lines import Line, lines
from legation_server.pages.reading.lines import Link as TextLink
from legation_server.pages.reading.page_cache import Kept, kept
from legation_server.pages.reading.verdicts import nobody_named, readings, times_said
from legation_server.pages.reading.views.sentences import source_words
from legation_server.site_index import (
    Choice,
    SiteIndex,
    Statement,
    chosen,
    code_at,
    documents_numbered,
    statements,
    touching,
    undated,
)
from legation_server.web import Link, add_links, address, language, signposts, site, tag_by_content

blueprint = Blueprint("statements", __name__)
# What spreadsheets read as the beginning of a formula (OWASP, CSV Injection).
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# Excel reads a file as UTF-8 only when it begins with this.
BYTE_ORDER_MARK = "\ufeff"
UNDATED = "undated"
# The columns that hold days, by their places from 0.
DAYS = (7, 8)
CSVW = "application/csvm+json"
TAKEN = ("on", "year", "actor", "document", "topic", "firmly", "kind", "from", "to", "pair")
TAKEN_BESIDE = ("lang", "bom")
# In EDTF (ISO 8601-2): a decade or century, or what is approximate or uncertain.
VAGUE = re.compile(r"^\d*X|[~?%]")


@blueprint.get("/statements.csv")
def table() -> Response:
    """Serve statements as a table in CSV: all, or those that the choices in the address leave."""
    refuse_unknown(site().index, (*TAKEN, *TAKEN_BESIDE))
    page = kept(lambda: _table(site().index))
    mark = BYTE_ORDER_MARK if request.args.get("bom") == "1" else ""
    response = Response(mark + page.text, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="statements.csv"'
    add_links(response, signposts().rights())
    # Readers of a table look for its description here (Tabular Data, section 5.2).
    add_links(response, [Link("describedby", address("statements.csv-metadata.json"), CSVW)])
    # The sentences in it are the documents', not ours.
    add_links(response, signposts().text_rights(page.about))
    tag_by_content(response)
    return response


@blueprint.get("/statements.csv-metadata.json")
def columns() -> Response:
    """Serve what the columns of the table mean (Metadata Vocabulary for Tabular Data)."""
    made = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": "statements.csv",
        "dc:license": {"@id": site().release.license},
        "tableSchema": {
            "columns": [
                {
                    "titles": title,
                    "dc:description": meaning,
                    "datatype": "date" if number in DAYS else "string",
                }
                for number, (title, meaning) in enumerate(_columns())
            ]
        },
    }
    response = Response(json.dumps(made, ensure_ascii=False), content_type=CSVW)
    tag_by_content(response)
    return response


def _table(index: SiteIndex) -> Kept:
    """Return the table, with the licences of the documents whose sentences are in it."""
    reach = within_reach(index, lambda choice: _numbers(index, choice))
    if reach.passed_over:
        raise Problem(
            "result-too-large",
            f"{reach.passed_over:,} more statements fit than a table has. Narrow it by topic, "
            "document or entity, or take claims.csv from /dumps/.",
        )
    found = statements(index, [row.number for row in reach.choosing.left()])
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(title for title, _ in _columns())
    writer.writerows(_rows(index, found))
    shown = documents_numbered(index, {statement.document for statement in found})
    return Kept(text.getvalue(), {document.licence for document in shown.values()})


def _numbers(index: SiteIndex, choice: Choice) -> list[int]:
    """Return the statements that the address asks for: on a topic, of a year, without a date."""
    name, year = request.args.get("on", ""), request.args.get("year", "")
    if name:
        code = code_at(index, f"code/topic/{name}")
        if code is None:
            raise Problem("not-found", f"There is no topic {name!r}; /topics/ lists all.")
        choice = replace(choice, topic=code.id)
    if year == UNDATED:
        return undated(index, choice)
    if not year:
        return chosen(index, choice)
    if not (is_year(year) and 0 < int(year) <= date.max.year):
        raise Problem("not-found", f"{year!r} is no year of the calendar.")
    return touching(index, date(int(year), 1, 1), date(int(year), 12, 31), choice)


def _columns() -> list[tuple[str, str]]:
    """Return the header and the meaning of each column."""
    say = language().say
    return [
        (say("Statement"), say("What the document puts forward or denies, in our words.")),
        (say("How firmly"), say("How firmly the document puts it forward.")),
        (say("What is said"), say("Of a saying: how firm what is said in it is.")),
        (say("Who says so"), say("On whose word the document says it, and who passed it on.")),
        (say("Who denies it"), say("Who denies it, by the document.")),
        (say("Said when"), say("When it was said.")),
        (say("When"), say("When it was or is so, or took place, in words.")),
        (
            say("Earliest day"),
            say(
                "The first day on which it may have been; if the document gives no date, on which "
                "it may have begun. Empty where the text is less exact, or tells no beginning."
            ),
        ),
        (
            say("Latest day"),
            say(
                "The last day on which it may have been; if the document gives no date, on which "
                "it may have begun. Empty where the text is less exact, or tells no end."
            ),
        ),
        (say("How much"), say("The amount that a figure gives, with its unit.")),
        (say("Where in the document"), say("The section, and the number of the sentence in it.")),
        (say("Sentence"), say("The document's own words, where the release has them.")),
        (say("How we read it"), say("Notes of the editors on how they read the sentence.")),
        (say("Source"), say("The document.")),
        (say("Licence of the text"), say("The licence of the sentence, not of the data.")),
        (say("Open the source"), say("A link that opens the source at the sentence.")),
        (say("Permanent address"), say("The IRI of the statement.")),
    ]


def _rows(index: SiteIndex, found: Sequence[Statement]) -> Iterator[list[str]]:
    named = documents_numbered(index, (one.document for one in found))
    sources = {number: source_words(index, one) for number, one in named.items()}
    for one, line in zip(found, lines(index, found), strict=True):
        licence = licence_name(named[one.document].licence)
        source = sources[one.document], licence
        yield [cell(text) for text in (*_words(one, line), *source, *_links(one))]


def _words(one: Statement, line: Line) -> list[str]:
    texts = [passage.text for passage in one.passages if passage.text]
    days = time_days(one)
    return [
        one.label,
        "; ".join(mark.word for mark in line.marks),
        "; ".join(mark.word for mark in line.words),
        _whose_word(one, line),
        _names(line.deniers),
        language().listed(times_said(one) or [""]),
        line.when,
        *(day.isoformat() if day else "" for day in days),
        line.amount,
        "; ".join(sentence.text for sentence in line.sentences),
        " / ".join(texts),
        " / ".join(readings(one)),
    ]


def _whose_word(one: Statement, line: Line) -> str:
    """Return who says something and who passed it on, or that nobody is named."""
    if line.who:
        relays = f", {line.relayed} {_names(line.relays)}" if line.relays else ""
        return _names(line.who) + relays
    return nobody_named(one.affirming) if one.affirming else ""


def time_days(one: Statement) -> tuple[date | None, date | None]:
    """Return the days between which something is; None where the text is less exact than a day.

    That is where it tells a decade or century, or an approximate time: the words say it better.
    """
    begin, _, end = one.edtf.partition("/")
    first, last = one.earliest or one.not_before, one.latest or one.not_after
    return (
        None if VAGUE.search(begin) else first,
        None if VAGUE.search(end or begin) else last,
    )


def _links(one: Statement) -> list[str]:
    first = one.passages[0].link if one.passages else ""
    return [first, site().release.base + one.path]


def _names(links: Sequence[TextLink]) -> str:
    return "; ".join(link.text for link in links)


def cell(text: str) -> str:
    """Return the text of a cell, with an apostrophe before what would begin a formula."""
    return f"'{text}" if FORMULA.match(text) else text
