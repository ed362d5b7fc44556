"""Read and write mappings to Wikidata as SSSOM, a table with a header. Pure.

Implements the TSV form of the Simple Standard for Sharing Ontological Mappings. What is mapped
stands in the entities and alignments; the table in mappings/ holds only what was looked for in
vain, and the one of a release holds both.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import yaml

from legation_build.dataset import CC0
from legation_build.errors import Problem
from legation_build.graph_index import LABELS, Index, text, values
from legation_build.mapping import Searched
from legation_build.namespaces import ENTITY, SKOS, WIKIDATA

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification",
    "mapping_date", "comment",
)  # fmt: skip
NO_TERM = "sssom:NoTermFound"
_JUSTIFIED = "semapv:ManualMappingCuration"
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_SLUG = re.compile(r"id:([a-z0-9][a-z0-9-]*)")
_OWN = {"semapv": "https://w3id.org/semapv/vocab/", "sssom": "https://w3id.org/sssom/"}


def read_searched(text: str, file: str) -> tuple[list[Searched], list[Problem]]:
    """Return the rows of a table of what was looked for in vain, and what is wrong in it."""
    head = 0
    lines = text.splitlines()
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    rows = csv.DictReader(lines[head:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        remedy = f"The first line without # names the columns, {', '.join(_NEEDED)} among them."
        return [], [Problem(file, head + 1, f"the column '{missing[0]}' is missing.", remedy)]
    found: list[Searched] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, head + 2):
        match = _SLUG.fullmatch(row["subject_id"] or "")
        when = row.get("mapping_date") or ""
        if match is None:
            message = f"{row['subject_id']!r} is not an entity."
            problems.append(Problem(file, number, message, "Write id: and the entity's id."))
        elif row["object_id"] != NO_TERM:
            message = f"'{match[1]}' is mapped here to {row['object_id']!r}."
            remedy = f"Write {NO_TERM}, or exactMatch at the entity."
            problems.append(Problem(file, number, message, remedy))
        elif not _is_date(when):
            message = f"{when!r} cannot stand for 'mapping_date'."
            problems.append(Problem(file, number, message, "Write a date such as 2026-11-23."))
        else:
            comment = row.get("comment") or ""
            found.append(Searched(match[1], when, comment, file, number))
    return found, problems


def mapping_set(
    index: Index, searched: Sequence[Searched], prefixes: Mapping[str, str], version: str
) -> str:
    """Return the whole mapping set as a table with its header.

    `index` holds labels and matches; `prefixes` are those of the standard base.
    """
    table = [*_mapped(index, prefixes), *_vain(index, searched)]
    used = {row[c].partition(":")[0] for row in table for c in COLUMNS[:5] if c.endswith("_id")}
    used |= {"semapv", "sssom"}
    header = {
        "curie_map": {p: iri for p, iri in sorted({**prefixes, **_OWN}.items()) if p in used},
        "license": CC0,
        "mapping_set_id": prefixes["id"].removesuffix("id/") + "wikidata/wikidata.sssom.tsv",
        "mapping_set_title": "Legation and Wikidata",
        "mapping_set_version": version,
    }
    head = yaml.safe_dump(header, sort_keys=False, allow_unicode=True, width=1000)
    out = io.StringIO()
    out.writelines(f"# {line}\n" for line in head.splitlines())
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(table, key=lambda row: tuple(row.values())))
    return out.getvalue()


def _mapped(index: Index, prefixes: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for thing in index:
        for name in _PREDICATES:
            for match in values(index, thing, SKOS + name):
                if match.startswith(WIKIDATA):
                    object_id = curie(match, prefixes)
                    yield _row(curie(thing, prefixes), text(index, thing, *LABELS), name, object_id)


def _vain(index: Index, searched: Sequence[Searched]) -> Iterator[dict[str, str]]:
    for one in searched:
        row = _row(
            f"id:{one.entity}", text(index, ENTITY + one.entity, *LABELS), "exactMatch", NO_TERM
        )
        yield {**row, "mapping_date": one.date, "comment": one.comment}


def _row(subject: str, label: str, predicate: str, object_id: str) -> dict[str, str]:
    row = (subject, label, f"skos:{predicate}", object_id, _JUSTIFIED, "", "")
    return dict(zip(COLUMNS, row, strict=True))


def curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the compact form of `iri` by the longest namespace of `prefixes` that it is in.

    >>> curie("http://example.org/a/b", {"e": "http://example.org/", "a": "http://example.org/a/"})
    'a:b'
    """
    fitting = [(len(ns), prefix) for prefix, ns in prefixes.items() if iri.startswith(ns)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
