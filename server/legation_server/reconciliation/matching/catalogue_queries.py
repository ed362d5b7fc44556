"""Make the catalogue out of the store: a few queries at first use, and one for each property."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from legation_server.namespaces import RDF, RDF_TYPE, RDFS, SCHEMA, SKOS, WIKIDATA
from legation_server.rdf.index import last_part, local_name
from legation_server.reconciliation.matching.catalogue import ITEM, Catalogue, Entity, Term
from legation_server.reconciliation.matching.evidence import Value
from legation_server.reconciliation.property_paths import COMPUTED, Computed

DESCRIPTION = SCHEMA + "description"
LABEL, PREF_LABEL, ALT_LABEL = RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel"
EXACT_MATCH, DEFINITION, BROADER = SKOS + "exactMatch", SKOS + "definition", RDFS + "subClassOf"
LANGUAGE = "en"

Row = Mapping[str, Mapping[str, str]]
Select = Callable[[str], list[Row]]
Said = Mapping[str, list[Mapping[str, str]]]


def load_catalogue(select: Select, base: str, prefixes: Mapping[str, str]) -> Catalogue:
    """Return the catalogue of the entities under `<base>id/`.

    `select` runs a query and returns its rows.
    """
    space = base + "id/"
    said = _by_subject(select(entities_query(space)))
    predicates = [row["property"]["value"] for row in select(properties_query(space, base + "ns#"))]
    kinds = {value["value"] for about in said.values() for value in about.get(RDF_TYPE, ())}
    terms = _by_subject(select(terms_query([*kinds, *predicates])))
    parents = {kind: _objects(terms.get(kind, {}), BROADER) & kinds for kind in kinds}

    def short(iri: str) -> str:
        return compact(iri, prefixes)

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
        for each in COMPUTED
    ]
    properties += [term(iri) for iri in predicates]
    return Catalogue(
        [_entity(iri[len(space) :], about, parents, short) for iri, about in said.items()],
        [term(kind, parents[kind]) for kind in sorted(kinds)],
        sorted(properties, key=lambda each: each.id),
        space,
    )


def compact(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with its prefix, where it has one; addresses need no escapes for that.

    >>> compact("https://schema.org/Country", {"schema": "https://schema.org/"})
    'schema:Country'
    """
    for prefix, namespace in sorted(prefixes.items(), key=lambda row: (-len(row[1]), row[0])):
        rest = iri[len(namespace) :]
        if iri.startswith(namespace) and rest and not set(rest) & set("/#?"):
            return f"{prefix}:{rest}"
    return iri


def expand(name: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that was made compact."""
    prefix, _, rest = name.partition(":")
    return prefixes[prefix] + rest if prefix in prefixes else name


class PropertyValues:
    """The values of properties, each asked for when it is first needed, and then kept."""

    def __init__(self, catalogue: Catalogue, base: str, prefixes: Mapping[str, str]) -> None:
        """Serve the properties of a catalogue."""
        self._catalogue = catalogue
        self._base = base
        self._prefixes = prefixes
        self._kept: dict[str, Mapping[str, tuple[Value, ...]]] = {}
        self._lock = Lock()
        self._patterns = {each.id: each.pattern for each in COMPUTED}

    def of(self, name: str, select: Select) -> Mapping[str, tuple[Value, ...]]:
        """Return a property's values by the ids of entities."""
        with self._lock:
            if name not in self._kept:
                self._kept[name] = self._load(name, select)
            return self._kept[name]

    def _load(self, name: str, select: Select) -> Mapping[str, tuple[Value, ...]]:
        space = self._base + "id/"
        pattern = self._patterns.get(name) or f"?thing <{expand(name, self._prefixes)}> ?value ."
        found: dict[str, dict[Value, None]] = defaultdict(dict)
        for row in select(values_query(space, self._base + "ns#", pattern)):
            thing, value = row["thing"]["value"][len(space) :], row["value"]
            if value["type"] != "bnode":
                found[thing][self._value(value, row.get("name", {}).get("value", ""))] = None
        return {
            thing: tuple(sorted(values, key=lambda each: (each.text, each.iri)))
            for thing, values in found.items()
        }

    def _value(self, value: Mapping[str, str], label: str) -> Value:
        text = value["value"]
        if value["type"] != "uri":
            return Value(
                text, language=value.get("xml:lang", ""), datatype=value.get("datatype", "")
            )
        entity = text.removeprefix(self._base + "id/")
        if entity != text and entity in self._catalogue.entities:
            return Value(self._catalogue.entities[entity].label, text, entity)
        item = ITEM.match(text)
        return Value(label or (item[1] if item else compact(text, self._prefixes)), text)


def entities_query(space: str) -> str:
    """Return a query for what identifies the entities under an IRI."""
    wanted = (RDF_TYPE, LABEL, PREF_LABEL, ALT_LABEL, EXACT_MATCH, DESCRIPTION)
    return f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?property {{ {_iris(wanted)} }}
  ?subject ?property ?value FILTER(isIRI(?subject) && STRSTARTS(STR(?subject), "{space}"))
}}"""


def properties_query(space: str, terms: str) -> str:
    """Return a query for the properties of a namespace that things under an IRI have."""
    return f"""SELECT DISTINCT ?property WHERE {{
  ?subject ?property ?value
  FILTER(isIRI(?subject) && STRSTARTS(STR(?subject), "{space}"))
  FILTER(STRSTARTS(STR(?property), "{terms}"))
}} ORDER BY ?property"""


def terms_query(iris: Iterable[str]) -> str:
    """Return a query for what some terms mean."""
    wanted = (LABEL, DEFINITION, BROADER, EXACT_MATCH)
    return f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?subject {{ {_iris(iris)} }} VALUES ?property {{ {_iris(wanted)} }}
  ?subject ?property ?value FILTER(!isBlank(?value))
}}"""


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


def _entity(
    name: str, about: Said, parents: Mapping[str, set[str]], short: Callable[[str], str]
) -> Entity:
    kinds = _objects(about, RDF_TYPE)
    above = _above(kinds, parents)
    label = _label(about) or name
    items = [found[1] for iri in _objects(about, EXACT_MATCH) if (found := ITEM.match(iri))]
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


def _of_wikidata(computed: Computed) -> tuple[str, ...]:
    return (computed.same, f"{WIKIDATA}prop/direct/{computed.same}") if computed.same else ()


def _above(kinds: Iterable[str], parents: Mapping[str, set[str]]) -> set[str]:
    """Return all types above some types."""
    found: set[str] = set()
    waiting = list(kinds)
    while waiting:
        new = parents.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _by_subject(found: Iterable[Row]) -> dict[str, dict[str, list[Mapping[str, str]]]]:
    said: dict[str, dict[str, list[Mapping[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        said[row["subject"]["value"]][row["property"]["value"]].append(row["value"])
    return dict(said)


def _objects(about: Said, predicate: str) -> set[str]:
    return {row["value"] for row in about.get(predicate, ())}


def _label(about: Said) -> str:
    return _text(about, LABEL) or _text(about, PREF_LABEL)


def _text(about: Said, predicate: str) -> str:
    """Return one text, in English where there is one."""
    texts = sorted(
        about.get(predicate, ()),
        key=lambda row: (row.get("xml:lang") != LANGUAGE, row.get("xml:lang", ""), row["value"]),
    )
    return texts[0]["value"] if texts else ""


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
