"""Find what is wrong in mappings, with the place and the remedy. Pure: no file is touched."""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from pyoxigraph import NamedNode

from legation_build import edtf
from legation_build.dataset import MODEL_FILES
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, contents, items, values
from legation_build.namespaces import BIL, CODE, ENTITY, prefixes
from legation_build.strict_yaml import Path, Source
from legation_build.vocabulary import Vocabulary

# Addresses of the server, graphs, prefixes and dumps that are not of a document.
RESERVED = frozenset(
    {
        "http",
        "https",
        "id",
        "ns",
        "sparql",
        "query",
        "dumps",
        "static",
        "errors",
        "graphs",
        "healthz",
        "metrics",
        "mappings",
        "provenance",
        "reconcile",
        "releases",
        "wd",
        "wikidata",
    }
    | {
        "readyz",
        "dataset",
        "maintainers",
        "legation",
        "void",
        "claims",
        "entities",
        "release",
        "wikidata",
    }
    | MODEL_FILES.keys()
    | prefixes().keys()
)
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ARTICLES = "aeiou"


def check(mappings: Mappings, vocabulary: Vocabulary) -> list[Problem]:
    """Return all problems of `mappings`, sorted by place; an empty list means they can be built."""
    problems = [*file_problems(mappings), *_duplicate_documents(mappings)]
    entities = {str(e.get("id")) for s in mappings.entities for _, e in items(s, "entities")}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            names = _Names(mappings, vocabulary, entities)
            problems += names.problems(source, path, entity)
    problems += _words_as_ids(mappings)
    problems += _searched(mappings)
    problems += _duplicates(
        (source, path, str(entity.get("id")), "entity")
        for source in mappings.entities
        for path, entity in items(source, "entities")
    )
    for document in mappings.documents:
        problems += _document_problems(document, mappings, vocabulary, entities)
    return sorted(set(problems))


