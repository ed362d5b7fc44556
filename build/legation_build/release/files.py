"""Make the files of a release: dumps of all and of each document, tables, catalogue. Pure."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os.path import relpath

import zstandard
from pyoxigraph import Literal, NamedNode, Quad, Triple

from legation_build.dataset import NamedGraph
from legation_build.dumps import (
    DUMP_FORMATS,
    DumpFormat,
    as_csv,
    as_parquet,
    claim_rows,
    table_columns,
    table_metadata,
)
from legation_build.namespaces import BASE, BIL, CC0, GRAPH, RDF
from legation_build.release.folder import ReleaseFile
from legation_build.release.stages import Described
from legation_build.release.triple_terms import reified

# With Zstandard, 10 takes twice the time of 6 for 5 % smaller files.
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 6
COMPRESSIONS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    # No time is written, so that the same data give the same bytes.
    "gz": ("application/gzip", lambda data: gzip.compress(data, _GZIP_LEVEL, mtime=0)),
    "zst": ("application/zstd", lambda data: zstandard.compress(data, _ZSTD_LEVEL)),
}
TABLE_TITLE = "All claims as a table, a row a claim and content"
TYPED_TITLE = f"{TABLE_TITLE}, with typed columns"
PARQUET_TYPE = "application/vnd.apache.parquet"
TURTLE = next(form for form in DUMP_FORMATS if form.name == "ttl")
NTRIPLES = next(form for form in DUMP_FORMATS if form.name == "nt")
NQUADS = next(form for form in DUMP_FORMATS if form.name == "nq")


def dataset_dumps(made: Described) -> Iterator[ReleaseFile]:
    """Yield the dumps of the whole dataset, without the texts, in every format."""
    quads = made.dumper(made.claim_quads)
    for form in DUMP_FORMATS:
        data = quads.dump(form)
        name, title = f"legation.{form.name}", f"The whole dataset in {form.title}"
        load = form is NQUADS
        yield _file(name, form, title, made.checked.license, data, load=load, packs=True)


def document_dumps(made: Described) -> Iterator[ReleaseFile]:
    """Yield the dumps of each document with the entities it names, in every format."""
    quads = made.claim_quads
    for document in _documents(quads):
        part = made.dumper(list(_of_document(quads, document)))
        for form in DUMP_FORMATS:
            title = f"The document {document}, with the entities it names, in {form.title}"
            data = part.dump(form)
            name, graph = f"{document}.{form.name}", GRAPH + document
            yield _file(name, form, title, made.checked.license, data, holds=graph, packs=True)


def reified_dumps(made: Described) -> Iterator[ReleaseFile]:
    """Yield the whole dataset in RDF 1.2, with a triple term for each plain statement.

    A triple that the document does not state in its own voice is in them as a triple term only.
    """
    quads = made.claim_quads
    dumper = made.dumper([*quads, *reified(quads)])
    for form in (TURTLE, NTRIPLES):
        # Turtle tells its version first; what reads N-Triples may not know that directive yet.
        first = b'VERSION "1.2"\n' if form is TURTLE else b""
        data = first + dumper.dump(form)
        title = f"The whole dataset in {form.title} of RDF 1.2, with statements as triple terms"
        name = f"legation-1.2.{form.name}"
        yield _file(name, form, title, made.checked.license, data, packs=True)


def description_file(made: Described) -> Iterator[ReleaseFile]:
    """Yield the description of the dataset, as its graph has it."""
    yield graph_file(made, "release", "void", "Description of the dataset (VoID)")


def text_files(made: Described) -> Iterator[ReleaseFile]:
    """Yield the text of each document's passages, if the build has it."""
    for graph in made.graphs:
        if graph.is_text:
            name = f"{graph.name.value.removeprefix(GRAPH)}.nq"
            words = [quad for quad in made.quads if quad.graph_name == graph.name]
            data = made.dump(words, NQUADS)
            holds = graph.name.value
            yield _file(name, NQUADS, graph.title, graph.license, data, load=True, holds=holds)


