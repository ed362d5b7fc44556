"""Suggest entities, types and properties for the beginning of a name (section 6)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from legation_server.reconciliation.matching.catalogue import Catalogue, Entity, Term, Terms
from legation_server.reconciliation.matching.names import normal_forms
from legation_server.reconciliation.matching.similarity import EXACT, similarity

PAGE_SUGGESTIONS = 20
LEAST_SIMILARITY = 65.0
# Ranks: where the text is the start of a word or name, and what a label adds to its name.
WORD_STARTS, NAME_STARTS, IS_LABEL = 1.0, 2.0, 0.5

Suggested = TypeVar("Suggested", Entity, Term)


def suggest_entities(prefix: str, cursor: int, catalogue: Catalogue) -> dict[str, Any]:
    """Return the entities with a name that begins with `prefix` or is similar, best first."""
    if prefix.strip():
        known = {entity.id: entity for entity in catalogue.beginning(prefix)}
        named = {
            entity.id: {**dict.fromkeys(catalogue.forms(entity), 0.0), **labels(entity.label)}
            for entity in known.values()
        }
        identified = {entity.id for entity in catalogue.identified(prefix)}
        ranked = ranking(prefix, identified, named)
        page = [known[name] for name in ranked[cursor : cursor + PAGE_SUGGESTIONS]]
        total = len(ranked)
    else:
        # An empty text is the beginning of every name.
        page, total = catalogue.in_order(cursor, PAGE_SUGGESTIONS), catalogue.size
    result = [
        {
            "id": entity.id,
            "name": entity.label,
            "description": entity.description,
            "notable": type_objects(entity.types, catalogue.types),
        }
        for entity in page
    ]
    return _page(result, cursor, total)


def suggest_terms(
    prefix: str, cursor: int, terms: Terms, *, with_broader: bool = False
) -> dict[str, Any]:
    """Return the types or properties with such a name or id, best first."""
    named = {
        term.id: {**dict.fromkeys(normal_forms(term.id), 0.0), **labels(term.name)}
        for term in terms.terms.values()
    }
    found = terms.find(prefix)
    ranked = ranking(prefix, {found.id} if found else set(), named)
    result = [
        term_object(terms.terms[name], terms, with_broader=with_broader)
        for name in ranked[cursor : cursor + PAGE_SUGGESTIONS]
    ]
    return _page(result, cursor, len(ranked))


def labels(text: str) -> dict[str, float]:
    """Return the normal forms of a label, each with what it adds to the rank."""
    return dict.fromkeys(normal_forms(text), IS_LABEL)


def ranking(
    prefix: str, identified: set[str], named: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Return the ids of the things whose name may begin with a text, best first.

    `named` has the normal forms of each thing's names, each with what it adds to the rank. An
    empty text is the beginning of every name.
    """
    given = normal_forms(prefix)
    ranks: dict[str, float] = {}
    for name, forms in named.items():
        ranks[name] = max(
            (
                rank + more
                for one in given
                for form, more in forms.items()
                if (rank := _rank(one, form))
            ),
            default=0.0 if prefix.strip() else WORD_STARTS,
        )
    ranks.update(dict.fromkeys(identified, EXACT + 1))
    return sorted(filter(ranks.get, ranks), key=lambda name: (-ranks[name], name))


def _rank(given: str, form: str) -> float:
    if given == form:
        return EXACT
    if form.startswith(given):
        return NAME_STARTS + len(given) / len(form)
    if f" {given}" in f" {form}":
        return WORD_STARTS + len(given) / len(form)
    alike = similarity(given, form)
    return alike / EXACT if alike >= LEAST_SIMILARITY else 0.0


def type_objects(ids: Iterable[str], types: Terms) -> list[dict[str, str]]:
    """Return types as answers name them: id and name."""
    return [
        {"id": name, "name": types.terms[name].name if name in types.terms else name}
        for name in ids
    ]


def term_object(term: Term, terms: Terms, *, with_broader: bool = False) -> dict[str, Any]:
    """Return a type or property as answers describe it, a type with its direct superclasses."""
    made: dict[str, Any] = {"id": term.id, "name": term.name}
    if term.description:
        made["description"] = term.description
    if with_broader and term.broader:
        made["broader"] = type_objects(term.broader, terms)
    return made


def _page(result: Sequence[dict[str, Any]], cursor: int, total: int) -> dict[str, Any]:
    answer: dict[str, Any] = {"result": list(result)}
    if cursor + PAGE_SUGGESTIONS < total:
        answer["cursor"] = cursor + PAGE_SUGGESTIONS
    return answer
