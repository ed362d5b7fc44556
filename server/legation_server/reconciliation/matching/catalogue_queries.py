"""Read the catalogue of a release in memory from the store: a few queries at first use."""

from collections.abc import Mapping, Sequence

from legation_server.namespaces import RDF_TYPE, SCHEMA
from legation_server.reconciliation.matching.catalogue import Catalogue, Entity, Term
from legation_server.reconciliation.matching.given_values import ITEM_PATTERN
from legation_server.reconciliation.matching.vocabulary import (
    ALT_LABEL,
    EXACT_MATCH,
    LABEL,
    PREF_LABEL,
    Properties,
    Select,
    Vocabulary,
    by_subject,
    in_angles,
    label_of,
    load_vocabulary,
    objects,
    text_of,
)

DESCRIPTION = SCHEMA + "description"


def load_catalogue(select: Select, base: str, prefixes: Mapping[str, str]) -> Catalogue:
    """Return the catalogue of the entities under `<base>id/`.

    `select` runs a query and returns its rows.
    """
    space, terms_space = base + "id/", base + "ns#"
    entities = by_subject(select(entities_query(space)))
    found = select(properties_query(space, terms_space))
    predicates = sorted({row["property"]["value"] for row in found})
    kinds = {value["value"] for about in entities.values() for value in about.get(RDF_TYPE, ())}
    vocabulary = load_vocabulary(select, kinds, predicates, prefixes)
    return Catalogue(
        [_entity(iri[len(space) :], about, vocabulary) for iri, about in entities.items()],
        vocabulary.types,
        vocabulary.properties,
        space,
    )


def load_terms(
    select: Select, base: str, prefixes: Mapping[str, str]
) -> tuple[Sequence[Term], Sequence[Term]]:
    """Return the types and the properties of a catalogue, without its entities."""
    space = base + "id/"
    kinds = {row["kind"]["value"] for row in select(kinds_query(space))}
    found = select(properties_query(space, base + "ns#"))
    predicates = sorted({row["property"]["value"] for row in found})
    vocabulary = load_vocabulary(select, kinds, predicates, prefixes)
    return vocabulary.types, vocabulary.properties


def kinds_query(space: str) -> str:
    """Return a query for the types of the things under an IRI."""
    return f"SELECT DISTINCT ?kind WHERE {{ {under(space)} ?subject <{RDF_TYPE}> ?kind }}"


def entities_query(space: str) -> str:
    """Return a query for the types, names and identities of the things under an IRI."""
    wanted = (RDF_TYPE, LABEL, PREF_LABEL, ALT_LABEL, EXACT_MATCH, DESCRIPTION)
    return f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?property {{ {in_angles(wanted)} }}
  {under(space)} ?subject ?property ?value
}}"""


def properties_query(space: str, terms: str) -> str:
    """Return a query for the properties of a namespace of the things under an IRI."""
    return f"""SELECT DISTINCT ?property WHERE {{
  {under(space)} ?subject ?property ?value
  FILTER(STRSTARTS(STR(?property), "{terms}"))
}}"""


def under(space: str) -> str:
    """Return what limits the subjects of a query to things under an IRI."""
    return f'FILTER(isIRI(?subject) && STRSTARTS(STR(?subject), "{space}"))'


def _entity(name: str, about: Properties, vocabulary: Vocabulary) -> Entity:
    types, all_types = vocabulary.types_of(objects(about, RDF_TYPE))
    matches = objects(about, EXACT_MATCH)
    return Entity(
        name,
        label_of(about) or name,
        text_of(about, DESCRIPTION),
        types,
        all_types,
        tuple(sorted(objects(about, LABEL) | objects(about, PREF_LABEL))),
        tuple(sorted(objects(about, ALT_LABEL))),
        tuple(sorted(found[1] for iri in matches if (found := ITEM_PATTERN.match(iri)))),
    )
