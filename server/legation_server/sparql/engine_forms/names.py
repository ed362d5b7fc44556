"""Write the names of a query as the engine reads them.

A dataset is made of sets (SPARQL 1.1, section 13.2): the engine reads a graph that is named twice
two times. Names with two dots, or with characters above U+FFFF, it does not read at all.
"""

import re
from urllib.parse import urljoin

from legation_server.sparql.lexer import Token
from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import Names

UNREADABLE = re.compile(r"\.+[^.]+\.|[\U00010000-\U0010ffff]")


def name_graphs_once(draft: Draft, found: Outline, names: Names, base: str) -> bool:
    """Leave out FROM and FROM NAMED clauses that repeat one; return whether there were any."""
    read = draft.tokens
    seen: set[tuple[bool, str]] = set()
    changed = False
    for place, token in enumerate(read[:-1]):
        if token.kind != "word" or found.bracket[place] is not None:
            continue
        word, following = token.text.lower(), read[place + 1]
        if word == "base" and following.kind == "iri":
            base = urljoin(base, names.iri(following) or "")
        elif word in ("from", "fromnamed"):
            named = word == "fromnamed" or following.text.lower() == "named"
            graph = place + 1 + (named and word == "from")
            iri = names.iri(read[graph]) if graph < len(read) else None
            if iri is None:
                continue
            key = (named, urljoin(base, iri) if read[graph].kind == "iri" else iri)
            if key in seen:
                draft.drop(place, graph)
                changed = True
            seen.add(key)
    return changed


def write_names_in_full(draft: Draft, names: Names) -> bool:
    """Replace prefixed names that it cannot read by their IRIs; return whether there were any."""
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
