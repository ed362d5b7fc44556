"""Find codes and entities by words that are near their names. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from legation_build.authoring.catalogue import Entry
from legation_build.mapping import slug

_ENDINGS = re.compile(r"(i[sz](e|es|ed|ing)|[aei]tion|ion|ing|ed|es|e|s|ment|al)$")
_FAR = 9
# How far a word is from an entry that has it in its names at most.
_NAMED = 3


def found_in(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the entries that `words` may mean, the nearest first; all of them for no words.

    Names count more than definitions. A word with a slip in it, in another spelling, without its
    accents or with another ending is near.
    """
    wanted = slug(words).split("-") if words else []
    if not wanted:
        return list(entries)
    scored = [(min(_distance(word, entry) for word in wanted), entry) for entry in entries]
    worst = [(max(_distance(word, entry) for word in wanted), entry) for entry in entries]
    near = worst if any(score < _FAR for score, _ in worst) else scored
    order = sorted(near, key=lambda pair: (pair[0], len(pair[1].id), pair[1].id))
    return [entry for score, entry in order if score < _FAR]


def found_elsewhere(
    entries: Sequence[Entry], words: str, own: Sequence[Entry], most: int
) -> tuple[list[Entry], list[Entry]]:
    """Return codes of documents elsewhere that `words` name, and `most` whose names are near.

    A code that a document of `own` defines alike is left out.
    """
    known = {(entry.kind, entry.id, entry.block) for entry in own}
    others = [
        replace(entry, is_elsewhere=True)
        for entry in entries
        if entry.block and (entry.kind, entry.id, entry.block) not in known
    ]
    found = [
        entry
        for entry in found_in(others, words)
        if all(_distance(word, entry) <= _NAMED for word in slug(words).split("-"))
    ]
    named = [entry for entry in found if slug(words) in (entry.id, slug(entry.label))]
    return named, [entry for entry in found if entry not in named][:most]


def _distance(word: str, entry: Entry) -> int:
    """Return how far a word is from an entry: 0 for its name, less than _FAR when it is near."""
    names = [slug(name) for name in entry.names]
    if word in names:
        return 0
    parts = {part for name in names for part in name.split("-")}
    if word in parts:
        return 1
    if any(_is_near(word, name) for name in names):
        return 2
    if any(part.startswith(word) or _is_near(word, part) for part in parts):
        return 3
    texts = set(slug(f"{entry.definition} {entry.example}").split("-"))
    if word in texts:
        return 4
    return 5 if any(_is_near(word, part) for part in texts) else _FAR


def _is_near(word: str, other: str) -> bool:
    one, root = stem(word), stem(other)
    return (len(one) >= 4 and one == root) or is_a_slip(word, other)


def is_a_slip(word: str, other: str) -> bool:
    """Return whether a word is another one with a slip in it.

    Slips are seldom in the first letter: a monument is no document.
    """
    return (
        len(word) >= 4
        and word[0] == other[:1]
        and OSA.distance(word, other) <= max(1, len(word) // 5)
    )


def stem(word: str) -> str:
    """Return a word without its ending; embassies and embassy have the same."""
    return _ENDINGS.sub("", re.sub(r"(?<=..)ies$", "y", word))
