"""Recognize a query that was written for the Wikidata Query Service."""

import re

from legation_server.sparql.lexer import tokens
from legation_server.sparql.terms import Names
from legation_server.sparql.wdqs.label_clause import AUTOMATIC
from legation_server.sparql.wdqs.prefixes import PROPERTY, QUERY_SERVICE_PREFIXES

# Nothing but the query service, and our view in its model, has terms of these namespaces. Items are
# not among them: our own data link to items too.
NAMESPACES = (PROPERTY, *(QUERY_SERVICE_PREFIXES[name] for name in ("wikibase", "bd", "hint")))
INCLUDE = re.compile(r"\binclude\s*%", re.IGNORECASE)


def is_for_wikidata(text: str) -> bool:
    """Return whether a query uses Wikidata's properties, or what only its query service has.

    >>> is_for_wikidata("SELECT ?p { wd:Q227 wdt:P1082 ?p }")
    True
    >>> is_for_wikidata("SELECT ?x { ?x skos:exactMatch wd:Q227 }")
    False
    """
    if AUTOMATIC in text or INCLUDE.search(text):
        return True
    read = list(tokens(text))
    names = Names(read, QUERY_SERVICE_PREFIXES)
    iris = (names.iri(token) for token in read if token.kind in ("name", "iri"))
    return any(iri.startswith(NAMESPACES) for iri in iris if iri)
