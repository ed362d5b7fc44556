"""Names of entities in the language that a reader asks for, and the switch between languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from legation_server.site_index import Entity, Name, SiteIndex, names_of
from legation_server.web import name_tag

ENGLISH = "en"
PREFERRED = "pref"


@dataclass(frozen=True)
class NameOfEntity:
    """The name that a page shows, its language, the other names, and the languages there are.

    `languages` are pairs of a language tag and what its speakers call the language.
    """

    shown: str
    language: str
    others: Sequence[Name]
    languages: Sequence[tuple[str, str]]


def name_of(index: SiteIndex, entity: Entity) -> NameOfEntity:
    """Return the name of an entity in the reader's language, in English when there is none."""
    names = names_of(index, "entity", entity.id)
    preferred = {name.language: name.value for name in names if name.kind == PREFERRED}
    preferred.setdefault(ENGLISH, entity.label)
    tag = name_tag() if name_tag() in preferred else ENGLISH
    shown = preferred[tag]
    return NameOfEntity(
        shown,
        tag,
        [name for name in names if name.value != shown],
        [(one, own_name(one)) for one in sorted(preferred, key=lambda one: (one != ENGLISH, one))],
    )


def labels(index: SiteIndex, entities: Iterable[Entity]) -> Mapping[int, str]:
    """Return the names of entities in the reader's language, by their numbers."""
    wanted = {one.id: one.label for one in entities}
    tag = name_tag()
    if tag == ENGLISH:
        return wanted
    query = """SELECT thing, value FROM name WHERE thing_kind = 'entity' AND language = ?
        AND kind = 'pref' AND thing IN ({})"""
    found = {row["thing"]: row["value"] for row in index.rows_of(query, wanted, tag)}
    return {**wanted, **found}


def own_name(tag: str) -> str:
    """Return what the speakers of a language call it, or its tag.

    >>> own_name("az"), own_name("he"), own_name("xx-yy-zz")
    ('azərbaycan', 'עברית', 'xx-yy-zz')
    """
    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
