"""Describe a release's files as a catalogue record: DCAT 3 with checksums. Pure."""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.describe import DATASET, TITLE
from legation_build.namespaces import BASE, DCTERMS, RDF, XSD
from legation_build.release import ReleaseFile

_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"


def catalog(files: Sequence[ReleaseFile], digest: str, modified: str) -> list[Triple]:
    """Return the record of the release with the given `digest`: a distribution for each file.

    Implements DCAT 3 (W3C Recommendation 2024). It is kept out of the dataset itself, which cannot
    hold the checksums of its own files.
    """
    return list(dict.fromkeys(_triples(files, digest, modified)))


def _triples(files: Sequence[ReleaseFile], digest: str, modified: str) -> Iterator[Triple]:
    date = Literal(modified, datatype=NamedNode(XSD + "date"))
    yield _triple(DATASET, RDF + "type", NamedNode(_DCAT + "Dataset"))
    yield _triple(DATASET, DCTERMS + "title", Literal(TITLE, language="en"))
    yield _triple(DATASET, DCTERMS + "modified", date)
    yield _triple(DATASET, DCTERMS + "identifier", Literal(f"sha256:{digest}"))
    yield _triple(DATASET, _DCAT + "version", Literal(digest[:16]))
    yield _triple(DATASET, _DCAT + "endpointURL", NamedNode(BASE + "sparql"))
    for file in files:
        url = NamedNode(BASE + file.path)
        node, checksum = (NamedNode(f"{url.value}#{part}") for part in ("distribution", "checksum"))
        entry = file.entry()
        yield _triple(DATASET, _DCAT + "distribution", node)
        yield _triple(node, RDF + "type", NamedNode(_DCAT + "Distribution"))
        yield _triple(node, DCTERMS + "title", Literal(file.title, language="en"))
        yield _triple(node, DCTERMS + "license", NamedNode(file.license))
        yield _triple(node, _DCAT + "downloadURL", url)
        yield _triple(node, _DCAT + "mediaType", NamedNode(_MEDIA + file.media_type))
        size = Literal(str(entry["size"]), datatype=NamedNode(XSD + "nonNegativeInteger"))
        yield _triple(node, _DCAT + "byteSize", size)
        yield _triple(node, _SPDX + "checksum", checksum)
        yield _triple(checksum, RDF + "type", NamedNode(_SPDX + "Checksum"))
        yield _triple(checksum, _SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256"))
        hexadecimal = NamedNode(XSD + "hexBinary")
        value = Literal(entry["sha256"], datatype=hexadecimal)
        yield _triple(checksum, _SPDX + "checksumValue", value)


def _triple(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
