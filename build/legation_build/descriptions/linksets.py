"""Describe the links from the dataset to Wikidata: VoID, section 5. Pure."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dataset import english, number, titled, triple
from legation_build.namespaces import BASE, DATASET, FOAF, RDF, RDFS, VOID, WIKIBASE, WIKIDATA

TARGET = NamedNode(BASE + "dataset#wikidata")


def linksets(links: Mapping[str, int]) -> Iterator[Triple]:
    """Yield a linkset for each property that links our things to those of Wikidata.

    `links` has the number of its links by the IRI of the property.
    """
    if not links:
        return
    yield triple(TARGET, RDF + "type", VOID + "Dataset")
    yield from titled(TARGET, "Wikidata")
    yield triple(TARGET, FOAF + "homepage", "https://www.wikidata.org/")
    yield triple(TARGET, VOID + "uriSpace", Literal(WIKIDATA))
    yield triple(TARGET, VOID + "sparqlEndpoint", "https://query.wikidata.org/sparql")
    for order, (predicate, count) in enumerate(sorted(links.items()), 1):
        node = NamedNode(f"{BASE}dataset#links-{order}")
        yield triple(DATASET, VOID + "subset", node)
        yield triple(node, RDF + "type", VOID + "Linkset")
        yield triple(node, RDFS + "label", english(f"Links to Wikidata, {order}"))
        yield triple(node, VOID + "subjectsTarget", DATASET)
        yield triple(node, VOID + "objectsTarget", TARGET)
        yield triple(node, VOID + "linkPredicate", predicate)
        yield triple(node, VOID + "triples", number(count))


def is_link(row: Triple) -> bool:
    """Return whether a triple links one of our things to one of Wikidata.

    Types are no links, nor are statements in Wikidata's own model.
    """
    return (
        isinstance(row.subject, NamedNode)
        and row.subject.value.startswith(BASE)
        and isinstance(row.object, NamedNode)
        and row.object.value.startswith(WIKIDATA)
        and row.predicate.value != RDF + "type"
        and not row.predicate.value.startswith((WIKIDATA, WIKIBASE))
    )
