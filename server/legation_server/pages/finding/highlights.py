"""Mark the words that were searched for in the texts of hits. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from legation_server.pages.finding.hits import Group
from legation_server.pages.reading.views.sentences import marked_up

_WORD = re.compile(r"\w+")
# Shorter words, such as "of", begin too many others.
FEWEST_LETTERS = 3


def highlighted(text: str, asked: str) -> Markup:
    """Return a text as HTML in which words that begin like those asked for are within `mark`.

    Accents and capitals do not matter.

    >>> highlighted("Oil & gas from Şuşa", "oil susa")
    Markup('<mark>Oil</mark> &amp; gas from <mark>Şuşa</mark>')
    """
    wanted = tuple(folded(word) for word in _WORD.findall(asked) if len(word) >= FEWEST_LETTERS)
    if not wanted:
        return escape(text)
    parts, end = [], 0
    for found in _WORD.finditer(text):
        if folded(found[0]).startswith(wanted):
            parts += [escape(text[end : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
            end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def highlight(groups: Sequence[Group], asked: str) -> list[Group]:
    """Return groups of hits with the words asked for marked; sentences have their italics too."""
    return [
        replace(
            group,
            links=[
                replace(
                    hit,
                    link=replace(hit.link, text=highlighted(hit.link.text, asked)),
                    note=marked_up(hit.note)
                    if group.type == "sentence"
                    else highlighted(hit.note, asked),
                )
                for hit in group.links
            ],
            lines=[replace(line, text=highlighted(line.text, asked)) for line in group.lines],
        )
        for group in groups
    ]


def folded(word: str) -> str:
    """Return a word without capitals and accents.

    >>> folded("Şuşa")
    'susa'
    """
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
