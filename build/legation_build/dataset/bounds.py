"""Infer between which days an undated content began, from those before, around and inside it. Pure.

Only what must be so is inferred. What follows another began no earlier; what is part of another
began no earlier, and was over when that one was; and so on backwards. The period for which a
situation is told does not say when it began or ended, unless it is open ("since 1997"). An
approximate date (`1926~`) says nothing certain.

Also: when a named event was, from the contents that are this event.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dataset.index import Index, values
from legation_build.dataset.triples import triple, typed
from legation_build.mapping import edtf
from legation_build.namespaces import BIL, EDTF

Days = tuple[date | None, date | None]
# An end of an interval that is open or unknown.
_OPEN = ("", "..")


class Link(Enum):
    """How one content lies to another in time."""

    AFTER = "it began no earlier than the other"
    WITHIN = "it lies within the other"
    OVERLAPS = "some of it lies within the other"


@dataclass(frozen=True)
class Known:
    """What a document says of the time of a content: days, None where it says nothing certain.

    It began from `begun_from` on and by `begun_by`, and was over by `over_by`.
    """

    begun_from: date | None = None
    begun_by: date | None = None
    over_by: date | None = None


def known(when: str, words: str, is_event: bool) -> Known:
    """Return what an EDTF text, and a document's words for it, say of an event or a situation.

    >>> known("1994", "in early 1994", is_event=True).begun_by
    datetime.date(1994, 5, 2)
    >>> known("2013", "", is_event=False)  # it may have begun before, and have gone on
    Known(begun_from=None, begun_by=datetime.date(2013, 12, 31), over_by=None)
    """
    if any(sign in when for sign in "~?%"):
        return Known()
    first = when.partition("/")[0]
    earliest, latest = edtf.narrowed(when, words)
    # "Between 1920 and 1925" may mean some day in between.
    begun_by = latest or edtf.narrowed(first, words)[1]
    return Known(
        earliest if is_event or latest is None else None,
        begun_by,
        latest if is_event else None,
    )


def inferred(
    times: Mapping[str, Known],
    links: Iterable[tuple[str, Link, str]],
    asserted: Mapping[str, bool],
) -> dict[str, Days]:
    """Return the first and the last day on which each content can have begun.

    `links` are pairs of contents, `asserted` has all contents; those in `times` are dated and not
    returned. What is merely supposed says nothing about what is asserted.
    """
    begun: dict[str, Days] = {name: (one.begun_from, one.begun_by) for name, one in times.items()}
    links = [link for link in links if link[0] in asserted and link[2] in asserted]
    over = _over(times, links, asserted)
    changed = True
    while changed:
        changed = False
        for target, source, days in _steps(links, begun, over):
            if target in times or (asserted[target] and not asserted[source]):
                continue
            before = begun.get(target, (None, None))
            after = (_later(before[0], days[0]), _earlier(before[1], days[1]))
            begun[target] = after
            changed |= after != before
    return {name: days for name, days in begun.items() if name not in times and any(days)}


def _over(
    times: Mapping[str, Known],
    links: Iterable[tuple[str, Link, str]],
    asserted: Mapping[str, bool],
) -> dict[str, date | None]:
    """Return by which day each content was over: also what is part of a part of what was."""
    over = {name: one.over_by for name, one in times.items()}
    parts = [(one, whole) for one, link, whole in links if link is Link.WITHIN]
    changed = True
    while changed:
        changed = False
        for one, whole in parts:
            if one in times or (asserted[one] and not asserted[whole]):
                continue
            before = over.get(one)
            over[one] = _earlier(before, over.get(whole))
            changed |= over[one] != before
    return over


def _steps(
    links: Iterable[tuple[str, Link, str]],
    begun: Mapping[str, Days],
    over: Mapping[str, date | None],
) -> Iterator[tuple[str, str, Days]]:
    """Yield target, source, and what the source says of the beginning of the target."""
    for one, link, other in links:
        if link is not Link.OVERLAPS:
            yield one, other, (begun.get(other, (None, None))[0], None)
            yield other, one, (None, begun.get(one, (None, None))[1])
        else:
            yield other, one, (None, over.get(one))
        if link is not Link.AFTER:
            yield one, other, (None, over.get(other))


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def times_of_named_events(contents: Iterable[str], index: Index) -> Iterator[Triple]:
    """Yield `when`, `earliest` and `latest` of each entity that some of `contents` are by name.

    Where they give several times, the entity's runs from the first to the last of them, if one is
    an interval. Several days, months or years are moments, and say neither beginning nor end.
    """
    times: dict[str, set[str]] = defaultdict(set)
    for content in contents:
        for event in values(index, content, BIL + "namedEvent"):
            times[event].update(values(index, content, BIL + "when"))
    for event, given in times.items():
        if when := _joined(given):
            yield triple(event, BIL + "when", Literal(when, datatype=NamedNode(EDTF)))
            for name, day in zip(("earliest", "latest"), edtf.bounds(when), strict=True):
                if day is not None:
                    yield triple(event, BIL + name, typed(day.isoformat(), "date"))


def _joined(given: set[str]) -> str:
    """Return one time for several: the interval from the first to the last, "" if none is known."""
    if len(given) <= 1:
        return next(iter(given), "")
    if not any("/" in when for when in given):
        return ""
    first = min((when.partition("/")[0] for when in sorted(given)), key=_begins)
    last = max((when.rpartition("/")[2] for when in sorted(given)), key=_ends)
    return "" if {first, last} <= {*_OPEN} else f"{first}/{last}"


def _begins(when: str) -> date:
    return (None if when in _OPEN else edtf.bounds(when)[0]) or date.min


def _ends(when: str) -> date:
    return (None if when in _OPEN else edtf.bounds(when)[1]) or date.max
