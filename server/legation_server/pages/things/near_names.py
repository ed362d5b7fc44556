"""Find the names that are similar to one that does not exist."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from legation_server.rdf import last_part

# Similarity from 0 to 100 (rapidfuzz) of a name worth suggesting.
LEAST_SIMILARITY = 78.0
MOST_CHARACTERS = 300


class NearNames:
    """The paths of things, without a leading slash, searched by similarity."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Index the paths that can be suggested."""
        self._paths = sorted(set(paths))
        self._whole = [path.casefold() for path in self._paths]
        self._last = [last_part(path) for path in self._whole]

    def near(self, path: str, limit: int = 5) -> list[str]:
        """Return up to `limit` paths similar to one, as a whole or in their last part, best first.

        >>> NearNames(["id/freedonia", "ns#Claim", "ns#states"]).near("ns/clam")
        ['ns#Claim']
        """
        if len(path) > MOST_CHARACTERS:
            return []
        wanted = path.casefold()
        scores: dict[str, float] = {}
        for text, names in ((wanted, self._whole), (last_part(wanted), self._last)):
            found = process.extract(
                text, names, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY, limit=limit
            )
            for _, score, place in found:
                name = self._paths[place]
                scores[name] = max(score, scores.get(name, 0.0))
        return sorted(scores, key=lambda name: (-scores[name], name))[:limit]
