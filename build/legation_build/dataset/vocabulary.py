"""List the terms that mappings may use: codes, plain predicates, superclasses. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Triple

from legation_build.dataset.patterns import Pattern, patterns_of
from legation_build.namespaces import BIL, CODE, OWL, RDF, RDFS, SKOS

# The files of ontology/ that are graphs of a release, with their titles.
MODEL_FILES = {
    "ontology": ("bilateral.ttl", "Bilateral relations ontology"),
    "codes": ("codes.ttl", "Code lists"),
    "shapes": ("shapes.ttl", "Shapes that every release conforms to"),
    "alignments": ("alignments.ttl", "Alignments to other vocabularies"),
    "examples": ("examples", "Example queries"),
    "retired": ("retired.ttl", "Codes and properties that left, and what took their place"),
}


@dataclass(frozen=True)
class Vocabulary:
    """What the ontology and the code lists define.

    `codes` maps a list (`event-type`) to its codes; `predicates` are the local names of the plain
    properties; `symmetric` the IRIs of symmetric properties; `ancestors` maps a class IRI to the
    IRIs of all its superclasses, and `broader` the IRI of a code to those of all broader ones.
    `conflicts` are the IRIs of the properties that say why two contents conflict. `patterns` maps
    the IRI of a type to its roles and the plain property that it stands for.
    """

    codes: Mapping[str, frozenset[str]]
    predicates: frozenset[str]
    symmetric: frozenset[str]
    ancestors: Mapping[str, frozenset[str]]
    broader: Mapping[str, frozenset[str]]
    conflicts: frozenset[str] = frozenset()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)

    def extended(self, triples: Iterable[Triple]) -> "Vocabulary":
        """Return this vocabulary with the codes that the triples of a document define."""
        known = {f"{CODE}{scheme}/{name}" for scheme, names in self.codes.items() for name in names}
        # A document has few codes among its triples, and the general lists may be among them.
        given = [one for one in triples if _is_new_code(one.subject, known)]
        own = vocabulary_of(given)
        codes = {**self.codes}
        for scheme, names in own.codes.items():
            codes[scheme] = codes.get(scheme, frozenset()) | names
        broader = {**self.broader}
        for code in own.broader:
            # A code's broader one may be a code of the document, or one of the general lists.
            above = own.broader[code]
            broader[code] = above.union(*(self.broader.get(one, ()) for one in above))
        patterns = {**self.patterns, **patterns_of(given, self.patterns)}
        return replace(self, codes=codes, broader=broader, patterns=patterns)


def _is_new_code(term: object, known: Collection[str]) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(CODE) and term.value not in known


def vocabulary_of(triples: Iterable[Triple]) -> Vocabulary:
    """Return the vocabulary that the `triples` of the ontology and the code lists define."""
    given = list(triples)
    pairs: dict[str, list[tuple[str, str]]] = {}
    for triple in given:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            pair = (triple.subject.value, triple.object.value)
            pairs.setdefault(triple.predicate.value, []).append(pair)
    lists = (term for term, kind in pairs.get(RDF + "type", []) if kind == SKOS + "ConceptScheme")
    codes: dict[str, set[str]] = {term.removeprefix(CODE): set() for term in lists}
    for code, scheme in pairs.get(SKOS + "inScheme", []):
        codes.setdefault(scheme.removeprefix(CODE), set()).add(code.removeprefix(scheme + "/"))
    properties = _ancestors(pairs.get(RDFS + "subPropertyOf", []))
    plain = [term for term, above in properties.items() if BIL + "relatedTo" in above]
    return Vocabulary(
        codes={scheme: frozenset(names) for scheme, names in codes.items()},
        predicates=frozenset(term.removeprefix(BIL) for term in plain),
        symmetric=frozenset(
            term for term, kind in pairs.get(RDF + "type", []) if kind == OWL + "SymmetricProperty"
        ),
        ancestors=_ancestors(pairs.get(RDFS + "subClassOf", [])),
        broader=_ancestors(pairs.get(SKOS + "broader", [])),
        conflicts=frozenset(
            sub
            for sub, parent in pairs.get(RDFS + "subPropertyOf", [])
            if parent == BIL + "conflictsWith"
        ),
        patterns=patterns_of(given),
    )


def _ancestors(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    parents: dict[str, set[str]] = {}
    for child, parent in pairs:
        parents.setdefault(child, set()).add(parent)

    def above(term: str) -> set[str]:
        direct = parents.get(term, set())
        return direct.union(*(above(parent) for parent in direct)) if direct else set()

    return {term: frozenset(above(term)) for term in parents}
