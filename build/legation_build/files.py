"""Make the files of a release: dumps of all and of each document, tables, catalogue. Pure."""

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence

import zstandard
from pyoxigraph import Literal, NamedNode, Quad

from legation_build.catalog import catalog
from legation_build.dataset import CC0, NamedGraph, rebase
from legation_build.expand import in_graph
from legation_build.formats import DUMP_FORMATS, DumpFormat
from legation_build.namespaces import BASE, BIL, GRAPH, RDF
from legation_build.release import ReleaseFile
from legation_build.serialize import dump
from legation_build.tables import as_csv, claim_rows

COMPRESSIONS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    # No time is written, so that the same data give the same bytes.
    "gz": ("application/gzip", lambda data: gzip.compress(data, 6, mtime=0)),
    "zst": ("application/zstd", lambda data: zstandard.compress(data, 10)),
}


def release_files(
    quads: Sequence[Quad],
    graphs: Sequence[NamedGraph],
    prefixes: Mapping[str, str],
    base: str,
    step: Callable[[str], None],
) -> list[ReleaseFile]:
    """Return the files of the release that holds `quads`, whose graphs are `graphs`.

    `prefixes` are those of `base`, to which all addresses are moved; `step` is told each format.
    """
    texts = {graph.name: graph for graph in graphs if graph.is_text}
    free = [quad for quad in quads if quad.graph_name not in texts]
    files: list[ReleaseFile] = []
    for form in DUMP_FORMATS:
        step(form.name)
        data = dump(rebase(free, base), form, prefixes)
        name, title = f"legation.{form.name}", f"The whole dataset in {form.title}"
        files += _with_compressed(_file(name, form, title, CC0, data, load=form.name == "nq"))
    for document in _documents(free):
        own = rebase(list(_of_document(free, document)), base)
        for form in DUMP_FORMATS:
            title = f"The document {document}, with the entities it names, in {form.title}"
            data = dump(own, form, prefixes)
            files += _with_compressed(_file(f"{document}.{form.name}", form, title, CC0, data))
    turtle, nquads = DUMP_FORMATS[0], DUMP_FORMATS[2]
    about = rebase([q for q in free if q.graph_name == NamedNode(GRAPH + "release")], base)
    title = "Description of the dataset (VoID)"
    files.append(_file("void.ttl", turtle, title, CC0, dump(about, turtle, prefixes)))
    for graph in texts.values():
        words = rebase([quad for quad in quads if quad.graph_name == graph.name], base)
        name = f"{graph.name.value.removeprefix(GRAPH)}.nq"
        data = dump(words, nquads, prefixes)
        files.append(_file(name, nquads, graph.title, graph.license, data, load=True))
    table = as_csv(claim_rows(quad.triple for quad in free))
    title = "All claims as a table, a row a claim and content"
    files.append(ReleaseFile("dumps/claims.csv", "csv", "text/csv", title, CC0, table))
    return files


def with_catalog(
    files: Sequence[ReleaseFile], digest: str, modified: str, prefixes: Mapping[str, str], base: str
) -> list[ReleaseFile]:
    """Return `files` with the two that tell of the others: the catalogue record and checksums."""
    graph = NamedNode(GRAPH + "catalog")
    record = rebase(list(in_graph(catalog(files, digest, modified), graph)), base)
    turtle = DUMP_FORMATS[0]
    title = "Catalogue record of all files, with checksums (DCAT)"
    told = [*files, _file("dcat.ttl", turtle, title, CC0, dump(record, turtle, prefixes))]
    sums = "".join(f"{f.entry()['sha256']}  {f.path.removeprefix('dumps/')}\n" for f in told)
    path, title = "dumps/SHA256SUMS", "Checksums of all files, for sha256sum --check"
    return [*told, ReleaseFile(path, "txt", "text/plain", title, CC0, sums.encode())]


def _file(
    name: str, form: DumpFormat, title: str, license: str, data: bytes, load: bool = False
) -> ReleaseFile:
    path = f"dumps/{name}"
    return ReleaseFile(path, form.name, form.media_type, title, license, data, load)


def _with_compressed(file: ReleaseFile) -> Iterator[ReleaseFile]:
    yield file
    for extension, (media_type, compress) in COMPRESSIONS.items():
        yield ReleaseFile(
            f"{file.path}.{extension}",
            f"{file.format}.{extension}",
            media_type,
            f"{file.title}, compressed",
            file.license,
            compress(file.data),
        )


def _documents(quads: Sequence[Quad]) -> list[str]:
    """Return the ids of the documents that `quads` describe, sorted."""
    kind = NamedNode(BIL + "Document")
    return sorted(
        quad.subject.value.removeprefix(BASE)
        for quad in quads
        if quad.object == kind
        and quad.predicate.value == RDF + "type"
        and isinstance(quad.subject, NamedNode)
    )


def _of_document(quads: Sequence[Quad], document: str) -> Iterator[Quad]:
    """Yield the quads of a document's graph, and those about the entities that it names."""
    graph, entities = NamedNode(GRAPH + document), NamedNode(GRAPH + "entities")
    named = {quad.object for quad in quads if quad.graph_name == graph}
    named -= {term for term in named if isinstance(term, Literal)}
    for quad in quads:
        if quad.graph_name == graph or (quad.graph_name == entities and quad.subject in named):
            yield quad
