"""Every example query runs and gives the answer that was read off the document.

After a change of the mapping, look at what `PYTHONPATH=tests python
tests/server/endpoint/test_examples.py` writes to data/answers.
"""

from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.resources import resource
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef
from support.examples import ANSWERS, FILES, FORMS, query, recorded
from support.some import some

SCHEMA = Namespace("https://schema.org/")


def answer(store: Store, text: str) -> str:
    """Return the answer in the form that is kept in data/answers."""
    results = store.query(text, use_default_graph_as_union=True)
    if isinstance(results, QueryBoolean):
        return f"{str(bool(results)).lower()}\n"
    if isinstance(results, QuerySolutions):
        table = results.serialize(format=QueryResultsFormat.CSV) or b""
        return table.decode().replace("\r\n", "\n")
    lines = serialize(results, format=RdfFormat.N_TRIPLES) or b""
    return "".join(sorted(set(lines.decode().splitlines(keepends=True))))


def load(dataset: Path) -> Store:
    store = Store()
    store.load(path=str(dataset / "current" / "dumps" / "legation.nq"), format=RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def store(published: Path) -> Store:
    return load(published)


def test_there_are_enough_examples() -> None:
    assert len(FILES) >= 45
    assert {file.stem for file in FILES} == {file.stem for file in ANSWERS.iterdir()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_is_described_as_such(file: Path) -> None:
    graph = Graph().parse(file)
    node = URIRef(f"https://w3id.org/legation/examples/{file.stem}")
    (form,) = (name for name, predicate in FORMS.items() if (node, predicate, None) in graph)

    assert (node, RDF.type, SH.SPARQLExecutable) in graph
    assert (node, RDF.type, SH[f"SPARQL{form}Executable"]) in graph
    assert str(graph.value(node, RDFS.comment)).endswith((".", "?"))
    assert (node, SH.prefixes, URIRef("https://w3id.org/legation/examples")) in graph
    assert (node, SCHEMA.target, URIRef("https://w3id.org/legation/sparql")) in graph
    assert list(graph.objects(node, SCHEMA.keywords))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_gives_the_answer_of_the_document(file: Path, store: Store) -> None:
    assert sorted(answer(store, query(file)).splitlines()) == sorted(
        recorded(file.stem).splitlines()
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_means_the_same_to_rdflib(file: Path) -> None:
    from rdflib.plugins.sparql import prepareQuery

    assert prepareQuery(query(file))


def test_every_example_selects_what_it_names_together_with_its_label() -> None:
    unlinked = []
    for answer_file in some(ANSWERS.glob("*.csv")):
        columns = answer_file.read_text(encoding="utf-8").splitlines()[0].split(",")
        labels = [each for each in columns if each.endswith("Label")]
        assert {each.removesuffix("Label") for each in labels} <= set(columns)
        unlinked += [] if labels else [answer_file.stem]

    # It counts by the names of sections, which are no things.
    assert unlinked == ["033-statistics"]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        pipeline.build([resource("mappings")], Path(folder))
        built = load(Path(folder))
        for file in FILES:
            text = answer(built, query(file))
            extension = (
                "txt" if text in ("true\n", "false\n") else "nt" if text[0] == "<" else "csv"
            )
            (ANSWERS / f"{file.stem}.{extension}").write_text(text, encoding="utf-8")
