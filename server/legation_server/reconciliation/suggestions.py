"""Suggest entities, types and properties while somebody types (section 6)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from legation_server.reconciliation.matching.catalogue import Catalogue, Entity, Term, Terms
from legation_server.reconciliation.matching.names import readings
from legation_server.reconciliation.matching.similarity import EXACT, similarity

PAGE = 20
ALIKE_FROM = 65.0
WORD_STARTS, NAME_STARTS, LABEL = 1.0, 2.0, 0.5

Suggested = TypeVar("Suggested", Entity, Term)


def suggest_entities(prefix: str, cursor: int, catalogue: Catalogue) -> dict[str, Any]:
    """Return the entities with a name that begins so, or is like it, best first."""
    named = {
        entity.id: {**dict.fromkeys(catalogue.forms[entity.id], 0.0), **labels(entity.label)}
        for entity in catalogue.entities.values()
    }
    identified = {entity.id for entity in catalogue.identified(prefix)}
    ranked = ranking(prefix, identified, named)
    page = ranked[cursor : cursor + PAGE]
    result = [
        {
            "id": entity.id,
            "name": entity.label,
            "description": entity.description,
            "notable": type_objects(entity.types, catalogue.types),
        }
        for entity in (catalogue.entities[name] for name in page)
    ]
    return _page(result, cursor, len(ranked))


def suggest_terms(
    prefix: str, cursor: int, terms: Terms, *, with_broader: bool = False
) -> dict[str, Any]:
    """Return the types or properties with a name or id that begins so, best first."""
    named = {
        term.id: {**dict.fromkeys(readings(term.id), 0.0), **labels(term.name)}
        for term in terms.terms.values()
    }
    found = terms.find(prefix)
    ranked = ranking(prefix, {found.id} if found else set(), named)
    result = [
        term_object(terms.terms[name], terms, with_broader=with_broader)
        for name in ranked[cursor : cursor + PAGE]
    ]
    return _page(result, cursor, len(ranked))


def labels(text: str) -> dict[str, float]:
    """Return the normal forms of a label, each with what it counts more than another name."""
    return dict.fromkeys(readings(text), LABEL)


def ranking(
    prefix: str, identified: set[str], named: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Return the ids of what a text may be the beginning of, best first.

    `named` has the normal forms of each thing's names, with what each counts more. Everything
    begins with nothing.
    """
    asked = readings(prefix)
    ranks: dict[str, float] = {}
    for name, forms in named.items():
        ranks[name] = max(
            (
                rank + more
                for one in asked
                for form, more in forms.items()
                if (rank := _rank(one, form))
            ),
            default=0.0 if prefix.strip() else WORD_STARTS,
        )
    ranks.update(dict.fromkeys(identified, EXACT + 1))
    return sorted(filter(ranks.get, ranks), key=lambda name: (-ranks[name], name))


def _rank(asked: str, form: str) -> float:
    if asked == form:
        return EXACT
    if form.startswith(asked):
        return NAME_STARTS + len(asked) / len(form)
    if f" {form}".find(f" {asked}") >= 0:
        return WORD_STARTS + len(asked) / len(form)
    alike = similarity(asked, form)
    return alike / EXACT if alike >= ALIKE_FROM else 0.0


def type_objects(ids: Iterable[str], types: Terms) -> list[dict[str, str]]:
    """Return types as answers name them."""
    return [
        {"id": name, "name": types.terms[name].name if name in types.terms else name}
        for name in ids
    ]


def term_object(term: Term, terms: Terms, *, with_broader: bool = False) -> dict[str, Any]:
    """Return a type or property as answers describe it, a type with those right above it."""
    made: dict[str, Any] = {"id": term.id, "name": term.name}
    if term.description:
        made["description"] = term.description
    if with_broader and term.broader:
        made["broader"] = type_objects(term.broader, terms)
    return made


def _page(result: Sequence[dict[str, Any]], cursor: int, total: int) -> dict[str, Any]:
    answer: dict[str, Any] = {"result": list(result)}
    if cursor + PAGE < total:
        answer["cursor"] = cursor + PAGE
    return answer
