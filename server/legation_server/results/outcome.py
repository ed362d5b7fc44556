"""What became of a request to the endpoint, for those that answer the same again."""

from dataclasses import dataclass

from legation_server.results.cache import CachedResult


@dataclass(frozen=True)
class Outcome:
    """A whole result with the tag of its answer, and whether the cache held it.

    `seconds` is how long the query took; 0 when the cache held its result.
    """

    tag: str
    result: CachedResult
    held: bool
    seconds: float
