"""Evaluate one query on a store in this process, with no protection."""

from legation_server.evaluation.default_graphs import (
    DefaultGraphs,
    GraphCopies,
    arranged,
    copied,
    make_default_graphs,
    what_stands_apart,
)
from legation_server.evaluation.engine import Engine, Results
from legation_server.evaluation.original_terms import Originals, OriginalTerms
from legation_server.evaluation.originals_file import OriginalsFile, OriginalsWriter
from legation_server.evaluation.reading import Reading
from legation_server.evaluation.refusals import UPDATES, WIKIDATA_HINT
from legation_server.evaluation.run_query import evaluate, write_results
from legation_server.evaluation.statement_counts import count_statements

__all__ = [
    "UPDATES",
    "WIKIDATA_HINT",
    "DefaultGraphs",
    "Engine",
    "GraphCopies",
    "OriginalTerms",
    "Originals",
    "OriginalsFile",
    "OriginalsWriter",
    "Reading",
    "Results",
    "arranged",
    "copied",
    "count_statements",
    "evaluate",
    "make_default_graphs",
    "what_stands_apart",
    "write_results",
]
