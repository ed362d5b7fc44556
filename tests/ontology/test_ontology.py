"""The ontology, the code lists, the context and the schema agree, and are fit to publish."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from legation_build import pipeline
from legation_build.dataset.expand import expand
from legation_build.mapping.reader import read_mappings
from legation_build.namespaces import BASE, BIL, CODE, CODE_LISTS, XSD, prefixes
from legation_build.namespaces import RDF as RDF_NAMESPACE
from legation_build.resources import resource
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from support.some import some

BILATERAL = URIRef(BASE + "ns")
DCTERMS = Namespace("http://purl.org/dc/terms/")
VANN = Namespace("http://purl.org/vocab/vann/")
CONTEXT: dict[str, Any] = json.loads((resource("mappings") / "context.jsonld").read_text())[
    "@context"
]
OWL_NAMESPACE = prefixes()["owl"]
SCHEMA: dict[str, Any] = json.loads((resource("mappings") / "schema.json").read_text())


def own(graph: Graph, kind: URIRef) -> set[URIRef]:
    return {
        s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(BIL)
    }


FILES = sorted(resource("ontology").rglob("*.ttl"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_means_the_same_to_both_libraries(file: Path) -> None:
    quads = parse(path=str(file), format=RdfFormat.TURTLE)
    lines = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)

    assert isomorphic(Graph().parse(data=lines, format="nt"), Graph().parse(file))


def test_ontology_says_what_a_catalogue_asks_for(ontology: Graph) -> None:
    for predicate in (
        RDFS.label, DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.license,
        DCTERMS.creator, DCTERMS.created, DCTERMS.issued, DCTERMS.publisher,
        DCTERMS.bibliographicCitation, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri,
        OWL.versionInfo, OWL.versionIRI,
    ):  # fmt: skip
        assert (BILATERAL, predicate, None) in ontology, predicate
    assert ontology.value(BILATERAL, OWL.versionIRI) != BILATERAL


def test_version_is_told_the_same_everywhere(ontology: Graph) -> None:
    version = str(ontology.value(BILATERAL, OWL.versionInfo))

    assert str(ontology.value(BILATERAL, OWL.versionIRI)).endswith("/" + version)
    assert version in str(ontology.value(BILATERAL, DCTERMS.bibliographicCitation))


def test_every_term_that_is_used_is_declared(ontology: Graph) -> None:
    used = {
        term
        for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf)
        for term in ontology.objects(None, predicate)
        if isinstance(term, URIRef)
        and not str(term).startswith((XSD, OWL_NAMESPACE, RDF_NAMESPACE))
    }

    assert [term for term in used if (term, RDF.type, None) not in ontology] == []


def test_every_property_is_defined_by_the_ontology(ontology: Graph) -> None:
    terms = (
        own(ontology, OWL.Class)
        | own(ontology, OWL.ObjectProperty)
        | own(ontology, OWL.DatatypeProperty)
    )

    assert len(terms) > 80
    assert [t for t in terms if (t, RDFS.isDefinedBy, BILATERAL) not in ontology] == []


def test_no_two_terms_have_the_same_label(ontology: Graph, codes: Graph) -> None:
    labels = [
        str(label)
        for term in own(ontology, OWL.Class)
        for label in ontology.objects(term, RDFS.label)
    ]
    assert len(labels) == len(set(labels))

    for scheme in some(codes.subjects(RDF.type, SKOS.ConceptScheme)):
        names = [
            str(codes.value(code, SKOS.prefLabel)) for code in codes.subjects(SKOS.inScheme, scheme)
        ]
        assert len(names) == len(set(names)), scheme


def test_fixed_names_are_there(ontology: Graph) -> None:
    names = [
        "Claim",
        "Passage",
        "Event",
        "Utterance",
        "Situation",
        "Figure",
        "Supposition",
        "states",
        "evidence",
        "start",
        "end",
        "inDocument",
        "modality",
        "stance",
        "attributedTo",
        "disputes",
        "flag",
        "when",
        "earliest",
        "latest",
        "value",
        "unit",
        "conflictsWith",
    ]

    assert [name for name in names if (URIRef(BIL + name), RDF.type, None) not in ontology] == []


def test_code_lists_are_those_that_have_prefixes(codes: Graph) -> None:
    schemes = {
        str(scheme).removeprefix(CODE) for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme)
    }

    assert schemes == set(CODE_LISTS)
    assert schemes < prefixes().keys()


def test_no_code_has_the_name_of_a_key(codes: Graph) -> None:
    # JSON-LD would take such a value for the key.
    names = {str(code).rsplit("/", 1)[-1] for code in codes.subjects(SKOS.inScheme)}

    assert names & CONTEXT.keys() == set()


def test_every_code_is_written_where_its_list_is(codes: Graph) -> None:
    for code, scheme in some(codes.subject_objects(SKOS.inScheme)):
        assert re.fullmatch(re.escape(str(scheme)) + r"/[a-z0-9-]+", str(code))


def test_every_key_of_the_mapping_format_is_a_term(ontology: Graph) -> None:
    for key, term in CONTEXT.items():
        iri = term["@id"] if isinstance(term, dict) else term
        if isinstance(iri, str) and iri.startswith("bil:"):
            assert (URIRef(BIL + iri[4:]), RDF.type, None) in ontology, key


def test_keys_take_what_the_property_takes(ontology: Graph) -> None:
    for key, term in CONTEXT.items():
        if not isinstance(term, dict) or not term["@id"].startswith("bil:"):
            continue
        node = URIRef(BIL + term["@id"][4:])
        is_object = term.get("@type") in ("@id", "@vocab")
        kind = OWL.ObjectProperty if is_object else OWL.DatatypeProperty
        assert (node, RDF.type, kind) in ontology, key
        if not is_object and term.get("@type"):
            prefix, name = term["@type"].split(":")
            assert URIRef(CONTEXT[prefix] + name) == ontology.value(node, RDFS.range), key


def test_schema_knows_the_keys_of_the_context() -> None:
    of_codes = {"codes", "broader", "definition", "example", "closeMatch"}
    of_codes |= {"standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole"}
    keys = set(CONTEXT) - {key for key in CONTEXT if key[0].isupper() or key.startswith("@")}
    keys -= {
        key for key, value in CONTEXT.items() if isinstance(value, str) and value.startswith("http")
    }
    definitions = SCHEMA["$defs"].values()
    known = {key for part in definitions for key in part.get("properties", {})}
    # What readers found is no part of the data.
    known -= SCHEMA["$defs"]["auditFile"]["properties"].keys()

    assert keys <= known
    assert known - keys <= of_codes | {
        "title",
        "about",
        "partOf",
        "url",
        "license",
        "language",
        "modified",
        "length",
        "sha256",
    } | {"base", "name", "contact", "creator", "publisher", "uses"}


def test_types_of_the_schema_are_in_the_context() -> None:
    for part in ("content", "entity"):
        assert set(SCHEMA["$defs"][part]["properties"]["type"]["enum"]) <= CONTEXT.keys()


def test_mappings_mean_the_same_to_rdflib() -> None:
    mappings = read_mappings([resource("mappings")])
    for document in some(mappings.documents):
        base = f"{BASE}{document.id}/"
        for source in some(document.claims):
            block = {"claims": source.data["claims"]}
            text = json.dumps({"@context": dict(mappings.context), **block})
            lines = serialize(expand(block, mappings.context, base), format=RdfFormat.N_TRIPLES)
            theirs = Graph().parse(data=text, format="json-ld", publicID=base)
            assert isomorphic(Graph().parse(data=lines, format="nt"), theirs), source.file


def test_vocabulary_is_read_off_the_ontology() -> None:
    inputs = pipeline.load([resource("mappings")], lambda step: None)

    assert {"recognizes", "diplomaticRelationsWith", "hasEmbassyIn"} <= inputs.vocabulary.predicates
    assert BIL + "conflictsWith" in inputs.vocabulary.symmetric
    assert BIL + "Content" in inputs.vocabulary.ancestors[BIL + "Utterance"]
