"""Write a query that counts everything as one over the counts, with the same solutions.

The counts stand in a VALUES block, and order, slice and columns stay as they are, so that the
engine sorts and cuts as ever. A graph has each triple once (RDF 1.1 Concepts, section 3), so each
solution of a triple pattern is there once too.
"""

from collections.abc import Mapping

from legation_server.sparql.counting.counts import Counts
from legation_server.sparql.counting.reader import (
    Count,
    CountQuery,
    CountQueryReader,
    OtherQueryError,
)

# A query of this kind is short.
LONGEST_CHARACTERS = 2_000


def from_counts(text: str, prefixes: Mapping[str, str], counts: Counts) -> str | None:
    """Return a query that has the same solutions without data; None where that is not known.

    `text` is a query that has no dataset of its own; `prefixes` need no declaration.
    """
    if len(text) > LONGEST_CHARACTERS or not text.isascii():
        return None
    lowered = text.lower()
    if "count" not in lowered and "distinct" not in lowered:
        return None
    try:
        return _written(CountQueryReader(text, prefixes).query(), counts)
    except OtherQueryError:
        return None


def _written(query: CountQuery, counts: Counts) -> str:
    """Return a query over the counts; raises OtherQueryError where they do not say enough."""
    names = [name for name, _ in query.columns]
    aliases = {name for name, count in query.columns if count}
    if len(set(names)) < len(names) or aliases & query.pattern.variables or not names:
        raise OtherQueryError
    if query.grouped or not aliases:
        rows = _rows_by_key(query, counts)
    else:
        rows = [_only_row(query, counts)]
    columns, order = list(rows[0]) if rows else names, _order(query)
    values = "".join(f"({' '.join(row.values())})" for row in rows)
    shown = " ".join(f"?{name}" for name in names)
    declared = " ".join(f"?{name}" for name in columns)
    distinct = "DISTINCT " if query.distinct else ""
    group = f"{{ VALUES ({declared}) {{ {values} }} }}"
    return f"SELECT {distinct}{shown} {group} {order} {query.slice}".rstrip()


def _rows_by_key(query: CountQuery, counts: Counts) -> list[dict[str, str]]:
    """Return a row for each term of the key, with its count in each column that counts."""
    key, sizes = query.pattern.key, counts.sizes(query.pattern)
    if sizes is None or key is None or not (query.grouped or query.distinct):
        raise OtherQueryError
    for name, count in query.columns:
        if name != key and count is None:
            raise OtherQueryError
        if count:
            _check_size(query, count)
    return [_row(query, key, term, size) for term, size in sizes.items()]


def _row(query: CountQuery, key: str, term: str, size: int) -> dict[str, str]:
    return {key: term} | {name: str(size) for name, count in query.columns if count}


def _check_size(query: CountQuery, count: Count) -> None:
    """Raise OtherQueryError for a COUNT that is not the size of its group."""
    pattern = query.pattern
    if count.variable is None and not count.distinct:
        return
    if count.variable not in pattern.variables:
        raise OtherQueryError
    # With predicate and object given, no subject comes twice.
    fixed = pattern.graph is None and pattern.predicate is not None
    if count.distinct and (not fixed or count.variable == pattern.key):
        raise OtherQueryError


def _only_row(query: CountQuery, counts: Counts) -> dict[str, str]:
    """Return the only row of a query that counts without groups."""
    pattern, row = query.pattern, dict[str, str]()
    for name, count in query.columns:
        if count is None or not (count.variable is None or count.variable in pattern.variables):
            raise OtherQueryError
        sizes = counts.sizes(pattern)
        if not count.distinct:
            known = counts.total(pattern)
        elif count.variable is not None and count.variable == pattern.key and sizes is not None:
            known = len(sizes)
        else:
            known = None
        if known is None:
            raise OtherQueryError
        row[name] = str(known)
    return row


def _order(query: CountQuery) -> str:
    """Return the ORDER BY of a query, with the columns that its counts have."""
    by_count = {count: name for name, count in query.columns if count}
    allowed = {name for name, count in query.columns if count}
    if query.grouped or not allowed:
        allowed |= {query.pattern.key or ""}
    written = []
    for direction, by in query.order:
        name = by_count.get(by) if isinstance(by, Count) else by
        if name is None or name not in allowed:
            raise OtherQueryError
        written.append(f"{direction}(?{name})")
    return f"ORDER BY {' '.join(written)}" if written else ""
