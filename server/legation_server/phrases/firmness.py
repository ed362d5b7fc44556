"""Mark how firmly a document says something: by a line style, an icon and a word."""

from collections.abc import Iterable
from dataclasses import dataclass

from legation_server.phrases.language import ENGLISH, Language

# These modalities are no hedges, and so are not told beside others.
PLAIN = frozenset({"asserted", "attributed"})
# What only somebody's word supports, rather than a report or a rumour.
ON_A_WORD = frozenset({"attributed", "opinion", "found"})
AHEAD = frozenset({"planned", "possible"})


@dataclass(frozen=True)
class Mark:
    """How firmly: `style` is the class of its line in the style sheet, `icon` a character."""

    style: str
    icon: str
    word: str


def marks(status: str, modalities: Iterable[str], language: Language = ENGLISH) -> list[Mark]:
    """Return the marks of a statement: how it is put forward, and whether somebody denies it.

    `status` and `modalities` are names of codes.

    >>> [mark.word for mark in marks("denied", ["reported"])]
    ['reported', 'denied']
    >>> marks("stated", ["asserted"])[0].style
    'stated'
    """
    say = language.say
    hedges = sorted({name for name in modalities if name not in PLAIN})
    words = ", ".join(modality_word(name, language) for name in hedges)
    denied = [Mark("denied", "⊘", say("denied"))] if status == "denied" else []
    if status == "stated":
        return [Mark("stated", "●", say("stated"))]
    if status == "attributed":
        return [Mark("attributed", "❝", say("attributed"))]
    if not hedges:
        return denied or [Mark("unconfirmed", "◐", say("unconfirmed"))]
    if ON_A_WORD.issuperset(hedges):
        return [Mark("attributed", "❝", words), *denied]
    if AHEAD.issuperset(hedges):
        return [Mark("prospective", "○", words), *denied]
    return [Mark("unconfirmed", "◐", words), *denied]


def modality_word(name: str, language: Language = ENGLISH) -> str:
    """Return the word for a modality, by the name of its code."""
    say = language.say
    known = {
        "alleged": say("alleged"),
        "asserted": say("stated"),
        "attributed": say("attributed"),
        "estimated": say("estimate"),
        "found": say("found by a court"),
        "inferred": say("inferred from a name"),
        "opinion": say("opinion"),
        "planned": say("planned"),
        "possible": say("possible"),
        "reported": say("reported"),
        "suspected": say("suspected"),
    }
    return known.get(name, name.replace("-", " "))


def key(language: Language = ENGLISH) -> list[tuple[Mark, str]]:
    """Return one mark of each style, with what it means."""
    say = language.say
    return [
        (Mark("stated", "●", say("stated")), say("by the document itself")),
        (Mark("attributed", "❝", say("attributed")), say("to somebody who is named")),
        (Mark("unconfirmed", "◐", say("reported")), say("or alleged, suspected, estimated")),
        (Mark("prospective", "○", say("planned")), say("or possible")),
        (Mark("denied", "⊘", say("denied")), say("by somebody")),
    ]
