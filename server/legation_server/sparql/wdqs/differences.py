"""Write a function in place of minus signs, since the difference of two times is one of days.

The engine's own minus gives a duration, which cannot be divided by days of a year. A sign beside a
number or a string stays: `?year - 1`, `NOW() - "P1D"^^xsd:duration`.
"""

from collections.abc import Iterator

from legation_server.namespaces import XSD
from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import Names
from legation_server.sparql.wdqs.functions import DIFFERENCE

# What stands before the outermost bracket of an expression, or before the name of its function.
BEFORE = ("filter", "bind", "having", "by", "asc", "desc")
BEFORE_FUNCTION = ("filter", "having", "by")
# What ends a sum at both sides: all other operators bind less, but for these.
BINDING = ("+", "-", "*", "/")
WORDS_BETWEEN = ("as", "in", "not")
TIMES = (XSD + "dateTime", XSD + "date")


def replace_differences(draft: Draft, found: Outline, names: Names) -> bool:
    """Replace minus signs in expressions; return whether there were any."""
    changed = False
    for opening in found.partner:
        if draft.tokens[opening].text == "(" and _is_expression(draft, found, opening):
            for sum_ in _sums(draft, found, opening):
                changed |= _replace(draft, found, names, sum_)
    return changed


def _is_expression(draft: Draft, found: Outline, opening: int) -> bool:
    """Return whether a bracket is in an expression, by the outermost bracket around it."""
    read, outermost = draft.tokens, opening
    while (around := found.bracket[outermost]) is not None and read[around].text == "(":
        outermost = around
    closing = found.partner[outermost]
    if read[closing - 2].text.lower() == "as":
        return True
    before = [token.text.lower() for token in read[max(0, outermost - 2) : outermost]]
    return before[-1:] > [] and (
        before[-1] in BEFORE or (len(before) == 2 and before[0] in BEFORE_FUNCTION)
    )


def _sums(draft: Draft, found: Outline, opening: int) -> Iterator[list[int]]:
    """Yield the sums directly in a bracket: the places of each one's tokens, without inner ones."""
    read, closing = draft.tokens, found.partner[opening]
    places: list[int] = []
    place = opening + 1
    while place < closing:
        token = read[place]
        ends = token.kind == "mark" and token.text not in (*BINDING, "(", "^")
        if ends or token.text.lower() in WORDS_BETWEEN:
            yield places
            places = []
        else:
            places.append(place)
        place = found.partner.get(place, place) + 1
    yield places


def _replace(draft: Draft, found: Outline, names: Names, places: list[int]) -> bool:
    """Replace the signs of one sum, from the left."""
    read = draft.tokens
    signs = [
        index
        for index, place in enumerate(places)
        if index and read[place].text in ("+", "-") and read[places[index - 1]].text not in BINDING
    ]
    bounds = [-1, *signs, len(places)]
    changed = False
    for number, index in enumerate(signs, 1):
        left, right = places[bounds[number - 1] + 1 : index], places[index + 1 : bounds[number + 1]]
        if read[places[index]].text != "-" or not (left and right):
            continue
        if any(_is_other_literal(draft, names, part[0]) for part in (left, right)):
            continue
        draft.insert(places[0], f"<{DIFFERENCE}>(", places[index])
        draft.replace(places[index], ",")
        last = found.partner.get(right[-1], right[-1])
        draft.insert(last + 1, ")", places[index])
        changed = True
    return changed


def _is_other_literal(draft: Draft, names: Names, place: int) -> bool:
    """Return whether a literal stands at a place that is no time: a number or a duration."""
    token, *rest = draft.tokens[place : place + 4]
    typed = len(rest) == 3 and rest[0].text == "^" and names.iri(rest[2]) in TIMES
    return token.kind == "number" or (token.kind == "string" and not typed)
