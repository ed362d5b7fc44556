"""Find names in mappings that are unknown or given twice. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from legation_build.checks.suggestions import suggestion, with_article
from legation_build.dataset import Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import Mappings, Path, Source, each_value, edtf
from legation_build.namespaces import CODE, ENTITY

# Anything else is refused by the schema, in words of its own.
_NAME = re.compile(r"(entity:)?([a-z-]+/)?[a-z0-9][a-z0-9-]*")
# The build itself goes by these lists, so no document can add to them.
CLOSED = frozenset({"modality", "stance", "status", "flag", "passage-kind", "precision"})
# Each code of these has a broader one in the general list: what any two states have in common.
TWO_TIERS = frozenset({"event-type", "situation-type"})
_TYPE_KEYS = {"event-type": "eventType", "situation-type": "situationType"}
_CLASSES = {"event-type": "an Event", "situation-type": "a Situation"}
_REMEDIES = {
    "entity": "Find one with: legation entities WORD. Or add it to entities.yaml.",
    "code": "Find one with: legation codes.",
    "content": "Describe it in the 'states' of a claim; names are those of this document.",
    "claim": "Name a claim of this document.",
}
# Keys that name contents, or entities of the type NamedEvent.
_NAMES_EVENTS = frozenset({"partOfEvent", "during", "follows", "cause", "mentions"})
_CONTENT_FOR_ENTITY = (
    "Name the content in 'mentions', or in another key that names contents, such as 'follows'."
)
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class NameChecker:
    """Checks that the names and values in a block of a mapping are known and well formed.

    The JSON-LD context says what the values of a key must be, so that a new key needs no new code:
    a scoped `@vocab` of entities or codes, a reference to a content, a time or a number.
    """

    def __init__(
        self,
        mappings: Mappings,
        vocabulary: Vocabulary,
        entities: set[str],
        claims: Collection[str] = (),
        contents: Mapping[str, str] = MappingProxyType({}),
        passages: Collection[str] = (),
        incomplete: Collection[str] = (),
    ) -> None:
        """Take the ids of entities, and of one document's claims, contents and passages.

        Contents come with their places, as in claims/01-lead.yaml:8.
        `incomplete` are the kinds of names of which there may be more: none is called unknown.
        """
        self.mappings, self.vocabulary, self.entities = mappings, vocabulary, entities
        self._lower_case = {entity.lower() for entity in entities if entity != entity.lower()}
        self.references = {"evidence": ("passage", passages), "disputes": ("claim", claims)}
        self.contents, self.incomplete = contents, incomplete

    def problems(self, source: Source, path: Path, block: Any) -> Iterator[Problem]:
        """Yield the problems of the keys of `block`, which stands at `path`."""
        if not isinstance(block, dict):
            return
        for key, value in block.items():
            # In a document.yaml, which is no JSON-LD, two keys name an entity.
            term = self.mappings.term("party" if key in ("about", "partOf") else key)
            for place, name in each_value((*path, key), value):
                if isinstance(name, str) and (found := self._problem(key, term, name)):
                    yield Problem(source.file, source.line(place), *found)

    def _problem(self, key: str, term: Mapping[str, Any], name: str) -> tuple[str, str] | None:
        kind = term.get("@type")
        if kind == "edtf:EDTF":
            try:
                edtf.bounds(name)
            except ValueError as error:
                return f"'{key}': {error}.", ""
        elif kind == "xsd:decimal" and not _DECIMAL.fullmatch(name):
            return f"'{key}': '{name}' is not a number.", "Write digits, as in 2900000000 or 17.5."
        elif kind == "@vocab" and key != "leavesOut":  # the schema lists what can be left out
            vocab = str(term["@context"]["@vocab"])
            if _NAME.fullmatch(name):
                return self._unknown_word(key, vocab, name)
        elif kind == "@id" and key != "exactMatch" and _NAME.fullmatch(name):
            return self._unknown_reference(key, name)
        return None

    def _unknown_word(self, key: str, vocab: str, name: str) -> tuple[str, str] | None:
        known: Collection[str]
        if vocab == ENTITY:
            # An id with a capital letter is refused where it stands; that is enough.
            if name in self._lower_case:
                return None
            known, what = self.entities, "entity"
        elif vocab == CODE:
            codes = self.vocabulary.codes
            known, what = [f"{s}/{c}" for s, names in codes.items() for c in names], "code"
        else:
            scheme = vocab.removeprefix(CODE).rstrip("/")
            is_open = "code" in self.incomplete and scheme not in CLOSED
            # A code with the name of its list is refused by the schema.
            if is_open or "/" in name or name in self.vocabulary.codes[scheme]:
                return None
            return unknown_code(name, key, scheme, self.vocabulary)
        if name in known or what in self.incomplete:
            return None
        if what == "entity" and name in self.contents:
            message = f"'{name}' is a content, at {self.contents[name]}; '{key}' names an entity."
            return message, _CONTENT_FOR_ENTITY
        return _unknown(what, name, key, known)

    def _unknown_reference(self, key: str, name: str) -> tuple[str, str] | None:
        known: Collection[str]
        if name.startswith("entity:"):
            name, what, known = name.removeprefix("entity:"), "entity", self.entities
        else:
            what, known = self.references.get(key, ("content", self.contents))
            # A passage of another form is refused by the schema.
            if what in self.incomplete or (what == "passage" and name[:2] != "p-"):
                return None
            if what == "passage" and name not in known:
                return unknown_passage(name, key, known)
            if what == "content" and name not in known and name in self.references["disputes"][1]:
                message = f"unknown content '{name}' ('{key}')."
                return message, "That is a claim: name the content that it states."
            if what == "content" and name not in known and name in self.entities:
                return _entity_for_content(name, key)
        if what == "entity" and name in known and key not in _NAMES_EVENTS:
            return _entity_for_content(name, key)
        if name in known or what in self.incomplete:
            return None
        return _unknown(what, name, key, known)


def _entity_for_content(name: str, key: str) -> tuple[str, str]:
    """Return message and remedy for an entity, the value of a `key` that names contents."""
    roles = "An entity stands in a role, such as 'concerning'."
    if key in _NAMES_EVENTS:
        named = f"If it is a NamedEvent, write 'entity:{name}'."
        return f"unknown content '{name}' ('{key}').", f"{named} {roles}"
    message = f"'{name}' is an entity; '{key}' names a content."
    return message, f"{_REMEDIES['content']} {roles}"


def unknown_code(name: str, key: str, scheme: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return message and remedy for a name, the value of `key`, that the list `scheme` lacks."""
    message = f"unknown code '{name}' ('{key}')."
    known = vocabulary.codes[scheme]
    others = sorted(other for other, names in vocabulary.codes.items() if name in names)
    if others:
        lists = " and ".join(f"'{other}'" for other in others)
        message = f"'{name}' is a code of the list {lists}; '{key}' needs one of '{scheme}'."
    if scheme in CLOSED:
        return message, f"Known: {', '.join(sorted(known))}."
    words = name.replace("-", " ")
    remedy = f"Find one with: legation codes {words}. Or define '{scheme}/{name}' in codes.yaml"
    if scheme == "unit":
        remedy = f"Write 'item' for things that are counted, 'person' for people. {remedy}."
    general = ", ".join(
        sorted(code for code in known if not vocabulary.broader.get(f"{CODE}{scheme}/{code}"))
    )
    other = next((one for one in TWO_TIERS - {scheme} if one in others), "")
    if scheme in TWO_TIERS and other and key in _TYPE_KEYS.values():
        return (
            message,
            f"Write '{_TYPE_KEYS[other]}: {name}', and make it {_CLASSES[other]} "
            "unless it is a Supposition.",
        )
    if scheme in TWO_TIERS:
        under = f"one of these: {general}."
        remedy = f"Name {under}" if key == "broader" else f"{remedy}, under {under}"
    remedy = remedy if remedy.endswith(".") else f"{remedy}."
    return message, remedy if others else suggestion(name, known, remedy)


