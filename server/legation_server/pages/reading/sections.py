"""Arrange the statements of a page: by firmness, then by topic; sayings with what they say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation_server.pages.reading.choices import FIRM, Row
from legation_server.pages.reading.lines import Line, lines
from legation_server.site_index import Code, SiteIndex, links_from, statements

# So many lines a page has before the rest of a topic is a link.
MOST_LINES = 60
OPEN_SECTIONS = 3


@dataclass(frozen=True)
class Entry:
    """A line with the lines of what is said in it."""

    line: Line
    said: Sequence[Line]


@dataclass(frozen=True)
class Section:
    """Statements on a topic: how many there are, and those that the page shows.

    `topic` is the name of the topic's code, empty for statements without a topic.
    """

    heading: str
    topic: str
    count: int
    entries: Sequence[Entry]
    is_open: bool

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more than the page shows."""
        return self.count > sum(1 + len(entry.said) for entry in self.entries)


@dataclass(frozen=True)
class Part:
    """Sections under a heading of the page, which has the anchor `name`."""

    name: str
    count: int
    sections: Sequence[Section]


class Arranging:
    """Arranges statements; each comes once."""

    def __init__(
        self, index: SiteIndex, topics: Mapping[int, Code], most: int = MOST_LINES
    ) -> None:
        """Take the topics by their numbers, and how many lines there is room for."""
        self._index = index
        self._topics = topics
        self._room = most

    def parts(self, left: Sequence[Row], words_of: Iterable[int] = ()) -> list[Part]:
        """Return the parts of a page: stated, unconfirmed, its own word, background.

        `words_of` are the numbers of statements that stand apart as the thing's own word.
        """
        own = set(words_of)
        by_number = {row.number: row for row in left}
        children: dict[int, list[int]] = {}
        placed: set[int] = set()
        for link in links_from(self._index, by_number, "says"):
            if link.object in by_number and link.object not in placed:
                children.setdefault(link.subject, []).append(link.object)
                placed.add(link.object)
        top = [row for row in left if row.number not in placed]
        firm = [r for r in top if r.status in FIRM and not r.bookkeeping and r.number not in own]
        other = [r for r in top if r.status not in FIRM and r.number not in own]
        says = [r for r in top if r.number in own]
        background = [r for r in top if r.bookkeeping and r.status in FIRM and r.number not in own]
        found = [
            self._part("stated", firm, children),
            self._part("unconfirmed", other, children),
            self._part("says", says, children),
            self._part("background", background, children, grouped=False),
        ]
        return [part for part in found if part.sections]

    def _part(
        self,
        name: str,
        top: Sequence[Row],
        children: Mapping[int, list[int]],
        grouped: bool = True,
    ) -> Part:
        groups = _by_topic(top) if grouped else {0: list(top)} if top else {}
        sections = []
        for place, (topic, members) in enumerate(groups.items()):
            code = self._topics.get(topic)
            count = sum(1 + len(children.get(row.number, ())) for row in members)
            shown = list(self._that_fit(members, children))
            sections.append(
                Section(
                    heading=code.label if code else "",
                    topic=code.name if code else "",
                    count=count,
                    entries=self._entries(shown, children),
                    is_open=bool(shown) and place < OPEN_SECTIONS and grouped,
                )
            )
        total = sum(section.count for section in sections)
        return Part(name, total, sections)

    def _that_fit(self, members: Sequence[Row], children: Mapping[int, list[int]]) -> Iterator[int]:
        for row in members:
            needed = 1 + len(children.get(row.number, ()))
            if needed > self._room:
                break
            self._room -= needed
            yield row.number

    def _entries(self, shown: Sequence[int], children: Mapping[int, list[int]]) -> list[Entry]:
        inner = [number for one in shown for number in children.get(one, ())]
        found = statements(self._index, [*shown, *inner])
        made = {line.number: line for line in lines(self._index, found)}
        return [
            Entry(made[number], [made[one] for one in children.get(number, ())]) for number in shown
        ]


def _by_topic(top: Sequence[Row]) -> dict[int, list[Row]]:
    """Return statements by the most common of their topics, the topic with most of them first.

    Within a topic they go by time, those without one last.
    """
    common = Counter(topic for row in top for topic in row.topics)
    groups: dict[int, list[Row]] = {}
    for row in sorted(top, key=lambda row: (row.year is None, row.year or 0, row.number)):
        best = max(row.topics, key=lambda topic: (common[topic], -topic), default=0)
        groups.setdefault(best, []).append(row)
    order = sorted(groups, key=lambda topic: (not topic, -len(groups[topic]), topic))
    return {topic: groups[topic] for topic in order}
