"""Which qualifier of Wikidata says how firmly a document says a content: tables only.

Only items appear that somebody checked. Where no checked item means what a code of ours means, the
code has none here, and a content with that code is not said: better nothing than another hedge. So
`planned` is not "proposal" or "expected", which say that somebody suggests or foresees a thing; and
an opinion or the finding of a court is no lesser degree of certainty, so nothing hedges them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from legation_build.namespaces import CODE

NATURE, CIRCUMSTANCES, DISPUTED_BY, SUPPORTED_BY = "P5102", "P1480", "P1310", "P3680"
HEDGING = frozenset({NATURE, CIRCUMSTANCES, DISPUTED_BY, SUPPORTED_BY})


@dataclass(frozen=True)
class Hedge:
    """A qualifier that hedges a statement: the ids of its property and of its item."""

    property: str
    item: str


ALLEGEDLY = Hedge(NATURE, "Q32188232")
POSSIBLY = Hedge(NATURE, "Q30230067")
UNCONFIRMED = Hedge(NATURE, "Q28831311")
APPROXIMATELY = Hedge(CIRCUMSTANCES, "Q60070514")
PRESUMABLY = Hedge(CIRCUMSTANCES, "Q18122778")
BY_SOME_SOURCES = Hedge(CIRCUMSTANCES, "Q59783740")
CIRCA = Hedge(CIRCUMSTANCES, "Q5727902")
DISPUTED = Hedge(CIRCUMSTANCES, "Q18912752")
ESTIMATE = Hedge(CIRCUMSTANCES, "Q37113960")
NEAR = Hedge(CIRCUMSTANCES, "Q21818619")

# By a modality that does not commit the document. Whoever is suspected is not presumed to have done
# it, so a suspicion is "unconfirmed" and not "presumably".
BY_MODALITY: Mapping[str, Hedge] = {
    f"{CODE}modality/{name}": hedge
    for name, hedge in {
        "alleged": ALLEGEDLY,
        "estimated": ESTIMATE,
        "inferred": PRESUMABLY,
        "possible": POSSIBLY,
        "reported": BY_SOME_SOURCES,
        "suspected": UNCONFIRMED,
    }.items()
}
# By a status, beside what the modalities say.
BY_STATUS: Mapping[str, Hedge] = {f"{CODE}status/denied": DISPUTED}
# By how near a number is to the true one. "Over" and "up to" have no checked item.
BY_PRECISION: Mapping[str, Hedge] = {
    f"{CODE}precision/about": APPROXIMATELY,
    f"{CODE}precision/nearly": NEAR,
}
# Who puts a content forward supports it. Who only reports it does not, nor does somebody out of
# whose words it is read.
NO_SUPPORT = frozenset(f"{CODE}modality/{name}" for name in ("inferred", "reported"))
