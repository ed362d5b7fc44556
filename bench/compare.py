"""Compare servers: the same data, the same queries, one run; figures are ratios.

`python bench/compare.py` writes table.md, results.json and plot.svg to bench/results; `--distinct`
makes it table-distinct.md and so on.
"""

import argparse
import json
import math
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import corpus
from peers import PEERS, Peer, ask, other_legation, running

HERE = Path(__file__).parent
QUERIES = {
    file.stem: file.read_text(encoding="utf-8") for file in sorted(HERE.glob("queries/*.rq"))
}
JSON, TURTLE = "application/sparql-results+json", "text/turtle"
REFERENCE = "oxigraph serve-read-only"


@dataclass(frozen=True)
class Load:
    """How a server is asked: over how many connections, for how long each time.

    When `distinct`, no query is sent twice: each ends in a comment with another number.
    """

    connections: list[int]
    seconds: int
    distinct: bool


def accept(query: str) -> str:
    """Return the media type to ask for: a graph's or a table's."""
    return TURTLE if re.search(r"^(CONSTRUCT|DESCRIBE)", query, re.MULTILINE) else JSON


def fingerprint(query: str, body: bytes, media_type: str) -> Any:
    """Return what answers of different servers must have in common."""
    if accept(query) == TURTLE:
        from rdflib import Graph

        # Not every server gives the format that was asked for.
        syntax = "xml" if "xml" in media_type else "turtle"
        graph = Graph().parse(data=body, format=syntax)
        return sorted(" ".join(term.n3() for term in row) for row in graph)
    answer = json.loads(body)
    if "boolean" in answer:
        return answer["boolean"]
    if answer["head"].get("vars") == ["__ASK_RETVAL"]:
        # Virtuoso's way of saying it.
        return bool(answer["results"]["bindings"])
    rows = [
        sorted((name, term["value"]) for name, term in row.items())
        for row in answer["results"]["bindings"]
    ]
    return len(rows) if "LIMIT 10000" in query else sorted(rows)


def throughput(endpoint: str, query: str, media_type: str, load: Load, connections: int) -> float:
    """Return the requests a second that `endpoint` answers over so many connections."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{load.seconds}s", "--timeout", "30s"]
    command += ["-s", str(HERE / "distinct.lua")] if load.distinct else []
    done = subprocess.run(
        [*command, "-H", f"Accept: {media_type}", f"{endpoint}?query={quote(query)}"],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        return 0.0
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0


def measure(peer: Peer, folder: Path, load: Load, patience: float = 600.0) -> dict[str, Any]:
    """Return the peer's answers and its requests a second by query and connections.

    It is waited for `patience` seconds. The answer to a query that it does not answer within a
    minute is None, and its rate 0.
    """
    show(f"{peer.name}: loading {folder.name} quads")
    with running(peer, folder, patience) as endpoint:
        answers: dict[str, Any] = {}
        rates: dict[str, float] = {}
        for name, query in QUERIES.items():
            show(f"{peer.name}: {name} of {folder.name} quads")
            text, media_type = peer.spelled(query), accept(query)
            try:
                answers[name] = fingerprint(query, *ask(endpoint, text, media_type))
            except OSError:
                answers[name] = None
            for count in load.connections:
                answered = answers[name] is not None
                rate = throughput(endpoint, text, media_type, load, count) if answered else 0.0
                rates[f"{name} {count}"] = rate
    show("")
    return {"answers": answers, "rates": rates}


def disagreements(answers: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Return the queries that two servers answered differently."""
    both = (q for q in QUERIES if answers[q] is not None and wanted[q] is not None)
    return [query for query in both if answers[query] != wanted[query]]


