"""Say where it was written: what breaks a shape, and what is no Turtle."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from legation_build.dataset import Pattern, lines_by_iri
from legation_build.errors import Problem
from legation_build.mapping import Mappings, contents, each_value, items
from legation_build.namespaces import BASE, BIL, CODE, ENTITY, SH
from legation_build.validation import Report, Violation

# Which class a content has, and what a content of a class needs: the second misleads until the
# first is right.
_SHAPES = BASE + "shapes#"
_RIGHT_CLASS = frozenset({_SHAPES + "Standing", _SHAPES + "SuppositionStanding"})
_OF_A_CLASS = frozenset(
    _SHAPES + name for name in ("Event", "Situation", "SuppositionKind", "Involves")
)
_SITUATION, _EVENT_TYPE = _SHAPES + "Situation", BIL + "eventType"
_EVENT, _SITUATION_TYPE = _SHAPES + "Event", BIL + "situationType"
_OF_A_SITUATION = frozenset({_SITUATION, _SHAPES + "Attribute"})
_PLACES = (BIL + "place", BIL + "givenPlace")
_TARGETS = {SH + "targetSubjectsOf": "subject", SH + "targetObjectsOf": "object"}
_TYPES = {"situationType": "situation-type/", "eventType": "event-type/"}


# What to do, where the message of a shape says only what is right; by shape and path.
_REMEDIES = {
    ("SuppositionStanding", "status"): "If it is only a view, a report or an allegation, write that"
    " 'modality' in place of 'asserted'.",
    (
        "Figure",
        "unit",
    ): "Write 'unit: item' for things that are counted, 'unit: person' for people.",
    ("Event", "eventType"): "Write its 'eventType', or make it a Situation.",
    ("Event", "situationType"): "Write 'eventType' in place of 'situationType', with a code of that"
    " list; or make it a Situation.",
}


def violation_problems(
    report: Report,
    mappings: Mappings,
    shapes: Sequence[Triple],
    patterns: Mapping[str, Pattern],
) -> list[Problem]:
    """Return each violation of `report` as a problem with its file and line, sorted.

    An entity that cannot be what a claim makes it is reported where the claim says so. `shapes` are
    the triples of the shapes, `patterns` the roles and the plain property of each type by its IRI.
    """
    known = lines_by_iri(mappings)
    targets: dict[str, set[tuple[str, str]]] = {}
    for triple in shapes:
        if triple.predicate.value in _TARGETS and isinstance(triple.object, NamedNode):
            name = triple.object.value.rpartition("#")[2]
            end = (_TARGETS[triple.predicate.value], name)
            targets.setdefault(str(triple.subject.value), set()).add(end)  # type: ignore[union-attr]
    problems: set[Problem] = set()
    for violation in _causes(report.violations):
        places: list[tuple[str, int]] = []
        if violation.focus.startswith(ENTITY) and violation.shape in targets:
            entity = violation.focus.removeprefix(ENTITY)
            places = list(_naming(mappings, entity, targets[violation.shape], patterns))
        remedy = _remedy(violation)
        # What was found is in the way of the remedy.
        told = str(replace(violation, value="") if remedy else violation)
        if violation.path in _PLACES and violation.value in known:
            told += " (at {}:{}).".format(*known[violation.value])
            remedy = "If it is a place, correct its 'type' there."
        for place in places or [known.get(violation.focus, ("ontology", 1))]:
            problems.add(Problem(*place, told, remedy))
    return sorted(problems)


def _remedy(violation: Violation) -> str:
    """Return what to do, where the message of the shape does not say it; else ""."""
    ends = (violation.shape.removeprefix(_SHAPES), violation.path.removeprefix(BIL))
    # A type that was found and is not of the list is told by itself.
    is_of_value = ends == ("Event", "eventType") and violation.value not in ("", violation.focus)
    return "" if is_of_value else _REMEDIES.get(ends, "")


def _causes(violations: Sequence[Violation]) -> Iterator[Violation]:
    """Yield violations without those that only follow from another, and would mislead."""
    misplaced = {v.focus for v in violations if v.shape in _RIGHT_CLASS}
    # An event that was written as a situation, or as an attribute, which is one.
    events = {v.focus for v in violations if (v.shape, v.path) == (_SITUATION, _EVENT_TYPE)}
    speaking = {v.focus for v in violations if v.shape == _SHAPES + "Utterance"}
    # A situation that was written as an event.
    situations = {v.focus for v in violations if (v.shape, v.path) == (_EVENT, _SITUATION_TYPE)}
    # An entity that a content gives a role which it cannot have is told at the content.
    told = {v.value for v in violations if v.value.startswith(ENTITY) and v.focus != v.value}
    for one in violations:
        is_other_class = one.focus in misplaced and one.shape in _OF_A_CLASS
        is_event = one.focus in events and one.shape in _OF_A_SITUATION and one.path != _EVENT_TYPE
        is_unquoted = one.focus in speaking and one.shape == _SHAPES + "QuotedDirectly"
        is_typed = one.focus in situations and (one.shape, one.path) == (_EVENT, _EVENT_TYPE)
        if not (is_other_class or is_event or is_typed or is_unquoted or one.focus in told):
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


def _naming(
    mappings: Mappings,
    entity: str,
    ends: Collection[tuple[str, str]],
    patterns: Mapping[str, Pattern],
) -> Iterator[tuple[str, int]]:
    """Yield file and line of each content that makes an entity an end of one of some properties."""
    for document in mappings.documents:
        for source in document.claims:
            for path, claim in items(source, "claims"):
                for place, content in contents(path, claim):
                    for key in _keys_of(content, ends, patterns):
                        named = {
                            str(one).removeprefix("entity:")
                            for _, one in each_value((), content.get(key))
                        }
                        if entity in named:
                            yield source.file, source.line((*place, key))


def _keys_of(
    content: Mapping[str, Any],
    ends: Collection[tuple[str, str]],
    patterns: Mapping[str, Pattern],
) -> Iterator[str]:
    """Yield the keys of a content whose values become such an end: (subject or object, property).

    That is a key of the property's own name, or a role of a type that stands for the property.
    """
    yield from (name for end, name in ends if end == "object" and name in content)
    for key, scheme in _TYPES.items():
        for _, name in each_value((), content.get(key)):
            pattern = patterns.get(f"{CODE}{scheme}{name}", Pattern())
            if ("subject", pattern.stands_for) in ends:
                yield pattern.subject_role
            if ("object", pattern.stands_for) in ends:
                yield pattern.object_role
