"""Arrange the statements of a page: by firmness, then by topic; sayings with what they say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation_server.pages.reading.choices import FIRM, Row
from legation_server.pages.reading.lines import Line, lines
from legation_server.pages.reading.nesting import Entry, Nesting, nesting
from legation_server.site_index import Code, SiteIndex, links_from, statements

# How many lines each part of a page has before the rest is a link. What one part does not need,
# the next one has.
ROOM = {"stated": 28, "unconfirmed": 18, "says": 14, "background": 0}
OPEN_SECTIONS = 3
NO_TOPIC = 0


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
        return self.count > sum(entry.count for entry in self.entries)


@dataclass(frozen=True)
class Part:
    """Sections under a heading of the page, which has the anchor `name`.

    `only_said` of the statements in it stand there because a saying says them: the document does
    not stand behind them.
    """

    name: str
    count: int
    sections: Sequence[Section]
    only_said: int = 0

    @property
    def own(self) -> int:
        """Return of how many statements the heading is true."""
        return self.count - self.only_said


class Arranging:
    """Arranges statements; each comes once."""

    def __init__(
        self, index: SiteIndex, topics: Mapping[int, Code], room: Mapping[str, int] = ROOM
    ) -> None:
        """Take the topics by their numbers, and how many lines each part has room for."""
        self._index = index
        self._topics = topics
        self._shares = room
        self._room = 0
        self._nesting = Nesting((), ())
        self._lines: dict[int, Line] = {}

    def parts(self, left: Sequence[Row], words_of: Iterable[int] = ()) -> list[Part]:
        """Return the parts of a page: stated, unconfirmed, its own word, background.

        `words_of` are the numbers of statements that are the thing's own word: they stand apart,
        with the sayings that they are said in.
        """
        by_number = {row.number: row for row in left}
        self._nesting = nesting(self._index, by_number)
        followed: dict[int, list[int]] = {}
        for link in links_from(self._index, by_number, "follows"):
            followed.setdefault(link.subject, []).append(link.object)
        top = in_order([row for row in left if not self._nesting.is_inside(row.number)], followed)
        words = set(words_of)
        own = {row.number for row in top if words.intersection(self._nesting.within(row.number))}
        others = [row for row in top if row.number not in own]
        groups = {
            "stated": _by_topic([r for r in others if r.status in FIRM and not r.bookkeeping]),
            "unconfirmed": _by_topic([r for r in others if r.status not in FIRM]),
            "says": _by_topic([row for row in top if row.number in own]),
            "background": {NO_TOPIC: [r for r in others if r.status in FIRM and r.bookkeeping]},
        }
        shown: dict[tuple[str, int], list[int]] = {}
        for name, topics in groups.items():
            self._room += self._shares[name]
            shown |= {(name, one): list(self._that_fit(rows)) for one, rows in topics.items()}
        tops = [number for numbers in shown.values() for number in numbers]
        every = [one for number in tops for one in self._nesting.within(number)]
        made = lines(self._index, statements(self._index, every))
        self._lines = {line.number: line for line in made}
        return [
            Part(
                name,
                sum(self._size(row) for members in topics.values() for row in members),
                sections,
                self._only_said(topics.values(), by_number) if name == "stated" else 0,
            )
            for name, topics in groups.items()
            if (sections := self._sections(name, topics, shown))
        ]

    def _sections(
        self,
        name: str,
        topics: Mapping[int, Sequence[Row]],
        shown: Mapping[tuple[str, int], Sequence[int]],
    ) -> list[Section]:
        sections = []
        for place, (topic, members) in enumerate(topics.items()):
            if not members:
                continue
            code = self._topics.get(topic)
            numbers = shown[name, topic]
            sections.append(
                Section(
                    heading=code.label if code else "",
                    topic=code.name if code else "",
                    count=sum(map(self._size, members)),
                    entries=[self._nesting.entry(one, self._lines) for one in numbers],
                    is_open=bool(numbers) and place < OPEN_SECTIONS and name != "background",
                )
            )
        return sections

    def _that_fit(self, members: Sequence[Row]) -> Iterator[int]:
        for row in members:
            if self._size(row) > self._room:
                break
            self._room -= self._size(row)
            yield row.number

    def _only_said(self, groups: Iterable[Sequence[Row]], by_number: Mapping[int, Row]) -> int:
        top = (row.number for members in groups for row in members)
        # What is stated heads the list, so that all that is not is within it.
        every = (one for number in top for one in self._nesting.within(number))
        return sum(by_number[one].status not in FIRM for one in every)

    def _size(self, row: Row) -> int:
        return sum(1 for _ in self._nesting.within(row.number))


def in_order(rows: Sequence[Row], followed: Mapping[int, Sequence[int]]) -> list[Row]:
    """Return statements by time, those without one last; what follows another comes after it.

    `followed` has the numbers of what a statement follows, by its number.
    """
    by_number = {row.number: row for row in rows}
    found: dict[int, Row] = {}
    begun: set[int] = set()

    def place(row: Row) -> None:
        # What is told to follow itself, by way of others, stays where it is.
        if row.number in begun:
            return
        begun.add(row.number)
        for before in followed.get(row.number, ()):
            if before in by_number:
                place(by_number[before])
        found[row.number] = row

    for row in sorted(rows, key=lambda row: (not row.day, row.day, row.number)):
        place(row)
    return list(found.values())


def _by_topic(top: Sequence[Row]) -> dict[int, list[Row]]:
    """Return statements by the most common of their topics, the topic with most of them first.

    Within a topic their order stays.
    """
    common = Counter(topic for row in top for topic in row.topics)
    groups: dict[int, list[Row]] = {}
    for row in top:
        best = max(row.topics, key=lambda topic: (common[topic], -topic), default=NO_TOPIC)
        groups.setdefault(best, []).append(row)
    order = sorted(groups, key=lambda topic: (not topic, -len(groups[topic]), topic))
    return {topic: groups[topic] for topic in order}
