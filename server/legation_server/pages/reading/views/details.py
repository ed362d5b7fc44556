"""The details of a statement: its time, its parties by role, its codes and its amount."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legation_server.pages.reading.lines import (
    Link,
    address,
    amount,
    entity_links,
    excluded,
    when_words,
)
from legation_server.phrases import amount_words, bounds_words
from legation_server.site_index import Entity, SiteIndex, Statement, codes, parties
from legation_server.web import language


@dataclass(frozen=True)
class Detail:
    """A detail: its name, its values, and what programs read instead, if that differs."""

    name: str
    values: Sequence[Link]
    raw: str = ""


def details(index: SiteIndex, statement: Statement) -> list[Detail]:
    """Return the details of a statement, those first that people ask for first."""
    say = language().say
    found = [Detail(say("When"), _time(statement), statement.edtf)]
    if statement.figure:
        left_out = excluded(index, [statement.id]).get(statement.id, ())
        words = amount_words(amount(statement.figure, left_out), language())
        raw = " ".join(
            text
            for text in (
                statement.figure.value or statement.figure.min_value,
                statement.figure.max_value,
                statement.figure.unit.name if statement.figure.unit else "",
            )
            if text
        )
        found.append(Detail(say("How much"), [Link(words, "")], raw))
        if statement.figure.measure:
            code = statement.figure.measure
            found.append(Detail(say("Measure"), [Link(code.label, address(code.path))]))
    by_role: dict[str, list[Entity]] = {}
    for party in parties(index, statement.id):
        by_role.setdefault(party.role, []).append(party.entity)
    names = role_names()
    order = list(names)
    for role in sorted(by_role, key=lambda one: (order.index(one) if one in names else 99, one)):
        links = entity_links(index, by_role[role])
        found.append(Detail(names.get(role, spelt(role)), links))
    if statement.type:
        code = statement.type
        found.append(Detail(say("Type"), [Link(code.label, address(code.path))]))
    found += _codes(index, statement)
    topics = codes(index, statement.topics).values()
    found.append(Detail(say("Topics"), [Link(one.label, address(one.path)) for one in topics]))
    found.append(Detail(say("Qualified as"), [Link(text, "") for text in statement.qualifier]))
    return [detail for detail in found if detail.values]


def role_names() -> dict[str, str]:
    """Return what people call the roles in a statement, in the order of their importance."""
    say = language().say
    return {
        "actor": say("Who"),
        "target": say("Towards"),
        "participant": say("Taking part"),
        "addressee": say("Addressed to"),
        "concerning": say("About"),
        "instrument": say("By means of"),
        "place": say("Where"),
        "origin": say("From"),
        "destination": say("To"),
        "among": say("Among"),
        "namedEvent": say("Known as"),
        "passedOnBy": say("Passed on by"),
        "mentions": say("Also mentioned"),
    }


def spelt(name: str) -> str:
    """Return the name of a property as words.

    >>> spelt("partOfEvent")
    'Part of event'
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]


def _time(statement: Statement) -> list[Link]:
    say = language().say
    words = when_words(statement)
    if not words:
        return []
    if bounds_words(statement.not_before, statement.not_after):
        words = say(
            "%(time)s. The document gives no date; this follows from what it came after, was part "
            "of or happened during.",
            time=words[:1].upper() + words[1:],
        )
    if statement.edtf and statement.when_text:
        words = say("%(time)s; told there as: %(words)s", time=words, words=statement.when_text)
    return [Link(words, "")]


def _codes(index: SiteIndex, statement: Statement) -> list[Detail]:
    hidden = ("eventType", "situationType", "topic", "excludes")
    query = "SELECT property, code FROM statement_code WHERE statement = ? ORDER BY property, code"
    rows = [row for row in index.rows(query, [statement.id]) if row["property"] not in hidden]
    known = codes(index, {row["code"] for row in rows})
    by_property: dict[str, list[Link]] = {}
    for row in rows:
        code = known[row["code"]]
        by_property.setdefault(row["property"], []).append(Link(code.label, address(code.path)))
    return [Detail(spelt(name), links) for name, links in by_property.items()]
