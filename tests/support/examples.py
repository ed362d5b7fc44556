"""The example queries of the ontology, and their answers in data/answers.

An answer is CSV for tables, `true` or `false` for ASK, N-Triples for graphs.
"""

import csv
from pathlib import Path

from legation_build.resources import resource
from rdflib import SH, Graph

ANSWERS = Path(__file__).parents[1] / "data" / "answers"
FORMS = {"Select": SH.select, "Ask": SH.ask, "Construct": SH.construct}
FILES = sorted(
    file for file in resource("ontology").glob("examples/*.ttl") if file.name[0].isdigit()
)
STEMS = [file.stem for file in FILES]
# Columns of GROUP_CONCAT, which may put its values together in any order (SPARQL 1.1, 18.5.1.7).
CONCATENATED = {"023-trade-volumes": {"without", "source"}}
Table = tuple[list[str], list[list[str]]]


def query(file: Path) -> str:
    """Return the query that a file of the ontology describes."""
    graph = Graph().parse(file)
    (found,) = (text for form in FORMS.values() for text in graph.objects(None, form))
    return str(found)


def recorded(stem: str) -> str:
    """Return the kept answer to an example."""
    (kept,) = ANSWERS.glob(f"{stem}.*")
    return kept.read_text(encoding="utf-8")


def recorded_table(stem: str) -> Table:
    """Return the kept answer as a table of texts: its columns, and its rows in sorted order."""
    (kept,) = ANSWERS.glob(f"{stem}.*")
    text = kept.read_text(encoding="utf-8")
    if kept.suffix == ".nt":
        triples = [[term.strip("<>") for term in line.split()[:3]] for line in text.splitlines()]
        return comparable(stem, ["subject", "predicate", "object"], triples)
    if kept.suffix == ".txt":
        return ["boolean"], [[text.strip()]]
    columns, *rows = csv.reader(text.splitlines())
    return comparable(stem, columns, rows)


def comparable(stem: str, columns: list[str], rows: list[list[str]]) -> Table:
    """Return an answer to an example with all that may come in any order sorted."""
    free = CONCATENATED.get(stem, set())
    assert free <= set(columns)
    return columns, sorted(
        [
            ", ".join(sorted(cell.split(", "))) if column in free else cell
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in rows
    )
