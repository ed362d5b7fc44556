"""Find what is wrong in the mapping of one document. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from pyoxigraph import NamedNode

from legation_build.checks.claim_checks import (
    account_problems,
    accounts_of,
    chain_problems,
    denial_problems,
    lacking_keys,
    stated_by,
)
from legation_build.checks.code_checks import code_problems, with_own_codes
from legation_build.checks.coverage import excused
from legation_build.checks.name_checks import NameChecker, duplicate_ids, unknown_passage
from legation_build.checks.pattern_checks import RoleChecker
from legation_build.dataset import Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, Path, Source, contents, items

# Another form is refused by the schema.
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
# Values of a document.yaml that can look right and be none: key → how to read it, and the remedy.
_READERS: dict[str, tuple[Callable[[str], object], str]] = {
    "url": (NamedNode, "Write a web address."),
    "license": (NamedNode, "Write the web address of a licence."),
    "modified": (
        lambda text: _DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]),
        "Write a date, month or year such as 2026-11-23, 2026-11 or 2026.",
    ),
}
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class _Block:
    """A claim or content, and where it stands."""

    source: Source
    path: Path
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        return "claim" if self.data.get("type") == "Claim" else "content"


def document_problems(
    document: DocumentMapping,
    mappings: Mappings,
    vocabulary: Vocabulary,
    entities: set[str],
    incomplete: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield what is wrong in `document`; `entities` are the ids of all entities.

    `incomplete` are the kinds of names of which there may be more than can be read.
    """
    claims = [_Block(s, path, claim) for s in document.claims for path, claim in items(s, "claims")]
    defined = [
        _Block(claim.source, path, content)
        for claim in claims
        for path, content in contents(claim.path, claim.data)
    ]
    passages = {passage.id for passage in document.passages}
    yield from code_problems(document, mappings, vocabulary, [block.data for block in defined])
    incomplete |= _incomplete(document)
    if any("states" not in claim.data for claim in claims):
        incomplete |= {"content"}  # what is told there may be under another key
    names = NameChecker(
        mappings,
        with_own_codes(vocabulary, document),
        entities,
        claims={str(claim.data.get("id")) for claim in claims},
        contents={
            str(content.data.get("id")): f"{content.source.file}:"
            f"{content.source.line((*content.path, 'id'))}"
            for content in defined
        },
        passages=passages,
        incomplete=incomplete,
    )
    roles = RoleChecker(document, vocabulary)
    # Which roles a type has is known only with all codes.
    keys = mappings.schema["$defs"]["content"]["properties"].keys()
    for block in defined if "code" not in incomplete else ():
        # A key that is unknown may be the one that is missing.
        may_lack = not block.data.keys() <= keys
        yield from roles.problems(block.source, block.path, block.data, may_lack)
    blocks = [*claims, *defined]
    for block in blocks:
        yield from names.problems(block.source, block.path, block.data)
    by_id = {str(content.data.get("id")): content.data for content in defined}
    stated = Counter(name for claim in claims for name in stated_by(claim.data))
    if "claim" in incomplete:
        stated += stated  # what one claim states may be stated again where nobody can read it
    stating = {str(claim.data.get("id")): frozenset(stated_by(claim.data)) for claim in claims}
    for claim in claims:
        yield from denial_problems(claim.source, claim.path, claim.data, stating)
        yield from chain_problems(claim.source, claim.path, claim.data)
        yield from lacking_keys(claim.source, claim.path, claim.data)
        yield from account_problems(claim.source, claim.path, claim.data, by_id, stated)
        for path, account in accounts_of(claim.path, claim.data):
            yield from names.problems(claim.source, path, account)
    yield from names.problems(document.document, (), document.document.data)
    yield from duplicate_ids(
        (block.source, block.path, str(block.data["id"]), block.kind)
        for block in blocks
        if "id" in block.data
    )
    yield from _misread_values(document.document)
    yield from _missing_parts(document, incomplete)
    yield from _misplaced_passages(document)
    yield from _unknown_exceptions(document, passages)


def _incomplete(document: DocumentMapping) -> frozenset[str]:
    """Return the kinds of names that are not all known, for a file that has some cannot be read."""
    codes, claims = is_unread(document.codes), any(map(is_unread, document.claims))
    return frozenset(
        [
            *(["code"] if codes or is_elsewhere(document, "codes.yaml") else []),
            *(["claim", "content"] if claims else []),
            *([] if document.passages else ["passage"]),
        ]
    )


def is_elsewhere(document: DocumentMapping, name: str) -> bool:
    """Return whether a file of this `name` stands where nothing reads it, which is told."""
    return any(PurePath(problem.file).name == name for problem in document.document.problems)


def is_unread(source: Source | None) -> bool:
    """Return whether a file holds something, but no keys and values."""
    if source is None or isinstance(source.data, dict):
        return False
    return source.data is not None or bool(source.problems)


def _misread_values(source: Source) -> Iterator[Problem]:
    data = source.data if isinstance(source.data, dict) else {}
    for key, (read, remedy) in _READERS.items():
        try:
            if isinstance(data.get(key), str):
                read(data[key])
        except ValueError:
            message = f"{data[key]!r} is not allowed as '{key}'."
            yield Problem(source.file, source.line((key,)), message, remedy)


def _missing_parts(document: DocumentMapping, incomplete: Collection[str]) -> Iterator[Problem]:
    if not document.passages:
        remedy = f"Run: {document.write_anchors}"
        yield Problem(document.passages_file, 0, "there are no passages.", remedy)
    is_other = any(isinstance(s.data, dict) and s.data.get("claims") for s in document.claims)
    if not any(document.all_claims()) and "claim" not in incomplete and not is_other:
        remedy = "Write claims/01-lead.yaml as docs/writing-claims.md shows."
        yield Problem(document.document.file, 1, f"'{document.id}' has no claims.", remedy)


def _misplaced_passages(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the passages that overlap the one before, end after the text, or have no digest."""
    data, position = document.document.data, 0
    remedy = f"Run: {document.write_anchors}"
    length = str(data.get("length", "")) if isinstance(data, dict) else ""
    for line, passage in enumerate(document.passages, 2):
        if not _DIGEST.fullmatch(passage.sha256):
            message = f"'{passage.sha256}' is not the digest of '{passage.id}'."
            spoilt = f"A spreadsheet may have spoilt the table. {remedy}"
            yield Problem(document.passages_file, line, message, spoilt)
        elif passage.start < position or passage.end <= passage.start:
            message = f"passage '{passage.id}' overlaps the one before, or is empty."
            yield Problem(document.passages_file, line, message, remedy)
        elif length.isdecimal() and passage.end > int(length):
            message = f"passage '{passage.id}' ends after the text, at {passage.end}."
            yield Problem(document.passages_file, line, message, remedy)
        position = max(position, passage.end)


def _unknown_exceptions(document: DocumentMapping, passages: Collection[str]) -> Iterator[Problem]:
    """Yield the names under `withoutClaims` that no passage has."""
    for source in document.claims if passages else ():
        for name in excused(source):
            if name not in passages and ":" not in str(name):  # which the schema refuses
                line = source.line(("withoutClaims", name))
                found = unknown_passage(str(name), "withoutClaims", passages)
                yield Problem(source.file, line, *found)
