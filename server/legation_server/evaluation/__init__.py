"""Evaluate one query on a store in this process, with no protection."""

from legation_server.evaluation.engine import Engine
from legation_server.evaluation.run_query import evaluate

__all__ = [
    "Engine",
    "evaluate",
]
