"""Send a server of our own tens of thousands of odd requests, the same ones for the same seed.

`python bench/fuzz.py dataset --requests 20000` starts a server on a dataset folder, sends it
requests made by mutating queries, parameters, headers and raw bytes, counts the statuses, and
exits with 1 when something came that must not: a status of 500 or 502, a broken connection, a
server that does not answer afterwards, memory that grew, or a file that was written. `--only N`
shows and sends request N alone.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzz_requests import Odd, odd_request
from own_server import OwnServer, own_server
from raw_http import send

# A server may hold so much more at the end than half-way, when it has warmed up.
GROWTH_KIB = 32 * 1024
BAD = ("500", "502", "no answer")


def request(seed: int, number: int) -> Odd:
    """Return one request of a seed's series."""
    return odd_request(random.Random(f"{seed} {number}"))


def outcome(server: OwnServer, odd: Odd) -> str:
    """Send a request and return its status, or what came instead."""
    try:
        status = send(server.url, odd.data, not odd.raw)
    except OSError as error:
        # Whoever sends no HTTP may be hung up on.
        return "hung up" if odd.raw else f"no answer: {type(error).__name__}"
    # So may be who hangs up in the middle of a request; the web server has a status for that.
    return "hung up" if odd.raw and status == "500 bare" else status


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the size and time of every file in a folder."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


def fuzz(server: OwnServer, seed: int, numbers: range, threads: int) -> list[tuple[int, str]]:
    """Send some requests of a series; return the number and outcome of each."""
    with ThreadPoolExecutor(threads) as executor:
        outcomes = executor.map(lambda n: outcome(server, request(seed, n)), numbers)
        return list(zip(numbers, outcomes, strict=True))


def main() -> None:
    """Run the series that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="?", default=Path("dataset"))
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=6)
    parser.add_argument("--parts", type=int, default=4, help="How often to look at the memory.")
    parser.add_argument("--only", type=int, help="Send the request of this number alone.")
    parser.add_argument(
        "--options",
        default="--deadline 1 --memory 256 --cache 4",
        help="Options of `legation serve`; a short deadline keeps the run short.",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before = files(options.dataset)
        with own_server(options.dataset, Path(folder), *options.options.split()) as server:
            if options.only is not None:
                odd = request(options.seed, options.only)
                sys.stdout.write(f"{odd.data!r}\n{outcome(server, odd)}\n")
                return
            began = time.monotonic()
            results: list[tuple[int, str]] = []
            held: list[dict[str, int]] = []
            for part in range(options.parts):
                start, end = (options.requests * n // options.parts for n in (part, part + 1))
                results += fuzz(server, options.seed, range(start, end), options.threads)
                held.append(server.memory())
            seconds, alive = time.monotonic() - began, server.alive
        written = files(Path(folder))
        changed = files(options.dataset) != before
    wrong = [(n, what) for n, what in results if what.startswith(BAD)]
    grown = {name: held[-1][name] - held[(options.parts - 1) // 2][name] for name in held[-1]}
    lines = [f"{options.requests:,} requests of seed {options.seed} in {seconds:.0f} s", ""]
    counts = Counter(what for _, what in results)
    lines += [f"{count:>8,}  {what}" for what, count in sorted(counts.items())]
    lines += ["", f"alive afterwards: {alive}"]
    for name in grown:
        shown = ", ".join(f"{after[name]:,}" for after in held)
        lines.append(f"{name} processes, KiB after each part: {shown}")
    lines += [f"files written: {len(written)}; dataset changed: {changed}"]
    lines += [f"request {n}: {what}" for n, what in wrong[:20]]
    sys.stdout.write("\n".join(lines) + "\n")
    if wrong or not alive or written or changed or max(grown.values()) > GROWTH_KIB:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
