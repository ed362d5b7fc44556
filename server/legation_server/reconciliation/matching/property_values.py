"""Load the values of entities' properties from the store, one query for each property."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from threading import Lock

from legation_server.namespaces import RDF, RDFS, SCHEMA, SKOS, compact, expand
from legation_server.reconciliation.matching.catalogue import ITEM_PATTERN, Catalogue
from legation_server.reconciliation.matching.evidence import PropertyValue
from legation_server.reconciliation.property_paths import COMPUTED_PROPERTIES

LANGUAGE = "en"

Row = Mapping[str, Mapping[str, str]]
Select = Callable[[str], list[Row]]


class ValueLoader:
    """Loads the values of properties, each when it is first needed, and keeps them."""

    def __init__(self, catalogue: Catalogue, base: str, prefixes: Mapping[str, str]) -> None:
        """Load for the entities and properties of a catalogue."""
        self._catalogue = catalogue
        self._base = base
        self._prefixes = prefixes
        self._kept: dict[str, Mapping[str, tuple[PropertyValue, ...]]] = {}
        self._lock = Lock()
        self._patterns = {each.id: each.pattern for each in COMPUTED_PROPERTIES}

    def of(self, name: str, select: Select) -> Mapping[str, tuple[PropertyValue, ...]]:
        """Return a property's values by the ids of entities."""
        with self._lock:
            if name not in self._kept:
                self._kept[name] = self._load(name, select)
            return self._kept[name]

    def _load(self, name: str, select: Select) -> Mapping[str, tuple[PropertyValue, ...]]:
        space = self._base + "id/"
        pattern = self._patterns.get(name) or f"?thing <{expand(name, self._prefixes)}> ?value ."
        found: dict[str, dict[PropertyValue, None]] = defaultdict(dict)
        for row in select(values_query(space, self._base + "ns#", pattern)):
            thing, value = row["thing"]["value"][len(space) :], row["value"]
            if value["type"] != "bnode":
                found[thing][self._value(value, row.get("name", {}).get("value", ""))] = None
        return {
            thing: tuple(sorted(values, key=lambda each: (each.text, each.iri)))
            for thing, values in found.items()
        }

    def _value(self, value: Mapping[str, str], label: str) -> PropertyValue:
        text = value["value"]
        if value["type"] != "uri":
            return PropertyValue(
                text, language=value.get("xml:lang", ""), datatype=value.get("datatype", "")
            )
        entity = text.removeprefix(self._base + "id/")
        if entity != text and entity in self._catalogue.entities:
            return PropertyValue(self._catalogue.entities[entity].label, text, entity)
        item = ITEM_PATTERN.match(text)
        return PropertyValue(
            label or (item[1] if item else compact(text, self._prefixes) or text), text
        )


def values_query(space: str, terms: str, pattern: str) -> str:
    """Return a query for the values that a pattern gives to things under an IRI."""
    return f"""PREFIX bil: <{terms}>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
PREFIX skos: <{SKOS}>
PREFIX schema: <{SCHEMA}>
SELECT DISTINCT ?thing ?value ?name WHERE {{
  {pattern}
  FILTER(isIRI(?thing) && STRSTARTS(STR(?thing), "{space}"))
  OPTIONAL {{ ?value rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "{LANGUAGE}")) }}
  OPTIONAL {{ ?value skos:prefLabel ?term FILTER(LANGMATCHES(LANG(?term), "{LANGUAGE}")) }}
  BIND(COALESCE(?label, ?term) AS ?name)
}}"""
