"""Look up what triples say of the things that have names. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legation_build.namespaces import ITEM, RDFS, SKOS

# What things are called by, and codes.
LABELS = (RDFS + "label", SKOS + "prefLabel")

Term = NamedNode | BlankNode | Literal | Triple
Index = dict[str, dict[str, list[Term]]]


def index_of(triples: Iterable[Triple]) -> Index:
    """Return the triples of everything with a name, by the IRIs of subject and predicate."""
    index: Index = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            index[triple.subject.value][triple.predicate.value].append(triple.object)
    return index


def values(index: Index, subject: str, predicate: str) -> list[str]:
    """Return the IRIs and the text of the literals that `subject` has for `predicate`."""
    found = index.get(subject, {}).get(predicate, [])
    return [term.value for term in found if isinstance(term, NamedNode | Literal)]


def text(index: Index, subject: str, *predicates: str) -> str:
    """Return the first value of the first of some predicates that `subject` has; else nothing."""
    return next((v for predicate in predicates for v in values(index, subject, predicate)), "")


def wikidata_items(index: Index, subject: str) -> list[str]:
    """Return the ids of the items of Wikidata that `subject` is."""
    matches = values(index, subject, SKOS + "exactMatch")
    return [match.removeprefix(ITEM) for match in matches if match.startswith(ITEM)]
