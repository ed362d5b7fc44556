"""Which error statuses each address may answer with, for its description. Pure.

What goes wrong in the same way at every address is not told of each: 405, 421, 500, 502.
"""

from collections.abc import Sequence

BAD_REQUEST, FORBIDDEN, NOT_FOUND, NOT_ACCEPTABLE, GONE = 400, 403, 404, 406, 410
LENGTH_REQUIRED, PRECONDITION_FAILED, TOO_LARGE, URI_TOO_LONG = 411, 412, 413, 414
UNSUPPORTED_TYPE, NO_SUCH_RANGE, UNPROCESSABLE = 415, 416, 422
TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503

# Every address: too long an address, too many requests, data that cannot be loaded.
_EVERYWHERE = frozenset((URI_TOO_LONG, TOO_MANY_REQUESTS, UNAVAILABLE))
_WITH_A_BODY = frozenset((LENGTH_REQUIRED, TOO_LARGE, UNSUPPORTED_TYPE))
_QUERIES = frozenset((BAD_REQUEST, FORBIDDEN, NOT_ACCEPTABLE, TOO_LARGE, UNPROCESSABLE))
_FILES = frozenset((PRECONDITION_FAILED, NO_SUCH_RANGE))
# What views answer besides, by their names.
_OF_VIEWS: dict[str, frozenset[int]] = {
    "dumps.dump": _FILES,
    "endpoint.sparql": _QUERIES,
    "endpoint.wd/sparql": _QUERIES,
    "graph_store.graph": frozenset((BAD_REQUEST, NOT_FOUND, UNPROCESSABLE)),
    "network.index": frozenset((NOT_FOUND,)),
    "reconciliation.reconcile": frozenset((BAD_REQUEST,)),
    "reconciliation.suggest": frozenset((BAD_REQUEST,)),
    "releases.file": _FILES,
    "statements.table": frozenset((BAD_REQUEST, NOT_FOUND, UNPROCESSABLE)),
    "things.thing": frozenset((GONE,)),
    "wikidata.file": _FILES,
}


def error_statuses(view: str, *, is_named: bool, kinds: Sequence[str], has_body: bool) -> list[int]:
    """Return the statuses of errors that a view may answer with, in order.

    `is_named` tells that its address names something, which may not be there; `kinds` are the media
    types of its answers, of which a client may ask for another.
    """
    found = set(_EVERYWHERE | _OF_VIEWS.get(view, frozenset()))
    if is_named:
        found.add(NOT_FOUND)
    if len(kinds) > 1:
        found.add(NOT_ACCEPTABLE)
    if has_body:
        found |= _WITH_A_BODY
    return sorted(found)
