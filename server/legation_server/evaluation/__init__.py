"""Evaluate one query on a store in this process, with no protection."""

from legation_server.evaluation.engine import Engine, Reading, Results
from legation_server.evaluation.refusals import UPDATES
from legation_server.evaluation.run_query import evaluate, write_results

__all__ = [
    "UPDATES",
    "Engine",
    "Reading",
    "Results",
    "evaluate",
    "write_results",
]
