"""Put the changes between two releases into words, claim by claim, with the evidence."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from legation_server.descriptions import Standing, natural, passage_link
from legation_server.diff.changes import WAYS, Change, Contents, Things, by_graph, compare
from legation_server.rdf import LABELS, GraphIndex, Term, name_of

# A page with more claims would be as hard to read as a patch.
MOST_CLAIMS = 1_000


@dataclass(frozen=True)
class LabelledTerm:
    """A term in words, with its IRI; empty for a literal."""

    text: str
    iri: str


@dataclass(frozen=True)
class StatementChange:
    """The values of a property: those of before, those of now, and those in both."""

    property: LabelledTerm
    old: list[LabelledTerm]
    new: list[LabelledTerm]
    kept: list[LabelledTerm]


@dataclass(frozen=True)
class Evidence:
    """A passage: its section, its first and last words, and its address at the source."""

    iri: str
    section: str
    words: str
    source: str


@dataclass(frozen=True)
class ThingChange:
    """A claim or content that changed; `not_asserted` says why it is not asserted, if so."""

    how: str
    iri: str
    label: str
    kinds: list[str]
    not_asserted: list[str]
    statements: list[StatementChange]


@dataclass(frozen=True)
class ClaimChange(ThingChange):
    """A claim that changed, or one of its contents did; or a content that no claim states."""

    evidence: list[Evidence]
    contents: list[ThingChange]


@dataclass(frozen=True)
class GraphChange:
    """How many statements of a named graph were removed and added."""

    iri: str
    title: str
    removed: int
    added: int


class Side:
    """One of the two releases, indexed."""

    def __init__(self, contents: Contents) -> None:
        """Index the contents of a release."""
        self.contents = contents
        release = contents.release
        self.namespace = release.namespace
        self.index = GraphIndex(contents.facts(), [release.base, *release.prefixes.values()])
        self._urls = {document.iri: document.url for document in release.documents}
        self._standing = Standing(self.index, self.namespace)

    @cached_property
    def things(self) -> Things:
        """Return the claims and contents."""
        return self.contents.things()

    def stated_by(self, iri: str) -> list[str]:
        """Return the claims that state a content."""
        return sorted(set(self.index.subjects(self.namespace + "states", iri)))

    def label(self, iri: str) -> str:
        """Return a thing's label; of a claim without one, the labels of what it states."""
        stated = self.index.names(iri, self.namespace + "states")
        if stated and not self.index.text(iri, *LABELS):
            return "; ".join(sorted(self.index.label(content) for content in stated))
        return self.index.label(iri)

    def not_asserted(self, iri: str) -> list[str]:
        """Return in words why a claim or content is not asserted; nothing when it is."""
        return list(self._standing.doubts(iri))

    def evidence(self, iri: str) -> list[Evidence]:
        """Return the passages that a claim rests on."""
        return [self._passage(p) for p in self.index.names(iri, self.namespace + "evidence")]

    def place(self, iri: str) -> tuple[str, int, str]:
        """Return a sort key: the place of a claim in the documents."""
        passages = self.index.names(iri, self.namespace + "evidence")
        starts = [self.index.text(p, self.namespace + "start") for p in passages]
        numbers = [int(start) for start in starts if start.isdecimal()]
        return iri.rpartition("/")[0], min(numbers, default=0), natural(iri)

    def value(self, term: Term) -> LabelledTerm:
        """Return a term in words; these say of a content why it is not asserted, if so."""
        if isinstance(term, ox.Literal):
            mark = f" ({term.language})" if term.language not in (None, "en") else ""
            return LabelledTerm(term.value + mark, "")
        iri = name_of(term)
        doubts = ", ".join(self.not_asserted(iri))
        return LabelledTerm(self.label(iri) + (f" (not asserted: {doubts})" if doubts else ""), iri)

    def _passage(self, iri: str) -> Evidence:
        first, last, section = (
            self.index.text(iri, self.namespace + name)
            for name in ("firstWords", "lastWords", "section")
        )
        words = first if first == last else f"{first} … {last}"
        return Evidence(
            iri, section, words, passage_link(self.index, self.namespace, self._urls, iri)
        )


