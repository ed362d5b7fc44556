"""The Reconciliation Service API 0.2, with 0.1: find the entities that names in a table mean."""

from legation_server.reconciliation import routes
from legation_server.reconciliation.matching.names import normal_forms

__all__ = [
    "BLUEPRINTS",
    "normal_forms",
]

BLUEPRINTS = (routes.blueprint,)
