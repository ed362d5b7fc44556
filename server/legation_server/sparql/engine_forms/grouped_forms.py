"""Group in a subquery where ASK, CONSTRUCT or DESCRIBE groups: the engine does so in SELECT only.

The standard gives all query forms the same solution modifiers (SPARQL 1.1, section 15).
"""

from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft

FORMS = ("ask", "construct", "describe")
MODIFIERS = {"having", "order", "limit", "offset", "values"}
AGGREGATES = {"count", "sum", "min", "max", "avg", "sample", "group_concat"}


def group_in_subquery(draft: Draft, found: Outline) -> bool:
    """Put the WHERE of such a query and its modifiers into a subquery; return whether it is one."""
    read = draft.tokens
    top = [place for place in range(len(read)) if found.bracket[place] is None]
    words = {
        read[place].text.lower(): place for place in reversed(top) if read[place].kind == "word"
    }
    braces = [place for place in top if read[place].text == "{" and found.bracket[place] is None]
    form = next((words[name] for name in FORMS if name in words), None)
    if form is None or not braces or "select" in words:
        return False
    if read[form].text.lower() == "construct" and len(braces) < 2:
        return False
    where = braces[1] if read[form].text.lower() == "construct" else braces[0]
    after = range(found.partner[where] + 1, len(read))
    later = {read[place].text.lower() for place in after if read[place].kind == "word"}
    if not later & ({"group", "having"} | AGGREGATES):
        return False
    keys = " ".join(_keys(draft, found, after)) or f"(1 AS ?{_unused(draft)})"
    draft.insert(where, f"{{ SELECT {keys} WHERE ", where)
    draft.replace(len(read) - 1, read[-1].text + " }")
    return True


def _keys(draft: Draft, found: Outline, after: range) -> list[str]:
    """Return the variables that a query is grouped by."""
    keys: list[str] = []
    grouping = False
    for place in after:
        if found.bracket[place] is not None:
            continue
        token = draft.tokens[place]
        word = token.text.lower()
        if word == "group":
            grouping = True
        elif word in MODIFIERS:
            grouping = False
        elif grouping and token.kind == "variable":
            keys.append(token.text)
        elif grouping and token.text == "(" and found.partner[place] > place + 3:
            alias = draft.tokens[found.partner[place] - 1]
            keys += (
                [alias.text] if draft.tokens[found.partner[place] - 2].text.lower() == "as" else []
            )
    return keys


def _unused(draft: Draft) -> str:
    """Return the name of a variable that a query does not use."""
    used = {token.text[1:] for token in draft.tokens if token.kind == "variable"}
    return next(
        name for name in (f"v{number}" for number in range(len(used) + 1)) if name not in used
    )
