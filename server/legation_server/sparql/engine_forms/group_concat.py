"""Let GROUP_CONCAT take terms of every kind: the engine takes strings only.

The standard concatenates what STR gives of each term (SPARQL 1.1, section 18.5.1.7).
"""

from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft


def concatenate_strings(draft: Draft, found: Outline) -> bool:
    """Put STR around what each GROUP_CONCAT takes; return whether there was any."""
    read = draft.tokens
    changed = False
    for place, token in enumerate(read[:-2]):
        opening = place + 1
        if token.text.lower() != "group_concat" or read[opening].text != "(":
            continue
        first, end = opening + 1, found.partner[opening]
        if read[first].text.lower() == "distinct":
            first += 1
        for inner in range(first, end):
            if read[inner].text == ";" and found.bracket[inner] == opening:
                end = inner
                break
        draft.insert(first, "STR(", first)
        draft.insert(end, ")", end)
        changed = True
    return changed