def readable_changes(old: Side, new: Side) -> dict[str, Any]:
    """Return what changed from `old` to `new`, as data for JSON.

    `counts` is the number of claims and contents that were added, removed and changed; `claims`
    are the claims concerned, at most MOST_CLAIMS, in the order of the documents; `left_out` is
    the number of the others; `graphs` counts all statements, also those about other things.
    """
    changes = compare(old.contents, new.contents)
    found = {change.iri: change for change in changes}
    claims = _by_claim(changes, old, new)
    ordered = sorted(claims, key=(lambda iri: (new if iri in new.things else old).place(iri)))
    shown = [_claim(iri, claims[iri], found, old, new) for iri in ordered[:MOST_CLAIMS]]
    return {
        "base": new.contents.release.base,
        "old": old.contents.release.folder.name,
        "new": new.contents.release.folder.name,
        "counts": {how: sum(change.how == how for change in changes) for how in WAYS},
        "claims": [asdict(claim) for claim in shown],
        "left_out": len(ordered) - len(shown),
        "graphs": [asdict(graph) for graph in _graphs(old, new)],
    }


def _by_claim(changes: Iterable[Change], old: Side, new: Side) -> dict[str, list[str]]:
    """Return the claims that changed, or whose contents did, with these contents.

    A content that no claim states stands for itself.
    """
    claims: dict[str, list[str]] = {}
    for change in changes:
        side = old if change.how == "removed" else new
        stating = sorted({*old.stated_by(change.iri), *new.stated_by(change.iri)})
        if side.index.names(change.iri, side.namespace + "states") or not stating:
            claims.setdefault(change.iri, [])
        for claim in stating:
            claims.setdefault(claim, []).append(change.iri)
    return claims


def _graphs(old: Side, new: Side) -> Iterable[GraphChange]:
    titles = {g.iri: g.title for side in (old, new) for g in side.contents.release.graphs}
    for iri, numbers in by_graph(old.contents, new.contents).items():
        yield GraphChange(iri, titles.get(iri, iri), *numbers)


def _claim(
    iri: str, contents: list[str], found: dict[str, Change], old: Side, new: Side
) -> ClaimChange:
    how = found[iri].how if iri in found else "changed"
    side = old if how == "removed" else new
    thing = _thing(iri, how, old, new)
    return ClaimChange(
        **vars(thing),
        evidence=side.evidence(iri),
        contents=[_thing(content, found[content].how, old, new) for content in contents],
    )


def _thing(iri: str, how: str, old: Side, new: Side) -> ThingChange:
    side = old if how == "removed" else new
    return ThingChange(
        how=how,
        iri=iri,
        label=side.label(iri),
        kinds=sorted(side.index.label(kind) for kind in side.index.types(iri)),
        not_asserted=side.not_asserted(iri),
        statements=list(_statements(iri, old, new)),
    )


def _statements(iri: str, old: Side, new: Side) -> Iterable[StatementChange]:
    before, after = old.index.properties(iri), new.index.properties(iri)
    # The page shows these two by placing contents under their claims.
    hidden = {side.namespace + name for side in (old, new) for name in ("states", "statedBy")}
    names = sorted((before.keys() | after.keys()) - hidden, key=lambda p: (new.label(p), p))
    for name in names:
        gone = [term for term in before.get(name, []) if term not in after.get(name, [])]
        come = [term for term in after.get(name, []) if term not in before.get(name, [])]
        if gone or come:
            was, now = _values(old, gone), _values(new, come)
            kept = _values(new, [term for term in after.get(name, []) if term not in come])
            if [value.text for value in was] == [value.text for value in now]:
                # Only their datatypes or IRIs differ, so show these.
                was, now = _plainly(gone), _plainly(come)
            yield StatementChange(LabelledTerm(new.label(name), name), was, now, kept)


def _values(side: Side, terms: list[Term]) -> list[LabelledTerm]:
    return sorted((side.value(term) for term in terms), key=lambda value: natural(value.text))


def _plainly(terms: list[Term]) -> list[LabelledTerm]:
    return [
        LabelledTerm(str(term), name_of(term) if isinstance(term, ox.NamedNode) else "")
        for term in terms
    ]
