"""Evaluate one query on a store, in this process, and write its result."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import IO, Any

import pyoxigraph as ox

from legation_server.errors import Problem
from legation_server.evaluation.engine import Engine, Results
from legation_server.evaluation.lookups import MOST_ROWS, asks, description, rows
from legation_server.evaluation.original_terms import with_originals
from legation_server.evaluation.reading import Reading
from legation_server.evaluation.refusals import is_misdirected, refusal, with_wikidata_hint
from legation_server.evaluation.service_addresses import check_public
from legation_server.evaluation.tables.csv_writer import CsvWriter
from legation_server.evaluation.tables.row_limit import EnoughRowsError, RowCounter
from legation_server.formats import GRAPHS, SOLUTIONS, Format
from legation_server.query import Head, Task
from legation_server.rdf import (
    MOST_SORTED_TRIPLES,
    RDF_FORMATS,
    WellFormedXml,
    write_graph,
)

SOLUTION_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
MOST_REMEMBERED_TRIPLES = 100_000
# A tuple is looked through in half the time of a union.
TABLES = (ox.QuerySolutions, ox.QueryBoolean)


def evaluate(
    engine: Engine, task: Task, announce: Callable[[Head], None], output: IO[bytes]
) -> bool:
    """Write the result of a task to `output`; call `announce` first with its kind and format.

    Without a dataset from the protocol or a FROM clause the default graph is that of the endpoint
    asked. Return whether the result is whole: a table with too many rows ends after the last
    row allowed, without what closes it. Raises Problem for any error in the query.
    """
    try:
        return _evaluate(engine, task, announce, output)
    except Problem as problem:
        if not is_misdirected(problem, task):
            raise
        raise with_wikidata_hint(problem) from problem


def _evaluate(
    engine: Engine, task: Task, announce: Callable[[Head], None], output: IO[bytes]
) -> bool:
    return evaluate_reading(engine, task, engine.read(task.query, task.endpoint), announce, output)


def evaluate_reading(
    engine: Engine,
    task: Task,
    reading: Reading,
    announce: Callable[[Head], None],
    output: IO[bytes],
) -> bool:
    """Write the result of a task whose query was read, as `evaluate` does."""
    for endpoint in reading.public_services:
        check_public(endpoint)
    if not (task.internal or task.default_graphs or task.named_graphs):
        # Counts and look-ups are those of the endpoint's own dataset.
        found = _looked_up(engine, task, reading)
        if isinstance(found, bytes):
            announce(Head("solutions", "json"))
            output.write(found)
            return True
        if found is not None:
            return write_results(engine, task, found, announce, output)
        reading = reading.over_counts()
    dataset = _dataset(task, engine, reading)
    return write_results(engine, task, _query(engine, reading, dataset), announce, output)


def _looked_up(
    engine: Engine, task: Task, reading: Reading
) -> bytes | Results | Iterable[ox.Triple] | None:
    """Return the results of a look-up, a table as JSON; None where the engine is to find them."""
    lookup = reading.lookup
    if lookup is None:
        return None
    graph = engine.default_graphs.graph_of(task.endpoint)
    if lookup.describes:
        return description(engine.store, lookup, graph)
    if not lookup.columns:
        return asks(engine.store, lookup, graph)
    # The engine writes the other formats, and ends tables at their limit.
    if task.solutions != "json" or engine.row_limit < MOST_ROWS:
        return None
    return rows(engine.store, lookup, graph)


def write_results(
    engine: Engine,
    task: Task,
    results: Results | Iterable[ox.Triple],
    announce: Callable[[Head], None],
    output: IO[bytes],
) -> bool:
    """Write results, of whatever engine, as `evaluate` does; return whether they are whole."""
    kind, offered, name = _kind(results, task)
    if name is None:
        raise Problem(
            "not-acceptable",
            f"The result is {'a graph' if kind == 'graph' else 'a table'}; the formats for it "
            f"are {', '.join(f.media_type for f in offered)}.",
            members={"available": [f.media_type for f in offered]},
        )
    announce(Head(kind, name))
    try:
        if not isinstance(results, TABLES):
            if task.internal:
                # Pages and documents show what the dumps have.
                triples = with_originals(results, engine.originals)
                ox.serialize(triples, output, RDF_FORMATS[name])
            else:
                write_graph(
                    _distinct(results, engine.row_limit),
                    name,
                    engine.graph_prefixes,
                    output,
                    engine.words,
                    number=True,
                )
        elif task.internal:
            results.serialize(output, SOLUTION_FORMATS[name])
        else:
            _write_table(results, name, engine.row_limit, output)
    except EnoughRowsError:
        return False
    except (RuntimeError, ValueError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Problem("query-failed", str(error)) from error
    return True


def _write_table(
    results: ox.QuerySolutions | ox.QueryBoolean, name: str, limit: int, output: IO[bytes]
) -> None:
    counter = RowCounter(WellFormedXml(output) if name == "xml" else output, name, limit)
    if name == "csv":
        table = CsvWriter(counter)
        results.serialize(table, SOLUTION_FORMATS["tsv"])  # type: ignore[arg-type]
        table.finish()
    else:
        results.serialize(counter, SOLUTION_FORMATS[name])  # type: ignore[arg-type]
    counter.finish()


def _dataset(task: Task, engine: Engine, reading: Reading) -> dict[str, Any]:
    if task.default_graphs or task.named_graphs:
        return {
            "default_graph": [_graph(iri) for iri in task.default_graphs],
            "named_graphs": [_graph(iri) for iri in task.named_graphs],
        }
    if reading.has_dataset:
        # Arguments would override FROM.
        return {}
    known = engine.default_graphs
    default = known.everything if task.internal else known.by_endpoint[task.endpoint]
    named = {"named_graphs": engine.graph_names} if reading.names_graphs else {}
    return {**default, **named}


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise Problem("malformed-request", f"{iri!r} is not the IRI of a graph.") from error


def _query(engine: Engine, reading: Reading, dataset: Mapping[str, Any]) -> Results:
    """Return the results of a query, in forms that the engine reads; it is evaluated once."""
    try:
        try:
            return engine.query(engine.in_written_order(reading), dataset)
        except SyntaxError as error:
            mended = _mended(engine, reading, dataset)
            if mended is None:
                raise refusal(reading.query, str(error)) from error
            return mended
    except (RuntimeError, ValueError, OSError) as error:
        raise Problem("query-failed", str(error)) from error


def _mended(engine: Engine, reading: Reading, dataset: Mapping[str, Any]) -> Results | None:
    mended = engine.mended(reading)
    if mended is None:
        return None
    for endpoint in mended.public_services:
        check_public(endpoint)
    try:
        return engine.query(engine.in_written_order(mended), dataset)
    except SyntaxError:
        return None


def _kind(
    results: Results | Iterable[ox.Triple], task: Task
) -> tuple[str, tuple[Format, ...], str | None]:
    if not isinstance(results, TABLES):
        return "graph", GRAPHS, task.graph
    kind = "boolean" if isinstance(results, ox.QueryBoolean) else "solutions"
    return kind, SOLUTIONS, task.solutions


def _distinct(triples: Iterable[ox.Triple], limit: int) -> Iterable[ox.Triple]:
    """Yield triples without repetition; raise Problem when there are more than `limit`.

    A few triples may be repeated: write_graph removes repetitions when it sorts them.
    """
    rows = iter(triples)
    first = list(islice(rows, MOST_SORTED_TRIPLES + 1))
    if len(first) <= min(limit, MOST_SORTED_TRIPLES):
        return first
    return _limited(_unique(chain(first, rows)), limit)


def _unique(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples without repetition, as far as they fit into memory."""
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            if len(seen) < MOST_REMEMBERED_TRIPLES:
                seen.add(triple)
            yield triple


def _limited(triples: Iterable[ox.Triple], limit: int) -> Iterator[ox.Triple]:
    for count, triple in enumerate(triples):
        if count >= limit:
            raise Problem(
                "result-too-large",
                f"The result has more than {limit:,} triples.",
                members={"limit": limit},
            )
        yield triple
