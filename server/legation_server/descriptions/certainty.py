"""Tell in words how far claims and contents are from being asserted (docs/model.md)."""

from legation_server.rdf.index import GraphIndex

# By these modalities a document stands behind what it says.
COMMITTED = ("/modality/asserted", "/modality/attributed")
DENIES = "/stance/denies"


class Standing:
    """Knows what a document commits itself to, out of some triples."""

    def __init__(self, index: GraphIndex, namespace: str) -> None:
        """Read an index; `namespace` is that of the ontology's terms."""
        self._index = index
        self._ns = namespace

    def doubts(self, name: str) -> tuple[str, ...]:
        """Return what keeps a claim or content from being asserted; nothing when it is."""
        types = self._index.types(name)
        if self._ns + "Claim" in types:
            return (*self._hedges([name]), *(["denies"] if self.denies(name) else []))
        is_supposition, is_figure = (self._ns + k in types for k in ("Supposition", "Figure"))
        if not (is_supposition or is_figure):
            return ()
        claims = self._claims(name)
        affirming = [claim for claim in claims if not self.denies(claim)]
        denied = ["denied"] if len(affirming) < len(claims) else []
        if is_figure and not denied and self._is_committed([name, *affirming]):
            return ()
        doubts = (*self._hedges([name, *affirming]), *denied)
        # A figure that nobody hedges needs none, but a supposition is never without.
        return doubts or (("supposed",) if is_supposition else ())

    def denies(self, claim: str) -> bool:
        """Tell whether a claim denies its contents."""
        stances = self._index.names(claim, self._ns + "stance")
        return any(stance.endswith(DENIES) for stance in stances)

    def _claims(self, content: str) -> set[str]:
        stating = self._index.subjects(self._ns + "states", content)
        return {*self._index.names(content, self._ns + "statedBy"), *stating}

    def _modalities(self, names: list[str]) -> list[str]:
        return [m for name in names for m in self._index.names(name, self._ns + "modality")]

    def _is_committed(self, names: list[str]) -> bool:
        return any(modality.endswith(COMMITTED) for modality in self._modalities(names))

    def _hedges(self, names: list[str]) -> list[str]:
        hedges = {m for m in self._modalities(names) if not m.endswith(COMMITTED)}
        return sorted(self._index.label(modality) for modality in hedges)
