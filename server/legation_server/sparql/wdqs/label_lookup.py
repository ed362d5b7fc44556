"""Look up labels as the Wikidata label service does, in all graphs of a store."""

import pyoxigraph as ox

from legation_server.namespaces import RDFS, SCHEMA, SKOS, WIKIDATA_ENTITY

RDFS_LABEL = ox.NamedNode(RDFS + "label")
# Other properties with the same meaning; both forms of schema.org are in use.
ALSO = {
    RDFS_LABEL.value: [ox.NamedNode(SKOS + "prefLabel")],
    "http://schema.org/description": [ox.NamedNode(SCHEMA + "description")],
}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Labels:
    """The labels in a store; `of` is the function that label_service.py writes into queries."""

    def __init__(self, store: ox.Store) -> None:
        """Look in a store."""
        self._store = store

    def of(self, subject: Term, predicate: Term, languages: Term) -> ox.Literal | None:
        """Return the label of a subject in the first of some languages that has one.

        Several labels in it are joined by commas. Without any, the label is the Wikidata id or
        IRI of the subject; for other predicates than rdfs:label it is None.
        """
        if isinstance(subject, ox.Triple) or not isinstance(predicate, ox.NamedNode):
            return None
        names = {} if isinstance(subject, ox.Literal) else self._names(subject, predicate)
        # This text may be as long as a query, so it is not used as a key of a cache.
        listed = languages.value.split(",") if isinstance(languages, ox.Literal) else []
        for language in listed:
            if found := names.get(language):
                return ox.Literal(", ".join(sorted(found)), language=language)
        if predicate != RDFS_LABEL:
            return None
        return ox.Literal(subject.value.removeprefix(WIKIDATA_ENTITY))

    def _names(
        self, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode
    ) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for property_ in [predicate, *ALSO.get(predicate.value, [])]:
            for quad in self._store.quads_for_pattern(subject, property_, None, None):
                if isinstance(quad.object, ox.Literal) and quad.object.language:
                    names.setdefault(quad.object.language.lower(), set()).add(quad.object.value)
            if names:
                break
        return names
