"""Evaluate one query on a store in this process, with no protection."""

from legation_server.evaluation.default_graphs import make_default_graphs
from legation_server.evaluation.engine import Engine, Reading, Results
from legation_server.evaluation.original_terms import Originals, OriginalTerms
from legation_server.evaluation.refusals import UPDATES, WIKIDATA_HINT
from legation_server.evaluation.run_query import evaluate, write_results
from legation_server.evaluation.statement_counts import count_statements

__all__ = [
    "UPDATES",
    "WIKIDATA_HINT",
    "Engine",
    "OriginalTerms",
    "Originals",
    "Reading",
    "Results",
    "count_statements",
    "evaluate",
    "make_default_graphs",
    "write_results",
]
