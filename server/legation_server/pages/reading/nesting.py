"""Decide under which saying each statement stands, at any depth, so that none is lost."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation_server.pages.reading.lines import Line
from legation_server.site_index import SiteIndex, StatementLink, links_from


@dataclass(frozen=True)
class Entry:
    """A line with the entries of what is said in it, which may say something in their turn."""

    line: Line
    said: Sequence["Entry"] = ()

    @property
    def count(self) -> int:
        """Return how many lines it has, its own among them."""
        return 1 + sum(one.count for one in self.said)


class Nesting:
    """The sayings of a page and what each says; a statement stands under the first that says it."""

    def __init__(self, links: Sequence[StatementLink], here: Collection[int]) -> None:
        """Take the links from sayings to what they say, and the numbers of the page's statements.

        Links that lead elsewhere do not count. Of sayings that say each other, the first stays
        above.
        """
        self._said: dict[int, list[int]] = {}
        self._above: dict[int, int] = {}
        for link in links:
            if link.object not in here or link.object in self._above:
                continue
            if link.object not in self._all_above(link.subject):
                self._above[link.object] = link.subject
                self._said.setdefault(link.subject, []).append(link.object)

    def is_inside(self, number: int) -> bool:
        """Tell whether a statement stands under another."""
        return number in self._above

    def within(self, number: int) -> Iterator[int]:
        """Yield a statement and all that stands under it, each before what it says."""
        yield number
        for one in self._said.get(number, ()):
            yield from self.within(one)

    def entry(self, number: int, lines: Mapping[int, Line]) -> Entry:
        """Return the entry of a statement, from the lines of all that stand under it."""
        said = [self.entry(one, lines) for one in self._said.get(number, ())]
        return Entry(lines[number], said)

    def _all_above(self, number: int) -> Iterator[int]:
        """Yield a statement and all under which it stands."""
        yield number
        while number in self._above:
            number = self._above[number]
            yield number


def nesting(index: SiteIndex, here: Collection[int]) -> Nesting:
    """Return how the statements of a page, given by their numbers, stand under each other."""
    return Nesting(links_from(index, here, "says"), here)
