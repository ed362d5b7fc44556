"""Describe a release's files as a catalogue record: DCAT 3 with checksums. Pure."""

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, NamedNode, Triple

from legation_build.dataset import english, titled, triple, typed
from legation_build.descriptions.agents import (
    MAINTAINERS,
    NAME,
    PUBLISHER,
    agent_triples,
    named_agent,
)
from legation_build.descriptions.default_graphs import ENDPOINTS, SPARQL, service
from legation_build.descriptions.void import identity
from legation_build.mapping import FolderSettings, Mappings
from legation_build.namespaces import BASE, CC0, DATASET, DCAT, DCTERMS, RDF, SPDX
from legation_build.release import GraphSummary, ReleaseFile

CATALOG = NamedNode(DATASET.value + "#catalog")
_MEDIA = "https://www.iana.org/assignments/media-types/"


def catalog(
    files: Sequence[ReleaseFile], graphs: Sequence[GraphSummary], digest: str, mappings: Mappings
) -> list[Triple]:
    """Return the record of the release with the given `digest`: a distribution for each file.

    Implements DCAT 3 (W3C Recommendation 2024) and what DCAT-AP 3.0.1 makes mandatory. It is not
    in the dumps, which cannot hold their own checksums.
    """
    titles = {graph.name.value: graph.title for graph in graphs}
    settings = mappings.settings
    found = [*identity(digest, mappings.modified, settings), *_catalog(settings)]
    found += [*_endpoint(settings.license or CC0), *_kinds(files)]
    for order, file in enumerate(files, 1):
        found += _distribution(file, titles, BlankNode(f"checksum{order}"))
    return list(dict.fromkeys(found))


def is_checksum(triple: Triple) -> bool:
    """Return whether a triple of the record is about a checksum."""
    return triple.predicate.value == SPDX + "checksum" or isinstance(triple.subject, BlankNode)


def _catalog(settings: FolderSettings) -> Iterator[Triple]:
    yield triple(CATALOG, RDF + "type", DCAT + "Catalog")
    name = settings.title or NAME
    yield from titled(CATALOG, f"{name}: catalogue")
    yield triple(CATALOG, DCTERMS + "description", english(f"The data sets and files of {name}."))
    yield from agent_triples(CATALOG, "publisher", settings.publisher)
    if settings.publisher is None:
        yield from named_agent(PUBLISHER, MAINTAINERS)
    yield triple(CATALOG, DCAT + "dataset", DATASET)
    for path, title in ENDPOINTS.items():
        yield triple(CATALOG, DCAT + "service", service(path))
        # The record has to be complete without the description of the dataset.
        yield triple(service(path), RDF + "type", DCAT + "DataService")
        yield triple(service(path), DCTERMS + "title", english(title))
        yield triple(service(path), DCAT + "endpointURL", service(path))


def _endpoint(license: str) -> Iterator[Triple]:
    node, title = NamedNode(DATASET.value + "#endpoint"), "The whole dataset, to be queried"
    yield triple(DATASET, DCAT + "distribution", node)
    yield triple(node, RDF + "type", DCAT + "Distribution")
    yield from titled(node, title)
    yield triple(node, DCTERMS + "license", license)
    yield triple(node, DCAT + "accessURL", service(SPARQL))
    yield triple(node, DCAT + "accessService", service(SPARQL))


def _kinds(files: Sequence[ReleaseFile]) -> Iterator[Triple]:
    """Yield the classes of what distributions name, which DCAT-AP asks for."""
    for license in sorted({CC0, *(file.license for file in files)}):
        yield triple(license, RDF + "type", DCTERMS + "LicenseDocument")
    for kind in sorted({k for file in files for k in (file.media_type, file.packed) if k}):
        yield triple(_MEDIA + kind, RDF + "type", DCTERMS + "MediaType")


def _distribution(
    file: ReleaseFile, titles: dict[str, str], checksum: BlankNode
) -> Iterator[Triple]:
    url = NamedNode(BASE + file.path)
    # A fragment of the described thing, since the file itself has no fragments.
    node = NamedNode(f"{file.holds or DATASET.value}#{file.path}")
    if file.holds:
        part = NamedNode(file.holds)
        yield triple(DATASET, DCTERMS + "hasPart", part)
        yield triple(CATALOG, DCAT + "dataset", part)
        yield triple(part, RDF + "type", DCAT + "Dataset")
        yield triple(part, DCTERMS + "title", english(titles[file.holds]))
        about = f"{titles[file.holds]}: what this document says, with its sentences."
        yield triple(part, DCTERMS + "description", english(about))
        yield triple(part, DCTERMS + "isPartOf", DATASET)
    yield triple(NamedNode(file.holds) if file.holds else DATASET, DCAT + "distribution", node)
    yield triple(node, RDF + "type", DCAT + "Distribution")
    yield from titled(node, file.title)
    yield triple(node, DCTERMS + "license", file.license)
    yield triple(node, DCAT + "accessURL", url)
    yield triple(node, DCAT + "downloadURL", url)
    yield triple(node, DCAT + "mediaType", _MEDIA + (file.packed or file.media_type))
    if file.packed:
        yield triple(node, DCAT + "compressFormat", _MEDIA + file.media_type)
    yield triple(node, DCAT + "byteSize", typed(str(file.size), "nonNegativeInteger"))
    yield triple(node, SPDX + "checksum", checksum)
    yield triple(checksum, RDF + "type", SPDX + "Checksum")
    yield triple(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    yield triple(checksum, SPDX + "checksumValue", typed(file.sha256, "hexBinary"))
