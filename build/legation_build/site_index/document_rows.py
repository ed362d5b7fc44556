"""Make the rows of documents and passages. Pure."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from legation_build.dataset import wikidata_items
from legation_build.namespaces import BIL, CODE, DCTERMS, RDFS, SCHEMA, SKOS
from legation_build.site_index.numbering import Numbered, Row, Table, path

# Letters that are raised by themselves: a text marks with them what its page puts in brackets.
_RAISED = r"[\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d61\u1d78\u1d9b-\u1dbf\u2071\u207f]+"
_MARK = re.compile(rf"{_RAISED}(?:[ \u00a0]{_RAISED})*\??")


def document_tables(made: Numbered) -> Iterator[Table]:
    """Yield the tables of documents and of their passages."""
    yield "document", (_document(made, iri) for iri in made.documents)
    yield "passage", _passages(made)


def _document(made: Numbered, iri: str) -> Row:
    about = made.text(iri, BIL + "about")
    pair = sorted(path(party) for party in made.values(about, BIL + "party"))
    return (
        made.documents[iri],
        path(iri),
        made.text(iri, RDFS + "label"),
        made.text(iri, DCTERMS + "title"),
        made.text(iri, SCHEMA + "url"),
        made.text(iri, BIL + "mappingModified"),
        made.text(iri, DCTERMS + "license"),
        made.text(iri, DCTERMS + "language"),
        made.whole(iri, BIL + "length") or 0,
        made.text(iri, BIL + "sha256"),
        made.entities.get(about),
        json.dumps(pair),
        made.entities.get(made.text(iri, DCTERMS + "isPartOf")),
    )


def _passages(made: Numbered) -> Iterator[Row]:
    position, before = 0, ""
    for iri, count in made.passages.items():
        document = made.text(iri, BIL + "inDocument")
        position = position + 1 if document == before else 1
        before = document
        start, end = (made.whole(iri, BIL + name) or 0 for name in ("start", "end"))
        first, last = (made.text(iri, BIL + name) for name in ("firstWords", "lastWords"))
        label = made.text(iri, RDFS + "label")
        yield (
            count,
            path(iri),
            made.documents[document],
            position,
            label,
            made.text(iri, BIL + "section"),
            made.text(iri, BIL + "passageKind").removeprefix(f"{CODE}passage-kind/"),
            made.whole(iri, BIL + "level"),
            label.rpartition(", ")[2],
            made.passages.get(made.text(iri, BIL + "underHeading")),
            first,
            last,
            start,
            end,
            text_fragment_link(made.text(document, SCHEMA + "url"), first, last, end - start),
        )


def text_rows(made: Numbered) -> Iterator[Row]:
    """Yield the words of each passage, where the release has them."""
    for iri, count in made.passages.items():
        if words := made.text(iri, BIL + "text"):
            yield count, words


def text_fragment_link(url: str, first: str, last: str, length: int) -> str:
    """Return a link to the passage that begins with the words `first` and ends with `last`.

    `length` is the passage's number of code points. A text fragment's start and end must not
    overlap: words that do are joined (https://wicg.github.io/scroll-to-text-fragment/).

    >>> text_fragment_link("https://example.org/a", "They met in", "met in May.", 16)
    'https://example.org/a#:~:text=They%20met%20in%20May.'
    """
    if first == last:
        words = [max(_unmarked(first), key=len)]
    elif length <= len(first) + len(last):
        words = [max(_unmarked(first + last[len(first) + len(last) - length :]), key=len)]
    else:
        # A page may show an editor's mark otherwise than the text does, as in “[who?]”.
        words = [_unmarked(first)[0], _unmarked(last)[-1]]
    # A hyphen is syntax in a text fragment, and quote() leaves it alone.
    encoded = (quote(part, safe="").replace("-", "%2D") for part in words)
    return url.partition("#")[0] + "#:~:text=" + ",".join(encoded)


def _unmarked(words: str) -> list[str]:
    """Return what stands between the raised letters of editors' marks; the words if all is one.

    >>> _unmarked("in April.\u1d9c\u2071\u1d57")
    ['in April.']
    """
    return [part for each in _MARK.split(words) if (part := each.strip())] or [words]


def wikidata_item(made: Numbered, iri: str) -> str:
    """Return the id of the first Wikidata item that a thing matches exactly; "" for none."""
    return next(iter(sorted(wikidata_items(made.index, iri))), "")


def definition(made: Numbered, iri: str) -> str:
    """Return what a thing is, in a sentence."""
    return made.text(iri, SCHEMA + "description", SKOS + "definition")
