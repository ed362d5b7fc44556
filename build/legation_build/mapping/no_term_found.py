"""Read which entities have no item in Wikidata, from a mapping set in SSSOM. Pure."""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date

import yaml

from legation_build.errors import Problem
from legation_build.mapping.model import NoTermFound

NO_TERM_FOUND = "sssom:NoTermFound"
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_SLUG = re.compile(r"id:([a-z0-9][a-z0-9-]*)")


def read_no_term_found(text: str, file: str) -> tuple[list[NoTermFound], list[Problem]]:
    """Return the rows of the mapping set `text`, and what is wrong in it; `file` is its name.

    Each row says with `sssom:NoTermFound` that somebody looked for an item and found none, and may
    say where: `object_source` is a CURIE of the `curie_map`, and becomes an IRI.
    """
    head = 0
    # Nothing but a line feed ends a row: str.splitlines ends one at others too.
    lines = text.split("\n")
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    namespaces = _curie_map(lines[:head])
    rows = csv.DictReader(lines[head:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        remedy = f"The first line without # names the columns, {', '.join(_NEEDED)} among them."
        return [], [Problem(file, head + 1, f"the column '{missing[0]}' is missing.", remedy)]
    found: list[NoTermFound] = []
    problems: list[Problem] = []
    for row in rows:
        number = head + rows.line_num
        match = _SLUG.fullmatch(row["subject_id"] or "")
        when = row.get("mapping_date") or ""
        source = row.get("object_source") or ""
        prefix, _, local = source.partition(":")
        if match is None:
            message = f"{row['subject_id']!r} is not an entity."
            problems.append(Problem(file, number, message, "Write id: and the entity's id."))
        elif row["object_id"] != NO_TERM_FOUND:
            message = f"'{match[1]}' is mapped here to {row['object_id'] or ''!r}."
            remedy = f"Write {NO_TERM_FOUND}, or exactMatch at the entity."
            problems.append(Problem(file, number, message, remedy))
        elif not _is_date(when):
            message = f"{when!r} is not allowed as 'mapping_date'."
            problems.append(Problem(file, number, message, "Write a date such as 2026-11-23."))
        elif source and prefix not in namespaces:
            message = f"{source!r} is not allowed as 'object_source'."
            remedy = "Write a prefix of the curie_map and a colon, such as wd: for Wikidata."
            problems.append(Problem(file, number, message, remedy))
        else:
            place = namespaces[prefix] + local if source else ""
            version, comment = (row.get(c) or "" for c in ("object_source_version", "comment"))
            found.append(NoTermFound(match[1], when, comment, file, number, place, version))
    return found, problems


def _curie_map(head: Sequence[str]) -> Mapping[str, str]:
    """Return prefix → namespace, as the lines with # before the table have it; empty for none."""
    try:
        told = yaml.safe_load("\n".join(line.removeprefix("#").removeprefix(" ") for line in head))
    except yaml.YAMLError:
        return {}
    found = told.get("curie_map") if isinstance(told, dict) else None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _is_date(text: str) -> bool:
    try:
        # Other forms of ISO 8601 are no date of XML Schema, which mapping sets have.
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
