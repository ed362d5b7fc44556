"""Derive what follows from the claims of a document. Pure.

1. Superclasses of every type.
2. Broader codes of the types and topics of a content.
3. `statedBy`, and on each content the `evidence` and `stance` of its claims, and the `modality`,
   `attributedTo`, `passedOnBy` and `claimedWhen` of those that affirm it; `deniedBy` says on whose
   word the others deny it.
4. `status` of each content, by its claims, and of each claim, by itself.
5. `earliest` and `latest`, computed from `when` and narrowed by "early", "mid" or "late" in its
   wording; and `timePrecision`.
   `notBefore` and `notAfter` of contents without a time, from those that they follow, are part of
   or happen during, and those that follow them or are inside them. A named event that is spoken of
   is the contents that are this event.
6. Whatever is symmetric holds both ways; what says why two contents conflict says that they do.
7. Plain triples from Situations and Events, by the property that their narrowest types stand for.
8. `schema:sameAs` of an entity, for search engines, wherever it has `skos:exactMatch`; and its
   English label as `skos:prefLabel`, beside those in other languages.
9. `involves`, from every role of a content and from the named event that it is; not from what an
   utterance merely speaks of.
10. `when`, `earliest` and `latest` of a named event, from the Events that are this event.
11. Accounts, where a mapping says that claims of one content do not all say the same.
12. `quotedDirectly` is false of each utterance, and of each supposed one that says something, of
   which the mapping does not say that it is true.

Rules 7, 9 and 10 hold only for contents that the document states in its own voice, by their status:
never for what stands on a source's word alone, so that no plain query returns that as a fact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from legation_build.dataset.accounts import accounts
from legation_build.dataset.bounds import Link, inferred, known, times_of_named_events
from legation_build.dataset.index import Index, index_of, values
from legation_build.dataset.patterns import ENDS, content_patterns, plain_relations
from legation_build.dataset.status import AFFIRMS, ASSERTED, STATED, status
from legation_build.dataset.triples import english, triple, typed
from legation_build.dataset.vocabulary import Vocabulary
from legation_build.mapping import edtf
from legation_build.namespaces import BIL, CODE, ENTITY, RDF, RDFS, SCHEMA, SKOS

# Whoever asks for one of these finds what has a narrower code. Other codes are single values.
WITH_BROADER = ("eventType", "situationType", "topic")
# Only a content of the class stands for a plain triple by these types.
_TYPES_BY_CLASS = {"situationType": "Situation", "eventType": "Event"}
# What a content has from the claims that state it.
FROM_CLAIMS = ("evidence", "stance")
FROM_AFFIRMING_CLAIMS = ("modality", "attributedTo", "passedOnBy", "claimedWhen")


def derive(triples: Iterable[Triple], vocabulary: Vocabulary) -> list[Triple]:
    """Return the triples that follow from `triples` and are not among them, without repeats."""
    given = dict.fromkeys(triples)
    index = index_of(given)
    derived: dict[Triple, None] = {}
    stated: list[str] = []
    for rule in (_superclasses, _symmetric, _conflicts, _names_of_entities, _status_of_claims):
        derived.update(dict.fromkeys(rule(index, vocabulary)))
    asserts: dict[str, bool] = {}
    for content, claims in claims_by_content(index).items():
        derived.update(dict.fromkeys(_stated(content, claims, index)))
        derived.update(dict.fromkeys(accounts(content, claims, index)))
        derived.update(dict.fromkeys(_broader(content, index, vocabulary)))
        derived.update(dict.fromkeys(_bounds(content, index)))
        certainty = status_of(claims, index)
        asserts[content] = certainty in ASSERTED
        derived[triple(content, BIL + "status", certainty)] = None
        if _speaks(content, index) and not values(index, content, BIL + "quotedDirectly"):
            derived[triple(content, BIL + "quotedDirectly", typed("false", "boolean"))] = None
        if certainty == STATED:
            stated.append(content)
            derived.update(dict.fromkeys(_plain(content, index, vocabulary)))
            derived.update(dict.fromkeys(_involves(content, index)))
    derived.update(dict.fromkeys(times_of_named_events(stated, index)))
    derived.update(dict.fromkeys(_inferred_bounds(asserts, index)))
    return [one for one in derived if one not in given]


def status_of(claims: Iterable[str], index: Index) -> str:
    """Return the status of what all of `claims` state, as the IRI of a code."""
    return status(
        (stance, values(index, claim, BIL + "modality"))
        for claim in claims
        for stance in values(index, claim, BIL + "stance")
    )


def asserted(claims: Iterable[str], index: Index) -> bool:
    """Return whether the document asserts what all of `claims` state."""
    return status_of(claims, index) in ASSERTED


def claims_by_content(index: Index) -> dict[str, list[str]]:
    """Return the IRI of each content with the IRIs of the claims that state it."""
    contents: dict[str, list[str]] = defaultdict(list)
    for subject, properties in index.items():
        for term in properties.get(BIL + "states", []):
            if isinstance(term, NamedNode):
                contents[term.value].append(subject)
    return contents


def _superclasses(index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    for subject in index:
        for kind in values(index, subject, RDF + "type"):
            for ancestor in sorted(vocabulary.ancestors.get(kind, ())):
                yield triple(subject, RDF + "type", ancestor)


def _symmetric(index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    for subject, properties in index.items():
        for predicate in properties.keys() & vocabulary.symmetric:
            for value in values(index, subject, predicate):
                yield triple(value, predicate, subject)


def _conflicts(index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    for subject, properties in index.items():
        for predicate in properties.keys() & vocabulary.conflicts:
            for value in values(index, subject, predicate):
                yield triple(subject, BIL + "conflictsWith", value)
                yield triple(value, BIL + "conflictsWith", subject)


def _names_of_entities(index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    for subject in index:
        if subject.startswith(ENTITY):
            for match in values(index, subject, SKOS + "exactMatch"):
                yield triple(subject, SCHEMA + "sameAs", match)
            for label in values(index, subject, RDFS + "label"):
                yield triple(subject, SKOS + "prefLabel", english(label))


def _status_of_claims(index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    for subject in index:
        if BIL + "Claim" in values(index, subject, RDF + "type"):
            yield triple(subject, BIL + "status", status_of([subject], index))


def _stated(content: str, claims: Iterable[str], index: Index) -> Iterator[Triple]:
    for claim in claims:
        yield triple(content, BIL + "statedBy", claim)
        affirms = AFFIRMS in values(index, claim, BIL + "stance")
        for name in (*FROM_CLAIMS, *(FROM_AFFIRMING_CLAIMS if affirms else ())):
            for value in index[claim].get(BIL + name, ()):
                yield triple(content, BIL + name, value)
        if not affirms:
            for value in index[claim].get(BIL + "attributedTo", ()):
                yield triple(content, BIL + "deniedBy", value)


def _broader(content: str, index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    for name in WITH_BROADER:
        for code in values(index, content, BIL + name):
            for above in sorted(vocabulary.broader.get(code, ())):
                yield triple(content, BIL + name, above)


def _bounds(content: str, index: Index) -> Iterator[Triple]:
    words = " ".join(values(index, content, BIL + "whenText"))
    for when in values(index, content, BIL + "when"):
        precision = f"{CODE}unit/{edtf.precision(when)}"
        yield triple(content, BIL + "timePrecision", precision)
        for name, day in zip(("earliest", "latest"), edtf.narrowed(when, words), strict=True):
            if day is not None:
                yield triple(content, BIL + name, typed(day.isoformat(), "date"))


def _inferred_bounds(asserts: Mapping[str, bool], index: Index) -> Iterator[Triple]:
    events = {name for name in asserts if values(index, name, BIL + "eventType")}
    times = {
        name: known(when, " ".join(values(index, name, BIL + "whenText")), name in events)
        for name in asserts
        for when in values(index, name, BIL + "when")
    }
    within = {True: Link.WITHIN, False: Link.OVERLAPS}
    named: dict[str, list[str]] = defaultdict(list)
    for name in asserts:
        for event in values(index, name, BIL + "namedEvent"):
            named[event].append(name)
    links = [
        (name, link, other)
        for name in asserts
        for key, link in (
            ("follows", Link.AFTER),
            ("partOfEvent", Link.WITHIN),
            ("during", within[name in events]),
        )
        for linked in values(index, name, BIL + key)
        for other in named.get(linked, [linked])
    ]
    for name, days in sorted(inferred(times, links, asserts).items()):
        # An attribute is told without a time.
        if BIL + "Attribute" not in values(index, name, RDF + "type"):
            for key, day in zip(("notBefore", "notAfter"), days, strict=True):
                if day is not None:
                    yield triple(name, BIL + key, typed(day.isoformat(), "date"))


def _plain(content: str, index: Index, vocabulary: Vocabulary) -> Iterator[Triple]:
    kinds = values(index, content, RDF + "type")
    classes = {a for kind in kinds for a in (kind, *vocabulary.ancestors.get(kind, ()))}
    own = [name for name, kind in _TYPES_BY_CLASS.items() if BIL + kind in classes]
    for pattern in content_patterns(content, index, vocabulary.patterns, vocabulary.broader, own):
        for subject, predicate, value in plain_relations(content, index, pattern):
            yield triple(subject, predicate, value)
            if predicate in vocabulary.symmetric:
                yield triple(value, predicate, subject)


def _is_utterance(content: str, index: Index) -> bool:
    return BIL + "Utterance" in values(index, content, RDF + "type")


def _speaks(content: str, index: Index) -> bool:
    """Return whether a content is an utterance, or a supposed one."""
    return _is_utterance(content, index) or bool(values(index, content, BIL + "says"))


def _involves(content: str, index: Index) -> Iterator[Triple]:
    # What an utterance concerns is its subject: it takes no part in the utterance.
    spoken = _is_utterance(content, index)
    for role in (role for role in ENDS if not (spoken and role == "concerning")):
        for value in values(index, content, BIL + role):
            yield triple(content, BIL + "involves", value)
