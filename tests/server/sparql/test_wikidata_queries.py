"""Queries written for the Wikidata Query Service run unchanged and give what the document says.

A query is in data/wikidata-queries with its answer beside it: CSV for tables, `true` or `false` for
ASK, N-Triples for graphs. After a change of the mapping, look at what
`python tests/test_wikidata_queries.py` writes there.
"""

import json
import re
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.resources import resource
from legation_server.isolation.pool import Pool
from legation_server.query import WIKIDATA, Task
from legation_server.releases.opening import open_release
from legation_server.settings import Settings
from legation_server.sparql.wdqs.dialect import as_sparql
from legation_server.sparql.wdqs.prefixes import QUERY_SERVICE_PREFIXES
from rdflib.plugins.sparql import prepareQuery

QUERIES = Path(__file__).parents[2] / "data" / "wikidata-queries"
FILES = sorted(QUERIES.glob("*.rq"))


def answer(pool: Pool, query: str) -> str:
    """Return the answer in the form that is kept beside the query."""
    text = pool.run(Task(query, solutions="csv", graph="nt", endpoint=WIKIDATA)).first.decode()
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def test_there_are_enough_queries() -> None:
    assert len(FILES) >= 12


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_query_gives_the_answer_of_the_document(file: Path, published_pool: Pool) -> None:
    (kept,) = (found for found in QUERIES.glob(f"{file.stem}.*") if found != file)
    lines = answer(published_pool, file.read_text(encoding="utf-8")).splitlines()
    expected = kept.read_text(encoding="utf-8").splitlines()

    if "ORDER BY" in file.read_text(encoding="utf-8"):
        assert lines == expected
    else:
        assert sorted(lines) == sorted(expected)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_query_has_nothing_of_our_own_in_it(file: Path) -> None:
    query = file.read_text(encoding="utf-8")

    assert "PREFIX" not in query and "legation" not in query
    assert set(re.findall(r"(?<![\w?])([a-z]+):\w", query)) <= {
        *QUERY_SERVICE_PREFIXES,
        "defaultView",
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_query_is_plain_sparql_when_rewritten(file: Path) -> None:
    """rdflib, which knows nothing of Wikidata's ways, can read what the engine gets."""
    assert prepareQuery(
        as_sparql(file.read_text(encoding="utf-8"), {}).text, initNs=QUERY_SERVICE_PREFIXES
    )


@pytest.mark.parametrize("prefix", QUERY_SERVICE_PREFIXES)
def test_prefixes_of_the_query_service_need_no_declaration(
    prefix: str, published_pool: Pool
) -> None:
    assert (
        answer(published_pool, f"ASK {{ {prefix}:none {prefix}:none {prefix}:none }}") == "false\n"
    )


def test_only_schema_means_something_else_at_the_other_endpoint(published: Path) -> None:
    manifest = json.loads((published / "current" / "manifest.json").read_text(encoding="utf-8"))
    ours = manifest["prefixes"]
    differing = {name for name, iri in QUERY_SERVICE_PREFIXES.items() if ours.get(name, iri) != iri}

    # Legation's own data says schema.org with https, as schema.org itself does now; descriptions
    # of items are there in both spellings.
    assert differing == {"schema"}


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        pipeline.build([resource("mappings")], Path(folder))
        built = Pool(open_release(Path(folder)), Settings(workers=2))
        for file in FILES:
            text = answer(built, file.read_text(encoding="utf-8"))
            extension = (
                "txt" if text in ("true\n", "false\n") else "nt" if text[0] == "<" else "csv"
            )
            file.with_suffix(f".{extension}").write_text(text, encoding="utf-8")
        built.close()
