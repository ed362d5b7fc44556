"""Find what else was reported about a denied matter, which the denial does not cover."""

from collections.abc import Sequence

from legation_server.site_index import Entity, SiteIndex, Statement

# A page has room for so many lines of it.
MOST_BEYOND = 8


def not_covered(index: SiteIndex, denied: Sequence[Statement], subject: Entity | None) -> list[int]:
    """Return the numbers of reports that stand beside what is denied, in reading order.

    These are events and situations that no document asserts, nobody is told to deny, and which name
    the subject of the case, or are of a type with something denied and name a thing of the
    subject's class. Without a subject there is none.
    """
    if subject is None:
        return []
    types = sorted({one.type.id for one in denied if one.type})
    own = [one.id for one in denied]
    query = f"""SELECT id FROM statement WHERE class = 'Supposition' AND NOT bookkeeping
        AND status NOT IN ('stated', 'attributed', 'denied')
        AND id NOT IN ({_marks(own)})
        AND (id IN (SELECT statement FROM statement_party WHERE entity = ?)
            OR type IN ({_marks(types)}) AND id IN (SELECT statement FROM statement_party
                JOIN entity ON entity.id = entity WHERE class = ? AND path NOT IN (
                    SELECT value FROM document, json_each(document.pair))))
        ORDER BY id LIMIT {MOST_BEYOND}"""
    values: list[str | int] = [*own, subject.id, *types, subject.kind]
    return [row["id"] for row in index.rows(query, values)]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