def unknown_passage(name: str, key: str, known: Collection[str]) -> tuple[str, str]:
    """Return message and remedy for the name of a passage that there is not, the value of `key`.

    Of a section that there is, all numbers are named: the nearest name is another sentence.
    """
    section = name.rpartition("-")[0] + "-"
    numbers = [int(n) for n in (one.removeprefix(section) for one in known) if n.isdecimal()]
    remedy, number = suggestion(name, known, "passages.csv lists all."), name.removeprefix(section)
    if numbers and number.isdecimal():
        ends = f"'{section}{min(numbers)}' to '{section}{max(numbers)}'"
        remedy = f"The sentences of this section are {ends}; passages.csv lists all."
        if min(numbers) < int(number) < max(numbers):
            remedy = f"Its section has {ends}: its line in passages.csv was lost or changed. "
            remedy += "Put the id back, or run legation anchors --write if the line is gone."
    return f"unknown passage '{name}' ('{key}').", remedy


def _unknown(what: str, name: str, key: str, known: Collection[str]) -> tuple[str, str]:
    remedy = suggestion(name, known, _REMEDIES.get(what, ""), few=99)
    return f"unknown {what} '{name}' ('{key}').", remedy


def duplicate_ids(found: Iterator[tuple[Source, Path, str, str]]) -> Iterator[Problem]:
    """Yield the ids that are given twice; `found` are places with the id and the kind of thing."""
    seen: dict[str, str] = {}
    for source, path, name, kind in found:
        line = source.line((*path, "id"))
        if name in seen:
            message = f"duplicate id '{name}' of {with_article(kind)}."
            remedy = f"It is already defined at {seen[name]}; choose another id."
            yield Problem(source.file, line, message, remedy)
        seen.setdefault(name, f"{source.file}:{line}")
