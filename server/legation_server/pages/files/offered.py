"""The files that pages offer first: what most people want."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from legation_server.pages.finding.reach import MOST_STATEMENTS
from legation_server.releases import Release
from legation_server.site_index import Choice, SiteIndex, chosen_count


@dataclass(frozen=True)
class Download:
    """A file that the pages offer by its kind; `size` in bytes."""

    kind: str
    path: str
    size: int


def downloads(release: Release) -> list[Download]:
    """Return the files that most people want: everything in Turtle, the claims as a table.

    A release of very many documents has TriG, which Turtle is a part of.
    """
    wanted = (
        (("Turtle", "dumps/legation.ttl"), ("TriG", "dumps/legation.trig.gz")),
        (("CSV for programs", "dumps/claims.csv"),),
    )
    found = (
        next(((kind, file) for kind, path in ways if (file := release.file(path))), None)
        for ways in wanted
    )
    return [Download(one[0], one[1].path, one[1].size) for one in found if one]


def spreadsheet(index: SiteIndex | None) -> Mapping[str, str | int]:
    """Return the address of all statements as a table for people, and how many it has.

    A release of more than the table can hold has none; nor has one without an index.
    """
    if index is None:
        return {}
    count = chosen_count(index, Choice())
    if count > MOST_STATEMENTS:
        return {}
    return {"sheet": url_for("statements.table", bom=1), "statements": count}
