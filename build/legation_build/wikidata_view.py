"""Say in Wikidata's own RDF model what Wikidata could say: the graph `graph/wikidata`. Pure.

Implements the Wikibase RDF dump format as the Wikidata Query Service holds it, with the types that
only the dumps have: items with labels, `wdt:`, `p:`, `ps:`, `psv:`, `pq:`, `pqv:`, `pr:`,
`wikibase:rank`, nodes for times and quantities, and the properties' own descriptions. Statements,
references and values have addresses of our own (`…/wikidata/statement/…`), since those of Wikidata
name what is there. Each statement points with `dcterms:source` at the content or entity that it
comes from.

Left out, since no item for it was checked: `wikibase:timeCalendarModel` (all times are of the
Gregorian calendar), and `wikibase:quantityUnit` of bare numbers.
"""

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.derive import Index, values
from legation_build.namespaces import (
    BASE,
    DCTERMS,
    GRAPH,
    ITEM,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    WIKIBASE,
    WIKIDATA,
    XSD,
)
from legation_build.wikidata_model import Export, Snak, Statement
from legation_build.wikidata_rules import POSITIONS, PROPERTIES
from legation_build.wikidata_values import Item, Quantity, Time, Url, Value

WIKIDATA_GRAPH = NamedNode(GRAPH + "wikidata")
TITLE = "What Wikidata could say of it, in Wikidata's own model"
_OWN = BASE + "wikidata/"
_PROP = WIKIDATA + "prop/"
_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"
# Wikidata writes schema.org with http; queries there leave the prefix to the endpoint.
_DESCRIPTIONS = (SCHEMA + "description", "http://schema.org/description")
# The label and the names that we hold, by what Wikidata calls them.
_NAMES = (
    (RDFS + "label", (RDFS + "label",)),
    (SKOS + "prefLabel", (RDFS + "label",)),
    (SKOS + "altLabel", (SKOS + "altLabel",)),
    (SCHEMA + "description", _DESCRIPTIONS),
)
_LABELS = (RDFS + "label", SKOS + "prefLabel")
_PATHS = (
    ("directClaim", "direct/"),
    ("claim", ""),
    ("statementProperty", "statement/"),
    ("statementValue", "statement/value/"),
    ("qualifier", "qualifier/"),
    ("qualifierValue", "qualifier/value/"),
    ("reference", "reference/"),
    ("referenceValue", "reference/value/"),
)


def view(export: Export) -> list[Triple]:
    """Return the triples of the view, without repeats."""
    return list(dict.fromkeys(_triples(export)))


def _triples(export: Export) -> Iterator[Triple]:
    for item, thing in export.things.items():
        yield from _item(item, thing, export.index)
    for post in POSITIONS.values():
        yield _triple(ITEM + post.item, RDF + "type", NamedNode(WIKIBASE + "Item"))
        yield _triple(ITEM + post.item, RDFS + "label", Literal(post.label, language="en"))
    for statement in export.statements:
        yield from _statement(statement)
        yield _triple(_address(statement), RDFS + "label", _label(statement, export))
    used = {
        snak.property
        for statement in export.statements
        for snak in (statement.main, *statement.qualifiers, *statement.references)
    }
    for pid in sorted(used):
        yield from _property(pid)


def _item(item: str, thing: str, index: Index) -> Iterator[Triple]:
    yield _triple(ITEM + item, RDF + "type", NamedNode(WIKIBASE + "Item"))
    for ours, theirs in _NAMES:
        for term in index[thing].get(ours, []):
            for predicate in theirs:
                yield Triple(NamedNode(ITEM + item), NamedNode(predicate), term)


def _property(pid: str) -> Iterator[Triple]:
    node, about = ITEM + pid, PROPERTIES[pid]
    yield _triple(node, RDF + "type", NamedNode(WIKIBASE + "Property"))
    yield _triple(node, RDFS + "label", Literal(about.label, language="en"))
    yield _triple(node, WIKIBASE + "propertyType", NamedNode(WIKIBASE + about.datatype))
    for name, path in _PATHS:
        yield _triple(node, WIKIBASE + name, NamedNode(f"{_PROP}{path}{pid}"))