def table_files(made: Described) -> Iterator[ReleaseFile]:
    """Yield the table of all claims as CSV and Parquet, and the metadata of its columns."""
    triples = [quad.triple for quad in made.claim_quads]
    rows = claim_rows(triples)
    names = table_columns(rows)
    yield ReleaseFile(
        "dumps/claims.csv", "csv", "text/csv", TABLE_TITLE, made.checked.license, as_csv(rows)
    )
    path, media_type = "dumps/claims.parquet", PARQUET_TYPE
    data = as_parquet(names, rows)
    yield ReleaseFile(
        path,
        "parquet",
        media_type,
        TYPED_TITLE,
        made.checked.license,
        data,
    )
    yield columns_file(triples, names, made.checked.license, made.base)


def columns_file(
    triples: Iterable[Triple], columns: Sequence[str], license: str, base: str
) -> ReleaseFile:
    """Return the metadata of the columns of the table; `triples` show what values they have."""
    meaning = table_metadata(triples, columns, "claims.csv", TABLE_TITLE, license)
    text = json.dumps(meaning, ensure_ascii=False, indent=1).replace(BASE, base) + "\n"
    path, title = "dumps/claims.csv-metadata.json", "What the columns of the table mean (CSVW)"
    return ReleaseFile(path, "json", "application/csvm+json", title, license, text.encode())


def context_file(made: Described) -> Iterator[ReleaseFile]:
    """Yield the JSON-LD context, which a server uses for its answers too."""
    text = json.dumps({"@context": made.context}, ensure_ascii=False, indent=1) + "\n"
    title = "The words of JSON-LD (context)"
    yield ReleaseFile(
        "dumps/context.jsonld", "jsonld", "application/ld+json", title, CC0, text.encode()
    )


def graph_file(made: Described, graph: str, name: str, title: str) -> ReleaseFile:
    """Return `name`.ttl: the named graph `graph`, without its base, in Turtle."""
    quads = [quad for quad in made.quads if quad.graph_name == NamedNode(GRAPH + graph)]
    return turtle_file(made, name, title, quads)


def turtle_file(made: Described, name: str, title: str, quads: Sequence[Quad]) -> ReleaseFile:
    """Return `name`.ttl with `quads` in it, in Turtle."""
    return _file(f"{name}.ttl", TURTLE, title, made.checked.license, made.dump(quads, TURTLE))


def catalog_files(records: Sequence[NamedGraph], made: Described) -> Iterator[ReleaseFile]:
    """Yield the catalogue record in Turtle and, for a server to load, in N-Quads."""
    title = "Catalogue record of all files, with checksums (DCAT)"
    for form in (TURTLE, NQUADS):
        data = made.dump([quad for record in records for quad in record.quads], form)
        yield _file(
            f"dcat.{form.name}", form, title, made.checked.license, data, load=form is NQUADS
        )


def checksums(files: Sequence[ReleaseFile]) -> ReleaseFile:
    """Return the file that holds the checksums of `files`."""
    sums = "".join(f"{f.sha256}  {relpath(f.path, 'dumps')}\n" for f in files)
    path, title = "dumps/SHA256SUMS", "Checksums of all files, for sha256sum --check"
    return ReleaseFile(path, "txt", "text/plain", title, CC0, sums.encode())


def _file(
    name: str,
    form: DumpFormat,
    title: str,
    license: str,
    data: bytes,
    load: bool = False,
    holds: str = "",
    packs: bool = False,
) -> ReleaseFile:
    path = f"dumps/{name}"
    media_type = form.media_type
    return ReleaseFile(path, form.name, media_type, title, license, data, load, holds, packs=packs)


def compressed_files(file: ReleaseFile) -> list[ReleaseFile]:
    """Return a file compressed in each way."""
    return [
        ReleaseFile(
            f"{file.path}.{extension}",
            f"{file.format}.{extension}",
            media_type,
            f"{file.title}, compressed",
            file.license,
            compress(file.data),
            holds=file.holds,
            packed=file.media_type,
        )
        for extension, (media_type, compress) in COMPRESSIONS.items()
    ]


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
