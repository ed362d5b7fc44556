"""Describe the links from the dataset to Wikidata: VoID, section 5. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legation_build.dataset import english, number, titled, triple
from legation_build.namespaces import BASE, DATASET, FOAF, RDF, RDFS, VOID, WIKIBASE, WIKIDATA

TARGET = NamedNode(BASE + "dataset#wikidata")


def linksets(quads: Sequence[Quad]) -> Iterator[Triple]:
    """Yield a linkset for each property that links our things to those of Wikidata."""
    links = {quad.triple for quad in quads if _is_link(quad)}
    if not links:
        return
    yield triple(TARGET, RDF + "type", VOID + "Dataset")
    yield from titled(TARGET, "Wikidata")
    yield triple(TARGET, FOAF + "homepage", "https://www.wikidata.org/")
    yield triple(TARGET, VOID + "uriSpace", Literal(WIKIDATA))
    yield triple(TARGET, VOID + "sparqlEndpoint", "https://query.wikidata.org/sparql")
    counts = sorted(Counter(link.predicate.value for link in links).items())
    for order, (predicate, count) in enumerate(counts, 1):
        node = NamedNode(f"{BASE}dataset#links-{order}")
        yield triple(DATASET, VOID + "subset", node)
        yield triple(node, RDF + "type", VOID + "Linkset")
        yield triple(node, RDFS + "label", english(f"Links to Wikidata, {order}"))
        yield triple(node, VOID + "subjectsTarget", DATASET)
        yield triple(node, VOID + "objectsTarget", TARGET)
        yield triple(node, VOID + "linkPredicate", predicate)
        yield triple(node, VOID + "triples", number(count))


def _is_link(quad: Quad) -> bool:
    """Return whether a quad links one of our things to one of Wikidata.

    Types are no links, nor are statements in Wikidata's own model.
    """
    return (
        isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(BASE)
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(WIKIDATA)
        and quad.predicate.value != RDF + "type"
        and not quad.predicate.value.startswith((WIKIDATA, WIKIBASE))
    )
