"""Write names in full that the engine cannot read: with two dots, or characters above U+FFFF."""

import re

from legation_server.sparql.lexer import Token
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import Names

UNREADABLE = re.compile(r"\.+[^.]+\.|[\U00010000-\U0010ffff]")


def write_names_in_full(draft: Draft, names: Names) -> bool:
    """Replace such prefixed names by their IRIs; return whether there were any."""
    changed = False
    for place, token in enumerate(draft.tokens):
        if token.kind != "name" or not _is_unreadable(token):
            continue
        if place and draft.tokens[place - 1].text.lower() == "prefix":
            draft.drop(place - 1, place + 1)
            changed = True
        elif iri := names.iri(token):
            draft.replace(place, f"<{iri}>")
            changed = True
    return changed


def _is_unreadable(token: Token) -> bool:
    prefix, _, local = token.text.partition(":")
    astral_prefix = not prefix.isascii() and UNREADABLE.search(prefix)
    return bool(astral_prefix or UNREADABLE.search(local.replace("\\.", "")))
