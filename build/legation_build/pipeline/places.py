"""Say where it was written: what breaks a shape, and what is no Turtle."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from legation_build.dataset import lines_by_iri
from legation_build.errors import Problem
from legation_build.mapping import Mappings, contents, each_value, items
from legation_build.namespaces import BASE, BIL, ENTITY, SH
from legation_build.validation import Report, Violation

# Which class a content has, and what a content of a class needs: the second misleads until the
# first is right.
_SHAPES = BASE + "shapes#"
_RIGHT_CLASS = frozenset({_SHAPES + "Standing", _SHAPES + "SuppositionStanding"})
_OF_A_CLASS = frozenset(
    _SHAPES + name for name in ("Event", "Situation", "SuppositionKind", "Involves")
)
_SITUATION, _EVENT_TYPE = _SHAPES + "Situation", BIL + "eventType"
_OF_A_SITUATION = frozenset({_SITUATION, _SHAPES + "Attribute"})
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
    for violation in _causes(report.violations):
        places: list[tuple[str, int]] = []
        if violation.focus.startswith(ENTITY) and violation.shape in targets:
            entity = violation.focus.removeprefix(ENTITY)
            places = list(_naming(mappings, entity, targets[violation.shape]))
        for place in places or [known.get(violation.focus, ("ontology", 1))]:
            problems.add(Problem(*place, str(violation)))
    return sorted(problems)


def _causes(violations: Sequence[Violation]) -> Iterator[Violation]:
    """Yield violations without those that only follow from another, and would mislead."""
    misplaced = {v.focus for v in violations if v.shape in _RIGHT_CLASS}
    # An event that was written as a situation, or as an attribute, which is one.
    events = {v.focus for v in violations if (v.shape, v.path) == (_SITUATION, _EVENT_TYPE)}
    speaking = {v.focus for v in violations if v.shape == _SHAPES + "Utterance"}
    # An entity that a content gives a role which it cannot have is told at the content.
    told = {v.value for v in violations if v.value.startswith(ENTITY) and v.focus != v.value}
    for one in violations:
        is_other_class = one.focus in misplaced and one.shape in _OF_A_CLASS
        is_event = one.focus in events and one.shape in _OF_A_SITUATION and one.path != _EVENT_TYPE
        is_unquoted = one.focus in speaking and one.shape == _SHAPES + "QuotedDirectly"
        if not (is_other_class or is_event or is_unquoted or one.focus in told):
            yield one


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
