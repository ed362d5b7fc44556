"""Rank texts by the words that they share with a question. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from legation_build.authoring.near_words import is_a_slip, stem
from legation_build.mapping import slug


@dataclass(frozen=True)
class Ranked:
    """What some words lead to: names, the best first, and the words that no text has."""

    names: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """What is found: a name, others that it is called by, a sentence, and what is said of it."""

    name: str
    others: Sequence[str]
    sentence: str
    about: str


def ranked(texts: Sequence[Text], words: str, small: frozenset[str]) -> Ranked:
    """Return the texts that words may mean, the best first.

    A word counts the more, the fewer texts have it, and more in a name than in a sentence; an early
    word of the question counts a little more than a late one. Words that stand together in a name
    count more than apart. `small` words count only so, unless there are no others; numbers never
    count. A slip is looked for only of a word that no text has, and only in names.
    """
    asked = {
        _stem(one): word
        for word in _telling(words.split(), small) or words.split()
        for one in _parts(word)
    }
    values = {text.name: _values(text) for text in texts}
    weights: dict[str, float] = {}
    for one in asked:
        having = sum(one in each for each in values.values())
        early = 1 + _EARLY / (1 + len(weights))
        weights[one] = early * log(1 + len(texts) / having) if having else 0.0
    unknown = [one for one in asked if not weights[one]]
    slips = {one: _slips(asked[one], texts) for one in unknown}
    scores = {}
    for text in texts:
        score = sum(weights[one] * values[text.name].get(one, 0.0) for one in asked)
        score += sum(_SLIP for one in unknown if text.name in slips[one])
        together = _together(text, [_stem(one) for one in _parts(words)])
        scores[text.name] = score + together * log(1 + len(texts))
    least = max(scores.values(), default=0.0) * _SHARE
    order = sorted(scores, key=lambda name: (-scores[name], len(name), name))
    return Ranked(
        tuple(name for name in order if scores[name] > 0 and scores[name] >= least),
        tuple(dict.fromkeys(asked[one] for one in unknown if not slips[one])),
    )


# What a word is worth that is a name, in the name of a text, in another name of several words, in a
# sentence and in what is said of it.
_WHOLE, _NAME, _AMONG_OTHERS, _SENTENCE, _ABOUT = 1.0, 0.9, 0.6, 0.4, 0.15
# How much more the first word of a question is worth.
_EARLY = 0.1
# What each further word of a name is worth that stands in the question as in the name, in parts of
# what the rarest word is worth.
_NEXT = 0.65
# What a slip of a word in a name is worth: less than any whole word there.
_SLIP = 0.5
# What has less than this share of the best is not shown.
_SHARE = 0.3


def _telling(words: Sequence[str], small: frozenset[str]) -> list[str]:
    return [word for word in words if word.lower() not in small]


def _parts(text: str) -> list[str]:
    return [part for part in slug(text).split("-") if part and not part.isdigit()]


def _stem(word: str) -> str:
    """Return a word without its endings, as long as enough is left to tell it from others."""
    while len(shorter := stem(word)) >= 3 and shorter != word:
        word = shorter
    return word


def _values(text: Text) -> Mapping[str, float]:
    """Return what each stem of a text is worth."""
    found: dict[str, float] = {}
    for value, said in (
        (_ABOUT, [text.about]),
        (_SENTENCE, [text.sentence]),
        (_AMONG_OTHERS, text.others),
        (_NAME, [text.name]),
        (_WHOLE, (name for name in _alternatives(text) if len(_parts(name)) == 1)),
    ):
        found |= dict.fromkeys((_stem(part) for each in said for part in _parts(each)), value)
    return found


def _together(text: Text, asked: Sequence[str]) -> float:
    """Return what it is worth that a question has a name of several words, or one as a whole."""
    line = f" {' '.join(asked)} "
    best = 0.0
    for name in _alternatives(text):
        stems = [_stem(part) for part in _parts(name)]
        if stems and f" {' '.join(stems)} " in line:
            whole = stems == list(asked)
            best = max(best, _NEXT * (len(stems) - 1 + whole))
    return best


def _alternatives(text: Text) -> Iterable[str]:
    """Return each name of a text; one with a comma has several."""
    return (part for name in (text.name, *text.others) for part in name.split(","))


def _slips(word: str, texts: Sequence[Text]) -> frozenset[str]:
    """Return the names in which a word is that the given one is a slip of."""
    return frozenset(
        text.name
        for text in texts
        if any(is_a_slip(slug(word), part) for part in _parts(text.name))
    )
