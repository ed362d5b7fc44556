"""A store in memory that remembers which queries for triples it was asked."""

import pyoxigraph as ox
from legation_server.descriptions import Description

PREFIXES = """
PREFIX : <https://example.org/doc/>
PREFIX bil: <https://example.org/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


class Asked:
    """A store, which remembers the queries that it was asked."""

    def __init__(self, turtle: str) -> None:
        self.store = ox.Store()
        text = turtle if "GRAPH" in turtle else f"GRAPH <https://example.org/g> {{ {turtle} }}"
        self.store.load((PREFIXES + text).encode(), format=ox.RdfFormat.TRIG)
        self.queries: list[str] = []

    def __call__(self, query: str) -> list[ox.Triple]:
        self.queries.append(query)
        found = self.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QueryTriples)
        return list(found)


def objects(found: Description, predicate: str) -> list[str]:
    """Return the objects of a property, whose IRI ends as told, in a description."""
    return sorted(str(t.object) for t in found.triples if t.predicate.value.endswith(predicate))
