"""Ask the data of a release in process."""

from legation_build.namespaces import BASE, BIL, CODE, SKOS
from pyoxigraph import QueryBoolean, QuerySolutions, Store

DATASET = f"<{BASE}dataset>"
PREFIXES = f"""
PREFIX bil: <{BIL}>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX graph: <{BASE}graph/>
PREFIX modality: <{CODE}modality/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <{SKOS}>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX stance: <{CODE}stance/>
PREFIX void: <http://rdfs.org/ns/void#>
"""


def ask(store: Store, pattern: str) -> bool:
    """Tell whether a pattern fits anything."""
    result = store.query(f"{PREFIXES} ASK {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(result, QueryBoolean)
    return bool(result)


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT query as texts."""
    results = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(results, QuerySolutions)
    return [
        tuple("" if term is None else getattr(term, "value", "") for term in row) for row in results
    ]
