"""What is known of a query before it is evaluated."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph as ox

from legation_server.evaluation.lookups import StoreLookup
from legation_server.query import SPARQL
from legation_server.sparql import Rewriting


class Reading(NamedTuple):
    """What can be read from the text of a query before it is evaluated.

    `prefixes` are only those that it uses, since the engine takes time for each one it is given;
    `public_services` are the endpoints it calls that must not be at private addresses;
    `names_graphs` says that it may look at named graphs; `endpoint` where it was sent; `functions`
    are those beyond the engine's own that it may call, since each takes time too. `counted` is a
    query over the counts of the endpoint's dataset that has the same solutions; `lookup` is the
    look-up in that dataset that the query is, if it is one.
    """

    query: Rewriting
    prefixes: dict[str, str]
    public_services: tuple[str, ...]
    has_dataset: bool
    names_graphs: bool
    endpoint: str = SPARQL
    functions: Mapping[ox.NamedNode, Callable[..., ox.Literal | None]] = MappingProxyType({})
    counted: str | None = None
    lookup: StoreLookup | None = None

    def over_counts(self) -> "Reading":
        """Return the reading of the query over the counts, where there is one."""
        if self.counted is None:
            return self
        return self._replace(query=Rewriting(self.counted, self.query.original), prefixes={})
