"""What a type of content says once: its roles, and the plain property that it stands for. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Triple

from legation_build.dataset.index import Index, values
from legation_build.dataset.triples import triple
from legation_build.namespaces import BIL, SKOS

ROLES = (
    "participant",
    "actor",
    "target",
    "addressee",
    "concerning",
    "instrument",
    "place",
    "origin",
    "destination",
)
# What may give subject and object of a plain triple: a role, or the name of the event itself.
ENDS = (*ROLES, "namedEvent")
TYPES = ("situationType", "eventType")


@dataclass(frozen=True)
class Pattern:
    """The roles of the contents of one type, and the plain property they stand for, if any.

    All are local names of the ontology's properties. Without `required` and `allowed` every role
    may be given.
    """

    stands_for: str = ""
    subject_role: str = ""
    object_role: str = ""
    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """Return all roles that a content of the type may have; none when any may be given."""
        return self.required | self.allowed


def effective_patterns(
    own: Mapping[str, Pattern],
    broader: Mapping[str, Collection[str]],
    general: Mapping[str, Pattern] | None = None,
) -> dict[str, Pattern]:
    """Return the pattern of each code, by IRI, with what it has from its broader codes.

    `own` are the patterns that codes give themselves, `broader` the next broader codes of each,
    `general` patterns that are effective already. A code that names roles has no others, and stands
    for nothing that it does not name.
    """
    known = dict(general or {})

    def find(code: str, below: frozenset[str]) -> Pattern:
        if code in known or code in below:
            return known.get(code, Pattern())
        pattern = own.get(code, Pattern())
        for wider in sorted(broader.get(code, ())):
            pattern = _completed(pattern, find(wider, below | {code}))
        known[code] = pattern
        return pattern

    for code in sorted({*own, *broader}):
        find(code, frozenset())
    return {code: known[code] for code in {*own, *broader} if known[code] != Pattern()}


def patterns_of(
    triples: Iterable[Triple], general: Mapping[str, Pattern] | None = None
) -> dict[str, Pattern]:
    """Return the pattern of each code that `triples` define; `general` as in effective_patterns."""
    found: dict[str, dict[str, set[str]]] = {}
    broader: dict[str, set[str]] = {}
    for one in triples:
        if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode):
            code, name = one.subject.value, one.predicate.value.removeprefix(BIL)
            if name in _PROPERTIES:
                value = one.object.value.removeprefix(BIL)
                found.setdefault(code, {}).setdefault(name, set()).add(value)
            elif one.predicate.value == SKOS + "broader":
                broader.setdefault(code, set()).add(one.object.value)
    own = {code: pattern_from(properties) for code, properties in found.items()}
    return effective_patterns(own, broader, general)


def pattern_from(properties: Mapping[str, Collection[str]]) -> Pattern:
    """Return the pattern that the values of a code's properties, by local names, make."""
    first = {name: min(properties.get(name, ()), default="") for name in _PROPERTIES[:3]}
    return Pattern(
        first["standsFor"],
        first["subjectRole"],
        first["objectRole"],
        frozenset(properties.get("requiredRole", ())),
        frozenset(properties.get("allowedRole", ())),
    )


def pattern_triples(patterns: Mapping[str, Pattern]) -> Iterator[Triple]:
    """Yield the triples that say the pattern of each code, so that nobody has to look further.

    What a code requires it allows too.
    """
    for code, pattern in sorted(patterns.items()):
        ends = (pattern.stands_for, pattern.subject_role, pattern.object_role)
        for name, value in zip(_PROPERTIES, ends, strict=False):
            if value:
                yield triple(code, BIL + name, BIL + value)
        for name, roles in (("requiredRole", pattern.required), ("allowedRole", pattern.roles)):
            for role in sorted(roles):
                yield triple(code, BIL + name, BIL + role)


def narrowest(types: Collection[str], broader: Mapping[str, Collection[str]]) -> list[str]:
    """Return those of `types` that are broader than none of the others, in their order."""
    above = {wider for one in types for wider in broader.get(one, ())}
    return [one for one in dict.fromkeys(types) if one not in above]


def content_patterns(
    content: str,
    index: Index,
    patterns: Mapping[str, Pattern],
    broader: Mapping[str, Collection[str]],
    properties: Collection[str] = TYPES,
) -> list[Pattern]:
    """Return the patterns of the narrowest types that `properties` give a content."""
    types = [code for name in properties for code in values(index, content, BIL + name)]
    return [patterns[code] for code in narrowest(types, broader) if code in patterns]


def plain_relations(content: str, index: Index, pattern: Pattern) -> Iterator[tuple[str, str, str]]:
    """Yield subject, property and object, by IRI, of what a content stands for by a pattern."""
    if pattern.stands_for:
        for subject in values(index, content, BIL + pattern.subject_role):
            for other in values(index, content, BIL + pattern.object_role):
                if subject != other:
                    yield subject, BIL + pattern.stands_for, other


_PROPERTIES = ("standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole")


def _completed(pattern: Pattern, wider: Pattern) -> Pattern:
    if pattern.roles:
        return pattern
    with_roles = replace(pattern, required=wider.required, allowed=wider.allowed)
    if pattern.stands_for:
        return with_roles
    return replace(
        with_roles,
        stands_for=wider.stands_for,
        subject_role=wider.subject_role,
        object_role=wider.object_role,
    )
