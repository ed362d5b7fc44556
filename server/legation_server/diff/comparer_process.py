"""The process that compares whole releases for the server, which need not hold them in memory.

`python -m legation_server.diff.comparer_process changes FOLDER...` compares each release with the
next; `… names FOLDER FOLDER...` finds the names that later folders have and the first one lacks,
each with the first folder that has it; `… versions [FOLDER] FOLDER` finds the versions of claims
that the last folder brings. `… holding IRI FOLDER...` finds the folders that have a thing, and `…
said IRI FOLDER` what one says of it. It prints one line of JSON; an error is {"error": reason}.
"""

import json
import os
import re
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from legation_server.diff.changes import Contents
from legation_server.diff.claim_versions import claim_versions
from legation_server.diff.past_things import holding, said_of
from legation_server.diff.worded_changes import Side, readable_changes
from legation_server.errors import LegationError
from legation_server.releases import Release, open_folder, open_regular, read_folder

MEMORY_GIB = 2
MEMORY_BYTES = MEMORY_GIB * 1024**3
# Queries go first.
NICENESS = 10
MOST_NAMES = 200_000


def main(arguments: list[str]) -> None:
    """Do one task and print its answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(NICENESS)
    task, *words = arguments
    try:
        if task in THING_TASKS:
            answer: Any = THING_TASKS[task](words[0], [Path(folder) for folder in words[1:]])
        else:
            answer = TASKS[task]([Path(folder) for folder in words])
    except (LegationError, OSError, ValueError, SyntaxError) as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": f"It needs more than {MEMORY_GIB} GiB of memory."}
    sys.stdout.write(json.dumps(answer) + "\n")


def changes(folders: list[Path]) -> list[dict[str, Any]]:
    """Return what changed from each release to the next; each release is read once."""
    found = []
    before: Side | None = None
    for folder in folders:
        after = Side(Contents.read(open_folder(folder, folder)))
        if before is not None:
            found.append(readable_changes(before, after))
        before = after
    return found


def versions(folders: list[Path]) -> list[dict[str, Any]]:
    """Return the versions of claims that the last folder brings, after the one before it if any."""
    *before, after = (Contents.read(open_folder(folder, folder)) for folder in folders)
    return claim_versions(before[0] if before else None, after)


def names(folders: list[Path]) -> dict[str, str]:
    """Return the names that the first folder lacks, each with the first later folder that has it.

    A name is the part of an IRI after the base of its release. Damaged releases are skipped.
    """
    served, *others = folders
    known = _names(read_folder(served, served))
    found: dict[str, str] = {}
    for folder in others:
        try:
            release = open_folder(folder, folder)
        except LegationError:
            continue
        for name in sorted(_names(release) - known - found.keys()):
            if len(found) < MOST_NAMES:
                found[name] = folder.name
    return found


def _names(release: Release) -> set[str]:
    pattern = re.compile(rb"<" + re.escape(release.base.encode()) + rb"([^>#]*)")
    found: set[bytes] = set()
    for file in release.loaded_files:
        with open_regular(release.folder / file.path) as lines:
            for line in lines:
                found.update(pattern.findall(line))
    return {name.decode("utf-8", "replace") for name in found}


TASKS: Mapping[str, Callable[[list[Path]], Any]] = {
    "changes": changes,
    "names": names,
    "versions": versions,
}
THING_TASKS: Mapping[str, Callable[[str, list[Path]], Any]] = {
    "holding": holding,
    "said": said_of,
}

if __name__ == "__main__":
    main(sys.argv[1:])
