"""Choose statements by their time: counts by year, what touches a period, what has no date."""

from dataclasses import dataclass, replace
from datetime import date

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.selection import FIRMNESS, Choice, chosen, conditions


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

    Those that begin first come first; what has no beginning stands before all. What came
    about by a day, with no known beginning, counts for that day alone; a situation may have lasted.
    What has no date is among them where its bounds touch the period; of what has one bound only,
    that day counts.
    """
    where, values = conditions(choice)
    lasts = "type IN (SELECT id FROM code WHERE list = 'situation-type')"
    query = f"""SELECT id FROM statement WHERE (edtf <> ''
        AND (earliest IS NULL AND (latest IS NULL OR {lasts}) OR coalesce(earliest, latest) <= ?1)
        AND (latest IS NULL OR latest >= ?2)
        OR edtf = '' AND coalesce(not_before, not_after) <= ?1
        AND coalesce(not_after, not_before) >= ?2) AND {where}
        ORDER BY coalesce(earliest, not_before), coalesce(latest, not_after), id"""
    days = [last.isoformat(), first.isoformat()]
    return [row["id"] for row in index.rows(query, [*days, *values])]


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
    query = "SELECT count(*) AS n FROM statement WHERE edtf = '' AND NOT bookkeeping"
    return int(index.rows(query)[0]["n"])


def of_some_decade(index: SiteIndex) -> list[int]:
    """Return the numbers of the statements that have a time but no year, without bookkeeping."""
    query = """SELECT id FROM statement
        WHERE year IS NULL AND edtf <> '' AND NOT bookkeeping ORDER BY id"""
    return [row["id"] for row in index.rows(query)]
