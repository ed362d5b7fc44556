"""Read batches of queries and requests for data from clients, and check every member."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation_server.reconciliation.matching.candidates import Query
from legation_server.reconciliation.matching.catalogue import Catalogue, Term, Terms
from legation_server.reconciliation.matching.evidence import GivenValue
from legation_server.reconciliation.strict_json import (
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
    """A query, and warnings about what in it is unknown here and was ignored."""

    query: Query
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extension:
    """A request for data (section 7.3): ids of entities, properties with their settings.

    Ids are as the client wrote them; each property comes with the term that its id stands for.
    """

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Term, Mapping[str, Any]], ...]


def read_batch(text: str, catalogue: Catalogue) -> dict[str, ReadQuery]:
    """Return the queries of a batch by their keys (section 4.1).

    Raises Problem when it is not JSON, is too large, or has a query that breaks the specification.
    """
    batch = read_object(read_json(text, "queries"), "queries")
    if len(batch) > MOST_QUERIES:
        too_large("queries", f"{len(batch):,} queries", MOST_QUERIES)
    return {key: _query(value, f"queries.{key}", catalogue) for key, value in batch.items()}


def read_single(parameters: Mapping[str, str], catalogue: Catalogue) -> ReadQuery:
    """Return a single query, given as JSON or as plain text with parameters beside it."""
    text = parameters["query"]
    if text.lstrip().startswith("{"):
        return _query(read_json(text, "query"), "query", catalogue)
    given: dict[str, Any] = {"query": text}
    given.update((name, parameters[name]) for name in ("type", "type_strict") if name in parameters)
    if "limit" in parameters:
        given["limit"] = whole_number(parameters["limit"], "limit")
    return _query(given, "query", catalogue)


def read_extension(text: str, catalogue: Catalogue) -> Extension:
    """Return a request for data (section 7.3); raises Problem when it is malformed."""
    given = read_object(read_json(text, "extend"), "extend")
    for name in ("ids", "properties"):
        if name not in given:
            refuse("extend", f"has no {name!r}")
    ids = read_list(given["ids"], "extend.ids", read_text, MOST_IDS)
    properties = read_list(
        given["properties"],
        "extend.properties",
        lambda value, place: _extended(value, place, catalogue),
        MOST_LISTED,
    )
    return Extension(tuple(dict.fromkeys(ids)), tuple(properties))


def _query(value: Any, place: str, catalogue: Catalogue) -> ReadQuery:
    given = read_object(value, place)
    for name in given.keys() - set(MEMBERS):
        refuse(place, f"has a member {shown(name)}; a query has {', '.join(MEMBERS)}")
    text = read_text(given["query"], f"{place}.query") if "query" in given else ""
    properties = given.get("properties") or []
    # Clients send cells of white space too: these find nothing, as a dash does.
    if not text and not properties:
        missing = "an empty" if "query" in given else "no"
        refuse(place, f"has {missing} query and no properties")
    strict = given.get("type_strict") or "any"
    if strict not in STRICTNESS:
        refuse(f"{place}.type_strict", f"is {shown(strict)}, not {' or '.join(STRICTNESS)}")
    warnings: list[str] = []
    types = _types(given.get("type"), place, catalogue, warnings)
    if not types and strict == "should":
        types = None
    limit = given.get("limit")
    return ReadQuery(
        Query(
            text,
            types,
            strict,
            _properties(properties, f"{place}.properties", catalogue, warnings),
            10 if limit is None else min(whole_number(limit, f"{place}.limit"), MOST_CANDIDATES),
        ),
        tuple(warnings),
    )


def _types(
    given: Any, place: str, catalogue: Catalogue, warnings: list[str]
) -> tuple[str, ...] | None:
    listed = given if isinstance(given, list) else [given] if given else []
    names = read_list(listed, f"{place}.type", _type, MOST_LISTED)
    if not names:
        return None
    found = [(name, catalogue.types.find(name)) for name in names]
    warnings += [f"There is no type {shown(name)} here." for name, term in found if term is None]
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
        for name in ("pid", "v"):
            if name not in each:
                refuse(here, f"has no {name!r}")
        wanted = read_text(each["pid"], f"{here}.pid")
        listed = each["v"] if isinstance(each["v"], list) else [each["v"]]
        values = tuple(read_list(listed, f"{here}.v", _value, MOST_LISTED))
        term = catalogue.properties.find(wanted)
        if term is None:
            warnings.append(f"There is no property {shown(wanted)} here.")
        elif values:
            found.append((term.id, values))
    return tuple(found)


def _value(value: Any, place: str) -> GivenValue:
    if isinstance(value, dict):
        if "id" not in value:
            refuse(place, "is an object without an 'id'")
        name = read_text(value["name"], f"{place}.name") if value.get("name") is not None else ""
        return GivenValue(name, read_text(value["id"], f"{place}.id"))
    if isinstance(value, bool):
        return GivenValue(str(value).lower())
    if isinstance(value, int | float):
        return GivenValue(str(value))
    return GivenValue(read_text(value, place))


def _extended(value: Any, place: str, catalogue: Catalogue) -> tuple[str, Term, Mapping[str, Any]]:
    given = read_object(value, place)
    if "id" not in given:
        refuse(place, "has no 'id'")
    wanted = read_text(given["id"], f"{place}.id")
    settings = given.get("settings")
    known = known_term(wanted, catalogue.properties, "property", f"{place}.id")
    return wanted, known, {} if settings is None else read_object(settings, f"{place}.settings")


def known_term(wanted: str, terms: Terms, kind: str, place: str) -> Term:
    """Return the type or property that a text stands for; raises Problem when it is unknown."""
    term = terms.find(wanted)
    if term is None:
        names = ", ".join(sorted(terms.terms)[:MOST_LISTED])
        refuse(place, f"is {shown(wanted)}, but there is no such {kind} here. There are: {names}")
    return term
