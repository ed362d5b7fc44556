"""Lead from what stands in place of an id to the id: of an entity, or of a code. Pure."""

import re
from collections.abc import Collection, Mapping
from functools import cached_property

from legation_build.checks.name_checks import CLOSED
from legation_build.dataset import Vocabulary
from legation_build.mapping import Mappings, each_value, items, slug
from legation_build.namespaces import CODE, ENTITY

_ITEM = re.compile(r"(?:wd:|https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)")
_COMMA = re.compile(r"\s*,\s*")

_PASSAGE = re.compile(r"p-[a-z0-9-]+")
_SEPARATOR = re.compile(r"\s*[;&+/]\s*|\s+and\s+")
_PASSAGES = re.compile(r"\s*[,;&+]\s*|\s+(?:and\s+)?")
_RANGE = re.compile(r"(p-[a-z0-9-]*-)(\d{1,3})\s*(?:to|[-\u2013\u2014]|\.\.)\s*(?:\1)?(\d{1,3})")
# So many sentences of a range are named one by one.
_MOST_OF_A_RANGE = 12


def several_passages(value: str) -> list[str]:
    """Return the ids of passages in a text that holds several, or a range; else nothing.

    >>> several_passages("p-lead-2, p-lead-1"), several_passages("p-lead-1 to p-lead-3")
    (['p-lead-2', 'p-lead-1'], ['p-lead-1', 'p-lead-2', 'p-lead-3'])
    """
    if found := _RANGE.fullmatch(value.strip()):
        first, last = int(found[2]), int(found[3])
        if first < last < first + _MOST_OF_A_RANGE:
            return [f"{found[1]}{number}" for number in range(first, last + 1)]
    parts = _PASSAGES.split(value.strip())
    is_several = len(parts) > 1 and all(_PASSAGE.fullmatch(part) for part in parts)
    return parts if is_several else []


class KnownNames:
    """The entities and codes that there are, for messages; read only when there is one to write."""

    def __init__(
        self,
        mappings: Mappings,
        vocabulary: Vocabulary | None = None,
        entities: Collection[str] = (),
    ) -> None:
        """Take mappings, with their entities where these were read, the codes, and all ids."""
        self._mappings, self._vocabulary, self._ids = mappings, vocabulary, entities

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Return ids of entities by the names that they have, folded, and by their items."""
        found: dict[str, str] = {}
        for source in self._mappings.entities:
            for _, entity in items(source, "entities"):
                names = [entity.get("label"), entity.get("aliases"), entity.get("exactMatch")]
                for _, name in (one for value in names for one in each_value((), value)):
                    found.setdefault(str(name).casefold(), str(entity.get("id")))
        return found

    def instead(self, key: str, value: str) -> str:
        """Return what to write in place of a `value` of `key` that is no id."""
        term = self._mappings.term("party" if key in ("about", "partOf") else key)
        vocab = str(term.get("@context", {}).get("@vocab", ""))
        if not vocab.startswith(CODE) and (item := _ITEM.fullmatch(value.strip())):
            return self._of_item(f"wd:{item[1]}", vocab == ENTITY)
        if "," in value:
            several = ", ".join(filter(None, map(slug, _COMMA.split(value))))
            return f"{_FORM}; several values stand in brackets: [{several}]."
        plain = slug(value)
        parts = [self._id_of(part) for part in _SEPARATOR.split(value)]
        if len(parts) > 1 and all(parts) and not self._by_name.get(value.strip().casefold()):
            return f"Several values stand in brackets: [{', '.join(parts)}]."
        if vocab == ENTITY:
            return self._of_entity(value, plain)
        if vocab.startswith(CODE) and self._vocabulary is not None:
            scheme = vocab.removeprefix(CODE).rstrip("/")
            without = value.strip().removeprefix(f"{scheme}/")
            if without != value and without in self._vocabulary.codes.get(scheme, ()):
                return f"Write '{without}', without the name of the list."
            if plain not in self._vocabulary.codes.get(scheme, ()):
                if scheme in CLOSED:
                    return f"Known: {', '.join(sorted(self._vocabulary.codes[scheme]))}."
                return f"That is no code. Find one with: legation codes {_quoted(value)}"
        return f"{_FORM}, such as '{plain}'." if plain else f"{_FORM}."

    def _of_item(self, item: str, is_of_entity: bool) -> str:
        known = self._by_name.get(item.casefold())
        if is_of_entity and known:
            return f"Write '{known}', the entity that has it as its 'exactMatch'."
        own = "the id of an entity" if is_of_entity else "an id of your own"
        return (
            f"Write {own}. An item of Wikidata stands in entities.yaml, as in "
            f"'exactMatch: {item}' of that entity."
        )

    def _id_of(self, words: str) -> str:
        """Return the id of the entity that has these words as its name or id, or ""."""
        plain = slug(words)
        return self._by_name.get(words.strip().casefold(), plain if plain in self._ids else "")

    def _of_entity(self, value: str, plain: str) -> str:
        named = self._by_name.get(value.strip().casefold())
        if named or plain in self._ids or not self._ids:
            return f"{_FORM}, such as '{named or plain}'." if plain or named else f"{_FORM}."
        return (
            f"Write the id of an entity. Find one with: legation entities {_quoted(value)}. "
            "Or add it to entities.yaml."
        )


_FORM = "Write lower-case letters, digits and hyphens"


def _quoted(words: str) -> str:
    """Return words as they can be typed after a command."""
    return " ".join(slug(words).split("-")) or "WORD"
