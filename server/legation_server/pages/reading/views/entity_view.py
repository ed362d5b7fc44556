"""The page of an entity: what documents say about it, and what it says itself."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from legation_server.namespaces import WIKIDATA_ENTITY
from legation_server.pages.reading.choices import FIRM, Choosing, Row, asked, rows
from legation_server.pages.reading.lines import Link, lines
from legation_server.pages.reading.names import NameOfEntity, name_of
from legation_server.pages.reading.sections import Arranging
from legation_server.pages.reading.views.home_view import page_at
from legation_server.pages.reading.views.statement_view import citation_of
from legation_server.pages.reading.year_bars import YearBars, year_bars
from legation_server.phrases import Mark, key
from legation_server.site_index import Choice, Entity, SiteIndex, YearCount, conditions, statements
from legation_server.web import language, site

# A page looks at so many statements; for more there are queries.
MOST_STATEMENTS = 5_000
# Of fewer years a picture tells nothing.
FEWEST_YEARS = 3


def entity_variables(index: SiteIndex, entity: Entity) -> Mapping[str, Any]:
    """Return the variables of the template of an entity's page."""
    numbers, total = _statements_with(index, entity)
    every = rows(index, numbers)
    choices = asked()
    choosing = Choosing(index, every, choices)
    left = choosing.left()
    words = _own_words(index, entity, [row.number for row in left])
    parts = Arranging(index, choosing.topics).parts(left, words)
    name: NameOfEntity = name_of(index, entity)
    return {
        "title": name.shown,
        "entity": entity,
        "name": name,
        "times": times_of(index, entity),
        "wikidata": WIKIDATA_ENTITY + entity.wikidata if entity.wikidata else "",
        "citation": citation_of(index, entity.label, entity.path, None),
        "cut": len(every) if total > len(every) else 0,
        "total": total,
        "left": len(left),
        "network": page_at(f"network/{entity.path.removeprefix('id/')}"),
        "summary": summary(left),
        "bars": bars_of(left),
        "undated": sum(not (row.dated or row.bookkeeping) for row in left),
        "vague_count": sum(row.dated and row.year is None and not row.bookkeeping for row in left),
        "facets": choosing.facets(),
        "leaves": choosing.leaves(),
        "chosen": choices,
        "sections_of_page": parts,
        "part_titles": part_titles(name.shown, stances_of(index, entity)),
    }


def times_of(index: SiteIndex, entity: Entity) -> list[Link]:
    """Return when a war or another event with a name was, as links to what states it."""
    query = """SELECT id FROM statement JOIN statement_party ON statement = id
        WHERE role = 'namedEvent' AND entity = ? AND edtf <> '' ORDER BY earliest, id"""
    found = statements(index, [row["id"] for row in index.rows(query, [entity.id])])
    firm = lines(index, (one for one in found if one.status in FIRM))
    return [Link(line.when, line.href) for line in firm]


def summary(left: list[Row]) -> list[tuple[int, Mark]]:
    """Return how many statements there are of each degree of firmness, with its mark."""
    counts = Counter(row.degree for row in left)
    return [(counts[mark.name], mark) for mark, _ in key(language()) if counts[mark.name]]


def bars_of(left: list[Row]) -> YearBars | None:
    """Return the picture of the years in which statements begin; its bars choose a year."""
    here = asked().parameters()
    dated = [row for row in left if row.year is not None and not row.bookkeeping]
    firm = Counter(row.year for row in dated if row.status in FIRM)
    every = Counter(row.year for row in dated)
    counts = [YearCount(year, firm[year], n - firm[year]) for year, n in every.items() if year]

    def address_of(year: int) -> str:
        chosen_year = {**here, "from": str(year), "to": str(year)}
        return "?" + "&".join(f"{name}={value}" for name, value in chosen_year.items())

    return year_bars(counts, address_of) if len(counts) >= FEWEST_YEARS else None


def stances_of(index: SiteIndex, entity: Entity) -> set[str]:
    """Return how the claims that stand on an entity's word are made: affirms, denies or both."""
    query = """SELECT DISTINCT stance FROM claim JOIN claim_speaker ON claim = claim.id
        WHERE entity = ?"""
    return {row["stance"] for row in index.rows(query, [entity.id])}


def part_titles(who: str, stances: set[str]) -> dict[str, str]:
    """Return the heading of each part of a page about somebody; `stances` are those of its word.

    What somebody denies never stands under what it says.
    """
    say = language().say
    words = say("What stands on the word of %(who)s", who=who)
    if "denies" in stances:
        denied = say("What is denied by %(who)s", who=who)
        words = (
            denied if stances == {"denies"} else say("What is said or denied by %(who)s", who=who)
        )
    several = len(site().release.documents) > 1
    return {
        "stated": say("What the documents state") if several else say("What the document states"),
        "unconfirmed": say("What is reported, held, found, inferred or planned"),
        "says": words,
        "background": say("Background"),
    }


def _statements_with(index: SiteIndex, entity: Entity) -> tuple[list[int], int]:
    """Return the numbers of the first statements with an entity, and how many there are."""
    where, values = conditions(Choice(entity=entity.id))
    query = f"SELECT id FROM statement WHERE {where} ORDER BY id LIMIT ?"
    found = [row["id"] for row in index.rows(query, [*values, MOST_STATEMENTS + 1])]
    if len(found) <= MOST_STATEMENTS:
        return found, len(found)
    (row,) = index.rows(f"SELECT count(*) AS n FROM statement WHERE {where}", values)
    return found[:MOST_STATEMENTS], row["n"]


def _own_words(index: SiteIndex, entity: Entity, numbers: list[int]) -> set[int]:
    """Return which of some statements are an entity's word."""
    query = """SELECT statement FROM claim_speaker JOIN statement_claim USING (claim)
        WHERE entity = ? AND statement IN ({})"""
    return {row["statement"] for row in index.rows_of(query, numbers, entity.id)}
