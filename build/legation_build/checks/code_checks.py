"""Find what is wrong in the codes that only one document needs. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from legation_build.checks.name_checks import (
    CLOSED,
    TWO_TIERS,
    duplicate_ids,
    unknown_code,
)
from legation_build.checks.pattern_checks import code_pattern_problems
from legation_build.checks.suggestions import suggestion
from legation_build.dataset import Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, Path, Source, each_value
from legation_build.namespaces import CODE


def with_own_codes(vocabulary: Vocabulary, document: DocumentMapping) -> Vocabulary:
    """Return a vocabulary with a document's own codes, by list and name."""
    codes = {scheme: set(names) for scheme, names in vocabulary.codes.items()}
    broader = {**vocabulary.broader}
    for _, code in document.own_codes():
        scheme, _, name = str(code.get("id")).partition("/")
        if scheme in codes:
            codes[scheme].add(name)
            above = f"{CODE}{scheme}/{code.get('broader')}"
            broader[f"{CODE}{scheme}/{name}"] = frozenset({above})
    known = {scheme: frozenset(names) for scheme, names in codes.items()}
    return replace(vocabulary, codes=known, broader=broader)


def code_problems(
    document: DocumentMapping,
    mappings: Mappings,
    vocabulary: Vocabulary,
    contents: Sequence[Mapping[str, Any]],
) -> Iterator[Problem]:
    """Yield what is wrong in a document's codes.yaml; `contents` are all contents it defines."""
    # A file that is no YAML may use any of the codes.
    readable = all(isinstance(s.data, dict) and not s.problems for s in document.claims)
    source = document.codes
    if source is None:
        return
    extended = with_own_codes(vocabulary, document)
    found = [(path, code) for path, code in document.own_codes() if "id" in code]
    yield from duplicate_ids((source, path, str(code["id"]), "code") for path, code in found)
    used = _used(contents, mappings) | {
        f"{str(code['id']).partition('/')[0]}/{code.get('broader')}" for _, code in found
    }
    broader = {
        str(code["id"]): f"{str(code['id']).partition('/')[0]}/{code['broader']}"
        for _, code in found
        if "broader" in code
    }
    for path, code in found:
        yield from _problems(source, path, code, vocabulary, extended)
        yield from code_pattern_problems(source, path, code, vocabulary)
        name = str(code["id"])
        line = source.line((*path, "id"))
        if readable and name.partition("/")[0] in vocabulary.codes and name not in used:
            message = f"no claim uses the code '{name}'."
            yield Problem(source.file, line, message, "Use it, or delete it here.")
        if name.partition("/")[2] in mappings.context:
            message = f"the code '{name}' has the name of a key of the mapping format."
            yield Problem(source.file, line, message, "Choose another name.")
        if _is_circle(name, broader):
            line = source.line((*path, "broader"))
            message = f"the code '{name}' is broader than itself."
            yield Problem(source.file, line, message, "Name a code of the general list.")


def _problems(
    source: Source,
    path: Path,
    code: Mapping[str, Any],
    vocabulary: Vocabulary,
    extended: Vocabulary,
) -> Iterator[Problem]:
    scheme, slash, name = str(code["id"]).partition("/")
    if not slash:
        return  # the schema says how an id is written
    line = source.line((*path, "id"))
    open_lists = vocabulary.codes.keys() - CLOSED
    if scheme not in open_lists:
        message = f"'{scheme}' is no list that a document can add codes to."
        yield Problem(source.file, line, message, suggestion(scheme, open_lists))
        return
    if name in vocabulary.codes[scheme]:
        message = f"the code '{code['id']}' is in the general list already."
        yield Problem(source.file, line, message, "Delete it here; claims can use it.")
    for other in TWO_TIERS - {scheme}:
        if scheme in TWO_TIERS and name in extended.codes[other]:
            message = f"the code '{code['id']}' has the name of '{other}/{name}'."
            remedy = "Use that one if it is what you mean, or choose another name."
            yield Problem(source.file, line, message, remedy)
    wider = code.get("broader")
    if wider is None and scheme in TWO_TIERS:
        message = f"the code '{code['id']}' has no broader one."
        yield Problem(source.file, line, message, "Add 'broader:' with a code of the general list.")
    elif isinstance(wider, str) and wider not in extended.codes[scheme]:
        line = source.line((*path, "broader"))
        found = unknown_code(wider, "broader", scheme, extended)
        yield Problem(source.file, line, *found)


def _used(contents: Sequence[Mapping[str, Any]], mappings: Mappings) -> set[str]:
    """Return the codes that contents have, as list and name."""
    used: set[str] = set()
    for content in contents:
        for key, value in content.items():
            term = mappings.term(key)
            vocab = str(term.get("@context", {}).get("@vocab", ""))
            if vocab.startswith(CODE):
                scheme = vocab.removeprefix(CODE)
                used |= {f"{scheme}{name}" for _, name in each_value((), value)}
    return used


def _is_circle(name: str, broader: Mapping[str, str]) -> bool:
    seen = {name}
    above = broader.get(name)
    while above is not None and above not in seen:
        seen.add(above)
        above = broader.get(above)
    return above == name
