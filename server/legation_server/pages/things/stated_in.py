"""Sort what points at a thing: statements become lines, as in all lists, and the rest stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from legation_server.descriptions import LinkedText
from legation_server.pages.reading.lines import Line, brief_lines, lines, when_words
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.things.thing_content import Group, Item
from legation_server.site_index import SiteIndex, Statement, statement_numbers, statements
from legation_server.web import site

# Statements of one thing that are told with time, amount and sentences.
MOST_FULL_LINES = 120


@dataclass(frozen=True)
class Mentions:
    """What points at a thing by one property: statements as lines, and other things."""

    heading: LinkedText
    lines: Sequence[Line]
    items: Sequence[Item]


def mentions(groups: Iterable[Group]) -> list[Mentions]:
    """Return what points at a thing, the statements among it as lines, in the same order.

    A release without an index of pages has no lines.
    """
    index, wanted = index_of_release(), list(groups)
    found = _lines(index, wanted) if index else {}
    return [
        Mentions(
            group.heading,
            [found[item.iri] for item in group.items if item.iri in found],
            [item for item in group.items if item.iri not in found],
        )
        for group in wanted
    ]


def _lines(index: SiteIndex, groups: Iterable[Group]) -> dict[str, Line]:
    """Return the lines of the statements in some groups, by the statements' IRIs."""
    base = site().release.base
    names = dict.fromkeys(item.iri for group in groups for item in group.items)
    paths = [name.removeprefix(base) for name in names if name.startswith(base)]
    told = statements(index, statement_numbers(index, paths))
    make = lines if len(told) <= MOST_FULL_LINES else _dated_lines
    return {base + one.path: line for one, line in zip(told, make(index, told), strict=True)}


def _dated_lines(index: SiteIndex, told: Iterable[Statement]) -> list[Line]:
    """Return brief lines with the times of their statements."""
    wanted = list(told)
    return [
        replace(line, when=when_words(one), edtf=one.edtf)
        for one, line in zip(wanted, brief_lines(index, wanted), strict=True)
    ]
