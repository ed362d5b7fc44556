"""Link every passage of some triples to its place at the source, as a page and as a triple."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from legation_server.descriptions.text_fragment import text_link
from legation_server.namespaces import SCHEMA
from legation_server.rdf.index import GraphIndex


def passage_link(index: GraphIndex, namespace: str, urls: Mapping[str, str], iri: str) -> str:
    """Return the link that opens a passage at the source; empty when the source has no address.

    `namespace` is the ontology's; `urls` holds the address of each document's source.
    """
    document = next(iter(index.names(iri, namespace + "inDocument")), "")
    start, end = (index.text(iri, namespace + name) for name in ("start", "end"))
    length = int(end) - int(start) if start.isdecimal() and end.isdecimal() else None
    first, last = (index.text(iri, namespace + name) for name in ("firstWords", "lastWords"))
    return text_link(urls.get(document, ""), first, last, length)


def passage_links(
    index: GraphIndex, namespace: str, urls: Mapping[str, str]
) -> Iterator[ox.Triple]:
    """Yield for each passage a triple with its link, `schema:url`, unless there is one already."""
    for iri in index.of_type(namespace + "Passage"):
        link = passage_link(index, namespace, urls, iri)
        if link and not index.names(iri, SCHEMA + "url"):
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(SCHEMA + "url"), ox.NamedNode(link))
