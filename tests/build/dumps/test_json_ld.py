"""JSON-LD dumps read like mappings, and mean what the other dumps mean to every reader."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build import pipeline
from legation_build.dataset.assemble import model_triples
from legation_build.dumps.json_ld import json_ld
from legation_build.dumps.json_ld_context import Context, reading_context
from legation_build.dumps.serialize import sort_key
from legation_build.mapping.reader import read_mappings
from legation_build.namespaces import BASE, BIL, CODE, EDTF, ENTITY, XSD, prefixes
from legation_build.resources import resource
from pyld import jsonld
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from rdflib import Dataset
from support.canonical import canonical
from support.small_mapping import write_mapping
from support.some import some

GRAPH = NamedNode(BASE + "graph/freedonia-sylvania")
# Names that are also words, prefixes or keywords, and ones that no short form fits.
LOCAL = st.sampled_from(
    ["israel", "place", "label", "id", "code", "unit", "Event", "a:b", "@id", "x/y", "", "é", "//x"]
)
NAMESPACE = st.sampled_from([ENTITY, BIL, CODE + "modality/", CODE + "unit/", CODE, BASE])
IRI = st.builds(lambda start, end: NamedNode(start + end), NAMESPACE, LOCAL)
PREDICATE = st.sampled_from(
    [
        NamedNode(BIL + name)
        for name in ("actor", "modality", "evidence", "when", "value", "start", "predicate", "odd")
    ]
    + [NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")]
)
DATATYPE = st.sampled_from(
    [XSD + name for name in ("decimal", "nonNegativeInteger", "date", "boolean", "string")] + [EDTF]
)
LITERAL = st.one_of(
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        st.sampled_from(["17", "007", "-0", "2.50", "", "@id", "_:b", "true", "1e400"]),
        DATATYPE,
    ),
    st.builds(
        lambda text, tag: Literal(text, language=tag), st.text(), st.sampled_from(["en", "az"])
    ),
)
QUAD = st.builds(
    Quad,
    IRI | st.just(BlankNode("b")),
    PREDICATE,
    IRI | st.just(BlankNode("b")) | LITERAL,
    st.just(GRAPH),
)


@pytest.fixture(scope="module")
def context() -> Context:
    mappings = read_mappings([resource("mappings")])
    ontology = model_triples(pipeline.model_bytes())["ontology"]
    return reading_context(mappings.context, ontology, prefixes())


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("json-ld")
    pipeline.build([write_mapping(root)], root / "dataset")
    return root / "dataset" / "current" / "dumps"


def node(dumps: Path, name: str) -> dict[str, object]:
    """Return what the JSON-LD dump of the document says about the node `name`."""
    document = json.loads((dumps / "freedonia-sylvania.jsonld").read_text())
    found = [node for graph in document["@graph"] for node in graph["@graph"]]
    return dict(next(node for node in found if node["id"] == name))


def test_a_claim_reads_like_its_mapping(dumps: Path) -> None:
    assert node(dumps, "freedonia-sylvania:c-grain") == {
        "id": "freedonia-sylvania:c-grain",
        "type": "Claim",
        "attributedTo": "press",
        "attribution": "freedonia-sylvania:c-grain_by_press",
        "evidence": "freedonia-sylvania:p-early-years-2",
        "modality": "reported",
        "stance": "affirms",
        "status": "unconfirmed",
        "states": ["freedonia-sylvania:grain-promise", "freedonia-sylvania:grain-share"],
    }


def test_numbers_and_times_are_plain_values(dumps: Path) -> None:
    recognition = node(dumps, "freedonia-sylvania:recognition")
    passage = node(dumps, "freedonia-sylvania:p-early-years-1")

    assert recognition["when"] == "1920-05-03"
    assert recognition["earliest"] == "1920-05-03"
    assert isinstance(passage["start"], int)
    # A JSON number has no decimals that could be kept: 27.50 would become 27.5.
    assert node(dumps, "freedonia-sylvania:grain-share")["value"] == "50"


@pytest.mark.parametrize("name", ["legation", "freedonia-sylvania"])
def test_it_means_the_same_to_the_reference_implementation(dumps: Path, name: str) -> None:
    document = json.loads((dumps / f"{name}.jsonld").read_text())
    read = jsonld.to_rdf(document, {"format": "application/n-quads", "rdfDirection": None})

    assert meaning(read) == meaning((dumps / f"{name}.nq").read_text())


def test_it_means_the_same_to_rdflib(dumps: Path) -> None:
    dataset = Dataset()
    dataset.parse(dumps / "legation.jsonld", format="json-ld")
    graphs: dict[str, list[str]] = {}
    for quad in parse(path=str(dumps / "legation.nq")):
        graphs.setdefault(quad.graph_name.value, []).append(str(quad.triple) + " .\n")

    for name, lines in some(graphs.items()):
        read = dataset.graph(name).serialize(format="nt")
        assert meaning(read) == meaning("".join(lines)), name


@given(quads=st.lists(QUAD, max_size=8))
def test_whatever_is_written_is_read_again(context: Context, quads: list[Quad]) -> None:
    written = json_ld(sorted(set(quads), key=sort_key), context)
    read = parse(written, format=RdfFormat.JSON_LD)

    assert {renamed(quad) for quad in read} == {renamed(quad) for quad in quads}


def renamed(quad: Quad) -> str:
    """Return a quad with its only blank node called b."""
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return " ".join("_:b" if isinstance(term, BlankNode) else str(term) for term in terms)


def meaning(quads: str) -> set[str]:
    return canonical(parse(quads, format=RdfFormat.N_QUADS))
