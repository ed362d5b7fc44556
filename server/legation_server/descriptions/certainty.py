"""Tell in words how far claims and contents are from being asserted (docs/model.md).

Whether they are is not decided here: a release says it of each claim and content by `status`.
"""

from legation_server.descriptions.queries import term
from legation_server.rdf import GraphIndex

# A document stands behind what has one of these.
ASSERTED = ("/status/stated", "/status/attributed")
DENIED = "/status/denied"
# What has a status. Without one, as after a mistake in a release, it does not pass for a fact.
KINDS = (
    "Claim",
    "Content",
    "Event",
    "Utterance",
    "Situation",
    "Attribute",
    "Figure",
    "Supposition",
)
# These modalities are no hedges, and so are not told beside others.
PLAIN = ("/modality/asserted", "/modality/attributed")


class Standing:
    """Knows what a document commits itself to, out of some triples."""

    def __init__(self, index: GraphIndex, namespace: str) -> None:
        """Read an index; `namespace` is that of the ontology's terms."""
        self._index = index
        self._ns = namespace
        self._kinds = {namespace + kind for kind in KINDS}

    def doubts(self, name: str) -> tuple[str, ...]:
        """Return what keeps a claim or content from being asserted; nothing when it is."""
        types = self._index.types(name)
        if self._is_asserted(name) or self._kinds.isdisjoint(types):
            return ()
        denial = "denies" if self._ns + "Claim" in types else "denied"
        words = (*self._hedges(name), *([denial] if self.denies(name) else []))
        return words or ("unconfirmed",)

    def denies(self, name: str) -> bool:
        """Tell whether a claim denies its contents, or whether some claim denies a content."""
        return any(status.endswith(DENIED) for status in self._statuses(name))

    def _is_asserted(self, name: str) -> bool:
        statuses = self._statuses(name)
        return bool(statuses) and all(status.endswith(ASSERTED) for status in statuses)

    def _statuses(self, name: str) -> list[str]:
        return self._index.names(name, self._ns + "status")

    def _hedges(self, name: str) -> list[str]:
        modalities = set(self._index.names(name, self._ns + "modality"))
        return sorted(self._index.label(m) for m in modalities if not m.endswith(PLAIN))


def hedged_pattern(namespace: str) -> str:
    """Return a pattern of SPARQL for a `?thing` that has a status and is not asserted.

    >>> "?thing <https://example.org/ns#status> ?status" in hedged_pattern("https://example.org/ns#")
    True
    """
    ends = " || ".join(f'STRENDS(STR(?status), "{end}")' for end in ASSERTED)
    return f"?thing {term(namespace + 'status')} ?status FILTER (!({ends}))"
