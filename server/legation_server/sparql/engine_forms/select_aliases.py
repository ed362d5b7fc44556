"""Let expressions of a SELECT use the names of those before them, after an aggregate too.

The standard says so (SPARQL 1.1, section 18.2.4.4); the engine does not know the names where
solutions are grouped. A name is replaced by its expression.
"""

from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft

# What the expressions of a SELECT end at, in queries that are not valid too.
ENDS = {"{", "}", "from", "where", "select", "selectdistinct"}
# What these give changes each time, so that an expression with one has to be evaluated once.
VOLATILE = {"rand", "uuid", "struuid", "bnode"}


def put_into_select(draft: Draft, found: Outline) -> bool:
    """Replace names by their expressions in each SELECT; return whether there were any."""
    changed = False
    for place, token in enumerate(draft.tokens):
        if token.kind == "word" and token.text.lower() in ("select", "selectdistinct"):
            changed |= _one_select(draft, found, place)
    return changed


def _one_select(draft: Draft, found: Outline, select: int) -> bool:
    read = draft.tokens
    aliases: dict[str, tuple[int, int]] = {}
    changed = False
    place = select + 1
    while place < len(read) and read[place].text.lower() not in ENDS:
        closing = found.partner[place] if read[place].text == "(" else place
        if closing > place + 3 and read[closing - 2].text.lower() == "as":
            first, last = place + 1, closing - 3
            for use in range(first, last + 1):
                in_group = found.bracket[use] is not None and _in_braces(draft, found, use, place)
                expression = aliases.get(read[use].text[1:])
                if read[use].kind == "variable" and expression and not in_group:
                    draft.insert(use, "(", use)
                    draft.copy(use, *expression)
                    draft.insert(use + 1, ")", use)
                    changed = True
            if not VOLATILE & {token.text.lower() for token in read[first : last + 1]}:
                aliases[read[closing - 1].text[1:]] = (first, last)
        place = closing + 1
    return changed


def _in_braces(draft: Draft, found: Outline, place: int, until: int) -> bool:
    """Return whether a token is in a group inside the bracket `until`."""
    around = found.bracket[place]
    while around is not None and around != until:
        if draft.tokens[around].text == "{":
            return True
        around = found.bracket[around]
    return False
