"""The ontology is published as FOOPS!, OOPS! and Linked Open Vocabularies ask; by their test names.

Not tested, since they need others: a DOI, a prefix registered at prefix.cc, an entry in a catalogue
of vocabularies, and an earlier version, of which there is none.
"""

import re

import pytest
from flask.testing import FlaskClient
from legation_server.formats import DOCUMENTS, HTML, Format
from rdflib import (
    DCTERMS,
    FOAF,
    OWL,
    RDF,
    RDFS,
    SKOS,
    VANN,
    BNode,
    Graph,
    Literal,
    Namespace,
    URIRef,
)
from rdflib.term import Node
from support.some import some

BASE = "https://w3id.org/legation/"
IRI = URIRef(BASE + "ns")
BIBO = Namespace("http://purl.org/ontology/bibo/")
RDF_FORMATS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
PERSISTENT = re.compile(r"https://(w3id\.org|purl\.\w+|doi\.org|www\.w3\.org)/")
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)


def fetched(client: FlaskClient, path: str, offer: Format) -> Graph:
    response = client.get(path, headers={"Accept": offer.media_type}, follow_redirects=True)
    assert response.status_code == 200
    assert response.mimetype == offer.media_type
    return Graph().parse(data=response.data, format=RDF_FORMATS[offer.name])


def own(graph: Graph, *kinds: Node) -> set[Node]:
    """Return the terms of our namespace that are of some kinds."""
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return {term for term in found if str(term).startswith(str(IRI) + "#")}


def declared(graph: Graph) -> set[Node]:
    """Return every class and property that is declared, whoever's it is."""
    kinds = (OWL.Class, *PROPERTIES, OWL.AnnotationProperty, RDFS.Datatype)
    return {t for kind in kinds for t in graph.subjects(RDF.type, kind) if isinstance(t, URIRef)}


@pytest.mark.parametrize("path", ["/ns", "/ns/0.1.0"])
@pytest.mark.parametrize(
    "offer", [o for o in DOCUMENTS if o is not HTML], ids=lambda offer: offer.name
)
def test_cn1_rdf1_uri2_the_ontology_is_found_by_its_name_in_rdf(
    published_client: FlaskClient, ontology: Graph, path: str, offer: Format
) -> None:
    found = fetched(published_client, path, offer)

    assert (IRI, RDF.type, OWL.Ontology) in found
    assert len(set(found.subjects(RDFS.isDefinedBy, IRI))) == len(
        set(ontology.subjects(RDFS.isDefinedBy, IRI))
    )


def test_doc1_the_ontology_is_found_by_its_name_in_html(published_client: FlaskClient) -> None:
    page = published_client.get("/ns", headers={"Accept": "text/html"}, follow_redirects=True)

    assert page.mimetype == "text/html"
    assert '<html lang="en" dir="ltr">' in page.text


def test_purl1_http1_uri1_the_name_is_persistent_and_has_no_extension(ontology: Graph) -> None:
    assert PERSISTENT.match(IRI)
    assert not re.search(r"\.(owl|rdf|ttl|n3|html)$", IRI)
    assert ontology.value(predicate=RDF.type, object=OWL.Ontology) == IRI


def test_ver1_ver2_the_version_has_a_name_of_its_own_that_resolves(
    published_client: FlaskClient, ontology: Graph
) -> None:
    version = str(ontology.value(IRI, OWL.versionIRI))

    assert version != str(IRI)
    assert PERSISTENT.match(version)
    path = "/" + version.removeprefix(BASE)
    assert published_client.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "predicate",
    [
        # OM1, minimum
        DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.license, OWL.versionIRI,
        DCTERMS.creator, VANN.preferredNamespaceUri,
        # OM2, recommended; FIND1
        VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created,
        DCTERMS.bibliographicCitation, DCTERMS.contributor,
        # OM3, optional; OM5, provenance
        DCTERMS.publisher, FOAF.logo, BIBO.status, DCTERMS.issued, DCTERMS.modified,
    ],
)  # fmt: skip
def test_om1_om2_om3_om5_the_ontology_describes_itself(
    published_client: FlaskClient, predicate: URIRef
) -> None:
    turtle = next(offer for offer in DOCUMENTS if offer.name == "ttl")

    assert fetched(published_client, "/ns", turtle).value(IRI, predicate) is not None


