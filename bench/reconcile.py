"""How long a batch of names takes, and how often the entity meant comes first.

`python bench/reconcile.py dataset` starts a server of its own on a dataset folder, takes the
names of all its entities, damages them, and sends them in batches of 1,000. The same seed
damages the same.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import requests
from own_server import own_server

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BATCH = 1_000


def entities(url: str) -> dict[str, str]:
    """Return the label of every entity of a server, by id."""
    found: dict[str, str] = {}
    cursor: int | None = 0
    while cursor is not None:
        parameters: dict[str, str | int] = {"prefix": "", "cursor": cursor}
        page = requests.get(url + "/suggest/entity", params=parameters, timeout=60).json()
        found.update((each["id"], each["name"]) for each in page["result"])
        cursor = page.get("cursor")
    return found


def damaged(name: str, edits: int, chance: random.Random) -> str:
    """Return a name with so many letters changed, left out or put in."""
    letters = list(name)
    for _ in range(edits):
        place = chance.randrange(len(letters))
        letters[place : place + chance.randrange(2)] = chance.choice(["", *LETTERS])
        letters = letters or list(name)
    return "".join(letters)


def main(arguments: list[str]) -> None:
    """Print a Markdown table: seconds a batch, and what became of the names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--batches", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    lines = [
        "| letters changed | median s | slowest s | first | matched | matched wrongly |",
        "|---|---|---|---|---|---|",
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        own_server(options.dataset, Path(folder)) as server,
    ):
        url = server.url + "/reconcile"
        labels = entities(url)
        for edits in range(3):
            meant = [chance.choices(sorted(labels), k=BATCH) for _ in range(options.batches)]
            lines.append(row(url, labels, meant, edits, chance))
    sys.stdout.write("\n".join(lines) + "\n")


def row(
    url: str,
    labels: dict[str, str],
    batches: list[list[str]],
    edits: int,
    chance: random.Random,
) -> str:
    """Return the row of the table for so many edits; `batches` hold the ids that are meant."""
    seconds, first, matched, wrong = [], 0, 0, 0
    for meant in batches:
        queries = {
            str(number): {"query": damaged(labels[name], edits, chance)}
            for number, name in enumerate(meant)
        }
        began = time.perf_counter()
        answer = requests.post(url, data={"queries": json.dumps(queries)}, timeout=60)
        seconds.append(time.perf_counter() - began)
        found = answer.json()
        for number, name in enumerate(meant):
            result = found[str(number)]["result"]
            first += bool(result) and result[0]["id"] == name
            sure = [each["id"] for each in result if each["match"]]
            matched += bool(sure)
            wrong += bool(sure) and sure != [name]
    share = 100 / (len(batches) * BATCH)
    return (
        f"| {edits} | {statistics.median(seconds):.2f} | {max(seconds):.2f} "
        f"| {first * share:.1f} % | {matched * share:.1f} % | {wrong * share:.2f} % |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
