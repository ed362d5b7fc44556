"""Say how far a document's mapping is: which sentences have claims, and which is the next. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation_build.checks import PassageCoverage

Claims = Mapping[tuple[str, str], object]


@dataclass(frozen=True)
class Progress:
    """How many of a document's sentences have a claim or a reason, and what changed in its claims.

    `next_id` and `next_words` are those of the first sentence without; "" when all have one.
    `unread` are files that are no YAML, so that their claims are not counted and nothing is next.
    """

    document: str
    done: int
    sentences: int
    next_id: str
    next_words: str
    unread: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the progress in words."""
        lines = [f"{self.document}: {self.done} of {self.sentences} sentences"]
        if self.unread:
            lines.append(f"  not counted, for it cannot be read: {', '.join(self.unread)}")
        for what in ("added", "changed", "removed"):
            if names := getattr(self, what):
                lines.append(f"  {what}: {', '.join(names)}")
        if self.next_id:
            lines.append(f"  next: {self.next_id}: {self.next_words}")
        return lines


def progress_of(
    document: str,
    coverage: Sequence[PassageCoverage],
    text: str = "",
    before: Claims | None = None,
    now: Claims | None = None,
    unread: Sequence[str] = (),
) -> Progress:
    """Return the progress of a document; `text` is its text, if it is there.

    `unread` are its files of claims that cannot be read.
    `before` and `now` are all claims at the last look and at this one.
    """
    rows = [row for row in coverage if row.passage.kind != "heading"]
    following = next((row.passage for row in rows if row.needs_claim and not unread), None)
    words = ""
    if following is not None:
        outline = f"{following.first_words} … {following.last_words}"
        words = text[following.start : following.end] or outline
    old = {name: claim for (of, name), claim in (before or {}).items() if of == document}
    new = {name: claim for (of, name), claim in (now or {}).items() if of == document}
    if before is None:
        old = new
    return Progress(
        document,
        done=sum(not row.needs_claim for row in rows),
        sentences=len(rows),
        next_id=following.id if following else "",
        next_words=words,
        unread=tuple(unread),
        added=tuple(name for name in new if name not in old),
        changed=tuple(name for name in new if name in old and old[name] != new[name]),
        removed=tuple(name for name in old if name not in new),
    )
