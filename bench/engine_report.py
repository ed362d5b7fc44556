"""Say on which questions other engines answer otherwise, asked directly and behind Legation.

`python bench/engine_report.py dataset` starts Virtuoso and Oxigraph, asks them everything in
engine_cases.py, and writes the tables into docs/engines.md. A test does the same and fails when the
tables there are not these.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
from engine_cases import BASE, Case, cases
from engine_starts import STARTS
from own_server import own_server

PAGE = Path(__file__).parents[1] / "docs" / "engines.md"
BEGIN, END = "<!-- The tables begin here: bench/engine_report.py writes them. -->", "<!-- end -->"
# A front gives up before this: its deadline is lower. An engine asked directly has no deadline.
DEADLINE_SECONDS, PATIENCE_SECONDS = 3, 10
SAME = "the same"
# In place of a status.
TOO_LATE, BROKEN_OFF = -1, -2
IN_WORDS = {TOO_LATE: "no answer in time", BROKEN_OFF: "breaks off"}
TABLE, TRIPLES = "application/sparql-results+json", "application/n-triples"
BLANK = re.compile(r"_:\S+")
# Why answers differ behind Legation too, by engine and case.
REASONS: Mapping[tuple[str, str], str] = {
    ("virtuoso", "016-case-in-order"): (
        "`OPTIONAL` around a path with `+` or `*` leaves out rows where the path leads nowhere"
    ),
    ("virtuoso", "023-trade-volumes"): (
        "`GROUP_CONCAT` of unbound values alone is an empty text; our own engine leaves it unbound"
    ),
    ("virtuoso", "paths: + where ways meet"): (
        "a path with `+` or `*` gives a row for each way, not for each end"
    ),
    ("virtuoso", "paths: | where both parts lead to one place"): (
        "a path with `\\|` gives a row twice when both parts lead there, as SPARQL says; our own "
        "engine gives it once"
    ),
    ("virtuoso", "dataset: FROM without FROM NAMED"): (
        "`FROM` without `FROM NAMED` leaves all graphs of the engine to `GRAPH ?g`"
    ),
    ("virtuoso", "DESCRIBE: a thing"): (
        "`DESCRIBE` gives what the engine holds for a description, also what points at the thing"
    ),
    ("virtuoso", "limits: more rows than an engine gives"): (
        "the engine gives `ResultSetMaxRows` rows; the answer breaks off, so a client sees it"
    ),
    ("oxigraph", "/ns.nt"): (
        "integers of derived datatypes, such as `xsd:nonNegativeInteger`, become `xsd:integer`"
    ),
    **{
        ("virtuoso", page): "the page needs more rows than `ResultSetMaxRows`, here 10,000"
        for page in ("/query/terms.json", "/sitemap.xml")
    },
    **{
        (engine, "dataset: none given"): "a triple that stands in two graphs counts twice"
        for engine in ("virtuoso", "oxigraph")
    },
}


@dataclass(frozen=True)
class Answer:
    """An answer as it is compared: its status, and its rows or text without what may vary."""

    status: int
    content: Any = None


def compared(ours: Answer, theirs: Answer) -> str:
    """Return in words what an answer is beside ours.

    >>> compared(Answer(200, ["a", "b"]), Answer(200, ["a"]))
    'fewer rows'
    """
    if theirs.status != ours.status:
        return IN_WORDS.get(theirs.status, f"status {theirs.status}")
    if ours.status != 200 or ours.content == theirs.content:
        return SAME
    if isinstance(ours.content, list) and isinstance(theirs.content, list):
        mine, other = Counter(ours.content), Counter(theirs.content)
        if not mine - other or not other - mine:
            return "more rows" if mine < other else "fewer rows"
    return "another answer"


def ask_front(url: str, case: Case) -> Answer:
    """Return what a server of ours answers."""
    if case.path:
        answer = requests.get(url + case.path, timeout=PATIENCE_SECONDS)
        if case.path.endswith(".nt"):
            return Answer(answer.status_code, triples(answer.text))
        return Answer(answer.status_code, answer.text.replace(url, ""))
    sent = {"query": case.query, "format": "nt" if case.gives_graph else "json"}
    try:
        return read(requests.post(url + "/sparql", data=sent, timeout=PATIENCE_SECONDS), case)
    except requests.exceptions.ChunkedEncodingError:
        return Answer(BROKEN_OFF)


def ask_directly(address: str, case: Case, prefixes: str) -> Answer:
    """Return what an engine answers to somebody who knows nothing of it."""
    accept = {"Accept": TRIPLES if case.gives_graph else TABLE}
    sent = {"query": prefixes + case.query}
    try:
        answer = requests.post(address, data=sent, headers=accept, timeout=PATIENCE_SECONDS)
        return read(answer, case)
    except requests.RequestException:
        return Answer(TOO_LATE)


def read(answer: requests.Response, case: Case) -> Answer:
    """Return an answer in the form in which it is compared."""
    if answer.status_code != 200:
        return Answer(answer.status_code)
    if case.gives_graph:
        return Answer(200, triples(answer.text))
    try:
        document = json.loads(answer.content)
    except ValueError:
        return Answer(200, "no JSON")
    if "boolean" in document:
        return Answer(200, document["boolean"])
    return Answer(200, sorted(as_text(row) for row in document["results"]["bindings"]))


def triples(text: str) -> list[str]:
    """Return the lines of N-Triples in order; blank nodes lose their labels."""
    lines = (BLANK.sub("_:b", line.replace("\t", " ")) for line in text.splitlines())
    return sorted(line for line in lines if line)


def as_text(row: Mapping[str, Mapping[str, str]]) -> str:
    """Return a row; blank nodes lose their labels, and lists in one value have no order."""
    cells = []
    for name, term in sorted(row.items()):
        value = "_" if term["type"] == "bnode" else ", ".join(sorted(term["value"].split(", ")))
        kind = "literal" if "literal" in term["type"] else term["type"]
        cells.append((name, kind, value, term.get("datatype", ""), term.get("xml:lang", "")))
    return repr(cells)


def prefixes_of(dataset: Path) -> str:
    """Return the prefixes that our server knows, as a query declares them."""
    manifest = json.loads((dataset / "current" / "manifest.json").read_text(encoding="utf-8"))
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in manifest["prefixes"].items()]
    return "\n".join([f"BASE <{BASE}>", *lines, ""])


def outcomes(
    asked: Mapping[Case, Answer], front: str, address: str, prefixes: str
) -> dict[str, tuple[str, str]]:
    """Return for each case by name what an engine answers directly, and behind a server of ours.

    Both are compared with the answer of our own engine, which stands beside the case.
    """
    found = {}
    for case, ours in asked.items():
        direct = "–" if case.path else compared(ours, ask_directly(address, case, prefixes))
        found[case.name] = direct, compared(ours, ask_front(front, case))
    return found


def report(asked: Sequence[Case], engines: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """Return the tables in Markdown: what remains different, and what is evened out.

    Raises KeyError for a difference without a reason.
    """
    kinds = {case.name: case.group for case in asked}
    remaining = [
        f"| {engine} | {shown(name)} | {front} | {REASONS[engine, name]} |"
        for engine, rows in engines.items()
        for name, (_, front) in rows.items()
        if front != SAME
    ]
    heads = " | ".join(f"{engine} directly" for engine in engines)
    evened = [
        f"| {shown(case.name)} | {' | '.join(rows[case.name][0] for rows in engines.values())} |"
        for case in asked
        if kinds[case.name] == "hard"
        and any(rows[case.name][0] != SAME for rows in engines.values())
    ]
    return "\n".join(
        [
            "Behind Legation these answers differ from our own engine's. All other examples, pages",
            "and documents, and all else that is hard for engines, are the same.",
            "",
            "| engine | question | answer | why |",
            "|---|---|---|---|",
            *remaining,
            "",
            "Asked directly, engines answer these otherwise. Where the table above does not name",
            "them, the server evens that out:",
            "",
            f"| question | {heads} |",
            "|---" * (len(engines) + 1) + "|",
            *evened,
        ]
    )


def shown(name: str) -> str:
    """Return the name of a case as a cell of a table."""
    return name.replace("|", "\\|")


def written(page: str, tables: str) -> str:
    """Return a page with other tables."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Start everything, ask, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    dataset = parser.parse_args().dataset
    asked = list(cases())
    limits = ("--deadline", str(DEADLINE_SECONDS))
    with ExitStack() as started:
        folder = Path(started.enter_context(TemporaryDirectory()))
        own = started.enter_context(own_server(dataset, folder, *limits)).url
        answers = {case: ask_front(own, case) for case in asked}
        found = {}
        for engine, start in STARTS.items():
            (folder / engine).mkdir()
            address = started.enter_context(start(dataset, folder / engine))
            front = started.enter_context(own_server(dataset, folder, "--store", address, *limits))
            found[engine] = outcomes(answers, front.url, address, prefixes_of(dataset))
    unexplained = [
        f"{engine} answers {name} otherwise ({front}): give a reason in REASONS."
        for engine, rows in found.items()
        for name, (_, front) in rows.items()
        if front != SAME and (engine, name) not in REASONS
    ]
    if unexplained:
        sys.exit("\n".join(unexplained))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(page, report(asked, found)), encoding="utf-8")


if __name__ == "__main__":
    main()
