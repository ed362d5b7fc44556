"""Find the entities a query may mean, best first, and say when one is meant for sure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from legation_server.reconciliation.matching.catalogue import Catalogue, Entity, Term
from legation_server.reconciliation.matching.evidence import Asked, Values, agree
from legation_server.reconciliation.matching.names import readings, turned, without_aside
from legation_server.reconciliation.matching.similarity import EXACT, similarity

LEAST = 55.0
# A name without what stands in brackets or after a comma; a name by its initials alone.
ASIDE_LOST, BY_INITIALS = 0.95, 80.0
# What a score is multiplied by for a type not asked for, and for a property that says otherwise.
OTHER_TYPE, OTHER_VALUE = 0.6, 0.7
# How much of what is missing to 100 goes when all properties agree.
CONFIRMED = 0.3
INITIALS = range(3, 7)
BY_NAME, BY_LABEL, BY_ID = 1, 2, 3
PERSON, UNNAMED, IDENTITY = "schema:Person", "bil:Group", "skos:exactMatch"


@dataclass(frozen=True)
class Query:
    """What a client asks (section 4.1 of the specification).

    `types` are those that exist of the ones asked for, None when none was asked for; `strict` is
    any, all or should; `properties` pair the ids of properties with the values given.
    """

    text: str = ""
    types: tuple[str, ...] | None = None
    strict: str = "any"
    properties: tuple[tuple[str, tuple[Asked, ...]], ...] = ()
    limit: int = 10


@dataclass(frozen=True)
class Candidate:
    """An entity a query may mean. `score` is from 0 to 100; `features` are what it was made of.

    `exact` says how exactly the query gives it: BY_ID, BY_LABEL, BY_NAME (another one) or not.
    """

    entity: Entity
    score: float
    match: bool = False
    exact: int = 0
    features: Mapping[str, bool | float] = field(default_factory=dict)


ValuesOf = Callable[[str], Values]


def candidates(
    query: Query, catalogue: Catalogue, values: ValuesOf, check: Callable[[], None] = lambda: None
) -> list[Candidate]:
    """Return the entities a query may mean, best first, at most `query.limit`.

    `values` gives the values of a property, by the id of the entity. A query without text is
    answered with the entities that have all the values asked for. `check` is called again and
    again, and may raise what ends the work.
    """
    if query.text.strip():
        found = by_name(query.text, catalogue)
    elif query.properties:
        found = {entity.id: Candidate(entity, EXACT) for entity in catalogue.entities.values()}
    else:
        found = {}
    weighed = []
    for candidate in found.values():
        check()
        if (kept := weigh(candidate, query, catalogue, values)) is not None:
            weighed.append(kept)
    weighed.sort(
        key=lambda each: (
            -each.score,
            -each.features.get("properties_agreeing", 0),
            -each.exact,
            each.entity.label,
            each.entity.id,
        )
    )
    meant = sure(weighed, query, catalogue)
    return [replace(each, match=each is meant) for each in weighed[: query.limit]]


def by_name(text: str, catalogue: Catalogue) -> dict[str, Candidate]:
    """Return the entities a text may name, by id, each with how alike the names are."""
    found: dict[str, Candidate] = {}

    def add(entity: Entity, score: float) -> None:
        if score >= LEAST and (entity.id not in found or score > found[entity.id].score):
            found[entity.id] = Candidate(entity, score)

    for entity in catalogue.identified(text, by_slug=False):
        found[entity.id] = Candidate(entity, EXACT, exact=BY_ID)
    whole = [form for way in (text, turned(text)) if way for form in readings(way)]
    for form in whole:
        for named in catalogue.exactly(form) or catalogue.exactly(form.removeprefix("the ")):
            labels = (named.entity.label, *named.entity.labels)
            exact = BY_LABEL if named.name in labels else BY_NAME
            if named.entity.id not in found or exact > found[named.entity.id].exact:
                found[named.entity.id] = Candidate(named.entity, EXACT, exact=exact)
    shorter = without_aside(text)
    parts = readings(shorter) if shorter and shorter != text else ()
    for forms, weight in ((whole, 1.0), (parts, ASIDE_LOST)):
        for form in forms:
            for named in catalogue.alike(form):
                add(named.entity, weight * similarity(form, named.form))
    if text.strip().isupper() and len(text.strip()) in INITIALS:
        for form in whole:
            for named in catalogue.abbreviated(form):
                add(named.entity, BY_INITIALS)
    return found


def weigh(
    candidate: Candidate, query: Query, catalogue: Catalogue, values: ValuesOf
) -> Candidate | None:
    """Return a candidate with its type and properties weighed in; None when they rule it out."""
    entity, score = candidate.entity, candidate.score
    typed = has_type(entity, query)
    if not typed and query.strict != "should":
        return None
    opinions = [
        opinion(entity, asked, catalogue.properties.terms[name], values, catalogue)
        for name, asked in query.properties
    ]
    if not query.text.strip() and not all(opinions):
        return None
    confirmed = opinions.count(True) / len(opinions) if opinions else 0.0
    contradicted = opinions.count(False)
    features: dict[str, bool | float] = {
        "name_similarity": round(score, 1),
        "name_exact": bool(candidate.exact),
    }
    if query.types is not None:
        features["type_match"] = typed
    if opinions:
        features["properties_agreeing"] = round(confirmed, 2)
        features["properties_contradicting"] = round(contradicted / len(opinions), 2)
    if not contradicted:
        score += (EXACT - score) * CONFIRMED * confirmed
    score *= (1.0 if typed else OTHER_TYPE) * OTHER_VALUE**contradicted
    return replace(candidate, score=round(score, 1), features=features)


def opinion(
    entity: Entity, asked: Sequence[Asked], term: Term, values: ValuesOf, catalogue: Catalogue
) -> bool | None:
    """Tell whether a property speaks for an entity or against it; None for neither."""
    said = agree(asked, values(term.id).get(entity.id, ()), catalogue)
    return None if term.open and said is False else said


def has_type(entity: Entity, query: Query) -> bool:
    """Tell whether an entity has the types a query asks for: one of them, or all."""
    if query.types is None:
        return True
    has = [name in entity.all_types for name in query.types]
    return (all(has) and bool(has)) if query.strict == "all" else any(has)


def sure(found: Sequence[Candidate], query: Query, catalogue: Catalogue) -> Candidate | None:
    """Return the candidate that is meant for sure, if there is one.

    It is called exactly so, by a name of its own; neither type nor properties speak against it,
    and nobody else may be meant; or of several called so, all properties speak for it alone.
    A query without text is sure only of a single thing with the item asked for.
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
    """Tell whether neither type nor properties speak against a candidate."""
    features = candidate.features
    return bool(features.get("type_match", True)) and not features.get("properties_contradicting")


def is_name(entity: Entity) -> bool:
    """Tell whether an entity has a name of its own, and is not just described: `the press`."""
    if entity.items:
        return True
    return not entity.label[:1].islower() and UNNAMED not in entity.types


def has_namesake(candidate: Candidate, catalogue: Catalogue) -> bool:
    """Tell whether a person called by less than the full name may be another with that last name.

    `President Aliyev` is not sure where there are two of the name Aliyev.
    """
    entity = candidate.entity
    if candidate.exact != BY_NAME or PERSON not in entity.all_types:
        return False
    return any(PERSON in other.all_types for other in catalogue.with_last_word(entity))
