"""Swap releases under load: how many requests fail, and how soon a new release answers.

`python bench/swap.py dataset --swaps 10 --clients 8` copies a dataset folder, builds the made-up
relations of tests/data/mappings beside it as another release, starts a server of its own on that,
and goes from one release to the other while clients ask for queries, pages and dumps without pause.
It prints a Markdown table and fails when a request did.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from own_server import OwnServer, get, own_server

LEGATION = [sys.executable, "-m", "legation_build"]
MAPPINGS = Path(__file__).parents[1] / "tests" / "data" / "mappings"
QUERY = "SELECT ?c ?l {{ ?c a bil:Claim ; bil:states/rdfs:label ?l }} LIMIT 50 # {n}"
PAGES = ("/", "/ns.ttl", "/code/modality/alleged.html", "/dumps/", "/dumps/legation.nt")


@dataclass
class Asked:
    """What one client asked and got."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def ask(server: OwnServer, over: threading.Event, client: int, asked: Asked) -> None:
    """Ask queries and pages in turn until it is over."""
    session = requests.Session()
    while not over.is_set():
        number = len(asked.seconds)
        path = "/sparql" if number % 2 else PAGES[number // 2 % len(PAGES)]
        query = {"query": QUERY.format(n=f"{client}.{number}")} if number % 2 else {}
        began = time.perf_counter()
        try:
            answer = session.get(server.url + path, params=query, timeout=60)
            asked.statuses[str(answer.status_code) if answer.content else "empty"] += 1
        except requests.RequestException as error:
            asked.statuses[type(error).__name__] += 1
        asked.seconds.append(time.perf_counter() - began)


def swap(server: OwnServer, dataset: Path) -> float:
    """Make the other release the current one; return the seconds until it answers."""
    current = (dataset / "current").resolve().name
    other = next(f.name for f in (dataset / "releases").iterdir() if f.name != current)
    command = [*LEGATION, "release", "rollback", other, "--dataset", str(dataset)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    began = time.perf_counter()
    while not is_named(other, str(get(server.url + "/readyz")["release"])):
        time.sleep(0.01)
    return time.perf_counter() - began


def is_named(name: str, digest: str) -> bool:
    """Tell whether a release's name is made of a digest; a second one of it ends in a number."""
    return digest.startswith(name.partition("-")[0])


def two_releases(dataset: Path, top: Path) -> Path:
    """Return a dataset folder with the current release of another and a small one."""
    copy = top / "dataset"
    current = (dataset / "current").resolve()
    shutil.copytree(current, copy / "releases" / current.name)
    command = [*LEGATION, "build", "--quiet", "--mappings", str(MAPPINGS), "--output", str(copy)]
    subprocess.run(command, check=True)
    return copy


def run(dataset: Path, swaps: int, clients: int, options: list[str]) -> tuple[list[str], int]:
    """Return the lines to print and the number of requests that failed."""
    with tempfile.TemporaryDirectory() as top:
        copy = two_releases(dataset, Path(top))
        with own_server(copy, Path(top), *options) as server:
            before = server.memory()
            over, results = threading.Event(), [Asked() for _ in range(clients)]
            threads = [
                threading.Thread(target=ask, args=(server, over, number, asked))
                for number, asked in enumerate(results)
            ]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            taken = [swap(server, copy) for _ in range(swaps)]
            over.set()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - began
            time.sleep(1)
            after = server.memory()
    return table(results, taken, seconds, before, after)


def table(
    results: list[Asked],
    taken: list[float],
    seconds: float,
    before: dict[str, int],
    after: dict[str, int],
) -> tuple[list[str], int]:
    """Return a Markdown table of it all, and the number of requests that failed."""
    statuses = sum((asked.statuses for asked in results), Counter[str]())
    times = sorted(one for asked in results for one in asked.seconds)
    failed = sum(number for status, number in statuses.items() if status != "200")
    rows: list[tuple[str, Any]] = [
        ("swaps", len(taken)),
        ("requests", f"{len(times):,} in {seconds:.1f} s by {len(results)} clients"),
        ("failed", f"{failed} {dict(statuses)}"),
        ("median, 99th percentile, longest", _milliseconds(times)),
        (
            "from the link to the first answer",
            f"median {1000 * sorted(taken)[len(taken) // 2]:.0f} ms, "
            f"longest {1000 * max(taken):.0f} ms",
        ),
        (
            "KiB of the serving processes",
            f"{before['serving']:,} before, {after['serving']:,} after",
        ),
    ]
    return ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)], failed


def _milliseconds(times: list[float]) -> str:
    places = (len(times) // 2, int(len(times) * 0.99), len(times) - 1)
    return ", ".join(f"{1000 * times[place]:.1f} ms" for place in places)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="?", default=Path("dataset"))
    parser.add_argument("--swaps", type=int, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--options", default="", help="Options of `legation serve`.")
    options = parser.parse_args()
    lines, failed = run(options.dataset, options.swaps, options.clients, options.options.split())
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
