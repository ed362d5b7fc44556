"""Ask good queries while clients throw heavy ones: how many are answered, and how fast.

`python bench/storm.py dataset --clients 20 64` starts a server of its own on a dataset folder and
prints a Markdown table. `--heavy brief` has the clients ask queries of some ten milliseconds
instead of endless ones. Every query differs from all before it, so that no cache answers.
"""

import argparse
import multiprocessing
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import requests
from own_server import own_server

HEAVY = {
    "endless": "SELECT (COUNT(*) AS ?n{n}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }}",
    # Some ten milliseconds on any dataset.
    "brief": (
        "SELECT (COUNT(*) AS ?n{n}) {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER(?a != ?f) }} "
        "LIMIT 20000 }}"
    ),
}
GOOD = "SELECT ?p ?o {{ <{iri}> ?p ?o }} # {n}"
SPAWN = multiprocessing.get_context("spawn")
PATHS = ("/healthz", "/readyz", "/", "/dumps/", "/errors")


@dataclass
class Answers:
    """How long answers took, in seconds, and what came."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, ask: Callable[[], requests.Response]) -> None:
        """Ask once and take in what came."""
        began = time.perf_counter()
        try:
            response = ask()
            said = (
                str(response.json().get("type", "")).rpartition("#")[2] if not response.ok else ""
            )
            self.statuses[f"{response.status_code} {said}".strip()] += 1
        except requests.RequestException as error:
            self.statuses[type(error).__name__] += 1
        self.seconds.append(time.perf_counter() - began)

    def milliseconds(self, share: float) -> float:
        """Return within how many milliseconds so large a share was answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def row(self, name: str) -> str:
        """Return a row of the table."""
        every = len(self.seconds)
        shown = ", ".join(f"{n} {what}" for what, n in self.statuses.most_common())
        p50, p99 = self.milliseconds(0.5), self.milliseconds(0.99)
        return f"| {name} | {self.statuses['200']} of {every} | {p50:.1f} | {p99:.1f} | {shown} |"


def good_queries(url: str, iris: list[str], seconds: float, numbers: "count[int]") -> Answers:
    """Return the answers to look-ups of single things, one after the other for so long."""
    answers, session, until = Answers(), requests.Session(), time.monotonic() + seconds
    while time.monotonic() < until:
        number = next(numbers)
        query = GOOD.format(iri=iris[number % len(iris)], n=number)
        answers.add(partial(session.get, url + "/sparql", params={"query": query}, timeout=60))
        time.sleep(0.02)
    return answers


def health(url: str, seconds: float) -> Answers:
    """Return the answers to checks of health, each on a connection of its own, for so long."""
    answers, until = Answers(), time.monotonic() + seconds
    while time.monotonic() < until:
        answers.add(partial(requests.get, url + "/healthz", timeout=60))
        time.sleep(0.02)
    return answers


def storm(url: str, heavy: str, clients: int, over: Event, results: "Queue[Answers]") -> None:
    """Ask heavy queries until it is over, each client the next as soon as one was answered.

    Runs in a process of its own, so that the good queries do not wait for the same interpreter.
    """
    answers = Answers()

    def rage(client: int) -> None:
        session = requests.Session()
        for number in count():
            if over.is_set():
                return
            query = HEAVY[heavy].format(n=f"{client}_{number}")
            answers.add(partial(session.post, url + "/sparql", data={"query": query}, timeout=60))

    threads = [threading.Thread(target=rage, args=(n,), daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(answers)


def things(url: str) -> list[str]:
    """Return IRIs of some things to look up."""
    query = "SELECT DISTINCT ?s { ?s a ?c FILTER(isIRI(?s)) } LIMIT 20"
    table = requests.get(url + "/sparql", params={"query": query, "format": "csv"}, timeout=60)
    return table.text.split()[1:]


def main() -> None:
    """Run the storms that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="?", default=Path("dataset"))
    parser.add_argument("--clients", type=int, nargs="+", default=[20, 64])
    parser.add_argument("--heavy", choices=HEAVY, default="endless", help="What clients ask.")
    parser.add_argument("--seconds", type=float, default=15.0, help="How long each storm lasts.")
    parser.add_argument("--options", default="", help="Options of `legation serve`.")
    options = parser.parse_args()
    numbers = count()
    lines = ["| good queries | answered | p50 ms | p99 ms | statuses |", "|---|---|---|---|---|"]
    with (
        tempfile.TemporaryDirectory() as top,
        own_server(options.dataset, Path(top), *options.options.split()) as server,
    ):
        iris = things(server.url)
        calm = good_queries(server.url, iris, options.seconds / 3, numbers)
        lines.append(calm.row("calm"))
        lines.append(health(server.url, options.seconds / 3).row("health, calm"))
        for clients in options.clients:
            over, results = SPAWN.Event(), SPAWN.Queue()
            raging = SPAWN.Process(
                target=storm, args=(server.url, options.heavy, clients, over, results)
            )
            raging.start()
            time.sleep(2)
            good = good_queries(server.url, iris, options.seconds, numbers)
            healthy = health(server.url, options.seconds / 3)
            pages = Answers()
            for path in PATHS:
                pages.add(partial(requests.get, server.url + path, timeout=60))
            over.set()
            bad = results.get(timeout=120)
            raging.join()
            lines.append(good.row(f"beside {clients} clients"))
            lines.append(healthy.row(f"health beside {clients}"))
            lines.append(pages.row(f"pages beside {clients}"))
            lines.append(bad.row(f"the {clients} themselves"))
        lines.append(f"\nThe server answers afterwards: {'yes' if server.alive else 'no'}.")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
