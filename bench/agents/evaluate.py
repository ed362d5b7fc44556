"""Put the questions through the tools of a server, or score the answers of a model.

Usage, in bench/: python -m agents.evaluate http://127.0.0.1:8000 [--answers answers.jsonl]
The scripted agent needs no model. Each line of answers.jsonl is {"id": …, "answer": …}.
"""

import argparse
import asyncio
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from mcp.client import Client

from agents.scoring import Question, Score, questions, score_rows, score_words

STATUSES = """SELECT ?status ?label ?claim {
  ?claim bil:states ?statement . ?statement bil:status ?status ; rdfs:label ?label }"""


class Checks:
    """What the server itself says of citations and rows, asked without the tools."""

    def __init__(self, url: str) -> None:
        """Ask the server at an address for all that its claims state."""
        self._url = url.rstrip("/")
        rows = self._json(f"/sparql?query={urllib.parse.quote(STATUSES)}")["results"]["bindings"]
        name = {row["status"]["value"]: row["status"]["value"].rpartition("/")[2] for row in rows}
        self._known = {
            (name[row["status"]["value"]], row["label"]["value"], row["claim"]["value"])
            for row in rows
        }
        context = self._json("/context.jsonld")["@context"]
        self.base: str = context["bil"].removesuffix("ns#")

    def known(self, status: str, label: str, claim: str) -> bool:
        """Tell whether a claim states something with a label and a status."""
        return (status, label, claim) in self._known

    @lru_cache(maxsize=4096)  # noqa: B019 (one object, for one run)
    def resolves(self, iri: str) -> bool:
        """Tell whether the server has a page at an IRI."""
        path = iri.removeprefix(self.base)
        try:
            with urllib.request.urlopen(f"{self._url}/{path}", timeout=30) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ValueError):
            return False

    def _json(self, address: str) -> Any:
        request = urllib.request.Request(
            self._url + address, headers={"Accept": "application/sparql-results+json, */*;q=0.1"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


async def scripted(url: str, asked: Iterable[Question]) -> dict[str, str]:
    """Return what the tools of a server say to the calls of each question, by its id."""
    said: dict[str, str] = {}
    async with Client(f"{url.rstrip('/')}/mcp") as client:
        for one in asked:
            parts = []
            for call in one.calls:
                ((tool, arguments),) = call.items()
                result = await client.call_tool(tool, dict(arguments))
                parts += [part.text for part in result.content if part.type == "text"]
            said[one.id] = "\n".join(parts)
    return said


def scored(url: str, asked: Sequence[Question]) -> dict[str, Score]:
    """Return the score of the scripted agent for each question, by its id."""
    checks = Checks(url)
    said = asyncio.run(scripted(url, asked))
    return {one.id: score_rows(one, said[one.id], checks.resolves, checks.known) for one in asked}


def of_model(url: str, answers: Path, asked: Sequence[Question]) -> dict[str, Score]:
    """Return the score of each answer in a file of JSON lines, by its question's id."""
    checks = Checks(url)
    lines = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines() if line]
    given = {line["id"]: line["answer"] for line in lines}
    return {
        one.id: score_words(one, given.get(one.id, ""), checks.base, checks.resolves)
        for one in asked
    }


def figures(asked: Sequence[Question], scores: Mapping[str, Score]) -> dict[str, str]:
    """Return the figures of an evaluation, each as how many of how many."""
    hedged = [one for one in asked if one.hedged]
    cited = [one for one in asked if one.rows]

    def share(of: Sequence[Question], fits: Callable[[Score], bool]) -> str:
        return f"{sum(fits(scores[one.id]) for one in of)} of {len(of)}"

    return {
        "right": share(asked, lambda score: score.right),
        "hedge kept": share(hedged, lambda score: score.hedge_kept),
        "citation resolves": share(cited, lambda score: score.resolves),
        "silence told": share([one for one in asked if one.silent], lambda score: score.right),
        "invented": str(sum(score.invented for score in scores.values())),
    }


def main() -> None:
    """Print the figures and every fault; end with status 1 when there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--answers", type=Path)
    options = parser.parse_args()
    asked = questions()
    if options.answers:
        scores = of_model(options.url, options.answers, asked)
    else:
        scores = scored(options.url, asked)
    faults = [f"{name}: {fault}" for name, score in scores.items() for fault in score.faults]
    figure_lines = [f"{name}: {value}" for name, value in figures(asked, scores).items()]
    sys.stdout.write("\n".join([*faults, *figure_lines, ""]))
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
