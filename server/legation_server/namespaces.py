"""Namespaces that the server knows by itself, and prefixed names (CURIEs) by any prefixes."""

import re
from collections.abc import Mapping

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
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
WIKIDATA = "http://www.wikidata.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"

RDF_TYPE = RDF + "type"
WIKIDATA_ENTITY = WIKIDATA + "entity/"

# A local name that needs no escapes after a prefix (PN_LOCAL, SPARQL 1.1, section 19.8).
LOCAL_NAME = re.compile(r"\w[\w-]*(?:\.[\w-]+)*")


def compact(iri: str, prefixes: Mapping[str, str]) -> str | None:
    """Return an IRI as a prefixed name, by the longest namespace that fits; None when none does.

    >>> compact("https://schema.org/Country", {"schema": "https://schema.org/"})
    'schema:Country'
    """
    fitting = [(prefix, space) for prefix, space in prefixes.items() if iri.startswith(space)]
    for prefix, namespace in sorted(fitting, key=lambda row: (-len(row[1]), row[0])):
        if LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return None


def expand(name: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI of a prefixed name; a name without a known prefix is an IRI already.

    >>> expand("schema:Country", {"schema": "https://schema.org/"})
    'https://schema.org/Country'
    """
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else name


def web_address(iri: str) -> str:
    """Return an IRI that is an address of the web, else nothing: no link may run a program.

    >>> web_address("https://example.org/"), web_address("javascript:alert(1)")
    ('https://example.org/', '')
    """
    return iri if iri.startswith(("http://", "https://")) else ""
