"""Read batches of queries and requests for data from clients, and check every member."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation_server.errors import Problem
from legation_server.reconciliation.matching.candidates import Query
from legation_server.reconciliation.matching.catalogue import Catalogue, Term, Terms
from legation_server.reconciliation.matching.given_values import GivenValue
from legation_server.reconciliation.strict_json import (
    Item,
    is_blank,
    read_cell,
    read_json,
    read_list,
    read_object,
    read_text,
    refuse,
    shown,
    too_large,
    whole_number,
)

MOST_QUERIES = 1_000
MOST_IDS = 1_000
MOST_LISTED = 30
MOST_CANDIDATES = 100
STRICTNESS = ("any", "all", "should")
MEMBERS = ("query", "type", "limit", "properties", "type_strict")


@dataclass(frozen=True)
class ReadQuery:
    """A query, and warnings about what in it is unknown here, or wrong, and was ignored."""

    query: Query
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extension:
    """A request for data (section 7.3): ids of entities, properties with their settings.

    Ids are as the client wrote them; each property comes with the term that its id stands for, None
    for an unknown one. `warnings` say what is wrong with members that get no values.
    """

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Term | None, Mapping[str, Any]], ...]
    warnings: tuple[str, ...] = ()


def read_batch(text: str, catalogue: Catalogue) -> dict[str, ReadQuery]:
    """Return the queries of a batch by their keys (section 4.1).

    A query that breaks the specification finds nothing and has a warning. Raises Problem when the
    batch is not JSON, not an object, or too large.
    """
    batch = read_object(read_json(text, "queries"), "queries")
    if len(batch) > MOST_QUERIES:
        too_large("queries", f"{len(batch):,} queries", MOST_QUERIES)
    found: dict[str, ReadQuery] = {}
    for key, value in batch.items():
        try:
            found[key] = _query(value, f"queries.{key}", catalogue)
        except Problem as problem:
            found[key] = ReadQuery(Query(), (problem.detail,))
    return found


def read_single(parameters: Mapping[str, str], catalogue: Catalogue) -> ReadQuery:
    """Return a single query, given as JSON or as plain text with parameters beside it."""
    text = parameters["query"]
    if text.lstrip().startswith("{"):
        return _query(read_json(text, "query"), "query", catalogue)
    given: dict[str, Any] = {"query": text}
    given.update((name, parameters[name]) for name in ("type", "type_strict") if name in parameters)
    if not is_blank(parameters.get("limit")):
        given["limit"] = whole_number(parameters["limit"], "limit")
    return _query(given, "query", catalogue)


def read_extension(text: str, catalogue: Catalogue) -> Extension:
    """Return a request for data (section 7.3), without ids and properties that have no name.

    Raises Problem when it is not JSON, lacks a list, or is too large.
    """
    given = read_object(read_json(text, "extend"), "extend")
    for name in ("ids", "properties"):
        if name not in given:
            refuse("extend", f"has no {name!r}")
    warnings: list[str] = []

    def each(name: str, read: Callable[[Any, str], Item], most: int) -> list[Item]:
        found = []
        values = read_list(given[name], f"extend.{name}", lambda value, place: (value, place), most)
        for value, place in values:
            try:
                found.append(read(value, place))
            except Problem as problem:
                warnings.append(problem.detail)
        return found

    ids = each("ids", read_text, MOST_IDS)
    properties = each("properties", _extended, MOST_LISTED)
    known = [(wanted, catalogue.properties.find(wanted), chosen) for wanted, chosen in properties]
    warnings += [unknown("property", wanted) for wanted, term, _ in known if term is None]
    return Extension(tuple(dict.fromkeys(ids)), tuple(known), tuple(warnings))


def _query(value: Any, place: str, catalogue: Catalogue) -> ReadQuery:
    given = read_object(value, place)
    warnings = [
        f"A query has no member {shown(name)}; it has {', '.join(MEMBERS)}."
        for name in given
        if name not in MEMBERS
    ]
    # A table has empty cells: they find nothing, as a dash does.
    text = "" if is_blank(given.get("query")) else read_cell(given["query"], f"{place}.query")
    strict = given.get("type_strict") or "any"
    if strict not in STRICTNESS:
        refuse(f"{place}.type_strict", f"is {shown(strict)}, not {' or '.join(STRICTNESS)}")
    types = _types(given.get("type"), place, catalogue, warnings)
    if not types and strict == "should":
        types = None
    limit = given.get("limit")
    return ReadQuery(
        Query(
            text,
            types,
            strict,
            _properties(given.get("properties") or [], f"{place}.properties", catalogue, warnings),
            10 if is_blank(limit) else min(whole_number(limit, f"{place}.limit"), MOST_CANDIDATES),
        ),
        tuple(warnings),
    )


def _types(
    given: Any, place: str, catalogue: Catalogue, warnings: list[str]
) -> tuple[str, ...] | None:
    listed = given if isinstance(given, list) else [given]
    present = [each for each in listed if not is_blank(each)]
    names = read_list(present, f"{place}.type", _type, MOST_LISTED)
    if not names:
        return None
    found = [(name, catalogue.types.find(name)) for name in names]
    warnings += [unknown("type", name) for name, term in found if term is None]
    # No entity has a type that is unknown.
    return tuple(name if term is None else term.id for name, term in found)


def _type(value: Any, place: str) -> str:
    # Some clients send back the objects that they were given as types.
    return read_text(value["id"] if isinstance(value, dict) and "id" in value else value, place)


def _properties(
    given: Any, place: str, catalogue: Catalogue, warnings: list[str]
) -> tuple[tuple[str, tuple[GivenValue, ...]], ...]:
    found: list[tuple[str, tuple[GivenValue, ...]]] = []
    for number, each in enumerate(read_list(given, place, read_object, MOST_LISTED)):
        here = f"{place}[{number}]"
        if is_blank(each.get("pid")):
            continue
        wanted = read_text(each["pid"], f"{here}.pid")
        listed = each["v"] if isinstance(each.get("v"), list) else [each.get("v")]
        present = [value for value in listed if not is_blank(value)]
        values = [
            value
            for value in read_list(present, f"{here}.v", _value, MOST_LISTED)
            if not value.is_blank
        ]
        term = catalogue.properties.find(wanted)
        if term is None:
            warnings.append(unknown("property", wanted))
        elif values:
            found.append((term.id, tuple(values)))
    return tuple(found)


def _value(value: Any, place: str) -> GivenValue:
    if isinstance(value, dict):
        name, wanted = (
            "" if is_blank(value.get(member)) else read_cell(value[member], f"{place}.{member}")
            for member in ("name", "id")
        )
        return GivenValue(name, wanted)
    return GivenValue(read_cell(value, place))


def _extended(value: Any, place: str) -> tuple[str, Mapping[str, Any]]:
    given = read_object(value, place)
    if "id" not in given:
        refuse(place, "has no 'id'")
    settings = given.get("settings")
    chosen = {} if settings is None else read_object(settings, f"{place}.settings")
    return read_text(given["id"], f"{place}.id"), chosen


def unknown(kind: str, name: str) -> str:
    """Return the warning about a type or property that is not known here."""
    return f"There is no {kind} {shown(name)} here."


def known_term(wanted: str, terms: Terms, kind: str, place: str) -> Term:
    """Return the type or property that a text stands for; raises Problem when it is unknown."""
    term = terms.find(wanted)
    if term is None:
        names = ", ".join(sorted(terms.terms)[:MOST_LISTED])
        refuse(place, f"is {shown(wanted)}, but there is no such {kind} here. There are: {names}")
    return term
