"""Index triples by subject and predicate, and look up values. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legation_build.namespaces import ITEM, RDFS, SKOS

# The label of a thing, and that of a code.
LABELS = (RDFS + "label", SKOS + "prefLabel")

Term = NamedNode | BlankNode | Literal | Triple
_VALUES = (NamedNode, Literal)
Index = dict[str, dict[str, list[Term]]]


def index_of(triples: Iterable[Triple]) -> Index:
    """Return subject IRI → predicate IRI → objects; blank nodes as subjects are left out.

    >>> thing, label = NamedNode("http://example.org/x"), NamedNode(RDFS + "label")
    >>> index = index_of([Triple(thing, label, Literal("X"))])
    >>> values(index, thing.value, label.value)
    ['X']
    """
    index: Index = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        if isinstance(subject, NamedNode):
            index[subject.value][predicate.value].append(value)
    return index


def values(index: Index, subject: str, predicate: str) -> list[str]:
    """Return the IRIs and the text of the literals that `subject` has for `predicate`."""
    about = index.get(subject)
    if about is None or predicate not in about:
        return []
    return [term.value for term in about[predicate] if isinstance(term, _VALUES)]


def text(index: Index, subject: str, *predicates: str) -> str:
    """Return the first value of the first of `predicates` that `subject` has; "" for none."""
    return next((v for predicate in predicates for v in values(index, subject, predicate)), "")


def wikidata_items(index: Index, subject: str) -> list[str]:
    """Return the ids of the Wikidata items that `subject` matches exactly."""
    matches = values(index, subject, SKOS + "exactMatch")
    return [match.removeprefix(ITEM) for match in matches if match.startswith(ITEM)]
