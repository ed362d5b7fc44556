"""Make the rows of statements: what is said, when, of whom, and what it is linked to. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from legation_build.namespaces import BIL, RDF, RDFS, SKOS
from legation_build.site_index.claim_rows import code_names, joined, statement_claims
from legation_build.site_index.numbering import Numbered, Row, Table, path
from legation_build.site_index.thing_rows import NO_ROLES

# The first of these that a statement is an instance of says what it is.
CLASSES = ("Utterance", "Event", "Attribute", "Situation", "Figure", "Supposition")
_TYPES = ("eventType", "situationType")
# Situations of these types alone say what somebody is, as attributes do, though at some time.
_OF_WHAT_ONE_IS = frozenset(("office", "classification", "parent-body"))
# Codes that have columns or tables of their own, or that follow from claims.
_OTHER_CODES = frozenset(
    ("topic", "modality", "stance", "status", "timePrecision", "measure", "unit", "precision")
)


def statement_tables(made: Numbered) -> Iterator[Table]:
    """Yield the table of statements, and those that link them to other things."""
    said = {content for iri in made.statements for content in made.values(iri, BIL + "says")}
    yield "statement", (_statement(made, iri, iri in said) for iri in made.statements)
    yield "statement_claim", statement_claims(made)
    yield "statement_topic", _topics(made)
    yield "statement_code", _codes(made)
    yield "statement_party", _parties(made)
    yield "entity_pair", _pairs(made)
    yield "statement_link", _links(made)


def types_of(made: Numbered, iri: str) -> list[str]:
    """Return the narrowest types of a statement, as IRIs of codes."""
    return made.narrowest([code for name in _TYPES for code in made.values(iri, BIL + name)])


def is_background(made: Numbered, iri: str) -> bool:
    """Tell whether a statement says what somebody or something is, and of nothing that happens."""
    classes = made.values(iri, RDF + "type")
    if BIL + "Attribute" in classes or BIL + "Situation" not in classes:
        return BIL + "Attribute" in classes
    types = {code.rpartition("/")[2] for code in types_of(made, iri)}
    return bool(types) and types <= _OF_WHAT_ONE_IS


def _statement(made: Numbered, iri: str, said: bool) -> Row:
    kinds = {kind.removeprefix(BIL) for kind in made.values(iri, RDF + "type")}
    kind = next((name for name in CLASSES if name in kinds), "Supposition")
    types = types_of(made, iri)
    # By a type that stands for a plain property, if there is one.
    stands_for = next((code for code in types if made.text(code, BIL + "standsFor")), "")

    def one(name: str) -> str:
        return made.text(iri, BIL + name)

    return (
        made.statements[iri],
        path(iri),
        made.document_of(iri),
        kind,
        made.text(iri, RDFS + "label"),
        code_names(made, iri, "status"),
        code_names(made, iri, "modality"),
        int(is_background(made, iri)),
        int(said),
        one("when"),
        one("whenText"),
        one("earliest") or None,
        one("latest") or None,
        one("notBefore") or None,
        one("notAfter") or None,
        _year(made, iri),
        code_names(made, iri, "timePrecision"),
        made.codes.get(types[0]) if types else None,
        made.text(stands_for, BIL + "standsFor").removeprefix(BIL),
        joined(made.values(iri, BIL + "qualifier")),
        joined(made.values(iri, BIL + "words")),
        joined(made.values(iri, SKOS + "editorialNote")),
        made.whole(iri, BIL + "ordinal"),
        made.codes.get(one("measure")),
        one("value") or None,
        one("minValue") or None,
        one("maxValue") or None,
        code_names(made, iri, "precision"),
        one("quantityText"),
        made.codes.get(one("unit")),
        one("baseline"),
    )


def _year(made: Numbered, iri: str) -> int | None:
    """Return the year in which something begins; of what only has an end, the year of that.

    None where only a decade or century is known, which is no reason to choose its first year.
    """
    if code_names(made, iri, "timePrecision") not in ("day", "month", "year"):
        return None
    day = made.text(iri, BIL + "earliest", BIL + "latest")
    return int(day.split("-")[0]) if day else None


def _topics(made: Numbered) -> Iterator[Row]:
    for iri, count in made.statements.items():
        topics = made.values(iri, BIL + "topic")
        direct = set(made.narrowest(topics))
        for topic in sorted(set(topics), key=made.codes.__getitem__):
            yield count, made.codes[topic], int(topic in direct)


def _codes(made: Numbered) -> Iterator[Row]:
    for iri, count in made.statements.items():
        for name, value in _named(made, iri):
            if value in made.codes and name not in _OTHER_CODES:
                yield count, name, made.codes[value]


def _parties(made: Numbered) -> Iterator[Row]:
    for iri, count in made.statements.items():
        for name, value in _named(made, iri):
            if value in made.entities:
                yield count, name, made.entities[value]


def _pairs(made: Numbered) -> Iterator[Row]:
    """Yield how many statements name two entities together, by status; without attributes."""
    counts: Counter[tuple[int, int, str]] = Counter()
    for iri in made.statements:
        if BIL + "Attribute" in made.values(iri, RDF + "type"):
            continue
        named = {made.entities[v] for _, v in _named(made, iri) if v in made.entities}
        status = code_names(made, iri, "status")
        counts.update((one, other, status) for one, other in combinations(sorted(named), 2))
    for pair, count in sorted(counts.items()):
        yield *pair, count


def _links(made: Numbered) -> Iterator[Row]:
    for iri, count in made.statements.items():
        for name, value in _named(made, iri):
            if value in made.statements:
                yield count, name, made.statements[value]


def _named(made: Numbered, iri: str) -> Iterable[tuple[str, str]]:
    """Return each property of the ontology that a statement has, with each value, sorted."""
    return sorted(
        {
            (predicate.removeprefix(BIL), value)
            for predicate in made.index[iri]
            if predicate.startswith(BIL) and predicate not in NO_ROLES
            for value in made.values(iri, predicate)
        }
    )
