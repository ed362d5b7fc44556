"""Find entities that nothing names, and those that nobody has described. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from legation_build.errors import Problem
from legation_build.mapping import PLACEHOLDERS, Source, entity_names, items


def undescribed(sources: Iterable[Source]) -> Iterator[Problem]:
    """Yield the entities of files that still have the description they were made with.

    Where several files have an entity, it is that of the first, which is told there. Files of
    folders that others only use are left out.
    """
    seen: set[str] = set()
    for source in sources:
        before = frozenset(seen)
        for path, entity in items(source, "entities"):
            name = str(entity.get("id"))
            seen.add(name)
            is_made = entity.get("description") in PLACEHOLDERS.values()
            if is_made and name not in before and not source.is_used:
                message = f"'{name}' has the description that 'legation new' wrote."
                remedy = "Say what tells it from others of its name, as in: country in West Africa."
                yield Problem(source.file, source.line((*path, "description")), message, remedy)


def unnamed_entities(sources: Sequence[Source], named: Collection[str]) -> list[Problem]:
    """Return a warning, sorted by place, for each entity of some files that nothing names.

    `named` are the ids that documents name; entities may name each other. Files of folders that
    others only use are left out: their entities serve documents of their own.
    """
    entities = [
        (source, path, entity) for source in sources for path, entity in items(source, "entities")
    ]
    by_others = {
        name
        for _, _, entity in entities
        for name in entity_names(entity)
        if name != entity.get("id")
    }
    known = by_others | set(named)
    remedy = (
        "Name it where a sentence speaks of it. If none does, delete it; it may stay for others."
    )
    return sorted(
        Problem(
            source.file,
            source.line((*path, "id")),
            f"nothing names the entity '{entity['id']}'.",
            remedy,
        )
        for source, path, entity in entities
        if not source.is_used and entity.get("id") not in known
    )
