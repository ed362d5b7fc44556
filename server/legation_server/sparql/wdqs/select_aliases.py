"""Let a SELECT use the names of its own expressions, as Wikidata's engine does.

In a grouped query a later expression may use the name of an earlier one. A GROUP BY may name an
expression of the SELECT: one without an aggregate is what is grouped by; one with an aggregate has
no value yet, so it changes nothing and is left out.
"""

from dataclasses import dataclass

from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft

AGGREGATES = {"count", "sum", "min", "max", "avg", "sample", "group_concat"}
ENDS = {"having", "order", "limit", "offset", "values", "}"}


@dataclass(frozen=True)
class Alias:
    """A named expression `(… AS ?name)`, by the places of its brackets."""

    opening: int
    closing: int
    aggregate: bool


def use_aliases(draft: Draft, found: Outline) -> bool:
    """Rewrite each SELECT whose names are used in it; return whether there was any."""
    changed = False
    for group in found.groups.values():
        if group.head is None or not draft.tokens[group.head].text.lower().startswith("select"):
            continue
        aliases = _aliases(draft, found, group.head, group.opening)
        grouped = _group_by(draft, found, group.closing, found.bracket[group.head])
        if not aliases:
            continue
        if grouped or any(alias.aggregate for alias in aliases.values()):
            changed |= _reuse(draft, aliases)
        changed |= _regroup(draft, aliases, grouped)
    return changed


def _aliases(draft: Draft, found: Outline, head: int, where: int) -> dict[str, Alias]:
    read = draft.tokens
    aliases: dict[str, Alias] = {}
    place = head + 1
    while place < where:
        if read[place].text == "(" and place in found.partner:
            closing = found.partner[place]
            if read[closing - 2].text.lower() == "as" and read[closing - 1].kind == "variable":
                words = {
                    token.text.lower() for token in read[place:closing] if token.kind == "word"
                }
                aliases[read[closing - 1].text[1:]] = Alias(
                    place, closing, not AGGREGATES.isdisjoint(words)
                )
            place = closing
        place += 1
    return aliases


def _reuse(draft: Draft, aliases: dict[str, Alias]) -> bool:
    """Put earlier expressions in the place of their names in later ones."""
    changed, earlier = False, dict[str, Alias]()
    for name, alias in aliases.items():
        for place in range(alias.opening + 1, alias.closing - 2):
            token = draft.tokens[place]
            used = earlier.get(token.text[1:]) if token.kind == "variable" else None
            if used:
                draft.insert(place, "(", place)
                draft.copy(place, used.opening + 1, used.closing - 3)
                draft.insert(place + 1, ")", place)
                changed = True
        earlier[name] = alias
    return changed


def _group_by(draft: Draft, found: Outline, closing: int, around: int | None) -> list[int]:
    """Return the places of GROUP, BY and the conditions of a SELECT whose WHERE ends there."""
    read, place = draft.tokens, closing + 1
    if [token.text.lower() for token in read[place : place + 2]] != ["group", "by"]:
        return []
    places = [place, place + 1]
    place += 2
    while place < len(read) and found.bracket[place] == around:
        if read[place].text.lower() in ENDS:
            break
        places.append(place)
        place = found.partner.get(place, place) + 1
    return places


def _regroup(draft: Draft, aliases: dict[str, Alias], grouped: list[int]) -> bool:
    """Put expressions into a GROUP BY that names them, and leave out those with an aggregate."""
    conditions = grouped[2:]
    named = {
        place: (name, aliases[name])
        for place in conditions
        if draft.tokens[place].kind == "variable"
        and (name := draft.tokens[place].text[1:]) in aliases
    }
    for place, (name, alias) in named.items():
        if alias.aggregate:
            draft.drop(place, place)
        else:
            draft.insert(place, "(", place)
            draft.copy(place, alias.opening + 1, alias.closing)
            draft.leave_out(alias.opening, alias.closing)
            draft.insert(alias.closing + 1, f" ?{name} ", alias.opening)
    if conditions and all(p in named and named[p][1].aggregate for p in conditions):
        draft.drop(grouped[0], grouped[1])
    return bool(named)
