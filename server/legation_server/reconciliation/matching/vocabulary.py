"""Read the types and properties of the catalogue: their names, definitions and superclasses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from legation_server.namespaces import RDFS, SKOS, WIKIDATA, compact
from legation_server.rdf import last_part, local_name
from legation_server.reconciliation.matching.catalogue import Term
from legation_server.reconciliation.property_paths import COMPUTED_PROPERTIES, ComputedProperty

LABEL, PREF_LABEL, ALT_LABEL = RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel"
EXACT_MATCH, DEFINITION, BROADER = SKOS + "exactMatch", SKOS + "definition", RDFS + "subClassOf"
LANGUAGE = "en"

Row = Mapping[str, Mapping[str, str]]
Select = Callable[[str], list[Row]]
# The values of a thing's properties, as SPARQL results have them.
Properties = Mapping[str, list[Mapping[str, str]]]


@dataclass(frozen=True)
class Vocabulary:
    """The types and properties, and the direct superclasses of each type, by IRIs."""

    types: Sequence[Term]
    properties: Sequence[Term]
    parents: Mapping[str, set[str]]
    prefixes: Mapping[str, str]

    def short(self, iri: str) -> str:
        """Return the id of a type or property."""
        return _short(iri, self.prefixes)

    def types_of(self, kinds: set[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the ids of the most specific of some types, and of all with their superclasses."""
        above: set[str] = set()
        unvisited = list(kinds)
        while unvisited:
            new = self.parents.get(unvisited.pop(), set()) - above
            above |= new
            unvisited += new
        narrow = tuple(sorted(self.short(kind) for kind in kinds - above))
        return narrow, frozenset(self.short(kind) for kind in kinds | above)


def load_vocabulary(
    select: Select, kinds: set[str], predicates: Sequence[str], prefixes: Mapping[str, str]
) -> Vocabulary:
    """Return the vocabulary of the types and properties with some IRIs.

    `select` runs a query and returns its rows.
    """
    terms = by_subject(select(terms_query([*sorted(kinds), *predicates])))
    parents = {kind: objects(terms.get(kind, {}), BROADER) & kinds for kind in kinds}

    def term(iri: str, broader: Iterable[str] = ()) -> Term:
        about = terms.get(iri, {})
        elsewhere = sorted(objects(about, EXACT_MATCH))
        elsewhere += [last_part(each) for each in elsewhere if each.startswith(WIKIDATA)]
        return Term(
            _short(iri, prefixes),
            label_of(about) or local_name(iri),
            text_of(about, DEFINITION),
            tuple(sorted(_short(each, prefixes) for each in broader)),
            (iri, last_part(iri), *elsewhere),
        )

    properties = [
        Term(each.id, each.name, each.description, synonyms=_of_wikidata(each), open=each.open)
        for each in COMPUTED_PROPERTIES
    ]
    properties += [term(iri) for iri in predicates]
    return Vocabulary(
        [term(kind, parents[kind]) for kind in sorted(kinds)],
        sorted(properties, key=lambda each: each.id),
        parents,
        prefixes,
    )


def terms_query(iris: Iterable[str]) -> str:
    """Return a query for the names, definitions and superclasses of some terms."""
    wanted = (LABEL, DEFINITION, BROADER, EXACT_MATCH)
    return f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?subject {{ {in_angles(iris)} }} VALUES ?property {{ {in_angles(wanted)} }}
  ?subject ?property ?value FILTER(!isBlank(?value))
}}"""


def in_angles(iris: Iterable[str]) -> str:
    """Return IRIs as a query lists them."""
    return " ".join(f"<{iri}>" for iri in iris)


def by_subject(found: Iterable[Row]) -> dict[str, dict[str, list[Mapping[str, str]]]]:
    """Return rows of `?subject ?property ?value` by subject, then by property."""
    subjects: dict[str, dict[str, list[Mapping[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        subjects[row["subject"]["value"]][row["property"]["value"]].append(row["value"])
    return dict(subjects)


def objects(about: Properties, predicate: str) -> set[str]:
    """Return the values of a property as texts."""
    return {row["value"] for row in about.get(predicate, ())}


def label_of(about: Properties) -> str:
    """Return the label of a thing, in English where there is one; else empty."""
    return text_of(about, LABEL) or text_of(about, PREF_LABEL)


def text_of(about: Properties, predicate: str) -> str:
    """Return one text of a property, in English where there is one; else empty."""
    texts = sorted(
        about.get(predicate, ()),
        key=lambda row: (row.get("xml:lang") != LANGUAGE, row.get("xml:lang", ""), row["value"]),
    )
    return texts[0]["value"] if texts else ""


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the id of a type or property."""
    return compact(iri, prefixes) or iri


def _of_wikidata(computed: ComputedProperty) -> tuple[str, ...]:
    return (computed.same, f"{WIKIDATA}prop/direct/{computed.same}") if computed.same else ()
