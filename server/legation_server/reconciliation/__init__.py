"""The Reconciliation Service API 0.2, with 0.1: find the entities that names in a table mean."""

from legation_server.reconciliation import routes

__all__ = [
    "BLUEPRINTS",
]

BLUEPRINTS = (routes.blueprint,)
