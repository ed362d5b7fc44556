"""What becomes of a result: its entity tag, its place in the cache, its end when cut."""

from legation_server.results.cache import CachedResult, Outcome, ResultCache
from legation_server.results.etags import entity_tag, is_volatile
from legation_server.results.tables import finished, is_empty, too_many_rows

__all__ = [
    "CachedResult",
    "Outcome",
    "ResultCache",
    "entity_tag",
    "finished",
    "is_empty",
    "is_volatile",
    "too_many_rows",
]
