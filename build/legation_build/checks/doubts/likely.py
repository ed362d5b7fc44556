"""Find what is allowed in mappings but is most often a mistake. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from legation_build.checks.doubts.contents import (
    doubtful_contents,
    excused_and_cited,
    hedged_and_asserted,
)
from legation_build.checks.doubts.entities import undescribed
from legation_build.checks.doubts.quotes import files_of, quoted_texts
from legation_build.checks.doubts.slips import (
    joined_names,
    lasting_events,
    one_sided,
    unnamed_speakers,
)
from legation_build.checks.pattern_checks import RoleChecker
from legation_build.dataset import ROLES, Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import (
    DocumentMapping,
    Mappings,
    author_first,
    contents,
    each_value,
    items,
)
from legation_build.namespaces import ENTITY

# Keys of a content that needs no role, beside those that name an entity or another content: a note
# says why there is none.
_NAMES_A_THING = frozenset({"commodity", "measure", "note"})
_NAME_THE_SENTENCE = (
    "Name the sentence that says it: passages.csv lists all. If the heading itself does, say so in "
    "a 'note' of the claim."
)
_MAY_DO = (
    "Say who does it ('actor'), who takes part ('participant'), to whom it is done ('target') "
    "or what it is about ('concerning')."
)


def likely_mistakes(mappings: Mappings, vocabulary: Vocabulary | None = None) -> list[Problem]:
    """Return warnings, sorted by place: nothing in them keeps a release from being built.

    With a vocabulary, contents that name nobody are told, with the roles that their types have.
    """
    found = [*_twins(mappings)]
    found += undescribed(mappings.entities)
    found += quoted_texts([source for source in mappings.entities if not source.is_used])
    for source in mappings.entities:
        found += source.warnings
        found += joined_names(source) if not source.is_used else ()
    for document in mappings.documents:
        found += _misnamed_claims(document)
        found += doubtful_contents(document, mappings)
        found += excused_and_cited(document)
        found += hedged_and_asserted(document)
        found += quoted_texts(files_of(document))
        found += lasting_events(document)
        found += unnamed_speakers(document)
        if vocabulary is not None:
            checker = RoleChecker(document, vocabulary)
            found += _nameless(document, mappings, checker)
            found += one_sided(document, checker)
    return sorted(set(found))


def _nameless(
    document: DocumentMapping, mappings: Mappings, checker: RoleChecker
) -> Iterator[Problem]:
    """Yield the contents that name no entity and no other content: a role was forgotten."""
    for source in document.claims:
        for above, claim in items(source, "claims"):
            for path, content in contents(above, claim):
                if any(_names_a_thing(key, content[key], mappings) for key in content):
                    continue
                roles = checker.roles_of(content)
                known = ", ".join(role for role in ROLES if role in roles)
                remedy = f"Add a role of its type: {known}." if known else _MAY_DO
                remedy += " If the sentence names none, say so in a 'note'."
                message = f"'{content.get('id')}' says of nobody and nothing: it has no role."
                yield Problem(source.file, source.line((*path, "id")), message, remedy)


def _names_a_thing(key: str, value: Any, mappings: Mappings) -> bool:
    term: Mapping[str, Any] = mappings.term(key)
    vocab = str(term.get("@context", {}).get("@vocab", ""))
    return bool(value) and (
        key in _NAMES_A_THING
        or (term.get("@type"), vocab) == ("@vocab", ENTITY)
        or term.get("@type") == "@id"
    )


def _misnamed_claims(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the claims that cite a heading, or another passage than their ids begin like."""
    headings = {passage.id for passage in document.passages if passage.kind == "heading"}
    names = {passage.id.replace("p-", "c-", 1) + "-": passage.id for passage in document.passages}
    for source in document.claims:
        for path, claim in items(source, "claims"):
            identity = str(claim.get("id"))
            cited = {str(name) for _, name in each_value((), claim.get("evidence"))}
            named = [names[start] for start in names if identity.startswith(start)]
            line = source.line((*path, "evidence"))
            if cited and cited <= headings and "note" not in claim:
                message = f"'{identity}' cites only a heading, '{min(cited)}'."
                yield Problem(source.file, line, message, _NAME_THE_SENTENCE)
            elif named and not cited & set(named):
                passage = max(named, key=len)
                message = (
                    f"the claim '{identity}' has the name of '{passage}' and does not cite it."
                )
                yield Problem(source.file, line, message, "Correct the id or the evidence.")


def _twins(mappings: Mappings) -> Iterator[Problem]:
    """Yield the entities that have type and label of another."""
    seen: dict[tuple[str, str], tuple[str, str, int]] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            key = (str(entity.get("type")), str(entity.get("label")).casefold())
            here = (str(entity.get("id")), source.file, source.line((*path, "id")))
            first = seen.setdefault(key, here)
            if first[0] != here[0]:
                one, other = author_first(source, here, first)
                place = f"{other[1]}:{other[2]}"
                message = f"'{one[0]}' has type and label of '{other[0]}' at {place}."
                remedy = "If they are the same thing, keep one; else let the labels differ."
                yield Problem(one[1], one[2], message, remedy)
