"""Choose statements by their time: counts by year, what touches a period, what has no date."""

from dataclasses import dataclass, replace
from datetime import date

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.selection import FIRMNESS, Choice, chosen, chosen_count, conditions


@dataclass(frozen=True)
class YearCount:
    """How many statements begin in a year: those that a document stands behind, and the others."""

    year: int
    firm: int
    open: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.firm + self.open


def year_counts(index: SiteIndex, choice: Choice) -> list[YearCount]:
    """Return the years in which statements of a choice begin, in order, without bookkeeping."""
    where, values = conditions(replace(choice, bookkeeping=False))
    marks = ",".join("?" * len(FIRMNESS["stated"]))
    query = f"""SELECT year, sum(status IN ({marks})) AS firm, count(*) AS total FROM statement
        WHERE year IS NOT NULL AND {where} GROUP BY year ORDER BY year"""
    return [
        YearCount(row["year"], row["firm"], row["total"] - row["firm"])
        for row in index.rows(query, [*FIRMNESS["stated"], *values])
    ]


def touching(index: SiteIndex, first: date, last: date, choice: Choice) -> list[int]:
    """Return the numbers of the statements of a choice that may be true of a day of a period.

    Those that begin first come first; what has no beginning stands before all.
    """
    within, days = period_condition(first, last)
    where, values = conditions(choice)
    query = f"""SELECT id FROM statement WHERE ({within}) AND {where}
        ORDER BY coalesce(earliest, not_before), coalesce(latest, not_after), id"""
    return [row["id"] for row in index.rows(query, [*days, *values])]


def period_condition(first: date, last: date) -> tuple[str, tuple[str, ...]]:
    """Return what may be true of a day of a period, as a condition of SQL, and its parameters.

    What came about by a day, with no known beginning, counts for that day alone; a situation may
    have lasted. What has no date counts where its bounds touch the period; of what has one bound
    only, that day counts. `period_pattern` is the same in SPARQL.
    """
    lasts = "type IN (SELECT id FROM code WHERE list = 'situation-type')"
    condition = f"""edtf <> ''
        AND (earliest IS NULL AND (latest IS NULL OR {lasts}) OR coalesce(earliest, latest) <= ?)
        AND (latest IS NULL OR latest >= ?)
        OR edtf = '' AND coalesce(not_before, not_after) <= ?
        AND coalesce(not_after, not_before) >= ?"""
    return condition, (last.isoformat(), first.isoformat()) * 2


def period_pattern(first: date, last: date) -> str:
    """Return what may be true of a day of a period, as lines of a pattern about `?statement`.

    The pattern gives `?when`, `?earliest` and `?latest` too, and needs the prefix `bil:`.
    """
    return (
        "  OPTIONAL { ?statement bil:when ?when }\n"
        "  OPTIONAL { ?statement bil:earliest ?earliest }\n"
        "  OPTIONAL { ?statement bil:latest ?latest }\n"
        "  OPTIONAL { ?statement bil:notBefore ?notBefore }\n"
        "  OPTIONAL { ?statement bil:notAfter ?notAfter }\n"
        "  BIND (EXISTS { ?statement bil:situationType ?type } AS ?lasts)\n"
        "  BIND (IF(?lasts, ?earliest, COALESCE(?earliest, ?latest)) AS ?start)\n"
        "  BIND (IF(BOUND(?when), ?start, COALESCE(?notBefore, ?notAfter)) AS ?begin)\n"
        "  BIND (IF(BOUND(?when), ?latest, COALESCE(?notAfter, ?notBefore)) AS ?end)\n"
        "  FILTER (BOUND(?when) || BOUND(?begin))\n"
        f'  FILTER (!BOUND(?begin) || STR(?begin) <= "{last}")\n'
        f'  FILTER (!BOUND(?end) || STR(?end) >= "{first}")\n'
    )


def begun(index: SiteIndex, year: int) -> int:
    """Return how many statements begin in a year."""
    rows = index.rows("SELECT count(*) AS n FROM statement WHERE year = ?", [year])
    return int(rows[0]["n"])


def beginning_in(index: SiteIndex, year: int, choice: Choice) -> list[int]:
    """Return the numbers of the statements of a choice that begin in a year, in this order."""
    where, values = conditions(choice)
    query = f"SELECT id FROM statement WHERE year = ? AND {where} ORDER BY earliest, latest, id"
    return [row["id"] for row in index.rows(query, [year, *values])]


def undated(index: SiteIndex, choice: Choice) -> list[int]:
    """Return the numbers of the statements of a choice that have no date, without bookkeeping."""
    return chosen(index, replace(choice, dated=False, bookkeeping=False))


def undated_count(index: SiteIndex) -> int:
    """Return how many statements have no date, without bookkeeping."""
    return chosen_count(index, Choice(dated=False, bookkeeping=False))


def of_some_decade(index: SiteIndex) -> list[int]:
    """Return the numbers of the statements that have a time but no year, without bookkeeping."""
    query = """SELECT id FROM statement
        WHERE year IS NULL AND edtf <> '' AND NOT bookkeeping ORDER BY id"""
    return [row["id"] for row in index.rows(query)]
