"""The names and titles of pairs of states, by which lists of several documents are narrowed."""

from collections.abc import Iterable, Sequence

from legation_server.site_index import SiteIndex
from legation_server.web import language


def pair_name(pair: Sequence[str]) -> str:
    """Return the name of a pair of states, as addresses have it.

    `pair` has the paths of both, such as `id/israel`, in any order. A document about no pair has
    an empty one, whose name is empty.

    >>> pair_name(["id/azerbaijan", "id/israel"])
    'azerbaijan-israel'
    """
    return "-".join(path.rpartition("/")[2] for path in sorted(pair))


def pair_titles(index: SiteIndex, pairs: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return what readers call each pair of states, by its name.

    `pairs` have the paths of both, and may repeat. The labels are in English, joined in the
    language of the page; a state that the release does not have is called by its path. Empty
    pairs are left out.
    """
    wanted = list(pairs)
    paths = sorted({path for pair in wanted for path in pair})
    marks = ",".join("?" * len(paths))
    query = f"SELECT path, label FROM entity WHERE path IN ({marks})"
    labels = {row["path"]: row["label"] for row in index.rows(query, paths)}
    return {
        pair_name(pair): language().listed(labels.get(path, path) for path in sorted(pair))
        for pair in wanted
        if pair
    }
