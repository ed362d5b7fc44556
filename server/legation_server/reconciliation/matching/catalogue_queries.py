"""Read the catalogue from the store: a few queries, at first use."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from legation_server.namespaces import (
    RDF_TYPE,
    RDFS,
    SCHEMA,
    SKOS,
    WIKIDATA,
    compact,
)
from legation_server.rdf import last_part, local_name
from legation_server.reconciliation.matching.catalogue import ITEM_PATTERN, Catalogue, Entity, Term
from legation_server.reconciliation.property_paths import COMPUTED_PROPERTIES, ComputedProperty

DESCRIPTION = SCHEMA + "description"
LABEL, PREF_LABEL, ALT_LABEL = RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel"
EXACT_MATCH, DEFINITION, BROADER = SKOS + "exactMatch", SKOS + "definition", RDFS + "subClassOf"
LANGUAGE = "en"
# Entities in one query.
ASKED_AT_ONCE = 500

Row = Mapping[str, Mapping[str, str]]
Select = Callable[[str], list[Row]]
# The values of a thing's properties, as SPARQL results have them.
Properties = Mapping[str, list[Mapping[str, str]]]


def load_catalogue(
    select: Select, base: str, prefixes: Mapping[str, str], known: Sequence[str] | None = None
) -> Catalogue:
    """Return the catalogue of the entities under `<base>id/`.

    `select` runs a query and returns its rows. Where the IRIs of all entities are `known` they are
    asked about by some at a time, so that no query goes through the whole release.
    """
    space, terms_space = base + "id/", base + "ns#"
    wheres = [under(space)] if known is None else [among(some) for some in _parts(known)]
    entities = _by_subject(row for where in wheres for row in select(entities_query(where)))
    found = (row for where in wheres for row in select(properties_query(where, terms_space)))
    predicates = sorted({row["property"]["value"] for row in found})
    kinds = {value["value"] for about in entities.values() for value in about.get(RDF_TYPE, ())}

    def short(iri: str) -> str:
        return compact(iri, prefixes) or iri

    types, properties, parents = read_terms(select, kinds, predicates, short)
    return Catalogue(
        [_entity(iri[len(space) :], about, parents, short) for iri, about in entities.items()],
        types,
        properties,
        space,
    )


def load_terms(
    select: Select, base: str, prefixes: Mapping[str, str]
) -> tuple[Sequence[Term], Sequence[Term]]:
    """Return the types and the properties of a catalogue, without its entities."""
    limited = under(base + "id/")
    kinds = {row["kind"]["value"] for row in select(kinds_query(limited))}
    found = select(properties_query(limited, base + "ns#"))
    predicates = sorted({row["property"]["value"] for row in found})
    types, properties, _ = read_terms(
        select, kinds, predicates, lambda iri: compact(iri, prefixes) or iri
    )
    return types, properties


def read_terms(
    select: Select, kinds: set[str], predicates: Sequence[str], short: Callable[[str], str]
) -> tuple[Sequence[Term], Sequence[Term], Mapping[str, set[str]]]:
    """Return types and properties in the order of their ids, and the superclasses of the types."""
    terms = _by_subject(select(terms_query([*kinds, *predicates])))
    parents = {kind: _objects(terms.get(kind, {}), BROADER) & kinds for kind in kinds}

    def term(iri: str, broader: Iterable[str] = ()) -> Term:
        about = terms.get(iri, {})
        elsewhere = sorted(_objects(about, EXACT_MATCH))
        elsewhere += [last_part(each) for each in elsewhere if each.startswith(WIKIDATA)]
        return Term(
            short(iri),
            _label(about) or local_name(iri),
            _text(about, DEFINITION),
            tuple(sorted(short(each) for each in broader)),
            (iri, last_part(iri), *elsewhere),
        )

    properties = [
        Term(each.id, each.name, each.description, synonyms=_of_wikidata(each), open=each.open)
        for each in COMPUTED_PROPERTIES
    ]
    properties += [term(iri) for iri in predicates]
    types = [term(kind, parents[kind]) for kind in sorted(kinds)]
    return types, sorted(properties, key=lambda each: each.id), parents


def under(space: str) -> str:
    """Return what limits the subjects of a query to things under an IRI."""
    return f'FILTER(isIRI(?subject) && STRSTARTS(STR(?subject), "{space}"))'


def among(iris: Iterable[str]) -> str:
    """Return what limits the subjects of a query to some things."""
    return f"VALUES ?subject {{ {_iris(iris)} }}"


def entities_query(where: str) -> str:
    """Return a query for the types, names and identities of the entities that `where` leaves."""
    wanted = (RDF_TYPE, LABEL, PREF_LABEL, ALT_LABEL, EXACT_MATCH, DESCRIPTION)
    return f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?property {{ {_iris(wanted)} }}
  {where} ?subject ?property ?value
}}"""


