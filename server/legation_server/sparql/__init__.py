"""Read and rewrite the text of queries, by pure functions: guard, places, Wikidata's dialect."""

from legation_server.sparql.counting.answer import from_counts
from legation_server.sparql.counting.counts import Counts, Sizes
from legation_server.sparql.engine_forms.rewrite import after_refusal, for_engine
from legation_server.sparql.filters.filter_reader import FilterTest, filter_tests
from legation_server.sparql.guard import check_query, service_calls, without_service_calls
from legation_server.sparql.lexer import (
    Token,
    first_keyword,
    has_dataset_clause,
    selects_all,
    tokens,
    with_written_columns,
)
from legation_server.sparql.lookup import Lookup, as_lookup
from legation_server.sparql.positions import line_of, place_of, problem_at
from legation_server.sparql.query_terms import named_terms, names_in_sight
from legation_server.sparql.rewriting import Rewriting
from legation_server.sparql.syntax_errors import fault_in
from legation_server.sparql.terms import leading_declarations, with_prefixes
from legation_server.sparql.wdqs.dialect import as_sparql, is_for_wikidata
from legation_server.sparql.wdqs.functions import FUNCTIONS
from legation_server.sparql.wdqs.label_lookup import Labels
from legation_server.sparql.wdqs.label_service import FUNCTION
from legation_server.sparql.wdqs.prefixes import QUERY_SERVICE_PREFIXES

__all__ = [
    "FUNCTION",
    "FUNCTIONS",
    "QUERY_SERVICE_PREFIXES",
    "Counts",
    "FilterTest",
    "Labels",
    "Lookup",
    "Rewriting",
    "Sizes",
    "Token",
    "after_refusal",
    "as_lookup",
    "as_sparql",
    "check_query",
    "fault_in",
    "filter_tests",
    "first_keyword",
    "for_engine",
    "from_counts",
    "has_dataset_clause",
    "is_for_wikidata",
    "leading_declarations",
    "line_of",
    "named_terms",
    "names_in_sight",
    "place_of",
    "problem_at",
    "selects_all",
    "service_calls",
    "tokens",
    "with_prefixes",
    "with_written_columns",
    "without_service_calls",
]
