"""Read what the passages behind a statement each give by themselves, where they differ."""

from dataclasses import dataclass

from legation_server.site_index.database import SiteIndex

LEAVES_OUT = "leavesOut"


@dataclass(frozen=True)
class Account:
    """What a claim's own passages give for a statement: values by the names of properties.

    A value is a text, or the path of an entity or code; `left_out` are the names of what the
    statement has from elsewhere. `claim` is a number.
    """

    claim: int
    given: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]

    def first(self, name: str) -> str:
        """Return the first value of a property, as in `givenWhen`; "" for none."""
        return next((value for prop, value in self.given if prop == name), "")


def accounts(index: SiteIndex, statement: int) -> list[Account]:
    """Return the accounts of a statement, in the order of its claims; none where all agree."""
    query = """SELECT claim, property, value FROM account WHERE statement = ?
        ORDER BY claim, property, value"""
    rows: dict[int, list[tuple[str, str]]] = {}
    for claim, prop, value in index.rows(query, [statement]):
        rows.setdefault(claim, []).append((prop, value))
    return [
        Account(
            claim,
            tuple(pair for pair in found if pair[0] != LEAVES_OUT),
            tuple(value for prop, value in found if prop == LEAVES_OUT),
        )
        for claim, found in rows.items()
    ]
