"""The tool `search`: things, statements and sentences that have some words."""

from collections import Counter
from collections.abc import Sequence

from legation_server.agents.answers import Text, count_words
from legation_server.agents.library import Library
from legation_server.agents.names import described, nearest_entities
from legation_server.agents.rows import passage_words, rows
from legation_server.reconciliation import COMMON_WORDS, terms_of
from legation_server.site_index import (
    Code,
    Entity,
    Term,
    codes,
    entities,
    passages,
    statements,
)
from legation_server.site_index import search as search_index

# Statements that are looked at for each word when no statement has all of them.
LOOKED_AT = 300
MOST_THINGS = 8
NO_WORDS = (
    "Words that are not there say nothing about the document, which may use others: try those, or "
    "facts by topic and year, before you say that it is silent."
)


def find(library: Library, words: str, detailed: bool = False, limit: int = 15) -> str:
    """Return entities, topics, statements and sentences that have the words of a search.

    Words may be misspelt, and may be a whole question. Where no statement has all words, those
    that have most come first, and the answer says so.
    """
    every = terms_of(words)
    terms = [term for term in every if term[0] not in COMMON_WORDS] or every
    found = search_index(library.index, every, limit=limit, common=COMMON_WORDS)
    text = Text()
    for given, taken in found.corrected.items():
        text.add(f"No text has “{given}”; “{taken}” was taken instead.")
    things = entities(library.index, (hit.thing for hit in found.hits.get("entity", [])))
    concepts = codes(library.index, (hit.thing for hit in found.hits.get("code", [])))
    known: list[Entity | Code] = [*things.values(), *concepts.values()]
    names = [described(library, one) for one in known]
    if names:
        text.add("Things: " + "; ".join(names[:MOST_THINGS]))
    numbers = [hit.thing for hit in found.hits.get("statement", [])]
    total = found.counts.get("statement", 0)
    if numbers:
        text.add(f"{count_words(total, 'statement')} with all words:")
    else:
        numbers = _partly(library, terms, text, limit)
        total = len(numbers)
    shown = text.add_rows(rows(library, statements(library.index, numbers), detailed))
    if found.nearly:
        text.add("These lack one of the words; what is denied comes first:")
        text.add_rows(rows(library, statements(library.index, found.nearly), detailed))
    sentences = passages(library.index, (hit.thing for hit in found.hits.get("passage", [])))
    for one in list(sentences.values())[:MOST_THINGS]:
        text.add(f"Sentence: {passage_words(one)} {one.link} ({library.iri(one.path)})")
    if not numbers and not sentences and not names:
        near = ", ".join(described(library, one) for one in nearest_entities(library, words))
        tail = f"Nearest names: {near}." if near else "No name is near."
        return text.end(f"Nothing has the words “{words}”. {tail}", NO_WORDS, _release(library))
    more = (
        f"hasMore: true ({shown} of {total:,} shown). Raise limit, or narrow it with facts."
        if total > shown
        else "hasMore: false"
    )
    return text.end(more, _release(library))


def _partly(library: Library, terms: Sequence[Term], text: Text, limit: int) -> list[int]:
    """Return the statements with most of the words, and say which words those lack."""
    has: dict[int, set[str]] = {}
    weights = Counter[str]()
    for term in terms:
        found = search_index(library.index, [term], ["statement"], LOOKED_AT)
        for hit in found.hits.get("statement", []):
            has.setdefault(hit.thing, set()).add(term[0])
            weights[term[0]] += 1
    if not has:
        return []
    missing = [term[0] for term in terms if not weights[term[0]]]
    text.add(
        "No statement has all of these words. Those with most of them, which may be about "
        "something else:"
    )
    if missing:
        text.add(f"No statement at all has: {', '.join(missing)}.")

    def rank(number: int) -> tuple[float, int]:
        # A word that few have says more.
        return -sum(1 / weights[word] ** 0.5 for word in has[number]), number

    return sorted(has, key=rank)[:limit]


def _release(library: Library) -> str:
    return f"release {library.name}"
