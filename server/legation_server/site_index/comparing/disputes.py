"""Find what is contested: statements that differ or are denied, and which of them make one case.

Figures of different times can all be right, so they are no dispute; they make cases of their own.
The words of a case are made when it is shown: a large release has very many.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import StatementLink

# How two statements can differ; each is a property of the ontology.
DIFFERENCES = ("contradicts", "differsInYear", "differsInPeriod", "differsInScope", "differsInUnit")
DENIED = "denied"
# What figures of different times may differ in besides and still all be right.
_HARMLESS = frozenset(("differsInYear", "differsInPeriod", "differsInScope"))
_MARKS = ",".join("?" * len(DIFFERENCES))
_KEPT: WeakKeyDictionary[SiteIndex, Sequence["Outline"]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Outline:
    """A contested question, or figures `of_different_times`, which nobody contests.

    `name` is that of its page, `reasons` say how the accounts differ.

    `numbers` are those of its statements in order, `claim` that of the one that denies them, None
    where nobody does; `topics` are the numbers of their topics; `pairs` is how many pairs of them
    differ, 0 for a denial.
    """

    name: str
    claim: int | None
    numbers: Sequence[int]
    reasons: Sequence[str]
    topics: frozenset[int]
    pairs: int = 0
    of_different_times: bool = False


def outlines(index: SiteIndex) -> Sequence[Outline]:
    """Return all cases: denials, contradictions, other differences, figures of different times.

    They are found once for an index, which is that of one release.
    """
    found = _KEPT.get(index)
    if found is None:
        found = _KEPT[index] = tuple(_found(index))
    return found


def differences(index: SiteIndex) -> list[StatementLink]:
    """Return in what statements differ, each pair once."""
    query = f"""SELECT * FROM statement_link WHERE property IN ({_MARKS})
        AND subject < object ORDER BY subject, object, property"""
    return [StatementLink(*row) for row in index.rows(query, DIFFERENCES)]


def _contested(index: SiteIndex) -> list[tuple[int, str, int | None]]:
    """Return number and path of each statement that differs or is denied, once for each topic.

    A narrower topic counts for the broader ones too; None stands for no topic.
    """
    query = f"""WITH found(id) AS (
        SELECT subject FROM statement_link WHERE property IN ({_MARKS})
        UNION SELECT object FROM statement_link WHERE property IN ({_MARKS})
        UNION SELECT statement FROM claim JOIN statement_claim ON claim.id = claim
            WHERE stance = 'denies')
        SELECT found.id, path, topic FROM found JOIN statement USING (id)
        LEFT JOIN statement_topic ON statement = found.id"""
    return [(row[0], row[1], row[2]) for row in index.rows(query, [*DIFFERENCES, *DIFFERENCES])]


def denials(index: SiteIndex) -> list[tuple[int, list[int]]]:
    """Return the numbers of the claims that deny something, each with those of what it denies."""
    query = """SELECT claim, statement FROM claim JOIN statement_claim ON claim.id = claim
        WHERE stance = 'denies' ORDER BY claim, statement"""
    found: dict[int, list[int]] = {}
    for row in index.rows(query):
        found.setdefault(row["claim"], []).append(row["statement"])
    return list(found.items())


def _found(index: SiteIndex) -> list[Outline]:
    paths: dict[int, str] = {}
    topics: dict[int, set[int]] = {}
    for number, path, topic in _contested(index):
        paths[number] = path
        if topic is not None:
            topics.setdefault(number, set()).add(topic)

    taken: set[str] = set()

    def outline(
        claim: int | None,
        numbers: Sequence[int],
        reasons: Sequence[str],
        pairs: int = 0,
        of_different_times: bool = False,
    ) -> Outline:
        about = frozenset(topic for number in numbers for topic in topics.get(number, ()))
        names = [paths[number].rpartition("/")[2] for number in numbers]
        # A statement may be in several cases.
        name = next((name for name in names if name not in taken), names[0])
        taken.add(name)
        return Outline(
            name, claim, tuple(numbers), tuple(reasons), about, pairs, of_different_times
        )

    found = [outline(claim, numbers, [DENIED]) for claim, numbers in denials(index)]
    links = differences(index)
    apart = _of_different_times(index, links)
    for later in (False, True):
        some = [link for link in links if ((link.subject, link.object) in apart) is later]
        for reasons, numbers, pairs in _groups(some):
            found.append(outline(None, numbers, reasons, pairs, later))
    return found


def _of_different_times(index: SiteIndex, links: Iterable[StatementLink]) -> set[tuple[int, int]]:
    """Return the pairs of figures whose times are told and have no day in common."""
    hows: dict[tuple[int, int], set[str]] = {}
    for link in links:
        hows.setdefault((link.subject, link.object), set()).add(link.property)
    rows = index.rows_of(
        """SELECT id, earliest, latest FROM statement WHERE class = 'Figure'
        AND earliest IS NOT NULL AND latest IS NOT NULL AND id IN ({})""",
        sorted({number for pair in hows for number in pair}),
    )
    times = {row["id"]: (row["earliest"], row["latest"]) for row in rows}
    return {
        (one, other)
        for (one, other), how in hows.items()
        if how <= _HARMLESS
        and one in times
        and other in times
        and (times[one][1] < times[other][0] or times[other][1] < times[one][0])
    }


def _groups(links: Sequence[StatementLink]) -> list[tuple[list[str], list[int], int]]:
    """Return the reasons and the numbers of statements that differ, joined where they share one.

    The last value is how many pairs were joined.
    """
    joined = _joined((link.subject, link.object) for link in links)
    groups: dict[int, set[int]] = {}
    reasons: dict[int, set[str]] = {}
    pairs: dict[int, set[tuple[int, int]]] = {}
    for link in links:
        first = joined[link.subject]
        # Two statements may differ in more than one way.
        pairs.setdefault(first, set()).add((link.subject, link.object))
        groups.setdefault(first, set()).update((link.subject, link.object))
        reasons.setdefault(first, set()).add(link.property)
    made = []
    for first, group in groups.items():
        order = [name for name in DIFFERENCES if name in reasons[first]]
        made.append(
            (DIFFERENCES.index(order[0]), min(group), order, sorted(group), len(pairs[first]))
        )
    return [(order, group, count) for _, _, order, group, count in sorted(made)]


def _joined(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return for each number one that stands for all that pairs join it to.

    >>> joined = _joined([(1, 2), (3, 4), (2, 4), (5, 6)])
    >>> joined[1] == joined[3], joined[1] == joined[5]
    (True, False)
    """
    above: dict[int, int] = {}

    def top(number: int) -> int:
        while (higher := above.setdefault(number, number)) != number:
            above[number] = number = above[higher]
        return number

    for one, other in pairs:
        above[top(one)] = top(other)
    return {number: top(number) for number in list(above)}
