"""Suggest known names in place of one that is not known, and put kinds into words. Pure."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA


def suggestion(name: str, known: Collection[str], remedy: str = "", few: int = 16) -> str:
    """Return a remedy: the known name that is near, else `remedy`, else all names if they are few.

    Near is a name that at most one slip in four letters makes of `name`.

    >>> suggestion("isreal", ["israel", "iran"])
    "Did you mean 'israel'?"
    """
    if close := nearest(name, known):
        return f"Did you mean '{close}'?"
    if remedy:
        return remedy
    listed = ", ".join(sorted(known)) if len(known) <= few else ""
    return f"Known: {listed}." if listed else "No known name is like it; define it first."


def nearest(name: str, known: Collection[str], slips: int = 0) -> str:
    """Return the known name that so many slips at most make of `name`, or "".

    By default one slip in four letters is allowed. The same parts in another order are near too.

    >>> nearest("iran-israel", ["israel-iran", "italy"]), nearest("israel", ["iran"])
    ('israel-iran', '')
    """
    parts = sorted(name.lower().split("-"))
    turned = [one for one in sorted(known) if sorted(one.lower().split("-")) == parts]
    close = process.extractOne(
        name,
        sorted(known),
        scorer=OSA.distance,
        processor=str.lower,
        score_cutoff=slips or max(1, len(name) // 4),
    )
    return next(iter(turned), close[0] if close else "")


def with_article(noun: str) -> str:
    """Return a noun with its article; a JSON type becomes a word that YAML users know.

    >>> with_article("array"), with_article("integer")
    ('a list', 'an integer')
    """
    names = {"object": "block of keys and values", "array": "list", "string": "text"}
    name = names.get(noun, noun)
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
