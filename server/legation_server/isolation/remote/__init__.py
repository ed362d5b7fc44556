"""Run queries on a SPARQL endpoint elsewhere, and answer as if the data were here."""

from legation_server.isolation.remote.store import RemoteStore

__all__ = ["RemoteStore"]
