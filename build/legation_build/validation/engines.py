"""Validate graphs with the engine that was asked for, some of them at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from pyoxigraph import RdfFormat, Triple, parse, serialize

from legation_build.validation.gate import FAST, PYSHACL, conforms
from legation_build.validation.report import Report, Violation
from legation_build.validation.targets import focus_nodes

# pySHACL checks some 45,000 triples a second: with so many, ten long articles, it takes 5 seconds.
MOST_TRIPLES = 200_000


def chosen_engine(wanted: str | None, graphs: Mapping[str, Sequence[Triple]]) -> str:
    """Return the engine that was `wanted`; None means pySHACL, or beyond MOST_TRIPLES the other."""
    if wanted is not None:
        return wanted
    return PYSHACL if sum(map(len, graphs.values())) <= MOST_TRIPLES else FAST


def validate(triples: Iterable[Triple], shapes: bytes, engine: str) -> Report:
    """Return the report of validating `triples` against `shapes` (Turtle)."""
    given = list(triples)
    if engine == FAST and conforms(given, shapes):
        return Report((), focus_nodes(given, shapes))
    # pySHACL and rdflib take longer to load than the fast engine to check a document.
    from legation_build.validation.shacl import validate as validate_with_pyshacl

    return validate_with_pyshacl(given, shapes)


def checker_of_changes(
    shapes: bytes, engine: str | None = None
) -> Callable[[Iterable[Triple]], tuple[Violation, ...]]:
    """Return what tells, sorted, what is wrong in data, and after the first time checks changes.

    `shapes` are in Turtle; `engine` is asked first, None is pySHACL.
    """
    # As above: whoever only builds with the fast engine does without pySHACL.
    from legation_build.validation.incremental import IncrementalValidator

    return IncrementalValidator(shapes, engine).check


def validate_all(
    graphs: Mapping[str, Sequence[Triple]], shapes: bytes, jobs: int, engine: str = PYSHACL
) -> dict[str, Report]:
    """Return the report of each of `graphs` by name, checking `jobs` of them at a time."""
    if jobs == 1 or len(graphs) == 1:
        return {name: validate(triples, shapes, engine) for name, triples in graphs.items()}
    lines = [serialize(triples, format=RdfFormat.N_TRIPLES) or b"" for triples in graphs.values()]
    with ProcessPoolExecutor(jobs) as pool:
        count = len(lines)
        found = pool.map(_validate_lines, lines, [shapes] * count, [engine] * count)
        return dict(zip(graphs, found, strict=True))


def _validate_lines(lines: bytes, shapes: bytes, engine: str) -> Report:
    triples = (quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES))
    return validate(triples, shapes, engine)
