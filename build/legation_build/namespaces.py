"""Name the namespaces that the data uses. This is their only list; the manifest hands it on."""

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
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"

OWN = ("code", "examples", "graph", "id")

WIKIDATA = "http://www.wikidata.org/"
ITEM = WIKIDATA + "entity/"
WIKIBASE = "http://wikiba.se/ontology#"

CODE_LISTS = (
    "commodity",
    "degree",
    "event-type",
    "flag",
    "kind",
    "manner",
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
