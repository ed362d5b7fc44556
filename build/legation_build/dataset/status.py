"""Decide how certain a document makes a content, by the claims that state it. Pure.

Nothing else decides it: `derive` writes the status into the data as `bil:status`, and whoever
reads the data, the shapes and the server too, asks for that.
"""

from collections.abc import Collection, Iterable

from legation_build.namespaces import CODE

AFFIRMS, DENIES = f"{CODE}stance/affirms", f"{CODE}stance/denies"
PLAIN = frozenset({f"{CODE}modality/asserted"})
COMMITTED = PLAIN | {f"{CODE}modality/attributed"}
AHEAD = frozenset(f"{CODE}modality/{name}" for name in ("planned", "possible"))

DENIED, STATED, ATTRIBUTED, PROSPECTIVE, UNCONFIRMED = (
    f"{CODE}status/{name}"
    for name in ("denied", "stated", "attributed", "prospective", "unconfirmed")
)
# What the document stands behind, so that it may be told as a fact.
ASSERTED = frozenset({STATED, ATTRIBUTED})


def status(claims: Iterable[tuple[str, Collection[str]]]) -> str:
    """Return the status of a content as the IRI of a code: the first of the five that fits.

    `claims` are the claims that state the content, each by the IRIs of its stance and of its
    modalities. With one claim alone, it is the status which that claim gives its contents.

    >>> status([(AFFIRMS, PLAIN)]) == STATED
    True
    >>> status([(AFFIRMS, PLAIN), (DENIES, PLAIN)]) == DENIED
    True
    """
    said = [(stance, frozenset(modalities)) for stance, modalities in claims]
    if any(stance == DENIES for stance, _ in said):
        return DENIED
    affirming = [modalities for stance, modalities in said if stance == AFFIRMS]
    if PLAIN in affirming:
        return STATED
    # Without any modality a claim commits nobody to anything.
    if any(modalities and modalities <= COMMITTED for modalities in affirming):
        return ATTRIBUTED
    hedges = [modalities - COMMITTED for modalities in affirming]
    if hedges and all(hedge and hedge <= AHEAD for hedge in hedges):
        return PROSPECTIVE
    return UNCONFIRMED
