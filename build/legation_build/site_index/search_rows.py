"""Make the rows that search reads: names and words of everything, folded. Pure."""

from collections import Counter
from collections.abc import Iterator

from legation_build.namespaces import BIL, RDFS, SKOS
from legation_build.site_index.document_rows import definition
from legation_build.site_index.folding import search_forms, search_words
from legation_build.site_index.numbering import Numbered, Row, Table

Searchable = tuple[str, int, int, list[str], list[str]]


def search_tables(made: Numbered) -> Iterator[Table]:
    """Yield the tables that search reads."""
    things = list(_things(made))
    words: Counter[str] = Counter()
    texts = []
    for _, _, _, names, more in things:
        name = search_words(*names)
        other = " ".join(dict.fromkeys(w for w in search_words(*more).split() if w))
        words.update({*name.split(), *other.split()})
        texts.append((name, other))
    yield "searchable", (_searchable(count, thing) for count, thing in enumerate(things, 1))
    yield "search_name", _names(things)
    yield "search", ((count, *text) for count, text in enumerate(texts, 1))
    yield "search_word", ((count, word, words[word]) for count, word in enumerate(sorted(words), 1))


def _searchable(count: int, thing: Searchable) -> Row:
    kind, number, weight, names, _ = thing
    # Of two names with the word that is searched for the shorter fits better.
    return count, kind, number, weight, len(search_words(*names[:1]).split())


def _names(things: list[Searchable]) -> Iterator[Row]:
    """Yield the whole names of entities and codes, for those who type them in full."""
    yield from sorted(
        {
            (form, count)
            for count, (kind, _, _, names, _) in enumerate(things, 1)
            if kind in ("entity", "code")
            for name in names
            for form in search_forms(name)
        }
    )


def _things(made: Numbered) -> Iterator[Searchable]:
    """Yield kind, number, weight, names and other words of each thing that search finds."""
    uses: Counter[str] = Counter()
    for iri in made.statements:
        uses.update({v for p in made.index[iri] for v in made.values(iri, p)})
    for iri, count in made.entities.items():
        names = _labels(made, iri)
        yield "entity", count, uses[iri], names, [definition(made, iri)]
    for iri, count in made.codes.items():
        yield "code", count, uses[iri], _labels(made, iri), [definition(made, iri)]
    for iri, count in made.statements.items():
        years = [made.text(iri, BIL + name)[:4] for name in ("earliest", "latest")]
        more = [*made.values(iri, BIL + "words"), *dict.fromkeys(years)]
        for speaker in made.values(iri, BIL + "attributedTo"):
            more += made.values(speaker, RDFS + "label")
        yield "statement", count, 1, [made.text(iri, RDFS + "label")], more
    for iri, count in made.passages.items():
        ends = [made.text(iri, BIL + name) for name in ("firstWords", "lastWords")]
        yield "passage", count, 1, ends, made.values(iri, BIL + "section")


def _labels(made: Numbered, iri: str) -> list[str]:
    predicates = (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel")
    found = (name for predicate in predicates for name in made.values(iri, predicate))
    return list(dict.fromkeys(found))
