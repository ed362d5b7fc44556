"""Link passages to their place in the source document, by text fragments in its address."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from legation_server.namespaces import SCHEMA
from legation_server.rdf import GraphIndex


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
        words = [first]
    elif length is not None and length <= len(first) + len(last):
        words = [first + last[len(first) + len(last) - length :]]
    else:
        words = [first, last]
    return url.partition("#")[0] + "#:~:text=" + ",".join(_encoded(part) for part in words)


def _encoded(words: str) -> str:
    # A hyphen is syntax in a text fragment, and quote() leaves it alone.
    return quote(words, safe="").replace("-", "%2D")
