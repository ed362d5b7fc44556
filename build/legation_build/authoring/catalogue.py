"""List the codes and entities that mappings can name, and find them by near words. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Triple
from rapidfuzz.distance import OSA

from legation_build.dataset import (
    ROLES,
    Pattern,
    effective_patterns,
    pattern_from,
    patterns_of,
)
from legation_build.mapping import DocumentMapping, Mappings, each_value, items, slug
from legation_build.namespaces import CODE, SKOS

_ENDINGS = re.compile(r"(i[sz](e|es|ed|ing)|[aei]tion|ion|ing|ed|es|e|s|ment|al)$")


@dataclass(frozen=True)
class Entry:
    """A code or an entity: its id as mappings write it, and what it means.

    `kind` is the list of a code or the type of an entity, `links` are its exact matches, `place` is
    the file and line where it is defined; "" for codes of the general lists. `hints` are everyday
    words that lead to it and are not shown.

    A type of content may stand for a plain property, whose ends two of its roles give. `block` is a
    code of a document as YAML, to be copied into another codes.yaml.
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
    found += _own_codes(mappings, patterns) if mappings else []
    return sorted(set(found), key=lambda entry: (entry.kind, entry.id, entry.place))


def entities_in(mappings: Mappings) -> list[Entry]:
    """Return the entities of mappings, sorted by id; one that several files have is there once."""
    found: dict[str, Entry] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            entry = Entry(
                id=str(entity.get("id")),
                kind=str(entity.get("type")),
                label=str(entity.get("label")),
                definition=str(entity.get("description")),
                aliases=_texts(entity.get("aliases")),
                links=_texts(entity.get("exactMatch")),
                place=f"{source.file}:{source.line((*path, 'id'))}",
            )
            found.setdefault(entry.id, entry)
    return [found[identity] for identity in sorted(found)]


def found_in(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the entries that `words` may mean, the nearest first; all of them for no words.

    Names count more than definitions. A word with a slip in it, in another spelling, without its
    accents or with another ending is near.
    """
    wanted = slug(words).split("-") if words else []
    if not wanted:
        return list(entries)
    scored = [(min(_distance(word, entry) for word in wanted), entry) for entry in entries]
    worst = [(max(_distance(word, entry) for word in wanted), entry) for entry in entries]
    near = worst if any(score < _FAR for score, _ in worst) else scored
    order = sorted(near, key=lambda pair: (pair[0], len(pair[1].id), pair[1].id))
    return [entry for score, entry in order if score < _FAR]


def found_together(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the entries that have all of `words`, or else for each word those with it as a name.

    What is only spelt like a hint or a word of a text counts for nothing; nor does one word's hint.
    """
    wanted = [word for word in slug(words).split("-") if word]
    if not wanted:
        return []
    whole, named = {}, {}
    for entry in entries:
        plain = replace(entry, hints=())
        named[entry] = [_distance(word, plain) for word in wanted]
        far = max(map(min, named[entry], [_hinted(word, entry) for word in wanted]))
        if far < _ONLY_SPELT:
            whole[entry] = far
    if whole:
        return sorted(whole, key=lambda entry: (whole[entry], len(entry.id), entry.id))
    found: dict[Entry, None] = {}
    for number in range(len(wanted)):
        near = min(each[number] for each in named.values())
        if near <= _NAMED:
            found |= {entry: None for entry in entries if named[entry][number] == near}
    return list(found)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(text) for _, text in each_value((), value))


_FAR = 9
# How far a word is from an entry that has it in its names, and from one whose texts have one that
# is only spelt like it.
_NAMED, _ONLY_SPELT = 3, 5
# No line of a block is broken.
_WIDE = 1_000
_PATTERN_KEYS = ("standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole")


def _distance(word: str, entry: Entry) -> int:
    """Return how far a word is from an entry: 0 for its name, less than _FAR when it is near."""
    names = [slug(name) for name in entry.names]
    if word in names:
        return 0
    parts = {part for name in names for part in name.split("-")}
    if word in parts:
        return 1
    if any(_is_near(word, name) for name in names):
        return 2
    if any(part.startswith(word) or _is_near(word, part) for part in parts):
        return 3
    texts = set(slug(f"{entry.definition} {entry.example}").split("-"))
    if word in texts:
        return 4
    return 5 if any(_is_near(word, part) for part in texts) else _FAR


def _hinted(word: str, entry: Entry) -> int:
    """Return how far a word is from the hints of an entry, in which nothing is taken for a slip."""
    hints = [slug(hint) for hint in entry.hints]
    parts = {part for hint in hints for part in hint.split("-")}
    if word in hints:
        return 0
    return 1 if word in parts else _NAMED if _stem(word) in map(_stem, parts) else _FAR


def _is_near(word: str, other: str) -> bool:
    stem, root = _stem(word), _stem(other)
    if len(stem) >= 4 and stem == root:
        return True
    # Slips are seldom in the first letter: a monument is no document.
    return len(word) >= 4 and word[0] == other[:1] and OSA.distance(word, other) <= len(word) // 4


def _stem(word: str) -> str:
    """Return a word without its ending; embassies and embassy have the same."""
    return _ENDINGS.sub("", re.sub(r"(?<=..)ies$", "y", word))


def _own_codes(mappings: Mappings, general: Mapping[str, Pattern]) -> Iterator[Entry]:
    for document in mappings.documents:
        patterns = {**general, **_own_patterns(document, general)}
        for path, code in document.own_codes():
            assert document.codes is not None
            kind, _, name = str(code.get("id")).partition("/")
            yield Entry(
                id=name,
                kind=kind,
                label=str(code.get("label")),
                definition=str(code.get("definition")),
                example=str(code.get("example")),
                broader=str(code.get("broader", "")),
                place=f"{document.codes.file}:{document.codes.line((*path, 'id'))}",
                block=_block(code),
                **_pattern(patterns.get(f"{CODE}{kind}/{name}", Pattern())),
            )


def _own_patterns(document: DocumentMapping, general: Mapping[str, Pattern]) -> dict[str, Pattern]:
    """Return the pattern of each of a document's own codes; `general` are those of the lists."""
    own: dict[str, Pattern] = {}
    broader: dict[str, set[str]] = {}
    for _, code in document.own_codes():
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
