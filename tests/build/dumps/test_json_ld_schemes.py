"""A prefix with the name of a scheme changes no IRI, whoever writes JSON-LD and whoever reads it."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build import pipeline
from legation_build.dataset.assemble import model_triples
from legation_build.dumps.json_ld import json_ld
from legation_build.dumps.json_ld_context import reading_context
from legation_build.dumps.serialize import sort_key
from legation_build.mapping.reader import read_mappings
from legation_build.namespaces import BASE, BIL, CODE, ENTITY, RDF, XSD, prefixes
from legation_build.resources import resource
from legation_server.rdf.json_ld import Words, as_json_ld
from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

MAPPING = read_mappings([resource("mappings")]).context
ONTOLOGY = model_triples(pipeline.model_bytes())["ontology"]
GRAPH = NamedNode(BASE + "graph/doi")

# Folders of mappings may have any of these names, and each is a scheme or could be one.
NAMES = ("doi", "urn", "tag", "https", "freedonia", "bil", "edtf", "xsd", "entity", "rdfs")
SPACES = (BASE + "doi/", BASE + "urn/", ENTITY, BIL, "urn:isbn:", "doi:10.1/", "tag:a/", XSD)
PREFIXES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(SPACES), max_size=6)
RESTS = ("x", "10.1/x", "isbn:5", "a//b", "//e.org/x", "", "a/b#c")
IRIS = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(NAMES), st.sampled_from(RESTS)),
    st.builds("{}{}".format, st.sampled_from(SPACES), st.sampled_from(("x", "Claim", "a:b"))),
    st.sampled_from((CODE + "modality/alleged", CODE + "modality/doi", BIL + "Claim")),
).map(NamedNode)
PREDICATES = IRIS | st.sampled_from(
    [BIL + name for name in ("actor", "modality", "status", "evidence", "when", "value", "start")]
    + [RDF + "type"]
).map(NamedNode)
LITERALS = st.builds(lambda text, kind: Literal(text, datatype=kind), st.just("5"), IRIS)
NODES = IRIS | st.just(BlankNode("b"))
TRIPLES = st.builds(Triple, NODES, PREDICATES, NODES | LITERALS)


def test_a_doi_stays_one_in_the_dump_of_a_folder_called_doi() -> None:
    context = reading_context(MAPPING, ONTOLOGY, prefixes(documents=("doi",)))
    paper, claim = NamedNode("doi:10.1/x"), NamedNode(BASE + "doi/c-one")
    triple = Triple(claim, NamedNode(BIL + "evidence"), paper)

    assert read_by_pyld(build_writes([triple], context)) == {str(triple)}


@settings(max_examples=100)
@given(triples=st.lists(TRIPLES, max_size=6), prefixes=PREFIXES)
def test_both_writers_and_both_readers_mean_the_same(
    triples: list[Triple], prefixes: dict[str, str]
) -> None:
    context = reading_context(MAPPING, ONTOLOGY, prefixes)
    meant = {str(renamed(triple)) for triple in triples}

    for write in (build_writes, server_writes):
        document = write(triples, context)
        assert read_by_oxigraph(document) == meant, document
        assert read_by_pyld(document) == meant, document


def build_writes(triples: list[Triple], context: Mapping[str, Any]) -> str:
    quads = sorted({Quad(t.subject, t.predicate, t.object, GRAPH) for t in triples}, key=sort_key)
    return json_ld(quads, dict(context)).decode()


def server_writes(triples: list[Triple], context: Mapping[str, Any]) -> str:
    return json.dumps(as_json_ld(dict.fromkeys(triples), Words(context)))


def read_by_oxigraph(document: str) -> set[str]:
    return {str(renamed(quad.triple)) for quad in parse(document, format=RdfFormat.JSON_LD)}


def read_by_pyld(document: str) -> set[str]:
    lines = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"})
    return {str(renamed(quad.triple)) for quad in parse(lines, format=RdfFormat.N_QUADS)}


def renamed(triple: Triple) -> Triple:
    """Return a triple with its only blank node called b."""
    ends = [
        BlankNode("b") if isinstance(t, BlankNode) else t for t in (triple.subject, triple.object)
    ]
    return Triple(ends[0], triple.predicate, ends[1])  # type: ignore[arg-type]
