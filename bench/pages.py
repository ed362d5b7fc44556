"""How soon the first byte of each kind of page comes, first and again; the slowest is named.

`python bench/pages.py dataset` starts a server of its own on a dataset folder, asks for one page
of each kind, and prints a Markdown table. `--rounds 5` starts as many servers; medians count.
Processor time is that of all processes of the server: others at work beside it do not add to it.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

from own_server import OwnServer, descendants, get, own_server

# Pages that every release has, by kind.
FIXED = {
    "home": "/",
    "search": "/search?q=agreement",
    "suggestions": "/search/suggest?q=ag",
    "timeline": "/timeline",
    "undated": "/timeline/undated",
    "topics": "/topics/",
    "disputes": "/disputes",
    "figures": "/figures",
    "network": "/network",
    "sources": "/sources/",
    "entities": "/id/",
    "about": "/about",
    "quality": "/quality",
    "documentation": "/docs",
    "a page of it": "/docs/server",
    "query page": "/query",
    "query page for Wikidata's dialect": "/wd/query",
    "matching names": "/reconcile/help",
    "named graphs": "/graph/",
    "dumps": "/dumps/",
    "releases": "/releases/",
    "errors and limits": "/errors",
    "Wikidata": "/wd/",
    "vocabulary": "/ns.html",
    "code lists": "/code.html",
    "a code list": "/code/event-type.html",
    "shapes": "/shapes.html",
    "examples": "/examples.html",
    "the dataset": "/dataset.html",
}
BIL = "https://w3id.org/legation/ns#"
# One thing of each kind: the one that most things point at, since its page is the longest.
LARGEST = (
    "SELECT ?x (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?x a <{kind}> . ?y ?p ?x }} }} "
    "GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1"
)
THINGS = {
    "a state": "https://schema.org/Country",
    "a person": "https://schema.org/Person",
    "a document": BIL + "Document",
    "a claim": BIL + "Claim",
    "an event": BIL + "Event",
    "a situation": BIL + "Situation",
    "a figure": BIL + "Figure",
    "a supposition": BIL + "Supposition",
    "a sentence": BIL + "Passage",
    "a code": "http://www.w3.org/2004/02/skos/core#Concept",
}
JSON = "application/sparql-results+json"
Measured = dict[str, dict[str, object]]


def addresses(url: str) -> dict[str, str]:
    """Return the address of a page of each kind on the server at `url`."""
    base = str(get(url + "/releases/current/manifest.json")["base"])
    found = dict(FIXED)
    for name, kind in THINGS.items():
        answer = get(f"{url}/sparql?format=json&query={quote(LARGEST.format(kind=kind))}")
        rows = answer["results"]["bindings"]  # type: ignore[index]
        if rows:
            found[name] = f"/{rows[0]['x']['value'].removeprefix(base)}.html"
    return found


def first_byte(url: str, path: str) -> tuple[float, int, int]:
    """Return the ms until the answer for `path` began, its status, and its bytes as sent."""
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or "", place.port or 80, timeout=60)
    connection.connect()
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    began = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    taken = (time.perf_counter() - began) * 1000
    size = len(response.read())
    connection.close()
    return taken, response.status, size


def processor_ms(server: OwnServer) -> float:
    """Return the processor time in ms that the threads of a server's processes have used."""
    taken = 0
    for pid in descendants(server.process.pid):
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                taken += int(thread.read_text().split()[0])
            except OSError:
                continue
    return taken / 1e6


def measure_pages(dataset: Path, rounds: int = 3, again: int = 5) -> Measured:
    """Return for each kind of page its address, ms until the first byte, and bytes as sent.

    `first_ms` is the median over servers that have just started and have not made the page yet,
    `processor_ms` the processor time of that, `again_ms` the median of later requests. Raises
    RuntimeError when a page is not there.
    """
    first: dict[str, list[float]] = defaultdict(list)
    worked: dict[str, list[float]] = defaultdict(list)
    later: dict[str, list[float]] = defaultdict(list)
    pages: Measured = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, own_server(dataset, Path(folder)) as server:
            found = addresses(server.url)
            # What the first request of all starts is no page's own.
            first_byte(server.url, "/healthz")
            for kind, path in found.items():
                before = processor_ms(server)
                taken, status, size = first_byte(server.url, path)
                worked[kind].append(processor_ms(server) - before)
                if status != 200:
                    raise RuntimeError(f"{path} answers {status}")
                first[kind].append(taken)
                later[kind] += [first_byte(server.url, path)[0] for _ in range(again)]
                pages[kind] = {"path": path, "bytes": size}
    for kind, figures in pages.items():
        figures["first_ms"] = round(median(first[kind]), 1)
        figures["processor_ms"] = round(median(worked[kind]), 1)
        figures["again_ms"] = round(median(later[kind]), 1)
    return pages


def table(pages: Measured) -> str:
    """Return the figures in Markdown, the slowest page first."""
    lines = [
        "| page | first byte, ms | processor, ms | again, ms | bytes, compressed |",
        "|---|---|---|---|---|",
    ]
    for kind, one in sorted(pages.items(), key=lambda pair: -float(str(pair[1]["first_ms"]))):
        times = f"{one['first_ms']} | {one['processor_ms']} | {one['again_ms']}"
        lines.append(f"| {kind} | {times} | {one['bytes']:,} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure the pages of the dataset that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    pages = measure_pages(options.dataset, options.rounds)
    sys.stdout.write(json.dumps(pages, indent=1) + "\n" if options.json else table(pages))


if __name__ == "__main__":
    main()
