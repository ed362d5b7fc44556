"""Find the names that somebody may have meant by one that does not exist."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from legation_server.rdf.index import last_part

LIKE = 78.0
LONGEST = 300


class NearNames:
    """The paths of things, without a leading slash, to be searched by likeness."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Take the paths of everything that can be suggested."""
        self._paths = sorted(set(paths))
        self._whole = [path.casefold() for path in self._paths]
        self._last = [last_part(path) for path in self._whole]

    def near(self, path: str, limit: int = 5) -> list[str]:
        """Return the paths like one, the most alike first: as a whole, or by their last part.

        >>> NearNames(["id/freedonia", "ns#Claim", "ns#states"]).near("ns/clam")
        ['ns#Claim']
        """
        if len(path) > LONGEST:
            return []
        wanted = path.casefold()
        scores: dict[str, float] = {}
        for text, names in ((wanted, self._whole), (last_part(wanted), self._last)):
            found = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=LIKE, limit=limit)
            for _, score, place in found:
                name = self._paths[place]
                scores[name] = max(score, scores.get(name, 0.0))
        return sorted(scores, key=lambda name: (-scores[name], name))[:limit]