def _statement(statement: Statement) -> Iterator[Triple]:
    node, main = _address(statement), statement.main
    item, pid = ITEM + statement.subject, main.property
    yield _triple(item, f"{_PROP}direct/{pid}", _simple(main.value))
    yield _triple(item, f"{_PROP}{pid}", NamedNode(node))
    yield _triple(node, RDF + "type", NamedNode(WIKIBASE + "Statement"))
    yield _triple(node, RDF + "type", NamedNode(WIKIBASE + "BestRank"))
    yield _triple(node, WIKIBASE + "rank", NamedNode(WIKIBASE + "NormalRank"))
    yield from _snak(node, "statement", main)
    for snak in statement.qualifiers:
        yield from _snak(node, "qualifier", snak)
    for snak in statement.references:
        reference = f"{_OWN}reference/{_digest(snak.property, str(snak.value))}"
        yield _triple(node, _DERIVED_FROM, NamedNode(reference))
        yield _triple(reference, RDF + "type", NamedNode(WIKIBASE + "Reference"))
        yield from _snak(reference, "reference", snak)
        yield _triple(reference, RDFS + "label", Literal(str(snak.value)))
    for source in statement.sources:
        yield _triple(node, DCTERMS + "source", NamedNode(source))


def _snak(node: str, part: str, snak: Snak) -> Iterator[Triple]:
    yield _triple(node, f"{_PROP}{part}/{snak.property}", _simple(snak.value))
    if isinstance(snak.value, Time | Quantity):
        value = f"{_OWN}value/{_digest(str(snak.value))}"
        yield _triple(node, f"{_PROP}{part}/value/{snak.property}", NamedNode(value))
        yield from _value(value, snak.value)


def _value(node: str, value: Time | Quantity) -> Iterator[Triple]:
    yield _triple(node, RDFS + "label", Literal(str(value)))
    if isinstance(value, Time):
        yield _triple(node, RDF + "type", NamedNode(WIKIBASE + "TimeValue"))
        yield _triple(node, WIKIBASE + "timeValue", _simple(value))
        yield _triple(node, WIKIBASE + "timePrecision", _integer(value.precision))
        yield _triple(node, WIKIBASE + "timeTimezone", _integer(0))
    else:
        yield _triple(node, RDF + "type", NamedNode(WIKIBASE + "QuantityValue"))
        yield _triple(node, WIKIBASE + "quantityAmount", _simple(value))
        if value.unit:
            yield _triple(node, WIKIBASE + "quantityUnit", NamedNode(ITEM + value.unit))


def _simple(value: Value) -> NamedNode | Literal:
    """Return the one term that stands for a value where there is no room for its parts."""
    if isinstance(value, Item):
        return NamedNode(ITEM + value.id)
    if isinstance(value, Url):
        return NamedNode(value.address)
    if isinstance(value, Time):
        return Literal(value.day_one(), datatype=NamedNode(XSD + "dateTime"))
    # Decimals with a plus sign are what Wikidata writes; stores read them as the same number.
    return Literal(f"{value.amount:+f}", datatype=NamedNode(XSD + "decimal"))


def _address(statement: Statement) -> str:
    return f"{_OWN}statement/{statement.name}"


def _label(statement: Statement, export: Export) -> Literal:
    main, value = statement.main, statement.main.value
    shown = _named(value.id, export) if isinstance(value, Item) else str(_simple(value).value)
    subject = _named(statement.subject, export)
    return Literal(f"{subject}: {PROPERTIES[main.property].label}: {shown}", language="en")


def _named(item: str, export: Export) -> str:
    thing = export.things.get(item, "")
    found = [label for name in _LABELS for label in values(export.index, thing, name)]
    posts = [post.label for post in POSITIONS.values() if post.item == item]
    return next(iter([*found, *posts]), item)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:40]


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