def properties_query(where: str, terms: str) -> str:
    """Return a query for the properties of a namespace of the things that `where` leaves."""
    return f"""SELECT DISTINCT ?property WHERE {{
  {where} ?subject ?property ?value
  FILTER(STRSTARTS(STR(?property), "{terms}"))
}}"""


def kinds_query(where: str) -> str:
    """Return a query for the types of the things that `where` leaves."""
    return f"SELECT DISTINCT ?kind WHERE {{ {where} ?subject <{RDF_TYPE}> ?kind }}"


def terms_query(iris: Iterable[str]) -> str:
    """Return a query for the names, definitions and superclasses of some terms."""
    wanted = (LABEL, DEFINITION, BROADER, EXACT_MATCH)
    return f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?subject {{ {_iris(iris)} }} VALUES ?property {{ {_iris(wanted)} }}
  ?subject ?property ?value FILTER(!isBlank(?value))
}}"""


def _entity(
    name: str, about: Properties, parents: Mapping[str, set[str]], short: Callable[[str], str]
) -> Entity:
    kinds = _objects(about, RDF_TYPE)
    above = _superclasses(kinds, parents)
    label = _label(about) or name
    items = [found[1] for iri in _objects(about, EXACT_MATCH) if (found := ITEM_PATTERN.match(iri))]
    return Entity(
        name,
        label,
        _text(about, DESCRIPTION),
        tuple(sorted(short(kind) for kind in kinds - above)),
        frozenset(short(kind) for kind in kinds | above),
        tuple(sorted(_objects(about, LABEL) | _objects(about, PREF_LABEL))),
        tuple(sorted(_objects(about, ALT_LABEL))),
        tuple(sorted(items)),
    )


def _of_wikidata(computed: ComputedProperty) -> tuple[str, ...]:
    return (computed.same, f"{WIKIDATA}prop/direct/{computed.same}") if computed.same else ()


def _superclasses(kinds: Iterable[str], parents: Mapping[str, set[str]]) -> set[str]:
    """Return all superclasses of some types."""
    found: set[str] = set()
    unvisited = list(kinds)
    while unvisited:
        new = parents.get(unvisited.pop(), set()) - found
        found |= new
        unvisited += new
    return found


def _parts(iris: Sequence[str]) -> Iterable[Sequence[str]]:
    return [iris[start : start + ASKED_AT_ONCE] for start in range(0, len(iris), ASKED_AT_ONCE)]


def _by_subject(found: Iterable[Row]) -> dict[str, dict[str, list[Mapping[str, str]]]]:
    subjects: dict[str, dict[str, list[Mapping[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        subjects[row["subject"]["value"]][row["property"]["value"]].append(row["value"])
    return dict(subjects)


def _objects(about: Properties, predicate: str) -> set[str]:
    return {row["value"] for row in about.get(predicate, ())}


def _label(about: Properties) -> str:
    return _text(about, LABEL) or _text(about, PREF_LABEL)


def _text(about: Properties, predicate: str) -> str:
    """Return one text of a property, in English where there is one; else empty."""
    texts = sorted(
        about.get(predicate, ()),
        key=lambda row: (row.get("xml:lang") != LANGUAGE, row.get("xml:lang", ""), row["value"]),
    )
    return texts[0]["value"] if texts else ""


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
