"""Every file of a release is a distribution in its catalogue (DCAT)."""

from pathlib import Path
from typing import Any

from legation_build.dumps.serialize import DUMP_FORMATS
from legation_build.namespaces import BASE
from legation_build.release.files import COMPRESSIONS
from pyoxigraph import NamedNode
from rdflib import Graph
from support.in_process import DATASET, PREFIXES, ask, rows
from support.memory_store import MemoryStore


def test_every_file_is_a_distribution_with_licence_size_and_checksum(
    published_store: MemoryStore, published_manifest: dict[str, Any]
) -> None:
    found = {
        url.removeprefix(BASE): (license, int(size), digest.lower())
        for url, license, size, digest in rows(
            published_store.triples,
            """SELECT ?url ?license ?size ?digest { ?any dcat:distribution ?d . ?d dcat:downloadURL ?url ; dcterms:license ?license ;
                 dcat:byteSize ?size ; dcterms:title ?title ; spdx:checksum [ spdx:checksumValue ?digest ] }""",
        )
    }
    # These hold the checksums of the others.
    own = {"dumps/dcat.ttl", "dumps/dcat.nq", "dumps/SHA256SUMS"}

    assert found == {
        file["path"]: (file["license"], file["size"], file["sha256"])
        for file in published_manifest["files"]
        if file["path"] not in own
    }


def test_dumps_of_a_document_are_distributions_of_its_own_dataset(
    published_store: MemoryStore,
) -> None:
    urls = {
        url.removeprefix(BASE + "dumps/azerbaijan-israel.")
        for (url,) in rows(
            published_store.triples,
            "SELECT ?url { graph:azerbaijan-israel a dcat:Dataset ; dcat:distribution/dcat:downloadURL ?url }",
        )
    }

    names = {form.name for form in DUMP_FORMATS}
    assert urls == names | {f"{name}.{end}" for name in names for end in COMPRESSIONS}


def test_compressed_file_tells_what_it_holds(published_store: MemoryStore) -> None:
    media = "https://www.iana.org/assignments/media-types/"

    assert ask(
        published_store.triples,
        f"?d dcat:downloadURL <{BASE}dumps/legation.ttl.gz> ; dcat:mediaType <{media}text/turtle> ; dcat:compressFormat <{media}application/gzip>",
    )


def test_description_is_in_the_dumps_and_in_a_graph_of_its_own(
    published: Path, published_store: MemoryStore
) -> None:
    whole = Graph().parse(published / "current" / "dumps" / "legation.ttl")

    assert whole.query(
        f"{PREFIXES} ASK {{ {DATASET} a void:Dataset, dcat:Dataset ; void:triples ?n }}"
    )
    assert list(
        published_store.triples.quads_for_pattern(
            NamedNode(BASE + "dataset"), None, None, NamedNode(BASE + "graph/release")
        )
    )
    assert list(
        published_store.triples.quads_for_pattern(
            NamedNode(BASE + "dataset"), None, None, NamedNode(BASE + "graph/catalog")
        )
    )
