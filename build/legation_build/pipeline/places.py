"""Say where it was written: what breaks a shape, and what is no Turtle."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from legation_build.dataset import lines_by_iri
from legation_build.errors import Problem
from legation_build.mapping import Mappings, contents, each_value, items
from legation_build.namespaces import BASE, ENTITY, SH
from legation_build.validation import Report

# Which class a content has, and what a content of a class needs: the second misleads until the
# first is right.
_SHAPES = BASE + "shapes#"
_RIGHT_CLASS = frozenset({_SHAPES + "Standing", _SHAPES + "SuppositionStanding"})
_OF_A_CLASS = frozenset(
    _SHAPES + name for name in ("Event", "Situation", "SuppositionKind", "Involves")
)
_TARGETS = {SH + "targetSubjectsOf", SH + "targetObjectsOf"}


def violation_problems(
    report: Report, mappings: Mappings, shapes: Sequence[Triple]
) -> list[Problem]:
    """Return each violation of `report` as a problem with its file and line, sorted.

    An entity that cannot be what a claim makes it is reported where the claim says so. `shapes` are
    the triples of the shapes.
    """
    known = lines_by_iri(mappings)
    targets: dict[str, set[str]] = {}
    for triple in shapes:
        if triple.predicate.value in _TARGETS and isinstance(triple.object, NamedNode):
            name = triple.object.value.rpartition("#")[2]
            targets.setdefault(str(triple.subject.value), set()).add(name)  # type: ignore[union-attr]
    problems: set[Problem] = set()
    misplaced = {v.focus for v in report.violations if v.shape in _RIGHT_CLASS}
    for violation in report.violations:
        if violation.focus in misplaced and violation.shape in _OF_A_CLASS:
            continue
        places: list[tuple[str, int]] = []
        if violation.focus.startswith(ENTITY) and violation.shape in targets:
            entity = violation.focus.removeprefix(ENTITY)
            places = list(_naming(mappings, entity, targets[violation.shape]))
        for place in places or [known.get(violation.focus, ("ontology", 1))]:
            problems.add(Problem(*place, str(violation)))
    return sorted(problems)


def turtle_problems(folder: Path) -> Iterator[Problem]:
    """Yield where the Turtle files below a folder are no Turtle, each on the line of the fault."""
    for file in sorted(folder.rglob("*.ttl")):
        try:
            list(parse(file.read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE))
        except SyntaxError as error:
            place = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            remedy = "Look for a missing dot, semicolon or quotation mark here or just above."
            yield Problem(place, error.lineno or 1, f"not Turtle: {error.msg}.", remedy)


def _naming(mappings: Mappings, entity: str, properties: set[str]) -> Iterator[tuple[str, int]]:
    """Yield file and line of each content that gives an entity one of `properties`."""
    for document in mappings.documents:
        for source in document.claims:
            for path, claim in items(source, "claims"):
                for place, content in contents(path, claim):
                    if _gives(content, entity, properties):
                        yield source.file, source.line((*place, "id"))


def _gives(content: Mapping[str, Any], entity: str, properties: set[str]) -> bool:
    """Return whether a content names an entity together with one of the properties.

    A property is a key of the content, or the value of one, as with `predicate`.
    """
    named = {
        key: {str(value).removeprefix("entity:") for _, value in each_value((), values)}
        for key, values in content.items()
    }
    direct = any(entity in named.get(name, ()) for name in properties)
    values = set().union(*named.values())
    return direct or (entity in values and bool(values & properties))
