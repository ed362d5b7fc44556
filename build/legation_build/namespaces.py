"""Name the namespaces that the data uses. This is their only list; the manifest hands it on."""

BASE = "https://w3id.org/legation/"
BIL = BASE + "ns#"
ENTITY = BASE + "id/"
CODE = BASE + "code/"
GRAPH = BASE + "graph/"

DCTERMS = "http://purl.org/dc/terms/"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

OWN = ("code", "examples", "graph", "id")
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
    "topic",
    "unit",
)

_EXTERNAL = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": XSD,
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
    return dict(sorted((_EXTERNAL | own | lists | {d: f"{base}{d}/" for d in documents}).items()))
