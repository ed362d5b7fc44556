"""How builds grow: time, memory and dumps by number of documents, and of one changed document."""

import json
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from growth import Corpus, fingerprint, write_corpus

from measure.watched import OutOfTimeError, Used, run_watched

_LEGATION = (sys.executable, "-m", "legation_build")
DATASET, MAPPINGS = "dataset", "mappings"


@dataclass(frozen=True)
class BuildOptions:
    """How builds are run: where corpora are, with which options, how long at most."""

    folder: Path
    options: tuple[str, ...] = ()
    minutes: float = 0.0


def corpus_folder(how: BuildOptions, documents: int) -> Path:
    """Return the folder of a corpus, which is written if it is not there as it is now."""
    folder = how.folder / f"documents-{documents}"
    written, now = folder / "written", fingerprint()
    if not written.exists() or written.read_text(encoding="utf-8") != now:
        shutil.rmtree(folder, ignore_errors=True)
        write_corpus(Corpus(documents), folder)
        written.write_text(now, encoding="utf-8")
    return folder


def measure_build(how: BuildOptions, documents: int) -> dict[str, Any]:
    """Build a corpus from nothing; return what it took and what it made."""
    folder = corpus_folder(how, documents)
    shutil.rmtree(folder / DATASET, ignore_errors=True)
    found = _run(how, folder, documents, "build", "--output", str(folder / DATASET))
    return found if "unfinished" in found else found | _made(folder / DATASET)


def measure_validate(how: BuildOptions, documents: int) -> dict[str, Any]:
    """Check a corpus and what is made of it, without writing it; return what that took."""
    return _run(how, corpus_folder(how, documents), documents, "validate")


def measure_changed(how: BuildOptions, documents: int) -> dict[str, Any]:
    """Build again after one claim of one document has changed; return what that took.

    The change is taken back; each time it is another, since builds may remember. A corpus that was
    not built before is built first.
    """
    folder = corpus_folder(how, documents)
    output = ("--output", str(folder / DATASET))
    if not (folder / DATASET / "current").exists():
        first = _run(how, folder, documents, "build", *output)
        if "unfinished" in first:
            return first
    places = (folder / MAPPINGS).glob("*/claims/01-lead.yaml")
    changed = min(places)
    before = changed.read_text(encoding="utf-8")
    try:
        label = f"    label: Anew {time.time_ns()} "
        changed.write_text(before.replace("    label: ", label, 1), encoding="utf-8")
        return _run(how, folder, documents, "build", *output)
    finally:
        changed.write_text(before, encoding="utf-8")


def measure_article(how: BuildOptions) -> dict[str, Any]:
    """Build Legation's own mappings from nothing; return what it took and what it made."""
    dataset = article_dataset(how.folder)
    shutil.rmtree(dataset, ignore_errors=True)
    found = _run(how, None, 1, "build", "--output", str(dataset))
    return found if "unfinished" in found else found | _made(dataset)


def article_dataset(folder: Path) -> Path:
    """Return where the release of Legation's own mappings is."""
    return folder / "article" / DATASET


def _run(
    how: BuildOptions, folder: Path | None, documents: int, command: str, *options: str
) -> dict[str, Any]:
    """Run a command on the mappings in a folder, None for Legation's own; return what it took."""
    where = ("--mappings", str(folder / MAPPINGS)) if folder else ()
    given = (*where, "--quiet", *options, *how.options)
    about = {"documents": documents, "options": " ".join(how.options)}
    try:
        used: Used = run_watched((*_LEGATION, command, *given), how.minutes)
    except OutOfTimeError:
        return about | {"unfinished": True, "minutes": how.minutes}
    return about | vars(used)


def _made(dataset: Path) -> dict[str, Any]:
    """Return how much a release holds: quads, and bytes by kind of file."""
    release = dataset / "current"
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    sizes: dict[str, int] = {}
    for file in sorted(path for path in release.rglob("*") if path.is_file()):
        kind = "dumps" if file.parent.name == "dumps" else "other"
        if file.name.startswith("site"):
            kind = "index"
        sizes[kind] = sizes.get(kind, 0) + file.stat().st_size
    classes = manifest["counts"]["classes"]
    claims = next((n for name, n in classes.items() if name.endswith("#Claim")), 0)
    return {"quads": manifest["counts"]["quads"], "claims": claims, "bytes": sizes}
