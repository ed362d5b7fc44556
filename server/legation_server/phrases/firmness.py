"""Mark how firmly a document says something: by a line style, an icon and a word."""

from collections.abc import Iterable
from dataclasses import dataclass

from legation_server.phrases.language import ENGLISH, Language

# These modalities are no hedges, and so are not told beside others.
PLAIN = frozenset({"asserted", "attributed"})
# What only somebody's word supports, rather than a report or a rumour.
ON_A_WORD = frozenset({"attributed", "opinion", "found"})
AHEAD = frozenset({"planned", "possible"})
# These modalities say by themselves how a statement comes about, and so count apart.
APART = ("found", "opinion", "inferred")
# The line style and the icon of each degree.
LOOKS = {
    "stated": ("stated", "●"),
    "attributed": ("attributed", "❝"),
    "found": ("attributed", "❝"),
    "opinion": ("attributed", "❝"),
    "reported": ("unconfirmed", "◐"),
    "inferred": ("unconfirmed", "◐"),
    "prospective": ("prospective", "○"),
    "denied": ("denied", "⊘"),
}


@dataclass(frozen=True)
class Mark:
    """How firmly: `style` is the class of its line in the style sheet, `icon` a character.

    `name` is that of the degree, as `degree` returns it: the page about the dataset defines each.
    """

    style: str
    icon: str
    word: str
    name: str = ""


def degree(status: str, modalities: Iterable[str]) -> str:
    """Return how firmly a statement is put forward, in one word; each statement has one.

    It is stated, attributed, prospective or denied, as its status; or, of what has another status,
    found, opinion or inferred if nothing else is told of it, and else reported.

    >>> degree("unconfirmed", ["opinion"]), degree("unconfirmed", ["alleged", "opinion"])
    ('opinion', 'reported')
    >>> degree("denied", ["alleged"])
    'denied'
    """
    if status in ("stated", "attributed", "prospective", "denied"):
        return status
    hedges = set(modalities) - PLAIN
    if len(hedges - AHEAD) == 1:
        (hedge,) = hedges - AHEAD
        return hedge if hedge in APART else "reported"
    return "reported"


def degree_mark(name: str, language: Language = ENGLISH) -> Mark:
    """Return the mark of a degree, as `degree` names it."""
    style, icon = LOOKS[name]
    return Mark(style, icon, _degree_word(name, language), name)


def marks(status: str, modalities: Iterable[str], language: Language = ENGLISH) -> list[Mark]:
    """Return the marks of a statement: how it is put forward, and whether somebody denies it.

    `status` and `modalities` are names of codes.

    >>> [mark.word for mark in marks("denied", ["reported"])]
    ['reported', 'denied']
    >>> marks("stated", ["asserted"])[0].style
    'stated'
    """
    hedges = sorted({name for name in modalities if name not in PLAIN})
    denied = [degree_mark("denied", language)] if status == "denied" else []
    if status in ("stated", "attributed"):
        return [degree_mark(status, language)]
    if not hedges:
        unconfirmed = Mark("unconfirmed", "◐", language.say("unconfirmed"), "reported")
        return denied or [unconfirmed]
    words = ", ".join(modality_word(name, language) for name in hedges)
    if AHEAD.issuperset(hedges):
        return [Mark("prospective", "○", words, "prospective"), *denied]
    name = degree("", hedges)
    if ON_A_WORD.issuperset(hedges):
        return [Mark("attributed", "❝", words, name), *denied]
    return [Mark("unconfirmed", "◐", words, name), *denied]


def modality_word(name: str, language: Language = ENGLISH) -> str:
    """Return the word for a modality, by the name of its code."""
    say = language.say
    # A page has hundreds of marks: only the word that is needed is looked up.
    match name:
        case "alleged":
            return say("alleged")
        case "asserted":
            return say("stated")
        case "attributed":
            return say("attributed")
        case "estimated":
            return say("estimate")
        case "found":
            return say("found by a court")
        case "inferred":
            return say("inferred, not said")
        case "opinion":
            return say("opinion")
        case "planned":
            return say("planned")
        case "possible":
            return say("possible")
        case "reported":
            return say("reported")
        case "suspected":
            return say("suspected")
    return name.replace("-", " ")


def _degree_word(name: str, language: Language) -> str:
    match name:
        case "stated":
            return language.say("stated")
        case "reported":
            return language.say("reported or alleged")
        case "prospective":
            return language.say("planned or possible")
        case "denied":
            return language.say("denied")
    return modality_word(name, language)


def key(language: Language = ENGLISH) -> list[tuple[Mark, str]]:
    """Return a mark of each degree, with what it means."""
    say = language.say
    meanings = {
        "stated": say("by the document itself"),
        "attributed": say("to somebody, with no sign of doubt"),
        "opinion": say("somebody’s view or judgement"),
        "found": say("or by an inquiry; the document reports the finding"),
        "reported": say("suspected or estimated; the document leaves open whether it is so"),
        "inferred": say("or implied by other words; the document does not say it"),
        "prospective": say("not said to have happened"),
        "denied": say("by somebody"),
    }
    return [(degree_mark(name, language), meaning) for name, meaning in meanings.items()]