def test_om4_the_licence_is_a_known_one(ontology: Graph) -> None:
    license = str(ontology.value(IRI, DCTERMS.license))

    assert license.startswith("https://creativecommons.org/")


def test_find1_prefix_and_namespace_are_those_of_the_terms(
    published_client: FlaskClient, ontology: Graph
) -> None:
    prefix = ontology.value(IRI, VANN.preferredNamespacePrefix)
    namespace = ontology.value(IRI, VANN.preferredNamespaceUri)

    assert (str(prefix), str(namespace)) == ("bil", str(IRI) + "#")
    assert f"@prefix {prefix}: <{namespace}>" in published_client.get("/ns.ttl").text


def test_the_logo_is_there(published_client: FlaskClient, ontology: Graph) -> None:
    logo = str(ontology.value(IRI, FOAF.logo)).removeprefix(BASE)

    assert published_client.get("/" + logo, buffered=True).mimetype == "image/svg+xml"


def test_voc1_voc2_other_vocabularies_are_reused(ontology: Graph) -> None:
    about = {str(predicate) for predicate in ontology.predicates(IRI)}
    used = {str(term) for term in ontology.objects(None, RDFS.range)} | {
        str(term) for term in ontology.objects(None, RDFS.subPropertyOf)
    }

    assert any(predicate.startswith(str(DCTERMS)) for predicate in about)
    assert any(term.startswith("https://schema.org/") for term in used)
    assert str(SKOS.Concept) in used


def test_voc3_voc4_every_declared_term_has_a_label_and_a_definition(ontology: Graph) -> None:
    assert len(declared(ontology)) > 100
    for term in some(declared(ontology)):
        labels = list(ontology.objects(term, RDFS.label))
        definitions = [
            *ontology.objects(term, SKOS.definition),
            *ontology.objects(term, RDFS.comment),
        ]
        assert labels, term
        assert definitions, term
        texts = [text for text in (*labels, *definitions) if isinstance(text, Literal)]
        assert all(text.language == "en" for text in some(texts)), term


def test_p10_classes_that_exclude_each_other_say_so(ontology: Graph) -> None:
    assert (None, RDF.type, OWL.AllDisjointClasses) in ontology
    assert (None, OWL.disjointUnionOf, None) in ontology


def test_p11_p19_every_property_has_one_domain_and_one_range(ontology: Graph) -> None:
    for term in some(own(ontology, *PROPERTIES)):
        for predicate in (RDFS.domain, RDFS.range):
            assert len(list(ontology.objects(term, predicate))) == 1, (term, predicate)


def test_p22_names_are_written_alike(ontology: Graph) -> None:
    for term in some(own(ontology, OWL.Class)):
        assert re.fullmatch(r"[A-Z][A-Za-z]+", term.rpartition("#")[2]), term  # type: ignore[attr-defined]
    for term in some(own(ontology, *PROPERTIES)):
        assert re.fullmatch(r"[a-z][A-Za-z0-9]+", term.rpartition("#")[2]), term  # type: ignore[attr-defined]


def test_p26_no_symmetric_property_has_an_inverse(ontology: Graph) -> None:
    for term in some(ontology.subjects(RDF.type, OWL.SymmetricProperty)):
        assert (term, OWL.inverseOf, None) not in ontology


def test_p34_p35_every_term_in_an_axiom_is_declared(ontology: Graph) -> None:
    predicates = (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf)
    builtin = (str(OWL), str(RDFS), str(RDF), "http://www.w3.org/2001/XMLSchema#")

    for predicate in predicates:
        for term in some(ontology.objects(None, predicate)):
            assert (
                isinstance(term, BNode)
                or str(term).startswith(builtin)
                or (term, RDF.type, None) in ontology
            ), term


def test_p40_no_term_is_made_up_in_the_namespace_of_others(ontology: Graph) -> None:
    for term in some(ontology.subjects(RDFS.isDefinedBy, IRI)):
        assert str(term).startswith(str(IRI) + "#"), term
