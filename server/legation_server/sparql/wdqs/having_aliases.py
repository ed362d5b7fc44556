"""Let HAVING use the names that a SELECT gives to its expressions, as Wikidata's engine does.

In SPARQL 1.1 HAVING is evaluated before they have values (section 18.2.4.2), so a condition with
such a name is never true. The name is replaced by its expression.
"""

from collections.abc import Iterator

from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft

ENDS = {"order", "limit", "offset", "values", "having", "}"}


def put_into_having(draft: Draft, found: Outline) -> bool:
    """Replace names by their expressions in each HAVING; return whether there were any."""
    changed = False
    for place, token in enumerate(draft.tokens):
        if token.kind == "word" and token.text.lower() == "having":
            aliases = _aliases(draft, found, place)
            for use in _variables(draft, found, place):
                if expression := aliases.get(draft.tokens[use].text[1:]):
                    draft.insert(use, "(", use)
                    draft.copy(use, *expression)
                    draft.insert(use + 1, ")", use)
                    changed = True
    return changed


def _aliases(draft: Draft, found: Outline, having: int) -> dict[str, tuple[int, int]]:
    """Return the first and last token of each named expression in the SELECT of a HAVING."""
    read, around = draft.tokens, found.bracket[having]
    select = having
    while select >= 0 and not (
        found.bracket[select] == around and read[select].text.lower() == "select"
    ):
        select -= 1
    aliases: dict[str, tuple[int, int]] = {}
    place = select + 1
    while 0 < place < having and read[place].text != "{":
        if read[place].text == "(":
            closing = found.partner[place]
            if read[closing - 2].text.lower() == "as" and read[closing - 1].kind == "variable":
                aliases[read[closing - 1].text[1:]] = (place + 1, closing - 3)
            place = closing
        place += 1
    return aliases


def _variables(draft: Draft, found: Outline, having: int) -> Iterator[int]:
    """Yield the places of the variables in the conditions of a HAVING, without its groups."""
    read, around = draft.tokens, found.bracket[having]
    place = having + 1
    while place < len(read):
        if found.bracket[place] == around and read[place].text.lower() in ENDS:
            return
        if read[place].text == "{":
            place = found.partner[place]
        elif read[place].kind == "variable":
            yield place
        place += 1
