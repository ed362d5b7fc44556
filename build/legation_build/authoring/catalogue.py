"""List the codes and entities that mappings can name. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dataset import (
    ROLES,
    Pattern,
    effective_patterns,
    pattern_from,
    patterns_of,
)
from legation_build.mapping import Mappings, Source, each_value, items
from legation_build.namespaces import CODE, SKOS


@dataclass(frozen=True)
class Entry:
    """A code or an entity: its id as mappings write it, and what it means.

    `kind` is the list of a code or the type of an entity, `links` are its exact matches, `place` is
    the file and line where it is defined; "" for codes of the general lists. `hints` are everyday
    words that lead to it and are not shown.

    A type of content may stand for a plain property, whose ends two of its roles give. `block` is a
    code of a document as YAML, to be copied into another codes.yaml. `is_elsewhere` tells that no
    document of the mappings that are written has it, but one of others.
    """

    id: str
    kind: str
    label: str
    definition: str
    example: str = ""
    broader: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""
    hints: tuple[str, ...] = ()
    stands_for: str = ""
    subject_role: str = ""
    object_role: str = ""
    required_role: tuple[str, ...] = ()
    allowed_role: tuple[str, ...] = ()
    block: str = ""
    is_elsewhere: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return all that the entry is called."""
        return (self.id, self.label, *self.aliases, *self.hints)


def codes_in(model: Sequence[Triple], mappings: Mappings | None = None) -> list[Entry]:
    """Return the codes of the general lists, given as triples, and of documents, sorted by list.

    Each has the plain property and the roles that it has from its broader codes too.
    """
    patterns = patterns_of(model)
    said: dict[str, dict[str, str]] = defaultdict(dict)
    hints: dict[str, set[str]] = defaultdict(set)
    for triple in model:
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(CODE):
            value = triple.object
            if triple.predicate.value == SKOS + "hiddenLabel" and isinstance(value, Literal):
                hints[triple.subject.value].add(value.value)
            elif isinstance(value, Literal | NamedNode):
                said[triple.subject.value][triple.predicate.value] = value.value
    found = [
        Entry(
            id=iri.removeprefix(about[SKOS + "inScheme"] + "/"),
            kind=about[SKOS + "inScheme"].removeprefix(CODE),
            label=about.get(SKOS + "prefLabel", ""),
            definition=about.get(SKOS + "definition", ""),
            example=about.get(SKOS + "example", ""),
            broader=about.get(SKOS + "broader", "").removeprefix(about[SKOS + "inScheme"] + "/"),
            hints=tuple(sorted(hints[iri])),
            **_pattern(patterns.get(iri, Pattern())),
        )
        for iri, about in said.items()
        if SKOS + "inScheme" in about
    ]
    own = [document.codes for document in mappings.documents] if mappings else []
    found += _codes_of(filter(None, own), patterns)
    return sorted(set(found), key=lambda entry: (entry.kind, entry.id, entry.place))


def codes_of(sources: Iterable[Source], model: Sequence[Triple]) -> list[Entry]:
    """Return the codes that files of codes define, in order; `model` has the general lists."""
    return list(_codes_of(sources, patterns_of(model)))


def entities_in(mappings: Mappings) -> list[Entry]:
    """Return the entities of mappings, sorted by id; one that several files have is there once."""
    found: dict[str, Entry] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            entry = Entry(
                id=str(entity.get("id")),
                kind=str(entity.get("type")),
                label=str(entity.get("label")),
                definition=str(entity.get("description") or ""),
                aliases=_texts(entity.get("aliases")),
                links=_texts(entity.get("exactMatch")),
                place=f"{source.file}:{source.line((*path, 'id'))}",
            )
            found.setdefault(entry.id, entry)
    return [found[identity] for identity in sorted(found)]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(text) for _, text in each_value((), value))


# No line of a block is broken.
_WIDE = 1_000
_PATTERN_KEYS = ("standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole")


def _codes_of(sources: Iterable[Source], general: Mapping[str, Pattern]) -> Iterator[Entry]:
    for source in sources:
        patterns = {**general, **_own_patterns(source, general)}
        for path, code in items(source, "codes"):
            kind, _, name = str(code.get("id")).partition("/")
            yield Entry(
                id=name,
                kind=kind,
                label=str(code.get("label")),
                definition=str(code.get("definition")),
                example=str(code.get("example")),
                broader=str(code.get("broader", "")),
                place=f"{source.file}:{source.line((*path, 'id'))}",
                block=_block(code),
                **_pattern(patterns.get(f"{CODE}{kind}/{name}", Pattern())),
            )


def _own_patterns(source: Source, general: Mapping[str, Pattern]) -> dict[str, Pattern]:
    """Return the pattern of each code of a file of codes; `general` are those of the lists."""
    own: dict[str, Pattern] = {}
    broader: dict[str, set[str]] = {}
    for _, code in items(source, "codes"):
        iri, scheme = f"{CODE}{code.get('id')}", str(code.get("id")).partition("/")[0]
        own[iri] = pattern_from({key: _texts(code.get(key)) for key in _PATTERN_KEYS})
        broader[iri] = {f"{CODE}{scheme}/{wider}" for wider in _texts(code.get("broader"))}
    return effective_patterns(own, broader, general)


def _block(code: Mapping[str, Any]) -> str:
    return yaml.safe_dump(
        [dict(code)], sort_keys=False, allow_unicode=True, width=_WIDE, default_flow_style=False
    )


def _pattern(pattern: Pattern) -> dict[str, Any]:
    """Return the fields of an entry that say its plain property and roles, in their usual order."""
    return {
        "stands_for": pattern.stands_for,
        "subject_role": pattern.subject_role,
        "object_role": pattern.object_role,
        "required_role": tuple(role for role in ROLES if role in pattern.required),
        "allowed_role": tuple(role for role in ROLES if role in pattern.roles),
    }
