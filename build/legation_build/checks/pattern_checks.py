"""Find roles that a content lacks or its type does not have, and wrong patterns of codes. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from legation_build.checks.suggestions import suggestion
from legation_build.dataset import (
    ENDS,
    ROLES,
    Pattern,
    Vocabulary,
    effective_patterns,
    narrowest,
    pattern_from,
)
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Path, Source, each_value
from legation_build.namespaces import CODE

_TYPES = {"situationType": "situation-type/", "eventType": "event-type/"}
# The keys of a code that name properties, and those that are given all or none.
_NAMED = {
    "standsFor": "plain property",
    "subjectRole": "role",
    "objectRole": "role",
    "requiredRole": "role",
    "allowedRole": "role",
}
_TRIPLE = ("standsFor", "subjectRole", "objectRole")


class RoleChecker:
    """Checks the roles of a document's contents against the patterns of their types."""

    def __init__(self, document: DocumentMapping, vocabulary: Vocabulary) -> None:
        """Take the patterns of the general types, and of those that only `document` has."""
        own: dict[str, Pattern] = {}
        next_above: dict[str, set[str]] = {}
        for _, code in document.own_codes():
            scheme, _, _ = str(code.get("id")).partition("/")
            iri = CODE + str(code.get("id"))
            own[iri] = pattern_from({key: _texts(code, key) for key in _NAMED})
            next_above[iri] = {f"{CODE}{scheme}/{wider}" for wider in _texts(code, "broader")}
        self.patterns = {
            **vocabulary.patterns,
            **effective_patterns(own, next_above, vocabulary.patterns),
        }
        self.broader: dict[str, frozenset[str]] = {**vocabulary.broader}
        for iri in next_above:
            self.broader[iri] = self._above(iri, next_above, frozenset())

    def problems(
        self, source: Source, path: Path, content: Mapping[str, Any], may_lack: bool = False
    ) -> Iterator[Problem]:
        """Yield what is wrong with the roles of `content`, which stands at `path`.

        With `may_lack`, roles that it lacks are not told.
        """
        names, found = self._found(content)
        if not found:
            return
        of = f"'{content.get('id')}'"
        for code, pattern in found.items():
            for role in sorted(pattern.required - content.keys()) if not may_lack else ():
                message = f"{of} is of the type '{names[code]}' and has no '{role}'."
                line = source.line((*path, "id"))
                remedy = _sides(content) if role == "participant" else ""
                yield Problem(source.file, line, message, remedy or self._without(code, role))
        allowed = set().union(*(pattern.roles for pattern in found.values()))
        types = " and ".join(f"'{names[code]}'" for code in found)
        for role in ROLES:
            if role in content and role not in allowed:
                message = f"{of} has '{role}', a role that the type {types} does not have."
                known = ", ".join(one for one in ROLES if one in allowed)
                remedy = f"Use one of its roles ({known}), or name another type."
                yield Problem(source.file, source.line((*path, role)), message, remedy)

    def _without(self, code: str, role: str) -> str:
        """Return what to do when a content has not a role that its type requires."""
        wider = sorted(
            above.rpartition("/")[2]
            for above in self.broader.get(code, ())
            if role not in self.patterns.get(above, Pattern()).required
        )
        if not wider:
            return f"Add '{role}:', or name another type."
        return (
            f"Add '{role}:' if the sentence gives it; if it does not, take the type '{wider[0]}'."
        )

    def roles_of(self, content: Mapping[str, Any]) -> set[str]:
        """Return the roles that the types of `content` have; none when it may have any."""
        return set().union(*(pattern.roles for pattern in self._found(content)[1].values()))

    def _found(self, content: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Pattern]]:
        """Return the types of a content by IRI, and the patterns of those that name roles."""
        names = {
            CODE + scheme + name: name
            for key, scheme in _TYPES.items()
            for name in _texts(content, key)
        }
        found = {
            code: self.patterns[code]
            for code in narrowest([*names], self.broader)
            if code in self.patterns and self.patterns[code].roles
        }
        return names, found

    def _above(
        self, iri: str, next_above: Mapping[str, Collection[str]], below: frozenset[str]
    ) -> frozenset[str]:
        direct = set(next_above.get(iri, ())) - below
        further = (
            self._above(wider, next_above, below | {iri})
            if wider in next_above
            else self.broader.get(wider, frozenset())
            for wider in direct
        )
        return frozenset(direct).union(*further)


def _sides(content: Mapping[str, Any]) -> str:
    """Return what to do with two sides that stand as one who acts and one who is acted on."""
    sides = [*_texts(content, "actor"), *_texts(content, "target")]
    if not ("actor" in content and "target" in content):
        return ""
    return (
        f"Write 'participant: [{', '.join(sides)}]' in place of 'actor' and 'target', "
        "or name another type."
    )


def code_pattern_problems(
    source: Source, path: Path, code: Mapping[str, Any], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Yield what is wrong with the pattern that a document's own code gives itself."""
    name = code.get("id")
    given = [key for key in _NAMED if key in code]
    if given and not str(name).startswith(tuple(_TYPES.values())):
        message = f"the code '{name}' has '{given[0]}', which only types of content have."
        yield Problem(source.file, source.line((*path, given[0])), message, "Delete it.")
    for key in given:
        known: Collection[str] = ENDS if key in _TRIPLE else ROLES
        if key == "standsFor":
            known = vocabulary.predicates
        for place, value in each_value((*path, key), code[key]):
            if value not in known:
                message = f"unknown {_NAMED[key]} '{value}' ('{key}')."
                yield Problem(source.file, source.line(place), message, suggestion(value, known))
    triple = [key for key in _TRIPLE if key in code]
    if triple and len(triple) < len(_TRIPLE):
        message = f"the code '{name}' has '{triple[0]}' and not all of {', '.join(_TRIPLE)}."
        remedy = "Give all three, or none."
        yield Problem(source.file, source.line((*path, triple[0])), message, remedy)


def _texts(block: Mapping[str, Any], key: str) -> list[str]:
    return [value for _, value in each_value((), block.get(key)) if isinstance(value, str)]
