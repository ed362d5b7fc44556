"""Find contents and sentences that are at odds with themselves: most often a slip. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from legation_build.checks.coverage import excused
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, Path, contents, each_value, items

# Keys that name something else than contents, though their values are references.
_NO_CONTENT = frozenset({"exactMatch", "evidence", "disputes"})
_SAYING = "Utterance"
# What an utterance may be about, beside what it says.
_ABOUT = frozenset({"says", "mentions", "concerning", "purpose", "commemorates", "words", "note"})


def doubtful_contents(document: DocumentMapping, mappings: Mappings) -> Iterator[Problem]:
    """Yield the contents that name themselves, act on themselves, or say nothing."""
    told = _unsaid(document)
    for source in document.claims:
        for above, claim in items(source, "claims"):
            cited = [str(name) for _, name in each_value((), claim.get("evidence"))]
            unsaid = next((told[name] for name in cited if name in told), "")
            for path, content in contents(above, claim):
                name = str(content.get("id"))
                for key, place in _naming_itself(path, content, mappings):
                    message = f"'{name}' names itself ('{key}')."
                    remedy = "Name another content, or delete it."
                    yield Problem(source.file, source.line(place), message, remedy)
                actors = {str(one) for _, one in each_value((), content.get("actor"))}
                for place, target in each_value((*path, "target"), content.get("target")):
                    if target in actors:
                        message = f"'{target}' is both 'actor' and 'target' of '{name}'."
                        remedy = "Name the other one; who acts on equal terms is a 'participant'."
                        yield Problem(source.file, source.line(place), message, remedy)
                if unsaid and content.get("type") == _SAYING and not _ABOUT & content.keys():
                    message = f"'{name}' says nothing, and nobody says '{unsaid}'."
                    remedy = f"If that is what was said, write 'says: {unsaid}'."
                    yield Problem(source.file, source.line((*path, "id")), message, remedy)


def excused_and_cited(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the passages that have claims and stand under `withoutClaims` too."""
    cited = {
        str(name): str(claim.get("id"))
        for claim in document.all_claims()
        for _, name in each_value((), claim.get("evidence"))
    }
    for source in document.claims:
        for name in excused(source):
            if name in cited:
                message = f"'{name}' has a claim, '{cited[name]}', and stands in 'withoutClaims'."
                line = source.line(("withoutClaims", name))
                yield Problem(source.file, line, message, "Delete it here, or the claim.")


def hedged_and_asserted(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the hedges of claims that the document only asserts: it does one or the other."""
    for source in document.claims:
        for path, claim in items(source, "claims"):
            modalities = [str(name) for _, name in each_value((), claim.get("modality"))]
            if claim.get("hedge") and modalities == ["asserted"]:
                message = f"'{claim.get('id')}' is asserted, and has the hedge '{claim['hedge']}'."
                remedy = "Write the modality that the hedge shows, such as 'opinion'; or no hedge."
                yield Problem(source.file, source.line((*path, "hedge")), message, remedy)


def _naming_itself(
    path: Path, content: Mapping[str, Any], mappings: Mappings
) -> Iterator[tuple[str, Path]]:
    for key, value in content.items():
        if mappings.term(key).get("@type") == "@id" and key not in _NO_CONTENT:
            for place, name in each_value((*path, key), value):
                if name == content.get("id"):
                    yield key, place


def _unsaid(document: DocumentMapping) -> dict[str, str]:
    """Return passage → a supposition in it, on somebody's word, that no content is about."""
    said: set[str] = set()
    found: dict[str, str] = {}
    for claim in document.all_claims():
        for _, content in contents((), claim):
            said |= {str(name) for key in _ABOUT for _, name in each_value((), content.get(key))}
    for claim in document.all_claims():
        for _, content in contents((), claim):
            name = str(content.get("id"))
            is_told = bool(claim.get("attributedTo")) and content.get("type") == "Supposition"
            if is_told and name not in said:
                found |= {str(one): name for _, one in each_value((), claim.get("evidence"))}
    return found
