"""Mark the words that were searched for in the texts of hits. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from legation_server.pages.finding.hits import Group
from legation_server.pages.reading.views.sentences import marked_up
from legation_server.reconciliation import COMMON_WORDS, terms_of

_WORD = re.compile(r"\w+")
# Shorter words, such as "of", begin too many others.
FEWEST_LETTERS = 3


def highlighted(text: str, asked: str) -> Markup:
    """Return a text as HTML in which words that begin like those asked for are within `mark`.

    Accents and capitals do not matter.

    >>> highlighted("Oil & gas from Şuşa", "the oil susa")
    Markup('<mark>Oil</mark> &amp; gas from <mark>Şuşa</mark>')
    """
    terms = [forms for forms in terms_of(asked) if forms[0] not in COMMON_WORDS]
    wanted = tuple(form for forms in terms for form in forms if len(form) >= FEWEST_LETTERS)
    if not wanted:
        return escape(text)
    parts, end = [], 0
    for found in _WORD.finditer(text):
        if any(form.startswith(wanted) for forms in terms_of(found[0]) for form in forms):
            parts += [escape(text[end : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
            end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def highlight(groups: Sequence[Group], asked: str) -> list[Group]:
    """Return groups of hits with the words asked for marked; sentences have their italics."""
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
            nearly=[replace(line, text=highlighted(line.text, asked)) for line in group.nearly],
        )
        for group in groups
    ]
