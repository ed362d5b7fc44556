"""Number documents, passages, entities, codes, claims and statements, in reading order. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Triple

from legation_build.dataset import Index, index_of, text, values
from legation_build.namespaces import BASE, BIL, CODE, ENTITY, RDF, SKOS

Row = tuple[str | int | None, ...]
Table = tuple[str, Iterable[Row]]


@dataclass(frozen=True)
class Numbered:
    """The triples of a release with a number, from 1, for the IRI of each thing that has rows.

    `statements` and `claims` are in the order of the passages that they rest on.
    """

    index: Index
    documents: Mapping[str, int]
    passages: Mapping[str, int]
    entities: Mapping[str, int]
    codes: Mapping[str, int]
    claims: Mapping[str, int] = field(default_factory=dict)
    statements: Mapping[str, int] = field(default_factory=dict)

    def text(self, subject: str, *predicates: str) -> str:
        """Return the first value of the first of `predicates`; "" for none."""
        return text(self.index, subject, *predicates)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a predicate."""
        return values(self.index, subject, predicate)

    def whole(self, subject: str, predicate: str) -> int | None:
        """Return a whole number; None where there is none."""
        found = self.text(subject, predicate)
        return int(found) if found else None

    def document_of(self, iri: str) -> int:
        """Return the number of the document whose address begins that of a thing."""
        return self.documents[BASE + iri.removeprefix(BASE).partition("/")[0]]

    def broader(self, code: str) -> Iterator[str]:
        """Yield the codes above a code, the nearest first."""
        found = self.text(code, SKOS + "broader")
        seen = {code}
        while found and found not in seen:
            yield found
            seen.add(found)
            found = self.text(found, SKOS + "broader")

    def narrowest(self, codes: Sequence[str]) -> list[str]:
        """Return those of `codes` that are not above another of them, sorted."""
        above = {wide for code in codes for wide in self.broader(code)}
        return sorted(set(codes) - above)


def path(iri: str) -> str:
    """Return the address of a thing on its site, without the base.

    >>> path(BASE + "id/israel")
    'id/israel'
    """
    return iri.removeprefix(BASE)


def number(triples: Iterable[Triple]) -> Numbered:
    """Return the triples that pages are about, without those that describe them, numbered."""
    # Two documents may define the same code.
    index = index_of(dict.fromkeys(triples))
    of_type: dict[str, list[str]] = {}
    for subject in index:
        for kind in values(index, subject, RDF + "type"):
            of_type.setdefault(kind, []).append(subject)

    def numbers(iris: Iterable[str]) -> dict[str, int]:
        return {iri: count for count, iri in enumerate(iris, 1)}

    documents = numbers(sorted(of_type.get(BIL + "Document", ())))

    def place(passage: str) -> tuple[int, int]:
        return (
            documents[text(index, passage, BIL + "inDocument")],
            int(text(index, passage, BIL + "start")),
        )

    passages = numbers(sorted(of_type.get(BIL + "Passage", ()), key=place))

    def first(thing: str) -> int:
        return min(
            (passages[one] for one in values(index, thing, BIL + "evidence") if one in passages),
            default=0,
        )

    # The sort keeps the order of the mapping among those that rest on the same passage.
    claims = sorted(of_type.get(BIL + "Claim", ()), key=first)
    stated = {term for claim in claims for term in values(index, claim, BIL + "states")}
    statements = sorted((iri for iri in index if iri in stated), key=first)
    return Numbered(
        index,
        documents,
        passages,
        # What was retired is spoken of too, and has no type.
        numbers(
            sorted(i for i in index if i.startswith(ENTITY) and values(index, i, RDF + "type"))
        ),
        numbers(sorted(iri for iri in of_type.get(SKOS + "Concept", ()) if iri.startswith(CODE))),
        numbers(claims),
        numbers(statements),
    )
