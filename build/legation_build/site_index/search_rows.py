"""Make the rows that search reads: names and words of everything, folded. Pure.

The rows of a kind follow each other, those that most people will mean first: a search takes the
first that fit and need not rank all others.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from legation_build.namespaces import BIL, RDFS, SKOS
from legation_build.site_index.document_rows import definition
from legation_build.site_index.folding import search_forms, search_words
from legation_build.site_index.numbering import Numbered, Row, Table
from legation_build.site_index.statement_rows import is_background

KINDS = ("entity", "code", "statement", "passage")


@dataclass(frozen=True)
class Searchable:
    """A thing that search finds: `weight` is how often it is named; names, and words beside.

    What is `aside` comes after the rest: what is said in passing of somebody's office or place.
    """

    kind: str
    number: int
    weight: int
    names: tuple[str, ...]
    more: tuple[str, ...]
    aside: bool = False

    def place(self) -> tuple[int, bool, float, int]:
        """Return where it stands: by kind, then what is named often, and in few words."""
        score = math.log1p(self.weight) - len(search_words(*self.names[:1]).split())
        in_order = self.kind == "passage"
        rank = 0.0 if in_order else -round(score, 6)
        return KINDS.index(self.kind), self.aside, rank, self.number


def search_tables(made: Numbered) -> Iterator[Table]:
    """Yield the tables that search reads."""
    things = sorted(_things(made), key=Searchable.place)
    words: Counter[str] = Counter()
    texts = []
    for thing in things:
        name, other = search_words(*thing.names), search_words(*thing.more)
        words.update({*name.split(), *other.split()})
        texts.append((name, other))
    yield "searchable", ((n, one.kind, one.number) for n, one in enumerate(things, 1))
    yield "search_range", _ranges(things)
    yield "search_name", _names(things)
    for table in ("search", "search_stem"):
        yield table, ((count, *text) for count, text in enumerate(texts, 1))
    yield "search_word", ((n, word, words[word]) for n, word in enumerate(sorted(words), 1))


def _ranges(things: list[Searchable]) -> Iterator[Row]:
    last = 0
    for kind in KINDS:
        first, last = last + 1, last + sum(one.kind == kind for one in things)
        yield kind, first, last


def _names(things: list[Searchable]) -> Iterator[Row]:
    """Yield the whole names of entities and codes, for those who type them in full."""
    yield from sorted(
        {
            (form, count)
            for count, one in enumerate(things, 1)
            if one.kind in ("entity", "code")
            for name in one.names
            for form in search_forms(name)
        }
    )


def _things(made: Numbered) -> Iterator[Searchable]:
    uses: Counter[str] = Counter()
    for iri in made.statements:
        uses.update({v for p in made.index[iri] for v in made.values(iri, p)})
    for kind, things in (("entity", made.entities), ("code", made.codes)):
        for iri, count in things.items():
            what = (definition(made, iri),)
            yield Searchable(kind, count, uses[iri], _labels(made, iri), what)
    for iri, count in made.statements.items():
        years = (made.text(iri, BIL + name)[:4] for name in ("earliest", "latest"))
        more = [*made.values(iri, BIL + "words"), *dict.fromkeys(years)]
        for speaker in made.values(iri, BIL + "attributedTo"):
            more += made.values(speaker, RDFS + "label")
        aside = is_background(made, iri)
        label = (made.text(iri, RDFS + "label"),)
        yield Searchable("statement", count, 1, label, tuple(more), aside)
    taken: dict[str, list[str]] = {}
    for claim in made.claims:
        said = [made.text(c, RDFS + "label") for c in made.values(claim, BIL + "states")]
        for passage in made.values(claim, BIL + "evidence"):
            taken.setdefault(passage, []).extend(said)
    for iri, count in made.passages.items():
        # A release may not have the words of passages, but it has what was taken from them.
        ends = tuple(made.text(iri, BIL + name) for name in ("firstWords", "lastWords"))
        beside = (*made.values(iri, BIL + "section"), *taken.get(iri, ()))
        yield Searchable("passage", count, 1, ends, beside)


def _labels(made: Numbered, iri: str) -> tuple[str, ...]:
    predicates = (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel")
    found = (name for predicate in predicates for name in made.values(iri, predicate))
    return tuple(dict.fromkeys(found))
