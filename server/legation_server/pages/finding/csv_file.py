"""The statements of a list as a table for people with a spreadsheet: words and labels, no IRIs."""

import csv
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
from legation_server.web import add_links, language, signposts, site, tag_by_content

blueprint = Blueprint("statements", __name__)
# What spreadsheets read as the beginning of a formula (OWASP, CSV Injection).
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# Excel reads a file as UTF-8 only when it begins with this.
BYTE_ORDER_MARK = "\ufeff"
UNDATED = "undated"
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
    # The sentences in it are the documents', not ours.
    add_links(response, signposts().text_rights(page.about))
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
    writer.writerow(_heads())
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


def _heads() -> list[str]:
    say = language().say
    return [
        say("Statement"),
        say("How firmly"),
        say("What is said"),
        say("Who says so"),
        say("Who denies it"),
        say("Said when"),
        say("When"),
        say("Not before"),
        say("Not after"),
        say("How much"),
        say("Where in the document"),
        say("Sentence"),
        say("How we read it"),
        say("Source"),
        say("Licence of the text"),
        say("Open the source"),
        say("Permanent address"),
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
