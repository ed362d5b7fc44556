"""/sparql, /graphs and the query editor."""

from legation_server.endpoint import example_previews, graph_store, query_terms, sparql
from legation_server.endpoint.empty_answers import query_hints
from legation_server.endpoint.query_editor import published_examples, query_page
from legation_server.endpoint.responses import answer_rules

__all__ = [
    "BLUEPRINTS",
    "answer_rules",
    "published_examples",
    "query_hints",
    "query_page",
]

BLUEPRINTS = (
    sparql.blueprint,
    graph_store.blueprint,
    query_terms.blueprint,
    example_previews.blueprint,
)
