"""Kill processes of a server under load, and hold every answer to what it should be.

`python bench/kill.py dataset --seconds 60` starts a server of its own on a dataset folder. Clients
ask queries whose answers they know, while desks and workers are killed one after the other.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path

import requests
from own_server import DATA_PROCESS, OwnServer, descendants, own_server

QUERY = "SELECT ({n} AS ?n) ?p {{ ?s ?p ?o }} LIMIT 5"


def forked(server: OwnServer) -> list[int]:
    """Return the desks and workers of a server: what the process that holds the data has forked."""
    family = []
    for pid in descendants(server.process.pid):
        with suppress(OSError, ValueError):
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            above = Path(f"/proc/{parent}/cmdline").read_text()
            if DATA_PROCESS in above and DATA_PROCESS in Path(f"/proc/{pid}/cmdline").read_text():
                family.append(pid)
    return family


def ask(url: str, client: int, over: threading.Event, counts: "Counter[str]") -> None:
    """Ask one query after the other until it is over, and count what became of them."""
    session, number = requests.Session(), 0
    while not over.is_set():
        number += 1
        wanted = str(client * 1_000_000 + number)
        try:
            answer = session.get(
                url + "/sparql", params={"query": QUERY.format(n=wanted)}, timeout=30
            )
        except requests.Timeout:
            counts["stuck"] += 1
        except requests.RequestException:
            counts["broken connections"] += 1
            session = requests.Session()
        else:
            if answer.status_code != 200:
                counts[f"status {answer.status_code}"] += 1
                continue
            rows = answer.json()["results"]["bindings"]
            right = len(rows) == 5 and {row["n"]["value"] for row in rows} == {wanted}
            counts["right" if right else "wrong"] += 1


def main() -> int:
    """Run as the command line asks; fail when an answer was wrong or did not come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="?", default=Path("dataset"))
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, counts, kills = random.Random(options.seed), Counter[str](), 0
    with (
        tempfile.TemporaryDirectory() as top,
        own_server(options.dataset, Path(top), "--workers", "4") as server,
    ):
        over = threading.Event()
        work = partial(ask, server.url, over=over, counts=counts)
        clients = [threading.Thread(target=work, args=(n,)) for n in range(options.clients)]
        for client in clients:
            client.start()
        until = time.monotonic() + options.seconds
        while time.monotonic() < until:
            time.sleep(0.1)
            if family := forked(server):
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(family), signal.SIGKILL)
                    kills += 1
        over.set()
        for client in clients:
            client.join()
        alive = server.alive
    sys.stdout.write(f"{kills} kills, {dict(counts)}, alive afterwards: {alive}\n")
    return int(not alive or bool(counts["wrong"] or counts["stuck"]))


if __name__ == "__main__":
    raise SystemExit(main())
