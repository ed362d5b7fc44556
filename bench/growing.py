"""Measure how builds, servers and queries grow, and write docs/growing.md and its pictures.

`python bench/growing.py --documents 1 16 100 --quads 3000 300000` measures what is not in
bench/results/growing.json yet. Each figure is kept as soon as it is made. `--report` measures
nothing and writes the page.
"""

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from measure import (
    BuildOptions,
    Kept,
    article_dataset,
    load_of,
    measure_article,
    measure_build,
    measure_changed,
    measure_mix,
    measure_start,
    measure_validate,
    pictures,
    render,
)
from pages import measure_pages

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "growing.json"
TEMPLATE = HERE / "measure" / "growing.md"
PAGE = HERE.parent / "docs" / "growing.md"
MEASUREMENTS = ("build", "validate", "changed", "start", "queries", "distinct", "article", "pages")
BUILDS = {"build": measure_build, "validate": measure_validate, "changed": measure_changed}


def measure(options: argparse.Namespace, kept: Kept) -> None:
    """Measure what the command line asks for and is not kept yet."""
    kept.add("machine", "here", machine())
    how = BuildOptions(options.folder, tuple(shlex.split(options.build_options)), options.minutes)
    # All builds come first, since servers start on what they made.
    for name in (name for name in BUILDS if name in options.only):
        for documents in options.documents:
            once(kept, name, str(documents), options.again, partial(BUILDS[name], how, documents))
    if "start" in options.only:
        for size, dataset in datasets(options):
            once(kept, "start", size, options.again, partial(started, dataset, options.minutes))
    for name in (name for name in ("queries", "distinct") if name in options.only):
        for quads in options.quads:
            mix(options, kept, name, quads)
    if "article" in options.only:
        once(kept, "article", "here", options.again, partial(measure_article, how))
    if "pages" in options.only:
        pages(options, how, kept)


def once(
    kept: Kept, name: str, size: str, again: bool, measured: Callable[[], dict[str, Any]]
) -> None:
    """Measure and keep what is not kept yet; say so, and what failed, and go on."""
    try:
        done = kept.once(name, size, again, measured)
        say(f"{name}: {size}: {'measured' if done else 'kept already'}")
    except RuntimeError as error:
        say(f"{name}: {size}: {error}")


def datasets(options: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """Yield the datasets of corpora that were built or written."""
    names = [f"documents-{documents}" for documents in options.documents]
    for name in [*names, *map(str, options.quads)]:
        dataset = options.folder / name / "dataset"
        if (dataset / "current").exists():
            yield name, dataset


def started(dataset: Path, minutes: float) -> dict[str, Any]:
    """Return how a server starts on a dataset, or why it does not."""
    try:
        return measure_start(dataset, minutes * 60 if minutes else 1800.0)
    except RuntimeError as error:
        return {"quads": 0, "failed": str(error).splitlines()[0]}


def mix(options: argparse.Namespace, kept: Kept, measurement: str, quads: int) -> None:
    """Measure the servers at a size that are not kept yet; when `distinct`, no query twice."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed. On Debian: apt-get install wrk")
    found = {} if options.again else dict(kept.get(measurement).get(str(quads), {}))

    def keep(name: str, figures: dict[str, Any]) -> None:
        say(f"{measurement}: {name} at {quads:,} quads is done")
        found[name] = figures
        kept.add(measurement, str(quads), found)

    say(f"{measurement}: {quads:,} quads")
    patience = options.minutes * 60 if options.minutes else 3600.0
    load = load_of(options.seconds, measurement == "distinct")
    measure_mix(options.folder, quads, list(found), keep, load, patience)


def pages(options: argparse.Namespace, how: BuildOptions, kept: Kept) -> None:
    """Measure the first byte of each kind of page, on a release of Legation's own mappings."""
    if kept.get("pages") and not options.again:
        return
    dataset = article_dataset(options.folder)
    if not (dataset / "current").exists():
        measure_article(how)
    say("pages: the article")
    for name, figures in measure_pages(dataset).items():
        kept.add("pages", name, figures)


def machine() -> dict[str, Any]:
    """Return what figures depend on: processors and memory, and no name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processors": os.cpu_count(), "memory_gib": round(memory)}


def write_report(kept: Kept) -> None:
    """Write the page and its pictures from the figures that are kept."""
    PAGE.write_text(render(TEMPLATE.read_text(encoding="utf-8"), kept.data), encoding="utf-8")
    for name, picture in pictures(kept.data).items():
        (PAGE.parent / "images" / name).write_text(picture, encoding="utf-8")


def say(text: str) -> None:
    """Say what is being done."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main() -> None:
    """Measure and report as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=MEASUREMENTS)
    parser.add_argument("--documents", type=int, nargs="*", default=[1, 100, 1_000, 20_000])
    parser.add_argument("--quads", type=int, nargs="*", default=[3_000, 300_000, 3_000_000])
    parser.add_argument("--minutes", type=float, default=0.0, help="the most one measurement takes")
    parser.add_argument("--seconds", type=int, default=2, help="for each query and server")
    parser.add_argument("--build-options", default="", help="what builds are given, as one text")
    parser.add_argument("--again", action="store_true", help="measure what is kept already")
    parser.add_argument("--report", action="store_true", help="measure nothing, write the page")
    parser.add_argument("--folder", type=Path, default=HERE / "corpora")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    kept = Kept(options.results)
    if not options.report:
        measure(options, kept)
    if options.results == RESULTS:
        write_report(kept)


if __name__ == "__main__":
    main()
