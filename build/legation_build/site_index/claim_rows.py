"""Make the rows of claims: where they stand, who makes them, what they state. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from legation_build.namespaces import BIL, SKOS
from legation_build.site_index.numbering import Numbered, Row, Table, path

# Several values of a cell stand on a line each.
SEPARATOR = "\n"


def claim_tables(made: Numbered) -> Iterator[Table]:
    """Yield the table of claims, and those that link them to passages, speakers and each other."""
    yield "claim", (_claim(made, iri) for iri in made.claims)
    yield "claim_passage", _links(made, "evidence", made.passages)
    yield "claim_speaker", _speakers(made)
    yield "claim_dispute", _links(made, "disputes", made.claims)
    yield "account", _accounts(made)


def statement_claims(made: Numbered) -> Iterator[Row]:
    """Yield the rows that say which claims state a statement."""
    pairs = {
        (made.statements[content], count)
        for iri, count in made.claims.items()
        for content in made.values(iri, BIL + "states")
    }
    yield from sorted(pairs)


def code_names(made: Numbered, subject: str, predicate: str) -> str:
    """Return the short names of the codes that a thing has for a property, sorted."""
    return joined(code.rpartition("/")[2] for code in made.values(subject, BIL + predicate))


def joined(found: Iterable[str]) -> str:
    """Return values as the text of one cell, each once, sorted."""
    return SEPARATOR.join(sorted(set(found)))


def _claim(made: Numbered, iri: str) -> Row:
    return (
        made.claims[iri],
        path(iri),
        made.document_of(iri),
        code_names(made, iri, "modality"),
        code_names(made, iri, "stance"),
        code_names(made, iri, "status"),
        joined(made.values(iri, BIL + "hedge")),
        code_names(made, iri, "flag"),
        made.text(iri, BIL + "claimedWhen"),
        joined(made.values(iri, SKOS + "editorialNote")),
    )


def _links(made: Numbered, predicate: str, things: Mapping[str, int]) -> Iterator[Row]:
    for iri, count in made.claims.items():
        for other in sorted(things[value] for value in made.values(iri, BIL + predicate)):
            yield count, other


def _accounts(made: Numbered) -> Iterator[Row]:
    """Yield what passages give by themselves: the value of a property, or the path of a thing.

    The property `leavesOut` has the names of those that a passage leaves out.
    """
    for iri, count in made.claims.items():
        for account in made.values(iri, BIL + "account"):
            content = made.statements[made.text(account, BIL + "accountOf")]
            found = {
                (predicate.removeprefix(BIL), value)
                for predicate in made.index[account]
                if predicate.startswith((BIL + "given", BIL + "leavesOut"))
                for value in made.values(account, predicate)
            }
            for name, value in sorted(found):
                yield count, content, name, path(value).removeprefix("ns#")


def _speakers(made: Numbered) -> Iterator[Row]:
    for iri, count in made.claims.items():
        speakers = dict.fromkeys(made.values(iri, BIL + "attributedTo"))
        for position, entity in enumerate(speakers, 1):
            yield count, position, made.entities[entity]
