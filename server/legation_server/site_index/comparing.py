"""Choose what is to be compared: figures, statements that differ, and what is denied."""

from collections.abc import Iterable, Sequence

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import Code, StatementLink
from legation_server.site_index.things import codes

# How two statements can differ; each is a property of the ontology.
DIFFERENCES = ("contradicts", "differsInYear", "differsInPeriod", "differsInScope", "differsInUnit")


def below(index: SiteIndex, code: int) -> list[int]:
    """Return the number of a code and those of all narrower ones."""
    query = """WITH RECURSIVE under(id) AS (
        VALUES (?) UNION SELECT code.id FROM code JOIN under ON code.broader = under.id)
        SELECT id FROM under ORDER BY id"""
    return [row["id"] for row in index.rows(query, [code])]


def figures(index: SiteIndex) -> list[int]:
    """Return the numbers of all figures, by measure, then by year; those without a year last."""
    return _figures(index, "", ())


def figures_measuring(index: SiteIndex, measures: Sequence[int]) -> list[int]:
    """Return the numbers of the figures of some measures."""
    return _figures(index, f"AND measure IN ({_marks(measures)})", measures)


def figures_about(index: SiteIndex, commodities: Sequence[int]) -> list[int]:
    """Return the numbers of the figures of some commodities, or of statements about these."""
    marks = _marks(commodities)
    about = f"""SELECT statement FROM statement_code
        WHERE property = 'commodity' AND code IN ({marks})"""
    condition = f"""AND (id IN ({about}) OR id IN (SELECT subject FROM statement_link
        WHERE property = 'quantifies' AND object IN ({about})))"""
    return _figures(index, condition, [*commodities, *commodities])


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


def differences(index: SiteIndex) -> list[StatementLink]:
    """Return in what statements differ, each pair once."""
    query = f"""SELECT * FROM statement_link WHERE property IN ({_marks(DIFFERENCES)})
        AND subject < object ORDER BY subject, object, property"""
    return [StatementLink(*row) for row in index.rows(query, DIFFERENCES)]


def contested(index: SiteIndex) -> list[tuple[int, str, int | None]]:
    """Return number and path of each statement that differs or is denied, once for each topic.

    Only its narrowest topics count; None stands for no topic.
    """
    query = f"""WITH found(id) AS (
        SELECT subject FROM statement_link WHERE property IN ({_marks(DIFFERENCES)})
        UNION SELECT object FROM statement_link WHERE property IN ({_marks(DIFFERENCES)})
        UNION SELECT statement FROM claim JOIN statement_claim ON claim.id = claim
            WHERE stance = 'denies')
        SELECT found.id, path, topic FROM found JOIN statement USING (id)
        LEFT JOIN statement_topic ON statement = found.id AND direct"""
    return [(row[0], row[1], row[2]) for row in index.rows(query, [*DIFFERENCES, *DIFFERENCES])]


def denials(index: SiteIndex) -> list[tuple[int, list[int]]]:
    """Return the numbers of the claims that deny something, each with those of what it denies."""
    query = """SELECT claim, statement FROM claim JOIN statement_claim ON claim.id = claim
        WHERE stance = 'denies' ORDER BY claim, statement"""
    found: dict[int, list[int]] = {}
    for row in index.rows(query):
        found.setdefault(row["claim"], []).append(row["statement"])
    return list(found.items())


def _figures(index: SiteIndex, condition: str, values: Iterable[int]) -> list[int]:
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


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
