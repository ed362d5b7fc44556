"""Find the terms that a query names: IRIs, graphs, and the literals that a property is to have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation_server.sparql import Names, Outline, Token, outline_of, tokens

MOST_TERMS = 20
# An IRI after one of these is a graph.
DATASET = ("from", "named", "graph")


@dataclass(frozen=True)
class NamedTerms:
    """The terms of a query, each once, at most MOST_TERMS of each kind.

    `iris` and `graphs` are IRIs; `literals` pair a property's IRI with a literal in SPARQL.
    """

    iris: tuple[str, ...]
    graphs: tuple[str, ...]
    literals: tuple[tuple[str, str], ...]


def named_terms(text: str, prefixes: Mapping[str, str]) -> NamedTerms:
    """Return the terms that a query names, without those inside a SERVICE."""
    read = list(tokens(text))
    found = outline_of(read)
    names = Names(read, prefixes)
    if found is None:
        return NamedTerms((), (), ())
    skipped = _in_services(read, found)
    places = [place for place in range(len(read)) if place not in skipped]
    iris: dict[str, None] = {}
    graphs: dict[str, None] = {}
    literals: dict[tuple[str, str], None] = {}
    for place in places:
        before = read[place - 1].text.lower() if place else ""
        after = read[place + 1].text if place + 1 < len(read) else ""
        if iri := names.iri(read[place]):
            if before in DATASET:
                graphs[iri] = None
            elif ":" in iri and after != "(" and not _is_apart(read, place):
                iris[iri] = None
        elif literal := _literal(read, found, names, place):
            literals[literal] = None
    return NamedTerms(
        tuple(iris)[:MOST_TERMS], tuple(graphs)[:MOST_TERMS], tuple(literals)[:MOST_TERMS]
    )


def _is_apart(read: Sequence[Token], place: int) -> bool:
    """Return whether an IRI belongs to the prologue, or is the datatype of a literal."""
    before = [token.text.lower() for token in read[max(0, place - 2) : place]]
    return before == ["^", "^"] or before[-1:] == ["base"] or "prefix" in before


def _in_services(read: Sequence[Token], found: Outline) -> set[int]:
    """Return the places of what another endpoint is asked."""
    inside: set[int] = set()
    for place, token in enumerate(read):
        if token.kind == "word" and token.text.lower() == "service":
            opening = next(_braces(read, place), None)
            if opening is not None:
                inside.update(range(place, found.partner[opening] + 1))
    return inside


def _braces(read: Sequence[Token], place: int) -> Iterator[int]:
    return (
        number for number in range(place, min(place + 4, len(read))) if read[number].text == "{"
    )


def _literal(
    read: Sequence[Token], found: Outline, names: Names, place: int
) -> tuple[str, str] | None:
    """Return the property and the literal in SPARQL, where one is the object of a triple."""
    token, start = read[place], place
    if token.kind == "number" and place and read[place - 1].text in ("-", "+"):
        start -= 1
    around = found.bracket[place]
    plain = token.text in ("true", "false")
    if around is None or read[around].text not in "{[" or not start:
        return None
    if token.kind not in ("string", "number") and not plain:
        return None
    predicate = names.iri(read[start - 1])
    if predicate is None:
        return None
    written = "".join(part.text for part in read[start : place + 1])
    behind = list(read[place + 1 : place + 4])
    if token.kind == "string" and behind and behind[0].kind == "language":
        written += behind[0].text
    elif token.kind == "string" and len(behind) == 3 and behind[0].text == "^":
        datatype = names.iri(behind[2])
        written += f"^^<{datatype}>" if datatype else ""
    return predicate, written
