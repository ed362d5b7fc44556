"""Describe things and the dataset in schema.org's terms, for search engines (JSON-LD in pages).

What a document does not assert is a Claim there, never an Event or a Statement.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from legation_server.descriptions import DESCRIPTIONS, Standing, Wording, passage_link
from legation_server.namespaces import DCTERMS, OWL, SCHEMA, SH, SKOS, VOID
from legation_server.rdf import GraphIndex, last_part
from legation_server.releases import Release, ReleaseFile

DESCRIPTION = (
    "What documents say about the relations of states, as linked data: who says it, how certain it "
    "is, and the sentence it comes from."
)
CONTEXT = "https://schema.org"
MOST_SOURCES = 50
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# For what is not doubted. The first that fits counts: a supposition is always a claim.
OWN_TYPES = (
    ("Supposition", "Claim"),
    ("Claim", "Claim"),
    ("Event", "Event"),
    ("Situation", "Statement"),
    ("Figure", "Observation"),
    ("Document", "CreativeWork"),
    ("Passage", "CreativeWork"),
)
OTHER_TYPES = (
    (SKOS + "ConceptScheme", "DefinedTermSet"),
    (SKOS + "Concept", "DefinedTerm"),
    (OWL + "Ontology", "DefinedTermSet"),
    (VOID + "Dataset", "Dataset"),
    (SH + "SPARQLExecutable", "SoftwareSourceCode"),
)

Json = dict[str, Any]


def schema_types(index: GraphIndex, namespace: str, iri: str) -> list[str]:
    """Return the schema.org types of a thing; `namespace` is that of the ontology's terms."""
    types = index.types(iri)
    if Standing(index, namespace).doubts(iri):
        return ["Claim"]
    for name, schema_type in OWN_TYPES:
        if namespace + name in types:
            return [schema_type]
    for kind, schema_type in OTHER_TYPES:
        if kind in types:
            return [schema_type]
    return sorted(t.removeprefix(SCHEMA) for t in types if t.startswith(SCHEMA)) or ["Thing"]


def thing_json(values: Wording, urls: Mapping[str, str], iri: str, release: Release) -> Json:
    """Return the description of a thing; `urls` has the address of each document's source."""
    index, ns = values.index, values.namespace
    kinds = schema_types(index, ns, iri)
    about: Json = {
        "@context": CONTEXT,
        "@id": iri,
        "@type": kinds[0] if len(kinds) == 1 else kinds,
        "name": values.label(iri),
        "url": iri,
    }
    if description := index.text(iri, *DESCRIPTIONS):
        about["description"] = description
    if doubts := Standing(index, ns).doubts(iri):
        about["disambiguatingDescription"] = f"Not asserted by the document: {', '.join(doubts)}."
    if same := index.names(iri, SKOS + "exactMatch"):
        about["sameAs"] = sorted(same)
    more = BY_TYPE.get(kinds[0])
    if more:
        about.update(more(values, urls, iri))
    if kinds[0] in CREATIVE_WORKS:
        about["license"] = release.license
    return {key: value for key, value in about.items() if value not in ("", [], {})}


def dataset_json(release: Release, address: Callable[[str], str], description: str) -> Json:
    """Return the description of the dataset with its files, for data catalogues."""
    about: Json = {
        "@context": CONTEXT,
        "@id": release.base + "dataset",
        "@type": "Dataset",
        "name": release.title or release.name,
        "description": description,
        "url": release.base,
        "identifier": f"sha256:{release.digest}",
        "version": release.digest[:16],
        "dateModified": release.modified,
        "license": release.license,
        "isAccessibleForFree": True,
        "isBasedOn": [
            {"@type": "CreativeWork", "name": d.title, "url": d.url, "license": d.license}
            # A page has no room for thousands; the records for catalogues have all.
            for d in release.documents[:MOST_SOURCES]
        ],
        "distribution": [_download(f, address) for f in release.files if f.is_whole or f.is_table],
    }
    if release.publisher:
        publisher = {
            "@type": "Organization",
            "@id": release.publisher.iri,
            "name": release.publisher.name,
        }
        about |= {"creator": publisher, "publisher": publisher}
    return about


