"""Find values that say less, or more, than their author most likely meant. Pure."""

from collections.abc import Iterator

from legation_build.checks.pattern_checks import RoleChecker
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Source, contents, each_value, items
from legation_build.namespaces import CODE

_ROLES_OF_SIDES = ("participant", "actor", "target", "addressee", "concerning")


def lasting_events(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the events that go on: what lasts to this day is a situation."""
    for source in document.claims:
        for above, claim in items(source, "claims"):
            for path, content in contents(above, claim):
                time = content.get("when")
                if content.get("type") != "Event" or not isinstance(time, str):
                    continue
                if time.endswith("/..") and not content.keys() & {"note", "whenText"}:
                    message = f"'{content.get('id')}' is an event that goes on ('when': {time})."
                    begin = time.removesuffix("/..")
                    remedy = (
                        f"Write when it happened, as in {begin}; what came of it and goes on is a "
                        "Situation. If the event itself does, say so in a 'note'."
                    )
                    yield Problem(source.file, source.line((*path, "when")), message, remedy)


def one_sided(document: DocumentMapping, checker: RoleChecker) -> Iterator[Problem]:
    """Yield the situations between participants that name one and no other side."""
    for source in document.claims:
        for above, claim in items(source, "claims"):
            for path, content in contents(above, claim):
                sides = [
                    name
                    for role in _ROLES_OF_SIDES
                    for _, name in each_value((), content.get(role))
                ]
                if len(sides) == 1 and "participant" in content and "note" not in content:
                    types = [str(t) for _, t in each_value((), content.get("situationType"))]
                    if any(_is_mutual(f"{CODE}situation-type/{name}", checker) for name in types):
                        message = f"'{content.get('id')}' has one side only, '{sides[0]}'."
                        remedy = (
                            f"Name the other one too: participant: [{sides[0]}, OTHER]. "
                            "If the sentence names none, say so in a 'note'."
                        )
                        line = source.line((*path, "participant"))
                        yield Problem(source.file, line, message, remedy)


def _is_mutual(code: str, checker: RoleChecker) -> bool:
    pattern = checker.patterns.get(code)
    return pattern is not None and pattern.subject_role == pattern.object_role == "participant"


def joined_names(source: Source) -> Iterator[Problem]:
    """Yield the other names of an entity that stand in one text, with commas between them."""
    for path, entity in items(source, "entities"):
        names = entity.get("aliases")
        if isinstance(names, str) and ", " in names:
            message = f"'{names}' is one name ('aliases')."
            remedy = f'Several stand in brackets: [{names}]. If it is one, write ["{names}"].'
            yield Problem(source.file, source.line((*path, "aliases")), message, remedy)


def unnamed_speakers(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the allegations of which an utterance says whose they are, and the claim does not."""
    speakers = {}
    for claim in document.all_claims():
        for _, content in contents((), claim):
            actors = [str(who) for _, who in each_value((), content.get("actor"))]
            if content.get("type") == "Utterance" and len(actors) == 1:
                said = each_value((), content.get("says"))
                speakers.update({str(name): actors[0] for _, name in said})
    for source in document.claims:
        for path, claim in items(source, "claims"):
            if claim.get("modality") != "alleged" or claim.keys() & {"attributedTo", "note"}:
                continue
            for _, content in contents(path, claim):
                name = str(content.get("id"))
                if name in speakers:
                    message = f"'{claim.get('id')}' is alleged and says not by whom."
                    remedy = (
                        f"An utterance says '{name}': write 'attributedTo: {speakers[name]}'. "
                        "If others allege it, say so in a 'note'."
                    )
                    yield Problem(source.file, source.line((*path, "modality")), message, remedy)
                    break
