"""The Reconciliation Service API 0.2, with 0.1: find the entities that names in a table mean."""

from legation_server.reconciliation import routes
from legation_server.reconciliation.matching.names import (
    COMMON_WORDS,
    LONGEST_SEARCH_CHARACTERS,
    folded,
    terms_of,
)

__all__ = [
    "BLUEPRINTS",
    "COMMON_WORDS",
    "LONGEST_SEARCH_CHARACTERS",
    "folded",
    "terms_of",
]

BLUEPRINTS = (routes.blueprint,)
