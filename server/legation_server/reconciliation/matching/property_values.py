"""Read the values of properties from the store: of all entities once, or of those asked about."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock

from legation_server.namespaces import RDF, RDFS, SCHEMA, SKOS, compact, expand
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.evidence import PropertyValue, ValuesByEntity
from legation_server.reconciliation.matching.given_values import ITEM_PATTERN
from legation_server.reconciliation.matching.vocabulary import LANGUAGE, Row, Select, in_angles
from legation_server.reconciliation.property_paths import COMPUTED_PROPERTIES

# Entities in one query, and those whose values of a property are kept.
ASKED_AT_ONCE, MOST_KEPT = 500, 20_000
Values = tuple[PropertyValue, ...]


class ValueLoader:
    """Loads the values of a property for all entities when it is first needed, and keeps them."""

    def __init__(self, catalogue: Catalogue, base: str, prefixes: Mapping[str, str]) -> None:
        """Load for the entities and properties of a catalogue."""
        self.catalogue = catalogue
        self.base = base
        self._prefixes = prefixes
        self._kept: dict[str, Mapping[str, Values]] = {}
        self._lock = Lock()
        self._patterns = {each.id: each.pattern for each in COMPUTED_PROPERTIES}

    def of(self, name: str, ids: Iterable[str], select: Select) -> ValuesByEntity:
        """Return a property's values by the ids of entities, at least of those with `ids`."""
        del ids
        with self._lock:
            if name not in self._kept:
                self._kept[name] = self.read(name, self._everything(), select)
            return self._kept[name]

    def read(self, name: str, where: str, select: Select) -> dict[str, Values]:
        """Return a property's values of the things that `where` leaves."""
        space = self.base + "id/"
        found: dict[str, dict[PropertyValue, None]] = defaultdict(dict)
        for row in select(values_query(where, self.base + "ns#", self.pattern(name))):
            thing, value = row["thing"]["value"][len(space) :], row["value"]
            if value["type"] != "bnode":
                found[thing][self._value(value, row.get("name", {}).get("value", ""))] = None
        return {
            thing: tuple(sorted(values, key=lambda each: (each.text, each.iri)))
            for thing, values in found.items()
        }

    def pattern(self, name: str) -> str:
        """Return the graph pattern that gives `?value` to `?thing`."""
        return self._patterns.get(name) or f"?thing <{expand(name, self._prefixes)}> ?value ."

    def _everything(self) -> str:
        return f'FILTER(isIRI(?thing) && STRSTARTS(STR(?thing), "{self.base}id/"))'

    def _value(self, value: Mapping[str, str], label: str) -> PropertyValue:
        text = value["value"]
        if value["type"] != "uri":
            return PropertyValue(
                text, language=value.get("xml:lang", ""), datatype=value.get("datatype", "")
            )
        entity = text.removeprefix(self.base + "id/")
        if entity != text and entity in self.catalogue.entities:
            return PropertyValue(self.catalogue.entities[entity].label, text, entity)
        item = ITEM_PATTERN.match(text)
        return PropertyValue(
            label or (item[1] if item else compact(text, self._prefixes) or text), text
        )


class SomeValues(ValueLoader):
    """Loads the values of a property for the entities asked about: of many there are too many."""

    def __init__(self, catalogue: Catalogue, base: str, prefixes: Mapping[str, str]) -> None:
        """Load for the entities and properties of a catalogue."""
        super().__init__(catalogue, base, prefixes)
        self._some: OrderedDict[tuple[str, str], Values] = OrderedDict()
        self._own_lock = Lock()

    def of(self, name: str, ids: Iterable[str], select: Select) -> ValuesByEntity:
        """Return a property's values by the ids of the entities with `ids`."""
        wanted = [each for each in dict.fromkeys(ids) if each in self.catalogue.entities]
        with self._own_lock:
            found = {each: self._some[name, each] for each in wanted if (name, each) in self._some}
        missing = [each for each in wanted if each not in found]
        for start in range(0, len(missing), ASKED_AT_ONCE):
            part = missing[start : start + ASKED_AT_ONCE]
            read = self.read(name, self._among(part), select)
            found |= {each: read.get(each, ()) for each in part}
        with self._own_lock:
            self._some.update(((name, each), found[each]) for each in missing)
            while len(self._some) > MOST_KEPT:
                self._some.popitem(last=False)
        return {each: values for each, values in found.items() if values}

    def _among(self, ids: Sequence[str]) -> str:
        return f"VALUES ?thing {{ {in_angles(f'{self.base}id/{each}' for each in ids)} }}"


def values_query(where: str, terms: str, pattern: str) -> str:
    """Return a query for the values that a pattern gives to the things that `where` leaves."""
    return f"""{prologue(terms)}
SELECT DISTINCT ?thing ?value ?name WHERE {{
  {where}
  {pattern}
  OPTIONAL {{ ?value rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "{LANGUAGE}")) }}
  OPTIONAL {{ ?value skos:prefLabel ?term FILTER(LANGMATCHES(LANG(?term), "{LANGUAGE}")) }}
  BIND(COALESCE(?label, ?term) AS ?name)
}}"""


def holders(
    loader: ValueLoader, name: str, values: Sequence[str], select: Callable[[str], list[Row]]
) -> list[str]:
    """Return the ids of entities that have one of some values, written as in a query."""
    if not values:
        return []
    space = loader.base + "id/"
    query = f"""{prologue(loader.base + "ns#")}
SELECT DISTINCT ?thing WHERE {{ VALUES ?value {{ {" ".join(values)} }} {loader.pattern(name)} }}
ORDER BY ?thing LIMIT {ASKED_AT_ONCE}"""
    iris = (row["thing"]["value"] for row in select(query))
    return [iri[len(space) :] for iri in iris if iri.startswith(space)]


def prologue(terms: str) -> str:
    """Return the prefixes that patterns of properties use; `terms` is the ontology's namespace."""
    return f"""PREFIX bil: <{terms}>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
PREFIX skos: <{SKOS}>
PREFIX schema: <{SCHEMA}>"""
