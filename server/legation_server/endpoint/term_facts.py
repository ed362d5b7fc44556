"""What is known of the terms that queries name: from the store, or from the index of pages.

A large release has too many things for queries over all of them. Of these the index has entities,
codes and which property is used on what; the store is asked for what the vocabularies define.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.descriptions import defined_query, labels_query, term
from legation_server.namespaces import DCAT, DCTERMS, RDFS, SD, SKOS, VOID, WIKIDATA_ENTITY
from legation_server.namespaces import WIKIDATA as WIKIDATA_NAMESPACE
from legation_server.rdf import local_name
from legation_server.releases import Release
from legation_server.site_index import (
    SiteIndex,
    absolute,
    class_properties,
    classes_of,
    entity_items,
    entity_names,
    most_used_codes,
    most_used_entities,
    property_lists,
)
from legation_server.web import construct, select

# Of each kind: what an editor can hold and search at every key.
MOST_TERMS = 5_000
# Of a class that the index does not tell of, so many members are looked at.
MOST_MEMBERS = 200
LANGUAGES = ("en", "mul", "")
ITEM, PROPERTY = (f"http://wikiba.se/ontology#{name}" for name in ("Item", "Property"))
# What the description of the dataset tells of.
DESCRIBING = (
    *(VOID + name for name in ("Dataset", "DatasetDescription", "Linkset")),
    *(SD + name for name in ("Service", "Dataset", "Graph", "NamedGraph")),
    *(DCAT + name for name in ("Catalog", "Dataset", "Distribution", "DataService")),
    *(DCTERMS + name for name in ("MediaType", "LicenseDocument")),
    "http://xmlns.com/foaf/0.1/Agent",
    "http://spdx.org/rdf/terms#Checksum",
)
ENGLISH = 'FILTER(LANG(?label) IN ("en", "mul", ""))'
NAMED = f"""SELECT ?x ?label {{ ?x <{RDFS}label>|<{SKOS}prefLabel> ?label {ENGLISH} }}
ORDER BY ?x LIMIT {4 * MOST_TERMS}"""
OTHERWISE = f"SELECT ?x ?label {{ ?x <{SKOS}altLabel> ?label }} ORDER BY ?x LIMIT {MOST_TERMS}"
TYPED = f"""SELECT DISTINCT ?x ?type {{ ?x a ?type FILTER(isIRI(?x)) }}
ORDER BY ?x LIMIT {4 * MOST_TERMS}"""
SCHEMES = f"SELECT ?x ?scheme {{ ?x <{SKOS}inScheme> ?scheme }} ORDER BY ?x LIMIT {MOST_TERMS}"
USED_ON = f"SELECT DISTINCT ?class ?p {{ ?x a ?class ; ?p ?o }} LIMIT {4 * MOST_TERMS}"
NAMED_BY = f"""SELECT ?x (COUNT(*) AS ?number) {{ ?s ?p ?x FILTER(isIRI(?x)) }} GROUP BY ?x
ORDER BY DESC(?number) ?x LIMIT {4 * MOST_TERMS}"""
VALUED = f"SELECT DISTINCT ?p ?scheme {{ ?x ?p ?o . ?o <{SKOS}inScheme> ?scheme }} LIMIT 1000"

Sets = dict[str, set[str]]


@dataclass
class TermFacts:
    """What is known of terms, by their IRIs: types, label, other names, code lists, uses.

    `used_on` has the classes that a property is used on, `values` the lists of a property's codes,
    `counts` how often a term is used.
    """

    types: Sets
    labels: dict[str, str]
    also: Sets
    schemes: Sets
    used_on: Sets
    values: Sets
    counts: dict[str, int]


def stored_facts() -> TermFacts:
    """Return what a store tells that can be asked about everything; raises Problem."""
    return TermFacts(
        types=_grouped(TYPED, "x", "type"),
        labels={iri: min(labels) for iri, labels in _grouped(NAMED, "x", "label").items()},
        also=_grouped(OTHERWISE, "x", "label"),
        schemes=_grouped(SCHEMES, "x", "scheme"),
        used_on=_grouped(USED_ON, "p", "class"),
        values=_grouped(VALUED, "p", "scheme"),
        counts={row["x"]: int(row["number"]) for row in select(NAMED_BY)},
    )


def indexed_facts(index: SiteIndex, release: Release, *, items: bool = False) -> TermFacts:
    """Return what an index tells, with what a store tells of vocabularies; raises Problem.

    With `items` things are told as Wikidata's items, too.
    """
    base = release.base
    facts = TermFacts(_grouped(defined_query(), "x", "type"), {}, {}, {}, {}, {}, {})
    _add_entities(facts, index, base)
    for code in most_used_codes(index, MOST_TERMS):
        iri = base + code.path
        facts.types[iri] = {SKOS + "Concept"}
        facts.labels[iri], facts.counts[iri] = code.label, code.uses
        facts.schemes[iri] = {f"{base}code/{code.list}"}
    known = class_properties(index)
    for kind, properties in known.items():
        for name in properties:
            facts.used_on.setdefault(absolute(name, base), set()).add(absolute(kind, base))
    inside = {absolute(kind, base) for kind in known}
    for kind in sorted({*release.counts, *DESCRIBING} - inside):
        for prop in _properties_of_some(kind):
            facts.used_on.setdefault(prop, set()).add(kind)
    for prop, lists in property_lists(index).items():
        facts.values[absolute(prop, base)] = set(lists)
    if items:
        _add_items(facts)
    named = {*facts.types, *release.counts, *release.predicates} - facts.labels.keys()
    stand_in = {WIKIDATA_ENTITY + local_name(one) for one in named if WIKIDATA_NAMESPACE in one}
    _add_labels(facts, {*named, *stand_in})
    return facts


def _add_entities(facts: TermFacts, index: SiteIndex, base: str) -> None:
    found = most_used_entities(index, MOST_TERMS)
    numbers = [one.id for one in found]
    kinds, names = classes_of(index, numbers), entity_names(index, numbers)
    items = entity_items(index, numbers)
    for one in found:
        iri = base + one.path
        facts.types[iri] = {absolute(kind, base) for kind in kinds.get(one.id, ())}
        facts.labels[iri], facts.counts[iri] = one.label, one.statements
        facts.also[iri] = {each.value for each in names.get(one.id, ()) if each.kind == "alt"}
        for item in items.get(one.id, ()):
            facts.counts[WIKIDATA_ENTITY + item] = one.statements


def _add_items(facts: TermFacts) -> None:
    """Add the items that are named most, as many others, and the properties."""
    known = [iri for iri in facts.counts if iri.startswith(WIKIDATA_ENTITY)]
    facts.types |= {iri: {ITEM} for iri in known}
    for kind in (ITEM, PROPERTY):
        others = f"SELECT DISTINCT ?x {{ ?x a {term(kind)} }} LIMIT {MOST_TERMS}"
        facts.types |= {row["x"]: {kind} for row in select(others)}


def _properties_of_some(kind: str) -> list[str]:
    """Return the properties of some members of a class."""
    some = f"SELECT ?x {{ ?x a {term(kind)} }} LIMIT {MOST_MEMBERS}"
    return [row["p"] for row in select(f"SELECT DISTINCT ?p {{ {{ {some} }} ?x ?p ?o }}")]


def _add_labels(facts: TermFacts, iris: Iterable[str]) -> None:
    """Add the labels of things, the first of several, and their other names."""
    labels: Sets = {}
    for triple in construct(labels_query(sorted(iris), [SKOS + "altLabel"])):
        iri, value = str(triple.subject)[1:-1], triple.object
        if not isinstance(value, ox.Literal):
            continue
        if triple.predicate.value == SKOS + "altLabel":
            facts.also.setdefault(iri, set()).add(value.value)
        elif (value.language or "") in LANGUAGES:
            labels.setdefault(iri, set()).add(value.value)
    facts.labels |= {iri: min(found) for iri, found in labels.items()}


def _grouped(query: str, key: str, value: str) -> Sets:
    """Return the values of a column of a query by those of another. Raises Problem."""
    found: Sets = {}
    for row in select(query):
        found.setdefault(row[key], set()).add(row[value])
    return found
