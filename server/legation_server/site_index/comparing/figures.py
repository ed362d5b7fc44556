"""Choose the figures that are to be compared, and the measures and goods that they are of."""

from collections.abc import Sequence

from legation_server.site_index.database import LISTED, SiteIndex, listed
from legation_server.site_index.records import Code
from legation_server.site_index.things import codes


def below(index: SiteIndex, code: int) -> list[int]:
    """Return the number of a code and those of all narrower ones."""
    query = """WITH RECURSIVE under(id) AS (
        VALUES (?) UNION SELECT code.id FROM code JOIN under ON code.broader = under.id)
        SELECT id FROM under ORDER BY id"""
    return [row["id"] for row in index.rows(query, [code])]


def figures(index: SiteIndex) -> list[int]:
    """Return the numbers of all figures, by measure, then by year; those without a year last."""
    return _figures(index, "")


def figures_measuring(index: SiteIndex, measures: Sequence[int]) -> list[int]:
    """Return the numbers of the figures of some measures."""
    return _figures(index, f"AND measure IN {LISTED}", listed(measures))


def figures_about(index: SiteIndex, commodities: Sequence[int]) -> list[int]:
    """Return the numbers of the figures of some commodities, or of statements about these."""
    about = f"""SELECT statement FROM statement_code
        WHERE property = 'commodity' AND code IN {LISTED}"""
    condition = f"""AND (id IN ({about}) OR id IN (SELECT subject FROM statement_link
        WHERE property = 'quantifies' AND object IN ({about})))"""
    return _figures(index, condition, listed(commodities), listed(commodities))


def measures(index: SiteIndex) -> list[tuple[Code, int]]:
    """Return the measures that figures have, each with how many, the most first.

    Figures of narrower measures count, as on the page of a measure.
    """
    return _with_counts(index, "SELECT measure, id FROM statement WHERE measure IS NOT NULL")


def commodities(index: SiteIndex) -> list[tuple[Code, int]]:
    """Return the commodities that figures are about, each with how many, the most first.

    Figures about narrower commodities count, as on the page of a commodity.
    """
    query = """SELECT code, statement.id FROM statement_code
            JOIN statement ON statement.id = statement
            WHERE property = 'commodity' AND measure IS NOT NULL
        UNION SELECT code, subject FROM statement_code
            JOIN statement_link ON object = statement
            WHERE statement_code.property = 'commodity'
            AND statement_link.property = 'quantifies'"""
    return _with_counts(index, query)


def _figures(index: SiteIndex, condition: str, *values: str) -> list[int]:
    query = f"""SELECT id FROM statement WHERE measure IS NOT NULL {condition}
        ORDER BY measure, year IS NULL, earliest, id"""
    return [row["id"] for row in index.rows(query, values)]


def _with_counts(index: SiteIndex, pairs: str) -> list[tuple[Code, int]]:
    """Return the codes of pairs of code and figure, with their figures and those of narrower."""
    query = f"""WITH RECURSIVE direct(code, id) AS ({pairs}), every(code, id) AS (
        SELECT code, id FROM direct UNION SELECT code.broader, every.id
            FROM every JOIN code ON code.id = every.code WHERE code.broader IS NOT NULL)
        SELECT code, count(DISTINCT id) AS figures FROM every
        WHERE code IN (SELECT code FROM direct) GROUP BY code ORDER BY figures DESC, code"""
    rows = index.rows(query)
    found = codes(index, [row["code"] for row in rows])
    return [(found[row["code"]], row["figures"]) for row in rows]
