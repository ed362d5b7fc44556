"""Evaluate one query on a store in this process, with no protection."""

from legation_server.evaluation.default_graphs import make_default_graphs
from legation_server.evaluation.engine import Engine, Reading, Results
from legation_server.evaluation.refusals import UPDATES
from legation_server.evaluation.run_query import evaluate, write_results

__all__ = [
    "UPDATES",
    "Engine",
    "Reading",
    "Results",
    "evaluate",
    "make_default_graphs",
    "write_results",
]
