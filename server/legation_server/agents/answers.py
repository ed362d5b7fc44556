"""Put an answer together: rows within its room, what more there is, and what silence means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from legation_server.agents.library import MOST_ANSWER_CHARACTERS

# The most rows that are passed over.
MOST_AFTER = 1_000_000
# Room that is kept for what stands after the rows.
TAIL_CHARACTERS = 4_000
SILENCE = (
    "The document is silent on this. Silence is not “no”: say that the source does not tell, "
    "and add nothing from elsewhere as if it did."
)

CLOSE = (
    "That is not silence: look at what comes near before you say that the document does not tell."
)
UNKNOWN = (
    "A name that is unknown here says nothing about the document. Ask again with one of the "
    "nearest names, or search for other words."
)
FILTERED = (
    "That says nothing about the document: run the query without what leaves nothing, and look at "
    "the values, before you conclude anything."
)
UNREAD = (
    "Which part of the query leaves nothing was not found out, so that says nothing about the "
    "document: ask for less, pattern by pattern."
)
UNMENDED = (
    "Mend the query before you conclude anything: a term or pattern without a match says nothing "
    "about the document."
)


@dataclass
class Text:
    """An answer that is being written: lines, and what was left out of them."""

    lines: list[str] = field(default_factory=list)
    left: int = MOST_ANSWER_CHARACTERS - TAIL_CHARACTERS

    def add(self, line: str) -> bool:
        """Add a line if there is room; tell whether there was."""
        if len(line) + 1 > self.left:
            return False
        self.left -= len(line) + 1
        self.lines.append(line)
        return True

    def add_rows(self, rows: Iterable[str]) -> int:
        """Add rows as list items, as many as there is room for; return how many."""
        added = 0
        for row in rows:
            if not self.add(f"- {row}"):
                break
            added += 1
        return added

    def end(self, *lines: str) -> str:
        """Return the whole answer, with lines that stand last and are never left out."""
        tail = "\n".join(line for line in lines if line)[:TAIL_CHARACTERS]
        return "\n".join([*self.lines, tail]) if tail else "\n".join(self.lines)


def count_words(number: int, one: str, many: str = "") -> str:
    """Return a number of things in words.

    >>> count_words(1, "statement"), count_words(1_200, "entity", "entities")
    ('1 statement', '1,200 entities')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def more_words(shown: int, after: int, total: int, call: str, release: str) -> str:
    """Return whether there are more rows than an answer shows, and the call that goes on."""
    seen = after + shown
    if seen >= total:
        return "hasMore: false"
    return (
        f"hasMore: true ({seen:,} of {total:,} seen). "
        f'Go on with {call}, after={seen}, release="{release}".'
    )


def listed(names: Sequence[str]) -> str:
    """Return names as a list of alternatives.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
