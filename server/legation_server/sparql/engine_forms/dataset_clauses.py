"""Name each graph of a dataset once: the engine reads one that is named twice two times.

A dataset is made of sets (SPARQL 1.1, section 13.2).
"""

from urllib.parse import urljoin

from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import Names


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
