"""Load a release into a SPARQL engine elsewhere, graph by graph, so that it can be gone on with."""

from legation_server.push.engines import ENGINES
from legation_server.push.graph_store import GraphStore
from legation_server.push.loading import Progress, push_release

__all__ = [
    "ENGINES",
    "GraphStore",
    "Progress",
    "push_release",
]
