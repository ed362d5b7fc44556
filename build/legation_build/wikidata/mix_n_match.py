"""Lay out the entities without an item as a catalogue for Mix'n'match. Pure.

Columns as its import expects them: `id`, `name`, `desc`, `url` and `type`, an item of the class.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

from legation_build.dataset import Index, text, values, wikidata_items
from legation_build.namespaces import BIL, CODE, ENTITY, RDF, RDFS, SCHEMA

COLUMNS = ("id", "name", "desc", "url", "type")
# A loose or unnamed set, such as "officials", has no item in Wikidata.
_LOOSE, _NAMED = BIL + "Group", BIL + "People"


def catalogue(index: Index, no_term_found: frozenset[str] = frozenset()) -> str:
    """Return a table of the entities in `index` that have no item and could have one.

    `no_term_found` holds the ids of entities for which somebody found no item: they come first. Of
    the others only those with a name of their own follow.
    """
    rows, asserted = [], _asserted_kinds(index)
    for thing in index:
        kinds = set(values(index, thing, RDF + "type"))
        loose = _LOOSE in kinds and _NAMED not in kinds
        # What was retired is spoken of too, and has no type.
        if not thing.startswith(ENTITY) or not kinds or loose or wikidata_items(index, thing):
            continue
        types = _types(index, asserted[thing]) or _types(index, kinds)
        id, name = thing.removeprefix(ENTITY), text(index, thing, RDFS + "label")
        if id not in no_term_found and not is_name(name):
            continue
        row = {
            "id": id,
            "name": name,
            "desc": text(index, thing, SCHEMA + "description"),
            "url": thing,
            "type": types[0] if types else "",
        }
        rows.append((id not in no_term_found, id, row))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for *_, row in sorted(rows, key=lambda one: one[:2]))
    return out.getvalue()


def is_name(label: str) -> bool:
    """Tell whether a label names one thing rather than describing it.

    >>> [is_name(label) for label in ("Quba", "car bombs", "Israeli envoy (unnamed)")]
    [True, False, False]
    """
    return not label[:1].islower() and not label.endswith("(unnamed)")


def _asserted_kinds(index: Index) -> dict[str, set[str]]:
    """Return the kinds that the documents assert of each thing: narrower than its class."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for content in index:
        if BIL + "Situation" in values(
            index, content, RDF + "type"
        ) and CODE + "situation-type/classification" in values(
            index, content, BIL + "situationType"
        ):
            for thing in values(index, content, BIL + "actor"):
                kinds[thing] |= set(values(index, content, BIL + "kind"))
    return kinds


def _types(index: Index, kinds: Iterable[str]) -> list[str]:
    return sorted({item for kind in kinds for item in wikidata_items(index, kind)})
