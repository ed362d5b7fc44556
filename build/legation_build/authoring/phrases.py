"""The turns of phrase of which the documentation shows how to say them, and how to find one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from legation_build.authoring.ranking import Ranked, Text, ranked
from legation_build.mapping import parse, slug


@dataclass(frozen=True)
class Turn:
    """A turn of phrase: a sentence, the claims that say it as YAML, and what then holds.

    `status` maps the id of a content to the status that the build derives; `advice` says in a
    sentence what matters. `words` are others of the same meaning, by which the turn is found.
    """

    name: str
    sentence: str
    advice: str
    claims: str
    status: tuple[tuple[str, str], ...]
    words: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def turns() -> tuple[Turn, ...]:
    """Return all turns of phrase, in the order of the documentation."""
    text = (files("legation_build") / "authoring" / "turns.yaml").read_text(encoding="utf-8")
    source = parse(text, "turns.yaml")
    assert not source.problems, source.problems
    return tuple(
        Turn(
            turn["name"],
            turn["sentence"],
            turn["advice"],
            turn["claims"],
            tuple(sorted(turn["status"].items())),
            tuple(turn.get("words", ())),
        )
        for turn in source.data["turns"]
    )


def turns_for(words: str) -> Sequence[Turn]:
    """Return the turns that words may mean, the nearest first.

    Small words count only within a turn's name, or when there are no others. When no turn has any
    of the words, they lead to those that use one as a key or value.
    """
    by_name = {turn.name: turn for turn in turns()}
    found = [by_name[name] for name in _ranked(words).names]
    named = [word for word in words.split() if slug(word) and word.lower() not in _SMALL]
    if found or not named:
        return found
    written = re.compile(rf"\b({'|'.join(map(re.escape, named))})\b")
    return [turn for turn in turns() if written.search(turn.claims)]


def unknown_words(words: str) -> tuple[str, ...]:
    """Return those of some words that lead to no turn."""
    return _ranked(words).unknown


def _ranked(words: str) -> Ranked:
    texts = [Text(turn.name, turn.words, turn.sentence, turn.advice) for turn in turns()]
    return ranked(texts, words, _SMALL)


def nearest_turns(words: str) -> list[str]:
    """Return the names of the turns that words are a slip of, the nearest first."""
    if not slug(words):
        return []
    called = {turn.name: (turn.name, *turn.words) for turn in turns()}
    near = {
        name: max(fuzz.QRatio(words.lower(), one.lower()) for one in names)
        for name, names in called.items()
    }
    alike = (name for name in near if near[name] >= _ALIKE)
    return sorted(alike, key=lambda name: (-near[name], name))[:_NEAREST]


# So many turns are named at most when none has the words, and so much like these, in percent: what
# shares less has another meaning.
_NEAREST, _ALIKE = 3, 80
# Words that nearly every sentence has.
_SMALL = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has"),
        *("have", "in", "is", "it", "its", "of", "on", "one", "or", "that", "the", "their", "this"),
        *("to", "was", "were", "which", "who", "with"),
    )
)
_HEAD = """# How do I say …?

Turns of phrase of articles about two states, and the claims that say them, with labels in words of
one's own. What the build then makes of each content, its [status](model.md#how-certain), stands
below it; it is never written. `legation example WORDS` shows the nearest in a terminal.
[Writing claims](writing-claims.md) explains the keys.

"""


def page() -> str:
    """Return the documentation of all turns, in Markdown."""
    parts = []
    for turn in turns():
        status = ", ".join(f"`{content}` is {status}" for content, status in turn.status)
        parts.append(
            f"## {turn.name}\n\n> {turn.sentence}\n\n{turn.advice}\n\n"
            f"```yaml\n{turn.claims}```\n\nStatus: {status}.\n"
        )
    index = " · ".join(f"[{turn.name}](#{_anchor(turn.name)})" for turn in turns())
    return f"{_HEAD}{index}\n\n" + "\n".join(parts)


def _anchor(heading: str) -> str:
    """Return what a heading is linked by in Markdown, as code hosts make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
