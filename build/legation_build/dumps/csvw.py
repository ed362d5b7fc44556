"""Describe the columns of the table of claims: CSV on the Web (CSVW). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dumps.claims_table import ACCOUNTED, OF_TIME, SEPARATOR
from legation_build.dumps.parquet import BOOLEANS, DATES, DECIMALS, INTEGERS, TEXTS
from legation_build.namespaces import BASE, BIL, CODE, EDTF, ENTITY, RDFS, SKOS, split_iri

# Columns that are no property of the ontology, or mean something more in a table.
_OWN = {
    "document": "The id of the document.",
    "claim": "The id of the claim: that a sentence puts a content forward, in a certain way.",
    "evidence": "The ids of the passages that the claim rests on.",
    "content": "The id of what the claim puts forward; a claim with several has a row for each.",
    "claimStatus": "How certain the document makes the content by this claim alone.",
    "class": "What kind of content it is. A Supposition is not asserted: it is alleged, reported, "
    "planned, possible, an opinion or denied. So may a Figure be: see its status.",
    "status": "How certain the document makes the content, by all claims that state it. It says "
    "itself what is stated, on a named source's word what is attributed, and asserts nothing else.",
    "label": "What the claim puts forward, in one sentence. Where the class is Supposition, the "
    "document does not say that it is so.",
    "note": "Remarks of those who wrote the claim down.",
}
_FORMULAS = (
    "Text that a spreadsheet would read as a formula, since it begins with =, +, - or @, has an "
    "apostrophe before it. It is not part of the text."
)
# Columns of the row itself, and those of the claim; the others describe the content. When claims
# differ on time, place or amount, a row has what its own claim gives.
_OF_ROW = (
    *("document", "claim", "claimStatus", "content", "class", "label", "section", "note"),
    *(*ACCOUNTED, *OF_TIME),
)
_OF_CLAIM = (
    *("evidence", "attributedTo", "passedOnBy", "claimedWhen", "disputes", "flag"),
    *("hedge", "modality", "stance"),
)
# Their values are sentences, in which the separator may stand.
_WORDS = ("section", "note", "hedge", "whenText", "quantityText", "words", "qualifier")


def table_metadata(
    triples: Iterable[Triple], columns: Sequence[str], file: str, title: str, license: str
) -> dict[str, Any]:
    """Return what the `columns` of the CSV file `file` mean; `triples` are those of all graphs.

    Implements the Metadata Vocabulary for Tabular Data (W3C Recommendation 2015). Columns with
    several values name the separator, those with ids the IRI behind each id.
    """
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    places: dict[str, set[str]] = defaultdict(set)
    dated = set()
    for triple in triples:
        predicate, value = triple.predicate.value, triple.object
        if isinstance(value, NamedNode):
            places[predicate].add(split_iri(value.value)[0])
        elif isinstance(value, Literal):
            if value.datatype.value == EDTF:
                dated.add(predicate)
            if predicate in (RDFS + "label", SKOS + "definition") and value.language == "en":
                assert not isinstance(triple.subject, Triple)
                texts[triple.subject.value][predicate] = value.value
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dc:title": title,
        "dc:description": _FORMULAS,
        "dc:license": {"@id": license},
        "tableSchema": {
            "columns": [
                _column(name, texts[BIL + name], places[BIL + name], BIL + name in dated)
                for name in columns
            ],
            "primaryKey": [name for name in ("document", "claim", "content") if name in columns],
        },
    }


def _column(name: str, texts: dict[str, str], places: set[str], is_dated: bool) -> dict[str, Any]:
    """Return the description of a column whose property has `texts` and values in `places`."""
    address = _address(name, places)
    column: dict[str, Any] = {
        "name": name,
        "titles": name,
        "dc:title": texts.get(RDFS + "label", name),
        "dc:description": _OWN.get(name) or texts.get(SKOS + "definition", ""),
        "datatype": {"@id": EDTF, "base": "string"} if is_dated else _datatype(name),
    }
    if name not in _OF_ROW and (address or not places):
        of = "claim" if name in _OF_CLAIM else "content"
        column |= {"aboutUrl": f"{BASE}{{document}}/{{{of}}}", "propertyUrl": BIL + name}
    if name not in (*TEXTS, *BOOLEANS, *DATES, *DECIMALS, *INTEGERS, *_WORDS):
        column["separator"] = SEPARATOR
    if address:
        column["valueUrl"] = address
    return column


def _datatype(name: str) -> str:
    kinds = {"boolean": BOOLEANS, "date": DATES, "decimal": DECIMALS, "integer": INTEGERS}
    return next((kind for kind, names in kinds.items() if name in names), "string")


def _address(name: str, places: set[str]) -> str:
    """Return the IRI template for the ids in a column; "" when they have no namespace in common."""
    if name == "document":
        return f"{BASE}{{document}}"
    if name in ("claim", "content"):
        return f"{BASE}{{document}}/{{{name}}}"
    if name == "class":
        return f"{BIL}{{class}}"
    if len(places) != 1:
        return ""
    (place,) = places
    if place in (ENTITY, BIL) or place.startswith(CODE):
        return f"{place}{{{name}}}"
    return f"{BASE}{{document}}/{{{name}}}" if place.startswith(BASE) else ""
