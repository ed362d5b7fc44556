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
        if vocab == ENTITY:
            return self._of_entity(value, plain)
        if vocab.startswith(CODE) and self._vocabulary is not None:
            scheme = vocab.removeprefix(CODE).rstrip("/")
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
