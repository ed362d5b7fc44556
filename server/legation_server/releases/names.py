"""Which release a shortened name means: one rule for addresses and commands."""

from collections.abc import Sequence
from dataclasses import dataclass

from legation_server.releases.manifest import CURRENT


@dataclass(frozen=True)
class ReleaseName:
    """The name of a release's folder, and its digest (hex), which a damaged release lacks."""

    folder: str
    digest: str = ""


def matching(text: str, names: Sequence[ReleaseName]) -> list[ReleaseName]:
    """Return the releases that a text may mean.

    That is the one with just this folder name, or else all whose folder name or digest begins
    with the text.
    """
    exact = [name for name in names if name.folder == text]
    return exact or [
        name
        for name in names
        if text and (name.folder.startswith(text) or name.digest.startswith(text))
    ]


def meant(text: str, names: Sequence[ReleaseName], current: str) -> ReleaseName | None:
    """Return the release that a text means; None when it may mean none, or several.

    The word `current` means the release in the folder with the name `current`. Of several
    releases with the same digest the current one is meant, or else the first of `names`.
    """
    found = matching(current if text == CURRENT else text, names)
    if len({name.digest or name.folder for name in found}) != 1:
        return None
    return next((name for name in found if name.folder == current), found[0])


def not_meant(text: str, names: Sequence[ReleaseName]) -> str:
    """Return a sentence on why a text means no release, and what it could be instead."""
    found = matching(text, names)
    listed = ", ".join(name.folder for name in found or names)
    what = "Several releases begin" if found else "No release begins"
    return f"{what} with '{text}'. There are: {listed}."
