"""Find what is allowed in mappings but is most often a mistake. Pure."""

from collections.abc import Iterator

from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, each_value, items


def likely_mistakes(mappings: Mappings) -> list[Problem]:
    """Return warnings, sorted by place: nothing in them keeps a release from being built."""
    found = [*_twins(mappings)]
    for document in mappings.documents:
        found += _misnamed_claims(document)
    return sorted(set(found))


def _misnamed_claims(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the claims whose ids begin like another passage than the one they cite."""
    names = {passage.id.replace("p-", "c-", 1) + "-": passage.id for passage in document.passages}
    for source in document.claims:
        for path, claim in items(source, "claims"):
            identity = str(claim.get("id"))
            cited = {str(name) for _, name in each_value((), claim.get("evidence"))}
            named = [names[start] for start in names if identity.startswith(start)]
            if named and not cited & set(named):
                passage = max(named, key=len)
                message = (
                    f"the claim '{identity}' has the name of '{passage}' and does not cite it."
                )
                line = source.line((*path, "evidence"))
                yield Problem(source.file, line, message, "Correct the id or the evidence.")


def _twins(mappings: Mappings) -> Iterator[Problem]:
    """Yield the entities that have type and label of another."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            key = (str(entity.get("type")), str(entity.get("label")).casefold())
            line = source.line((*path, "id"))
            first, place = seen.setdefault(key, (str(entity.get("id")), f"{source.file}:{line}"))
            if first != entity.get("id"):
                message = f"'{entity.get('id')}' has type and label of '{first}' at {place}."
                remedy = "If they are the same thing, keep one; else let the labels differ."
                yield Problem(source.file, line, message, remedy)
