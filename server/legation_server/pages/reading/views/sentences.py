"""Sentences as pages show them: their words, where they stand, and their neighbours."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from legation_server.pages.reading.lines import Link, address, sentence_words
from legation_server.phrases import Language
from legation_server.site_index import (
    Document,
    Passage,
    SiteIndex,
    documents_numbered,
    entities,
    passages,
)
from legation_server.web import language

SENTENCE = "sentence"
# Letters of Unicode that are raised by themselves; fonts have few of them, and of uneven size.
_RAISED = "\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d61\u1d78\u1d9b-\u1dbf\u2071\u207f"
_ITALICS = re.compile(r"\*([^*<>]+)\*")
_MARK = re.compile(rf"[{_RAISED}]+(?:[ -][{_RAISED}]+)*\??")


@dataclass(frozen=True)
class SentenceView:
    """A passage: its words or its first and last ones, its place, and links to its neighbours.

    `whole` tells whether `words` are all of it; `licence` is the address of that of the text.
    """

    words: str
    whole: bool
    place: str
    section: str
    href: str
    out: str
    before: Link | None
    after: Link | None
    licence: str = ""


def sentence_views(index: SiteIndex, found: Iterable[Passage]) -> list[SentenceView]:
    """Return passages as pages show them."""
    return [sentence_view(index, passage) for passage in found]


def sentence_view(index: SiteIndex, passage: Passage) -> SentenceView:
    """Return a passage as pages show it."""
    return SentenceView(
        words=words_of(passage),
        whole=passage.text is not None or passage.first_words == passage.last_words,
        place=sentence_words(passage),
        section=passage.section,
        href=address(passage.path),
        out=passage.link,
        before=_neighbour(index, passage, -1),
        after=_neighbour(index, passage, 1),
        licence=documents_numbered(index, [passage.document])[passage.document].licence,
    )


def words_of(passage: Passage) -> str:
    """Return the words of a passage, or its first and its last ones."""
    if passage.text is not None:
        return passage.text
    if passage.first_words == passage.last_words:
        return passage.first_words
    return language().say(
        "%(first)s … %(last)s", first=passage.first_words, last=passage.last_words
    )


def source_words(index: SiteIndex, document: Document, words: Language | None = None) -> str:
    """Return what a document is, in words: its title, the work it is in, and what is known of it.

    A release knows no version of a text but its digest and the day of its mapping. Without `words`
    they are in the reader's language.
    """
    say = (words or language()).say
    title = say("“%(title)s”", title=document.title or document.label)
    parts = [title, work_of(index, document)]
    if document.revision:
        parts.append(say("text as mapped on %(date)s", date=document.revision))
    return ", ".join(part for part in parts if part)


def work_of(index: SiteIndex, document: Document) -> str:
    """Return the name of the work that a document is a part of; "" when none is recorded."""
    if document.part_of is None:
        return ""
    return entities(index, [document.part_of])[document.part_of].label


def marked_up(text: str) -> Markup:
    """Return a text as HTML: its raised letters as ordinary ones within `sup`, `*…*` in italics.

    >>> marked_up("the *Post* said")
    Markup('the <i>Post</i> said')
    >>> marked_up("officials\u02b7\u02b0\u1d52? said <so>")
    Markup('officials<sup>[who?]</sup> said &lt;so&gt;')
    """
    parts, end = [], 0
    for found in _MARK.finditer(text):
        plain = unicodedata.normalize("NFKC", found[0])
        parts += [escape(text[end : found.start()]), Markup("<sup>[{}]</sup>").format(plain)]
        end = found.end()
    joined = Markup("").join([*parts, escape(text[end:])])
    # What is put into a Markup would be escaped.
    return Markup(_ITALICS.sub(r"<i>\1</i>", str(joined)))


def _neighbour(index: SiteIndex, passage: Passage, step: int) -> Link | None:
    """Return a link to the next sentence, or the one before; headings are passed over."""
    side, order = (">", "ASC") if step > 0 else ("<", "DESC")
    query = f"""SELECT id FROM passage WHERE document = ? AND position {side} ? AND kind = ?
        ORDER BY position {order} LIMIT 1"""
    found = index.rows(query, [passage.document, passage.position, SENTENCE])
    if not found:
        return None
    other = passages(index, [found[0]["id"]])[found[0]["id"]]
    return Link(sentence_words(other), address(other.path))
