"""Find the entities that a query may mean, best first, and whether one is a certain match."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from legation_server.reconciliation.matching.catalogue import Catalogue, Entity, Term
from legation_server.reconciliation.matching.evidence import ValuesByEntity, agree
from legation_server.reconciliation.matching.given_values import GivenValue
from legation_server.reconciliation.matching.names import (
    normal_forms,
    swapped_at_comma,
    without_qualifier,
)
from legation_server.reconciliation.matching.similarity import EXACT, similarity

LEAST_SCORE = 55.0
# The weight of a name without its qualifier, and the score of initials.
WITHOUT_QUALIFIER, BY_INITIALS = 0.95, 80.0
# Factors of a score for a type not asked for, and for each property that contradicts.
OTHER_TYPE, OTHER_VALUE = 0.6, 0.7
# The share of what a score lacks of 100 that it gains when all properties agree.
CONFIRMED = 0.3
INITIALS_LENGTHS = range(3, 7)
BY_NAME, BY_LABEL, BY_ID = 1, 2, 3
PERSON, UNNAMED_GROUP, IDENTITY = "schema:Person", "bil:Group", "skos:exactMatch"


@dataclass(frozen=True)
class Query:
    """A query of a client (section 4.1 of the specification).

    `types` are the ids of the types asked for, None for any type; `strict` is any, all or should;
    `properties` pair the ids of properties with the values given.
    """

    text: str = ""
    types: tuple[str, ...] | None = None
    strict: str = "any"
    properties: tuple[tuple[str, tuple[GivenValue, ...]], ...] = ()
    limit: int = 10


@dataclass(frozen=True)
class Candidate:
    """An entity that a query may mean, with its score from 0 to 100 and its features.

    `exact` says what the text of the query is: BY_ID its id, BY_LABEL its label, BY_NAME another
    of its names, or 0 for none of these.
    """

    entity: Entity
    score: float
    match: bool = False
    exact: int = 0
    features: Mapping[str, bool | float] = field(default_factory=dict)


# By properties, the values of entities.
Held = Mapping[str, ValuesByEntity]
# Returns the values of a property of the entities with some ids.
ValuesOf = Callable[[str, Sequence[str]], ValuesByEntity]


def candidates(
    query: Query, catalogue: Catalogue, values: ValuesOf, check: Callable[[], None] = lambda: None
) -> list[Candidate]:
    """Return the entities that a query may mean, best first, at most `query.limit`.

    `values` returns the values of a property of entities, by their ids. For a query without text
    these are the entities with all the values given. `check` is called between two entities and
    raises when the work is to end.
    """
    if query.text.strip():
        found = by_name(query.text, catalogue)
    elif query.properties:
        name, given = query.properties[0]
        found = {each.id: Candidate(each, EXACT) for each in catalogue.holding(name, given)}
    else:
        found = {}
    held = {name: values(name, list(found)) for name, _ in query.properties}
    scored = []
    for candidate in found.values():
        check()
        if (kept := scored_by_evidence(candidate, query, catalogue, held)) is not None:
            scored.append(kept)
    scored.sort(
        key=lambda each: (
            -each.score,
            -each.features.get("properties_agreeing", 0),
            -each.exact,
            each.entity.label,
            each.entity.id,
        )
    )
    match = certain_match(scored, query, catalogue)
    return [replace(each, match=each is match) for each in scored[: query.limit]]


def by_name(text: str, catalogue: Catalogue) -> dict[str, Candidate]:
    """Return the entities that a text may name, by id, each with its best score."""
    whole = [form for way in (text, swapped_at_comma(text)) if way for form in normal_forms(way)]
    found: dict[str, Candidate] = {}
    for candidate in chain(
        _with_id(text, catalogue),
        _with_name(whole, catalogue),
        _with_similar_name(text, whole, catalogue),
        _with_initials(text, whole, catalogue),
    ):
        best = found.get(candidate.entity.id)
        if best is None or (candidate.score, candidate.exact) > (best.score, best.exact):
            found[candidate.entity.id] = candidate
    return found


def _with_id(text: str, catalogue: Catalogue) -> Iterator[Candidate]:
    for entity in catalogue.identified(text, by_slug=False):
        yield Candidate(entity, EXACT, exact=BY_ID)


def _with_name(forms: Iterable[str], catalogue: Catalogue) -> Iterator[Candidate]:
    for form in forms:
        for named in catalogue.exactly(form) or catalogue.exactly(form.removeprefix("the ")):
            labels = (named.entity.label, *named.entity.labels)
            yield Candidate(
                named.entity, EXACT, exact=BY_LABEL if named.name in labels else BY_NAME
            )


def _with_similar_name(
    text: str, forms: Iterable[str], catalogue: Catalogue
) -> Iterator[Candidate]:
    shorter = without_qualifier(text)
    short_forms = normal_forms(shorter) if shorter and shorter != text else ()
    for some, weight in ((forms, 1.0), (short_forms, WITHOUT_QUALIFIER)):
        for form in some:
            for named in catalogue.similar(form):
                score = weight * similarity(form, named.form)
                if score >= LEAST_SCORE:
                    yield Candidate(named.entity, score)


def _with_initials(text: str, forms: Iterable[str], catalogue: Catalogue) -> Iterator[Candidate]:
    if text.strip().isupper() and len(text.strip()) in INITIALS_LENGTHS:
        for form in forms:
            for named in catalogue.abbreviated(form):
                yield Candidate(named.entity, BY_INITIALS)


def scored_by_evidence(
    candidate: Candidate, query: Query, catalogue: Catalogue, held: Held
) -> Candidate | None:
    """Return a candidate scored by type and properties too; None when these rule it out."""
    entity, score = candidate.entity, candidate.score
    typed = has_type(entity, query)
    if not typed and query.strict != "should":
        return None
    agreements = [
        agreement(entity, given, catalogue.properties.terms[name], held, catalogue)
        for name, given in query.properties
    ]
    if not query.text.strip() and not all(agreements):
        return None
    confirmed = agreements.count(True) / len(agreements) if agreements else 0.0
    contradicted = agreements.count(False)
    features: dict[str, bool | float] = {
        "name_similarity": round(score, 1),
        "name_exact": bool(candidate.exact),
    }
    if query.types is not None:
        features["type_match"] = typed
    if agreements:
        features["properties_agreeing"] = round(confirmed, 2)
        features["properties_contradicting"] = round(contradicted / len(agreements), 2)
    if not contradicted:
        score += (EXACT - score) * CONFIRMED * confirmed
    score *= (1.0 if typed else OTHER_TYPE) * OTHER_VALUE**contradicted
    return replace(candidate, score=round(score, 1), features=features)


def agreement(
    entity: Entity, given: Sequence[GivenValue], term: Term, held: Held, catalogue: Catalogue
) -> bool | None:
    """Return whether a property agrees with the values given or contradicts; None for neither."""
    agrees = agree(given, held[term.id].get(entity.id, ()), catalogue)
    return None if term.open and agrees is False else agrees


def has_type(entity: Entity, query: Query) -> bool:
    """Return whether an entity has the types that a query asks for: one of them, or all."""
    if query.types is None:
        return True
    has = [name in entity.all_types for name in query.types]
    return (all(has) and bool(has)) if query.strict == "all" else any(has)


def certain_match(
    found: Sequence[Candidate], query: Query, catalogue: Catalogue
) -> Candidate | None:
    """Return the candidate that is certainly meant; None when there is no such.

    The text is exactly its name, and a proper name; neither type nor properties contradict; and
    no other candidate fits as well. Of several with this name, all properties agree with it
    alone. Without a text it is the only entity with the Wikidata item given.
    """
    if not query.text.strip():
        identified = any(name == IDENTITY for name, _ in query.properties)
        return found[0] if identified and len(found) == 1 else None
    fitting = [each for each in found if each.exact and fits(each)]
    confirmed = [each for each in fitting if each.features.get("properties_agreeing") == 1.0]
    if len(confirmed) == 1:
        return confirmed[0]
    if len(fitting) != 1:
        return None
    only = fitting[0]
    if only.exact == BY_ID:
        return only
    return only if is_name(only.entity) and not has_namesake(only, catalogue) else None


def fits(candidate: Candidate) -> bool:
    """Return whether neither type nor properties contradict a candidate."""
    features = candidate.features
    return bool(features.get("type_match", True)) and not features.get("properties_contradicting")


def is_name(entity: Entity) -> bool:
    """Return whether an entity has a proper name, unlike `the press`, which is a description."""
    if entity.items:
        return True
    return not entity.label[:1].islower() and UNNAMED_GROUP not in entity.types


def has_namesake(candidate: Candidate, catalogue: Catalogue) -> bool:
    """Return whether a person without the full name may be another with the same last name.

    `President Aliyev` is not certain where there are two of the name Aliyev.
    """
    entity = candidate.entity
    if candidate.exact != BY_NAME or PERSON not in entity.all_types:
        return False
    return any(PERSON in other.all_types for other in catalogue.with_last_word(entity))
