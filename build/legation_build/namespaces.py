"""The namespaces of the data: their only list, which the manifest passes on. CURIEs too. Pure."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

BASE = "https://w3id.org/legation/"
DATASET = NamedNode(BASE + "dataset")
# The licence of all graphs but those with a document's text.
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
BIL = BASE + "ns#"
ENTITY = BASE + "id/"
CODE = BASE + "code/"
GRAPH = BASE + "graph/"

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
DQV = "http://www.w3.org/ns/dqv#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
FOAF = "http://xmlns.com/foaf/0.1/"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"

OWN = ("code", "examples", "graph", "id")

WIKIDATA = "http://www.wikidata.org/"
ITEM = WIKIDATA + "entity/"
WIKIBASE = "http://wikiba.se/ontology#"

CODE_LISTS = (
    "commodity",
    "event-type",
    "flag",
    "kind",
    "measure",
    "modality",
    "passage-kind",
    "precision",
    "role",
    "situation-type",
    "stance",
    "status",
    "topic",
    "unit",
)

_EXTERNAL = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dqv": DQV,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sd": SD,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "vann": "http://purl.org/vocab/vann/",
    "void": VOID,
    "xsd": XSD,
}
# The prefixes that the Wikidata Query Service knows without a declaration.
_WIKIDATA = {
    "bd": "http://www.bigdata.com/rdf#",
    "p": WIKIDATA + "prop/",
    "pq": WIKIDATA + "prop/qualifier/",
    "pqv": WIKIDATA + "prop/qualifier/value/",
    "pr": WIKIDATA + "prop/reference/",
    "prv": WIKIDATA + "prop/reference/value/",
    "ps": WIKIDATA + "prop/statement/",
    "psv": WIKIDATA + "prop/statement/value/",
    "wd": ITEM,
    "wdref": WIKIDATA + "reference/",
    "wds": ITEM + "statement/",
    "wdt": WIKIDATA + "prop/direct/",
    "wdv": WIKIDATA + "value/",
    "wikibase": WIKIBASE,
}


def prefixes(base: str = BASE, documents: tuple[str, ...] = ()) -> dict[str, str]:
    """Return prefix → namespace for output and queries, sorted by prefix.

    `base` ends in a slash; `documents` are document ids, each of which is a prefix too.

    >>> prefixes(documents=("freedonia-sylvania",))["freedonia-sylvania"]
    'https://w3id.org/legation/freedonia-sylvania/'
    """
    own = {"bil": base + "ns#", "shapes": base + "shapes#"} | {
        name: f"{base}{name}/" for name in OWN
    }
    lists = {name: f"{base}code/{name}/" for name in CODE_LISTS}
    named = {document: f"{base}{document}/" for document in documents}
    return dict(sorted((_EXTERNAL | _WIKIDATA | own | lists | named).items()))


def split_iri(iri: str) -> tuple[str, str]:
    """Return the namespace of an IRI, up to its last slash or hash, and its local name.

    >>> split_iri("http://www.w3.org/2004/02/skos/core#prefLabel")
    ('http://www.w3.org/2004/02/skos/core#', 'prefLabel')
    """
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:end], iri[end:]


def curie_parts(iri: str, by_namespace: Mapping[str, str]) -> tuple[str, str] | None:
    """Return prefix and local name of an IRI; None when its namespace has no prefix.

    `by_namespace` is namespace → prefix. Each format has its own rules for local names: the caller
    checks or escapes them (CURIE Syntax 1.0, W3C Working Group Note 2010).

    >>> curie_parts("http://purl.org/dc/terms/title", {"http://purl.org/dc/terms/": "dcterms"})
    ('dcterms', 'title')
    """
    namespace, local = split_iri(iri)
    prefix = by_namespace.get(namespace)
    return (prefix, local) if prefix and local else None
