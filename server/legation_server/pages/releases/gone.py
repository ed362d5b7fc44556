"""Tell of things that the current release has no longer (410, RFC 9110, section 15.5.11)."""

from collections.abc import Sequence

from flask import url_for

from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS
from legation_server.web.site import site

EXTENSIONS = tuple(f".{offer.name}" for offer in DOCUMENTS)


def withdrawn(names: Sequence[str]) -> Problem | None:
    """Return the problem of a thing, or of a document about it, that another release still has.

    `names` are the ways its path may be written; None when no release has one of them, as far as
    is known by now.
    """
    here = site()
    stems = [name.rpartition(".")[0] for name in names if name.endswith(EXTENSIONS)]
    releases = [release for release in here.archive.all() if release is not here.release]
    last = here.lifetime.history.last_with([*names, *stems], [here.release, *releases])
    if last is None:
        return None
    page = url_for("releases.page", name=last.folder.name)
    return Problem(
        "gone",
        f"The current release does not have /{names[0]}. "
        f"The last one that has it is {last.folder.name}, of {last.modified}: {page}",
        members={"release": last.folder.name, "page": page},
        headers={"Link": f'<{page}>; rel="related"'},
    )