def show(text: str) -> None:
    """Say on a terminal what is being done, in place of what was said before."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def geometric_mean(ratios: list[float]) -> float:
    """Return the geometric mean; a query that failed counts as a thousandth."""
    return math.exp(sum(math.log(max(r, 0.001)) for r in ratios) / len(ratios))


def mean_ratio(rates: dict[str, float], base: dict[str, float], connections: int) -> float:
    """Return the mean ratio over the queries `base` has a rate for: some may not end in time."""
    names = [name for q in QUERIES if base[name := f"{q} {connections}"]]
    return geometric_mean([rates[name] / base[name] for name in names])


def table(size: int, results: dict[str, dict[str, Any]], connections: int) -> list[str]:
    """Return the Markdown table for one size: a row a query, a column a server."""
    names = list(results)
    lines = [f"\n### {size:,} quads, {connections} connections, requests a second\n"]
    lines.append("| query | " + " | ".join(names) + " |")
    lines.append("|---|" + "---|" * len(names))
    for query in QUERIES:
        rates = [results[name]["rates"][f"{query} {connections}"] for name in names]
        lines.append(f"| {query} | " + " | ".join(f"{rate:,.0f}" for rate in rates) + " |")
    base = results[REFERENCE]["rates"]
    means = [mean_ratio(results[name]["rates"], base, connections) for name in names]
    shown = " | ".join(f"**{mean:.2f}**" for mean in means)
    left_out = [q for q in QUERIES if not base[f"{q} {connections}"]]
    without = f", without {' and '.join(left_out)}" if left_out else ""
    lines.append(f"| geometric mean{without}, {REFERENCE} = 1 | {shown} |")
    return lines


def plot(means: dict[str, dict[int, float]]) -> str:
    """Return an SVG bar chart of the geometric means by server and size."""
    rows, y = [], 30
    largest = max(mean for by_size in means.values() for mean in by_size.values())
    for name, by_size in means.items():
        rows.append(f'<text x="10" y="{y}" font-weight="bold">{name}</text>')
        for size, mean in by_size.items():
            y += 20
            rows.append(
                f'<rect x="120" y="{y - 12}" width="{400 * mean / largest:.0f}" height="14"/>'
            )
            rows.append(f'<text x="10" y="{y}">{size:,}</text>')
            rows.append(f'<text x="{126 + 400 * mean / largest:.0f}" y="{y}">{mean:.2f}</text>')
        y += 30
    style = 'font-family="sans-serif" font-size="12" fill="#25507a"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{y}" {style}>'
    return head + "".join(rows) + "</svg>\n"


def main() -> None:
    """Run the comparison that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 300_000, 3_000_000])
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--distinct", action="store_true", help="never send a query twice")
    parser.add_argument(
        "--other",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "PROGRAM"),
        help="measure another version in the same run: the legation program of its environment",
    )
    parser.add_argument("--only", nargs="+", help="measure these servers and the reference alone")
    parser.add_argument("--folder", type=Path, default=HERE / "corpora")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed. On Debian: apt-get install wrk")
    load = Load(options.connections, options.seconds, options.distinct)
    peers = [*PEERS, *(peer for name, path in options.other for peer in other_legation(name, path))]
    chosen = [p for p in peers if not options.only or p.name in (*options.only, REFERENCE)]
    everything: dict[str, Any] = {}
    lines = ["# Comparison of servers" + (", no query sent twice" if load.distinct else "")]
    means: dict[str, dict[int, float]] = {}
    for size in options.sizes:
        folder = options.folder / str(size)
        if not (folder / "dataset" / "current").exists():
            corpus.write(size, folder)
        results: dict[str, dict[str, Any]] = {}
        for peer in chosen:
            if peer.missing or size > peer.largest:
                why = f"{peer.needs} is not installed" if peer.missing else "too slow at this size"
                lines.append(f"\n{peer.name} at {size:,} quads: left out, {why}.")
                continue
            results[peer.name] = measure(peer, folder, load)
        wanted = results[REFERENCE]["answers"]
        for name, result in results.items():
            if differing := disagreements(result["answers"], wanted):
                queries = ", ".join(differing)
                raise SystemExit(f"{name} and {REFERENCE} do not agree on {queries} at {size:,}")
        for connections in options.connections:
            lines += table(size, results, connections)
        shown = 8 if 8 in options.connections else options.connections[0]
        for name, result in results.items():
            mean = mean_ratio(result["rates"], results[REFERENCE]["rates"], shown)
            means.setdefault(name, {})[size] = mean
        everything[str(size)] = {name: result["rates"] for name, result in results.items()}
    out = HERE / "results"
    out.mkdir(exist_ok=True)
    suffix = "-distinct" if load.distinct else ""
    (out / f"table{suffix}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (out / f"results{suffix}.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")
    (out / f"plot{suffix}.svg").write_text(plot(means), encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
