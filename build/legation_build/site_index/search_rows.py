"""Make the rows that search reads: names and words of everything, folded. Pure.

The rows of a kind follow each other, those that most people will mean first: a search takes the
first that fit and need not rank all others.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from legation_build.namespaces import BIL, RDFS, SKOS
from legation_build.site_index.document_rows import definition
from legation_build.site_index.folding import search_forms, search_words
from legation_build.site_index.numbering import Numbered, Row, Table
from legation_build.site_index.statement_rows import is_background
from legation_build.site_index.thing_rows import Uses

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

    @property
    def words(self) -> tuple[str, str]:
        """Return the words of its names, and those beside, folded."""
        return search_words(*self.names), search_words(*self.more)

    def place(self) -> tuple[int, bool, float, int]:
        """Return where it stands: by kind, then what is named often, and in few words."""
        score = math.log1p(self.weight) - len(search_words(*self.names[:1]).split())
        in_order = self.kind == "passage"
        rank = 0.0 if in_order else -round(score, 6)
        return KINDS.index(self.kind), self.aside, rank, self.number


def search_tables(made: Numbered, used: Uses) -> Iterator[Table]:
    """Yield the tables that search reads; `used` is how often things are named."""
    things = sorted([*shared_things(made, used), *things_of_documents(made)], key=Searchable.place)
    words: Counter[str] = Counter()
    texts = []
    for thing in things:
        name, other = thing.words
        words.update({*name.split(), *other.split()})
        texts.append((name, other))
    yield "searchable", ((n, one.kind, one.number) for n, one in enumerate(things, 1))
    yield "search_range", ranges(Counter(one.kind for one in things))
    yield "search_name", sorted(names_of(enumerate(things, 1)))
    for table in ("search", "search_stem"):
        yield table, ((count, *text) for count, text in enumerate(texts, 1))
    yield "search_word", word_rows(words)


def word_rows(words: Mapping[str, int]) -> Iterator[Row]:
    """Yield each word with the number of things that have it, in the order of the alphabet."""
    yield from ((number, word, words[word]) for number, word in enumerate(sorted(words), 1))


def ranges(counts: Mapping[str, int]) -> Iterator[Row]:
    """Yield the first and the last number of the things of each kind, of which there are so many.

    >>> list(ranges({"entity": 3, "code": 2}))[:2]
    [('entity', 1, 3), ('code', 4, 5)]
    """
    last = 0
    for kind in KINDS:
        first, last = last + 1, last + counts.get(kind, 0)
        yield kind, first, last


def names_of(things: Iterable[tuple[int, Searchable]]) -> set[tuple[str, int]]:
    """Return the whole names of entities and codes, for those who type them in full."""
    return {
        (form, number)
        for number, one in things
        if one.kind in ("entity", "code")
        for name in one.names
        for form in search_forms(name)
    }


def shared_things(made: Numbered, used: Uses) -> Iterator[Searchable]:
    """Yield the entities and codes that search finds; `used` says how often each is named."""
    for kind, things in (("entity", made.entities), ("code", made.codes)):
        for iri, count in things.items():
            what = (definition(made, iri),)
            yield Searchable(kind, count, used.named[iri], _labels(made, iri), what)


def things_of_documents(made: Numbered) -> Iterator[Searchable]:
    """Yield the statements and passages that search finds."""
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
