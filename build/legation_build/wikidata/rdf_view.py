"""Write in Wikidata's own RDF model what Wikidata could say: the graph `graph/wikidata`. Pure.

Implements the Wikibase RDF dump format as the Wikidata Query Service holds it, with the types that
only the dumps have: items with labels, `wdt:`, `p:`, `ps:`, `psv:`, `pq:`, `pqv:`, `pr:`,
`wikibase:rank`, nodes for times and quantities, and the properties' own descriptions. Statements,
references and values have IRIs of our own (`…/wikidata/statement/…`), since those of Wikidata name
what Wikidata holds. `dcterms:source` names the content or entity that a statement comes from.

One thing differs from Wikidata: only a statement that a document makes in its own voice is given as
`wdt:` and as `wikibase:BestRank`. A hedged one has the normal rank without them, so that a query
which does not ask for qualifiers never takes it for a fact.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dataset import LABELS, Index, english, number, text, triple, typed
from legation_build.namespaces import (
    BASE,
    DCTERMS,
    GRAPH,
    ITEM,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    WIKIBASE,
    WIKIDATA,
)
from legation_build.wikidata.hedges.tables import HEDGING
from legation_build.wikidata.model import Export, Snak, Statement
from legation_build.wikidata.rules import NAMED_ITEMS, PROPERTIES
from legation_build.wikidata.values import (
    CALENDAR,
    NO_UNIT,
    Item,
    Quantity,
    Time,
    Url,
    Value,
)

WIKIDATA_GRAPH = NamedNode(GRAPH + "wikidata")
TITLE = "What Wikidata could say of it, in Wikidata's own model"
_OWN = BASE + "wikidata/"
_PROP = WIKIDATA + "prop/"
# Wikidata writes schema.org with http; queries there use the prefix of the endpoint.
_DESCRIPTIONS = (SCHEMA + "description", "http://schema.org/description")
# Our properties for names → those of Wikidata.
_NAMES = (
    (RDFS + "label", (RDFS + "label",)),
    (SKOS + "prefLabel", (RDFS + "label",)),
    (SKOS + "altLabel", (SKOS + "altLabel",)),
    (SCHEMA + "description", _DESCRIPTIONS),
)
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
    for item, label in NAMED_ITEMS.items():
        yield triple(ITEM + item, RDF + "type", WIKIBASE + "Item")
        yield triple(ITEM + item, RDFS + "label", english(label))
    for statement in export.statements:
        yield from _statement(statement)
        yield triple(_address(statement), RDFS + "label", _label(statement, export))
    used = {
        snak.property
        for statement in export.statements
        for snak in (statement.main, *statement.qualifiers, *chain(*statement.references))
    }
    for pid in sorted(used):
        yield from _property(pid)


def _item(item: str, thing: str, index: Index) -> Iterator[Triple]:
    yield triple(ITEM + item, RDF + "type", WIKIBASE + "Item")
    for ours, theirs in _NAMES:
        for term in index[thing].get(ours, []):
            for predicate in theirs:
                yield triple(ITEM + item, predicate, term)


def _property(pid: str) -> Iterator[Triple]:
    node, about = ITEM + pid, PROPERTIES[pid]
    yield triple(node, RDF + "type", WIKIBASE + "Property")
    yield triple(node, RDFS + "label", english(about.label))
    yield triple(node, WIKIBASE + "propertyType", WIKIBASE + about.datatype)
    for name, path in _PATHS:
        yield triple(node, WIKIBASE + name, f"{_PROP}{path}{pid}")


def _statement(statement: Statement) -> Iterator[Triple]:
    node, main = _address(statement), statement.main
    item, pid = ITEM + statement.subject, main.property
    if statement.plain:
        yield triple(item, f"{_PROP}direct/{pid}", _simple(main.value))
        yield triple(node, RDF + "type", WIKIBASE + "BestRank")
    yield triple(item, f"{_PROP}{pid}", node)
    yield triple(node, RDF + "type", WIKIBASE + "Statement")
    yield triple(node, WIKIBASE + "rank", WIKIBASE + "NormalRank")
    yield from _snak(node, "statement", main)
    for snak in statement.qualifiers:
        yield from _snak(node, "qualifier", snak)
    for reference in statement.references:
        parts = (part for snak in reference for part in (snak.property, str(snak.value)))
        source = f"{_OWN}reference/{_digest(*parts)}"
        yield triple(node, PROV + "wasDerivedFrom", source)
        yield triple(source, RDF + "type", WIKIBASE + "Reference")
        for snak in reference:
            yield from _snak(source, "reference", snak)
        yield triple(source, RDFS + "label", Literal(str(reference[-1].value)))
    for source in statement.sources:
        yield triple(node, DCTERMS + "source", source)


def _snak(node: str, part: str, snak: Snak) -> Iterator[Triple]:
    yield triple(node, f"{_PROP}{part}/{snak.property}", _simple(snak.value))
    if isinstance(snak.value, Time | Quantity):
        value = f"{_OWN}value/{_digest(str(snak.value))}"
        yield triple(node, f"{_PROP}{part}/value/{snak.property}", value)
        yield from _value(value, snak.value)


def _value(node: str, value: Time | Quantity) -> Iterator[Triple]:
    yield triple(node, RDFS + "label", Literal(str(value)))
    if isinstance(value, Time):
        yield triple(node, RDF + "type", WIKIBASE + "TimeValue")
        yield triple(node, WIKIBASE + "timeValue", _simple(value))
        yield triple(node, WIKIBASE + "timePrecision", number(value.precision))
        yield triple(node, WIKIBASE + "timeTimezone", number(0))
        yield triple(node, WIKIBASE + "timeCalendarModel", ITEM + CALENDAR)
    else:
        yield triple(node, RDF + "type", WIKIBASE + "QuantityValue")
        yield triple(node, WIKIBASE + "quantityAmount", _simple(value))
        yield triple(node, WIKIBASE + "quantityUnit", ITEM + (value.unit or NO_UNIT))


def _simple(value: Value) -> NamedNode | Literal:
    """Return the single term of a value that has parts, as simple values have it."""
    if isinstance(value, Item):
        return NamedNode(ITEM + value.id)
    if isinstance(value, Url):
        return NamedNode(value.address)
    if isinstance(value, Time):
        return typed(value.day_one(), "dateTime")
    # Decimals with a plus sign are what Wikidata writes; stores read them as the same number.
    return typed(f"{value.amount:+f}", "decimal")


def _address(statement: Statement) -> str:
    return f"{_OWN}statement/{statement.name}"


def _label(statement: Statement, export: Export) -> Literal:
    main, value = statement.main, statement.main.value
    shown = _named(value.id, export) if isinstance(value, Item) else str(_simple(value).value)
    subject = _named(statement.subject, export)
    hedges = [
        f"{PROPERTIES[snak.property].label}: {_named(str(snak.value), export)}"
        for snak in statement.qualifiers
        if not statement.plain and snak.property in HEDGING
    ]
    told = f" ({', '.join(hedges)})" if hedges else ""
    return english(f"{subject}: {PROPERTIES[main.property].label}: {shown}{told}")


def _named(item: str, export: Export) -> str:
    thing = export.things.get(item, "")
    return text(export.index, thing, *LABELS) or NAMED_ITEMS.get(item, item)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:40]
