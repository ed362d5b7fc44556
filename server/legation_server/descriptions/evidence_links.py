"""Link passages to their place in the source document, by text fragments in its address."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from legation_server.namespaces import SCHEMA
from legation_server.rdf import GraphIndex

# Letters that are raised by themselves: a text marks with them what its page puts in brackets.
# Digits are left alone: they stand in formulas and powers, as in CO₂.
_RAISED = r"[\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d61\u1d78\u1d9b-\u1dbf\u2071\u207f]+"
EDITORS_MARK = re.compile(rf"{_RAISED}(?:[ \u00a0-]{_RAISED})*\??")


def passage_link(index: GraphIndex, namespace: str, urls: Mapping[str, str], iri: str) -> str:
    """Return the address that opens the source document at a passage; empty when it has none.

    `namespace` is the ontology's; `urls` holds the address of each document's source.
    """
    document = next(iter(index.names(iri, namespace + "inDocument")), "")
    start, end = (index.text(iri, namespace + name) for name in ("start", "end"))
    length = int(end) - int(start) if start.isdecimal() and end.isdecimal() else None
    first, last = (index.text(iri, namespace + name) for name in ("firstWords", "lastWords"))
    return text_fragment_link(urls.get(document, ""), first, last, length)


def passage_links(
    index: GraphIndex, namespace: str, urls: Mapping[str, str]
) -> Iterator[ox.Triple]:
    """Yield a triple with its link, `schema:url`, for each passage that has none yet."""
    for iri in index.of_type(namespace + "Passage"):
        link = passage_link(index, namespace, urls, iri)
        if link and not index.names(iri, SCHEMA + "url"):
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(SCHEMA + "url"), ox.NamedNode(link))


def text_fragment_link(url: str, first: str, last: str, length: int | None) -> str:
    """Return a link to the passage that begins with the words `first` and ends with `last`.

    `length` is the passage's number of code points, None where it is not known. Words that
    overlap are joined to the whole passage, since a text fragment's start and end must not
    overlap (https://wicg.github.io/scroll-to-text-fragment/).

    >>> text_fragment_link("https://example.org/a", "On 3 May", "of Sylvania.", 60)
    'https://example.org/a#:~:text=On%203%20May,of%20Sylvania.'
    >>> text_fragment_link("https://example.org/a", "They met in", "met in May.", 16)
    'https://example.org/a#:~:text=They%20met%20in%20May.'
    """
    if not first or not url:
        return url
    if first == last or not last:
        words = [max(_unmarked(first), key=len)]
    elif length is not None and length <= len(first) + len(last):
        words = [max(_unmarked(first + last[len(first) + len(last) - length :]), key=len)]
    else:
        # A page may show an editor's mark otherwise than the text does, as in “[who?]”.
        words = [_unmarked(first)[0], _unmarked(last)[-1]]
    return url.partition("#")[0] + "#:~:text=" + ",".join(_encoded(part) for part in words)


def _unmarked(words: str) -> list[str]:
    """Return what stands between the raised letters of editors' marks; the words if all is one.

    >>> _unmarked("in April.\u1d9c\u2071\u1d57")
    ['in April.']
    """
    parts = EDITORS_MARK.split(words)
    if len(parts) == 1:
        return [words]
    return [part for each in parts if (part := each.strip())] or [words]


def _encoded(words: str) -> str:
    # A hyphen is syntax in a text fragment, and quote() leaves it alone.
    return quote(words, safe="").replace("-", "%2D")