def file_problems(mappings: Mappings, passing: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what is wrong with each file by itself: its YAML, its keys and the form of its values.

    The keys `passing` may be missing.
    """
    for source, part in _parts(mappings):
        yield from source.problems
        for problem in _schema_problems(source, mappings.schema, part):
            if not any(problem.message.startswith(f"the key '{key}'") for key in passing):
                yield problem


def nearest(name: str, known: Collection[str]) -> str:
    """Return a remedy that names the known name nearest to `name`.

    >>> nearest("isreal", ["israel", "iran"])
    "Did you mean 'israel'?"
    """
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    few = ", ".join(sorted(known)) if len(known) <= 16 else ""
    return f"Known: {few}." if few else "No known name is near it; define it first."


def _parts(mappings: Mappings) -> Iterator[tuple[Source, str]]:
    for source in mappings.entities:
        yield source, "entitiesFile"
    for document in mappings.documents:
        yield document.document, "documentFile"
        for source in document.claims:
            yield source, "claimsFile"


def _schema_problems(source: Source, schema: Mapping[str, Any], part: str) -> Iterator[Problem]:
    if source.data is None:
        if not source.problems:
            yield Problem(source.file, 0, "the file is empty.")
        return
    validator = Draft202012Validator({**schema, "$ref": f"#/$defs/{part}"})
    for error in validator.iter_errors(source.data):
        for cause in _causes(error):
            yield from _schema_problem(source, cause)


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors behind `error`: those of the one alternative that the value is meant for.

    A list is not meant for the alternative "a text", so that one's complaint would mislead.
    """
    alternatives: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    fitting = (
        inners
        for inners in alternatives.values()
        if not any(inner.validator == "type" and not inner.relative_path for inner in inners)
    )
    chosen = next(fitting, None)
    if chosen is None:
        yield error
        return
    for inner in chosen:
        yield from _causes(inner)


def _schema_problem(source: Source, error: ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    key = next((str(k) for k in reversed(path) if isinstance(k, str)), "the file")
    rule, value = error.validator, error.instance
    wanted: Any = error.validator_value
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    line = source.line(path)
    if rule == "additionalProperties" and isinstance(value, dict):
        allowed = schema.get("properties", {})
        for unknown in sorted(value.keys() - allowed.keys()):
            line = source.line((*path, unknown))
            remedy = nearest(unknown, allowed)
            yield Problem(source.file, line, f"unknown key '{unknown}'.", remedy)
    elif rule == "required" and isinstance(value, dict):
        missing = error.message.split("'")[1]
        name = f" of '{value['id']}'" if isinstance(value.get("id"), str) else ""
        yield Problem(source.file, line, f"the key '{missing}'{name} is missing.", "Add it.")
    elif rule in ("enum", "const"):
        known = [wanted] if rule == "const" else [str(v) for v in wanted]
        yield Problem(source.file, line, f"unknown {key} '{value}'.", nearest(str(value), known))
    elif rule == "type":
        yield Problem(source.file, line, f"'{key}' is not {_a(str(wanted))}.")
    else:
        meant = schema.get("description", "")
        remedy = f"Write {meant}." if meant else error.message + "."
        yield Problem(source.file, line, f"{value!r} cannot stand for '{key}'.", remedy)


def _a(noun: str) -> str:
    names = {"object": "block of keys and values", "array": "list", "string": "text"}
    name = names.get(noun, noun)
    return f"an {name}" if name[0] in _ARTICLES else f"a {name}"


def _duplicate_documents(mappings: Mappings) -> Iterator[Problem]:
    seen: dict[str, DocumentMapping] = {}
    for document in mappings.documents:
        file = document.document.file
        if not _FOLDER.fullmatch(document.id):
            message = f"the folder '{document.id}' cannot be part of an address."
            yield Problem(file, 1, message, "Name it by lower-case letters, digits and hyphens.")
        if document.id in RESERVED or document.id.endswith("-text"):
            message = f"'{document.id}' is a name that Legation's own addresses use."
            yield Problem(file, 1, message, "Rename the folder.")
        if document.id in seen:
            other = seen[document.id].document.file
            message = f"the document '{document.id}' would mint the same addresses as {other}."
            yield Problem(file, 1, message, "Rename one of the two folders.")
        seen.setdefault(document.id, document)


def _searched(mappings: Mappings) -> Iterator[Problem]:
    """Yield what cannot be among the entities that were looked for in Wikidata in vain."""
    found = [entity for source in mappings.entities for _, entity in items(source, "entities")]
    linked = {str(entity.get("id")): entity.get("exactMatch") for entity in found}
    for one in mappings.searched:
        if one.entity not in linked:
            message = f"unknown entity '{one.entity}'."
            yield Problem(one.file, one.line, message, nearest(one.entity, linked))
        elif linked[one.entity]:
            message = f"'{one.entity}' has an exactMatch, so it was not looked for in vain."
            yield Problem(one.file, one.line, message, "Delete this line or the exactMatch.")


def _words_as_ids(mappings: Mappings) -> Iterator[Problem]:
    # JSON-LD reads a value that is also a key of the context as that key, not as an entity.
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            if str(entity.get("id")) in mappings.context:
                message = f"the entity id '{entity['id']}' is a key of the mapping format."
                line = source.line((*path, "id"))
                yield Problem(source.file, line, message, "Choose another id.")


def _duplicates(found: Iterator[tuple[Source, Path, str, str]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for source, path, name, kind in found:
        line = source.line((*path, "id"))
        if name in seen:
            message = f"duplicate id '{name}' of {_a(kind)}."
            remedy = f"It is already defined at {seen[name]}; choose another id."
            yield Problem(source.file, line, message, remedy)
        seen.setdefault(name, f"{source.file}:{line}")


def _document_problems(
    document: DocumentMapping, mappings: Mappings, vocabulary: Vocabulary, entities: set[str]
) -> Iterator[Problem]:
    claims = [(s, path, claim) for s in document.claims for path, claim in items(s, "claims")]
    defined = [(s, p, c) for s, path, claim in claims for p, c in contents(path, claim)]
    passages = {p.id for p in document.passages}
    names = _Names(
        mappings,
        vocabulary,
        entities,
        claims={str(claim.get("id")) for _, _, claim in claims},
        contents={str(content.get("id")) for _, _, content in defined},
        passages=passages,
    )
    for source, path, item in [*claims, *defined]:
        yield from names.problems(source, path, item)
    yield from names.problems(document.document, (), document.document.data)
    yield from _bad_values(document.document)
    if not document.passages:
        remedy = "Run: legation anchors --write --source and the folder of the text"
        yield Problem(document.passages_file, 0, "there are no passages.", remedy)
    if not document.claims:
        remedy = "Write claims/01-lead.yaml; docs/writing-claims.md tells how."
        yield Problem(document.document.file, 1, f"'{document.id}' has no claims.", remedy)
    yield from _offsets(document)
    yield from _duplicates(
        (s, path, str(item["id"]), "claim" if item.get("type") == "Claim" else "content")
        for s, path, item in [*claims, *defined]
        if "id" in item
    )
    for source in document.claims:
        excused = source.data.get("withoutClaims") if isinstance(source.data, dict) else None
        for name in excused if isinstance(excused, dict) else ():
            if name not in passages:
                line = source.line(("withoutClaims", name))
                yield Problem(
                    source.file, line, f"unknown passage '{name}'.", nearest(name, passages)
                )


def _bad_values(source: Source) -> Iterator[Problem]:
    """Yield the values of a document.yaml that only look like an address or a date."""
    data = source.data if isinstance(source.data, dict) else {}
    readers: dict[str, tuple[Callable[[str], object], str]] = {
        "url": (NamedNode, "Write a web address."),
        "license": (NamedNode, "Write the web address of a licence."),
        "modified": (date.fromisoformat, "Write a date such as 2026-11-23."),
    }
    for key, (read, remedy) in readers.items():
        try:
            if isinstance(data.get(key), str):
                read(data[key])
        except ValueError:
            message = f"{data[key]!r} cannot stand for '{key}'."
            yield Problem(source.file, source.line((key,)), message, remedy)


def _offsets(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the passages that overlap the one before, or end after the text."""
    length, position = document.document.data, 0
    text_length = length.get("length", "") if isinstance(length, dict) else ""
    for line, passage in enumerate(document.passages, 2):
        remedy = "Run: legation anchors --write"
        if passage.start < position or passage.end <= passage.start:
            message = f"passage '{passage.id}' overlaps the one before, or is empty."
            yield Problem(document.passages_file, line, message, remedy)
        elif str(text_length).isdecimal() and passage.end > int(text_length):
            message = f"passage '{passage.id}' ends after the text, at {passage.end}."
            yield Problem(document.passages_file, line, message, remedy)
        position = max(position, passage.end)


class _Names:
    """Check that the names and values in one block of a mapping mean something.

    What a key's values must be is read off the JSON-LD context, so that a new key needs no new
    code: a scoped `@vocab` of entities or codes, a reference to a content, a time or a number.
    """

    def __init__(
        self,
        mappings: Mappings,
        vocabulary: Vocabulary,
        entities: set[str],
        claims: Collection[str] = (),
        contents: Collection[str] = (),
        passages: Collection[str] = (),
    ) -> None:
        self.mappings, self.vocabulary, self.entities = mappings, vocabulary, entities
        self.references = {"evidence": ("passage", passages), "disputes": ("claim", claims)}
        self.contents = contents

    def problems(self, source: Source, path: Path, block: Any) -> Iterator[Problem]:
        """Yield the problems of the keys of `block`, which stands at `path`."""
        if not isinstance(block, dict):
            return
        for key, value in block.items():
            term = {"about": self.mappings.term("party")}.get(key, self.mappings.term(key))
            for place, name in values((*path, key), value):
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
        elif kind == "@vocab":
            return self._unknown_word(key, str(term["@context"]["@vocab"]), name)
        elif kind == "@id" and key != "exactMatch":
            return self._unknown_reference(key, name)
        return None

    def _unknown_word(self, key: str, vocab: str, name: str) -> tuple[str, str] | None:
        known: Collection[str]
        if vocab == ENTITY:
            known, what = self.entities, "entity"
        elif vocab == BIL:
            known, what = self.vocabulary.predicates, "predicate"
        elif vocab == CODE:
            codes = self.vocabulary.codes
            known, what = [f"{s}/{c}" for s, names in codes.items() for c in names], "code"
        else:
            known, what = self.vocabulary.codes[vocab.removeprefix(CODE).rstrip("/")], "code"
        return None if name in known else _unknown(what, name, key, known)

    def _unknown_reference(self, key: str, name: str) -> tuple[str, str] | None:
        known: Collection[str]
        if name.startswith("entity:"):
            name, what, known = name.removeprefix("entity:"), "entity", self.entities
        else:
            what, known = self.references.get(key, ("content", self.contents))
            if what == "content" and name not in known and name in self.entities:
                message = f"unknown content '{name}' ('{key}')."
                return message, f"For the entity of that name write 'entity:{name}'."
        return None if name in known else _unknown(what, name, key, known)


def _unknown(what: str, name: str, key: str, known: Collection[str]) -> tuple[str, str]:
    return f"unknown {what} '{name}' ('{key}').", nearest(name, known)