def _download(file: ReleaseFile, address: Callable[[str], str]) -> Json:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": address(file.path),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
        "license": file.license,
    }


def _named(values: Wording, iri: str) -> Json:
    kinds = schema_types(values.index, values.namespace, iri)
    return {"@type": kinds[0], "@id": iri, "name": values.label(iri)}


def _event(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    index, ns = values.index, values.namespace
    places = [
        {"@type": "Place", "@id": p, "name": values.label(p)} for p in _of(values, iri, "place")
    ]
    return {
        **dates(index.text(iri, ns + "when")),
        "location": places,
        "subjectOf": _passages(values, urls, iri),
    }


def _claim(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    index, ns = values.index, values.namespace
    stating = _of(values, iri, "statedBy")
    standing = Standing(index, ns)
    claims = [c for c in stating if not standing.denies(c)] if stating else [iri]
    by = {source for claim in claims for source in index.names(claim, ns + "attributedTo")}
    return {
        "author": [{"@type": "Thing", "@id": s, "name": values.label(s)} for s in sorted(by)],
        "appearance": _passages(values, urls, iri),
    }


def _statement(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    return {"subjectOf": _passages(values, urls, iri)}


def _observation(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    index, ns = values.index, values.namespace
    value = index.text(iri, ns + "value")
    return {
        "value": float(value) if value else "",
        "measuredProperty": [_named(values, name) for name in _of(values, iri, "measure")],
        "observationDate": dates(index.text(iri, ns + "when")).get("startDate", ""),
        "subjectOf": _passages(values, urls, iri),
    }


def _term(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    sets = values.index.names(iri, SKOS + "inScheme")
    return {
        "termCode": last_part(iri),
        "inDefinedTermSet": sets[0] if sets else "",
    }


def _term_set(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    index = values.index
    codes = index.subjects(SKOS + "inScheme", iri)
    kinds = (OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty")
    terms = [t for kind in kinds for t in index.of_type(kind) if t.startswith(iri + "#")]
    # The page defines hundreds of terms; here it would do so again.
    return {
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "@id": term,
                "termCode": last_part(term),
                "name": values.label(term),
            }
            for term in sorted({*codes, *terms})
        ]
    }


def _work(values: Wording, urls: Mapping[str, str], iri: str) -> Json:
    index, ns = values.index, values.namespace
    if source := passage_link(index, ns, urls, iri):
        document = _of(values, iri, "inDocument")
        return {"url": source, "isPartOf": [_named(values, name) for name in document]}
    return {
        "license": "".join(index.names(iri, DCTERMS + "license")[:1]),
        "url": urls.get(iri, iri),
    }


def dates(when: str) -> Json:
    """Return the dates of a time in EDTF that is neither uncertain nor open.

    >>> dates("2011/2020-05")
    {'startDate': '2011', 'endDate': '2020-05'}
    >>> dates("199X"), dates("../1998")
    ({}, {})
    """
    start, interval, end = when.partition("/")
    if not (DATE.fullmatch(start) and DATE.fullmatch(end if interval else start)):
        return {}
    return {"startDate": start, **({"endDate": end} if interval else {})}


def _of(values: Wording, iri: str, name: str) -> list[str]:
    return sorted(values.index.names(iri, values.namespace + name))


def _passages(values: Wording, urls: Mapping[str, str], iri: str) -> list[Json]:
    index, ns = values.index, values.namespace
    return [
        {"@type": "CreativeWork", "@id": passage, "url": url}
        for passage in _of(values, iri, "evidence")
        if (url := passage_link(index, ns, urls, passage))
    ]


BY_TYPE: Mapping[str, Callable[[Wording, Mapping[str, str], str], Json]] = {
    "Claim": _claim,
    "Event": _event,
    "Statement": _statement,
    "Observation": _observation,
    "DefinedTerm": _term,
    "DefinedTermSet": _term_set,
    "CreativeWork": _work,
}
CREATIVE_WORKS = ("DefinedTermSet", "Dataset", "SoftwareSourceCode")
