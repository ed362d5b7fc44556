"""Rewrite a query to forms that the engine evaluates as the standard says.

docs/engine.md lists what is mended here, and where the engine differs still.
"""

from collections.abc import Mapping

from legation_server.sparql.engine_forms.function_calls import (
    concatenate_strings,
    write_replacements,
)
from legation_server.sparql.engine_forms.grouped_forms import group_in_subquery
from legation_server.sparql.engine_forms.names import name_graphs_once, write_names_in_full
from legation_server.sparql.engine_forms.select_aliases import put_into_select
from legation_server.sparql.lexer import tokens
from legation_server.sparql.outline import outline
from legation_server.sparql.rewriting import Draft, Rewriting, chained
from legation_server.sparql.terms import Names


def for_engine(query: Rewriting, prefixes: Mapping[str, str], base: str) -> Rewriting:
    """Return a query whose forms the engine would evaluate in another way, in forms it does not.

    `prefixes` are those that need no declaration; `base` is the IRI that relative ones go by.
    """
    lowered = query.text.lower()
    # Few queries have one of these; all others are returned at once, as this is done for each.
    if not ("from" in lowered or "group_concat" in lowered or "replace" in lowered):
        return query
    read = list(tokens(query.text))
    found = outline(read)
    if found is None:
        return query
    draft = Draft(query.text, read)
    changed = name_graphs_once(draft, found, Names(read, prefixes), base)
    changed |= concatenate_strings(draft, found)
    changed |= write_replacements(draft, found)
    return chained(query, draft.finish()) if changed else query


def after_refusal(query: Rewriting, prefixes: Mapping[str, str]) -> Rewriting | None:
    """Return a query that the engine refused, in forms it reads; None when there are none."""
    read = list(tokens(query.text))
    found = outline(read)
    if found is None:
        return None
    draft = Draft(query.text, read)
    changed = write_names_in_full(draft, Names(read, prefixes))
    changed |= put_into_select(draft, found)
    changed |= group_in_subquery(draft, found)
    return chained(query, draft.finish()) if changed else None
