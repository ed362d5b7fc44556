"""Put what a search found into groups of hits, with words and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from legation_server.pages.reading.lines import Line, Link, address, lines, sentence_link
from legation_server.reconciliation import COMMON_WORDS, terms_of
from legation_server.site_index import (
    MOST_COUNTED,
    Code,
    Entity,
    Found,
    SiteIndex,
    codes,
    entities,
    passages,
    search,
    statements,
)
from legation_server.web import language

# The kinds of hits by the names that ?type= takes, in the order of the groups.
TYPES = {
    "entity": "entity",
    "statement": "statement",
    "term": "code",
    "sentence": "passage",
    "year": "year",
}


@dataclass(frozen=True)
class HitLink:
    """A hit that is no statement: its name, what it is, and a text that tells more."""

    link: Link
    kind: str
    note: str = ""
    count: int = 0


@dataclass(frozen=True)
class Group:
    """Hits of one type: how many there are, and those that are shown.

    `nearly` are statements that lack one of the words.
    """

    type: str
    title: str
    count: int
    links: list[HitLink]
    lines: list[Line]
    nearly: Sequence[Line] = ()

    @property
    def is_more(self) -> bool:
        """Tell whether there may be more than were counted."""
        return self.count >= MOST_COUNTED


def find(index: SiteIndex, query: str, wanted: str, limit: int) -> tuple[list[Group], str, int]:
    """Return the groups of hits for a search, best first, and what it was taken for.

    `wanted` is the only type to show, "" for all; `limit` how many hits of each. The second value
    is the corrected search, "" when no word was misspelt; the third how many of the words the hits
    have, 0 for all.
    """
    terms = terms_of(query)
    kinds = [TYPES[wanted]] if wanted in TYPES else list(TYPES.values())
    searched = [kind for kind in kinds if kind != "year"]
    found = search(index, terms, searched, limit, fewer=True, common=COMMON_WORDS)
    groups = [_group(index, name, kind, found) for name, kind in TYPES.items() if kind in kinds]
    first = found.best
    groups.sort(key=lambda group: TYPES[group.type] != first)
    corrected = " ".join(found.corrected.get(term[0], term[0]) for term in terms)
    corrected = corrected if found.corrected else ""
    return [group for group in groups if group.count], corrected, found.words


def telling(query: str) -> list[str]:
    """Return the words of a search that tell what is asked; all of them if none does."""
    every = [term[0] for term in terms_of(query)]
    return [word for word in every if word not in COMMON_WORDS] or every


def _group(index: SiteIndex, name: str, kind: str, found: Found) -> Group:
    numbers = [hit.thing for hit in found.hits.get(kind, ())]
    links: list[HitLink] = []
    shown: list[Line] = []
    nearly: list[Line] = []
    year_kind = language().say("Year")
    match kind:
        case "entity":
            things = entities(index, numbers)
            links = [entity_hit(things[number]) for number in numbers]
        case "code":
            terms = codes(index, numbers)
            links = [code_hit(terms[number]) for number in numbers]
        case "passage":
            parts = passages(index, numbers)
            links = [
                HitLink(
                    sentence_link(parts[number]),
                    "",
                    parts[number].text
                    or f"{parts[number].first_words} … {parts[number].last_words}",
                )
                for number in numbers
            ]
        case "statement":
            shown = lines(index, statements(index, numbers))
            nearly = lines(index, statements(index, found.nearly))
        case _:
            links = [
                HitLink(
                    Link(str(year), address(f"timeline/{year}")), year_kind, _begin(count), count
                )
                for year, count in found.years.items()
            ]
    count = len(links) if kind == "year" else found.counts.get(kind, 0)
    return Group(name, _titles()[name], count, links, shown, nearly)


def entity_hit(entity: Entity) -> HitLink:
    """Return a person, place or other thing as a hit."""
    link = Link(entity.label, address(entity.path))
    return HitLink(link, spaced(entity.kind), entity.description, entity.statements)


def code_hit(code: Code) -> HitLink:
    """Return a concept of a code list as a hit; a topic leads to its statements."""
    path = f"topics/{code.name}" if code.list == "topic" and code.uses else code.path
    return HitLink(
        Link(code.label, address(path)), code.list.replace("-", " "), code.definition, code.uses
    )


def spaced(name: str) -> str:
    """Return the name of a class as words.

    >>> spaced("NewsMediaOrganization")
    'News media organization'
    """
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().capitalize()


def _begin(count: int) -> str:
    return language().say_count(
        "%(n)s statement begins in it", "%(n)s statements begin in it", count
    )


def _titles() -> dict[str, str]:
    say = language().say
    return {
        "entity": say("People & places"),
        "statement": say("Statements"),
        "term": say("Topics & terms"),
        "sentence": say("Sentences"),
        "year": say("Years"),
    }


def suggestions(groups: Sequence[Group], each: int, limit: int) -> list[HitLink]:
    """Return at most `limit` hits: the first ones of each group."""
    kind = language().say("Statement")
    found: list[HitLink] = []
    for group in groups:
        told = [HitLink(Link(one.text, one.href), kind) for one in group.lines]
        found += [*group.links, *told][:each]
    return found[:limit]
