"""Refuse choices in an address that a table does not know, instead of leaving them out.

A page says what it shows, so it can pass over what it does not know; a program that reads a table
would take all rows for those that it asked for.
"""

from collections.abc import Collection

from flask import request

from legation_server.errors import Problem
from legation_server.pages.reading.choices import BACKGROUND, FINER, NO_TOPIC, STATED, YEAR_DIGITS
from legation_server.site_index import SiteIndex, code_at, document_at

UNCONFIRMED = "unconfirmed"
KINDS = ("Attribute", "Event", "Figure", "Situation", "Supposition", "Utterance", BACKGROUND)
# Parameters that take a few values; others take names of the data or years.
VALUES = {"firmly": (STATED, UNCONFIRMED, *FINER), "kind": KINDS, "bom": ("0", "1")}
YEARS = ("from", "to")


def refuse_unknown(index: SiteIndex, taken: Collection[str]) -> None:
    """Raise Problem if the address has a parameter that is not `taken`, one twice, or a bad value.

    Names of actors, years and topics of pages are left to what looks them up.
    """
    for name, values in request.args.lists():
        if name not in taken:
            known = ", ".join(sorted(taken))
            raise _problem(f"{request.path} takes no parameter {name!r}. It takes: {known}.")
        if len(values) > 1:
            raise _problem(f"?{name}= is given {len(values)} times; it takes one value.")
        (value,) = values
        if value:
            _refuse_value(index, name, value)


def _refuse_value(index: SiteIndex, name: str, value: str) -> None:
    if name in VALUES and value not in VALUES[name]:
        raise _problem(f"?{name}= does not take {value!r}. It takes: {', '.join(VALUES[name])}.")
    if name in YEARS and not is_year(value):
        raise _problem(f"?{name}= takes a year of up to {YEAR_DIGITS} digits, not {value!r}.")
    is_topic = value == NO_TOPIC or code_at(index, f"code/topic/{value}") is not None
    if name == "topic" and not is_topic:
        raise Problem("not-found", f"There is no topic {value!r}; /topics/ lists all.")
    if name == "document" and document_at(index, value) is None:
        raise Problem("not-found", f"There is no document {value!r}; /sitemap.xml lists all pages.")


def is_year(text: str) -> bool:
    """Return whether a text is a year: digits, and no more than a year has."""
    return text.isascii() and text.isdecimal() and len(text) <= YEAR_DIGITS


def _problem(detail: str) -> Problem:
    return Problem("unknown-parameter", detail)
