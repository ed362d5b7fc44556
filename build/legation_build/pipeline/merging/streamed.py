"""Put the parts of many documents together, file by file, with memory that does not grow."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from legation_build.dataset import dataset_digest
from legation_build.descriptions import (
    DESCRIPTION_GRAPH,
    Outline,
    Statistics,
    catalogue_files,
    describe_dataset,
    rebase_json,
    release_manifest,
    validation_file,
)
from legation_build.dumps import reading_context
from legation_build.namespaces import BASE, BIL, CC0, prefixes
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.pieces import FORMATS, NQUADS, SITE, TEXT
from legation_build.pipeline.documents.shared import Shared
from legation_build.pipeline.loading import Step
from legation_build.pipeline.merging.bundles import Bundle, bundles
from legation_build.pipeline.merging.graphs import Graphs, Merge, graphs_of, write_pieces
from legation_build.pipeline.merging.records import add_records, record_graph
from legation_build.pipeline.merging.sums import Parts, Sums
from legation_build.pipeline.merging.tables import table_files
from legation_build.pipeline.merging.writing import (
    GraphSource,
    HashingFile,
    dataset_files,
    file_there,
    written_file,
)
from legation_build.quality import quality_file
from legation_build.release import (
    COMPRESSIONS,
    Checked,
    Described,
    ReleaseFile,
    context_file,
    description_file,
    put_in_place,
    summary_of,
    writing_aside,
)
from legation_build.site_index import PATH, TEXT_PATH, write_bundle, write_site, write_texts
from legation_build.wikidata import WIKIDATA_GRAPH, files_of_the_model

DUMPS = (
    "legation.nq",
    *(f"legation.{form.name}.{ending}" for form in FORMATS for ending in COMPRESSIONS),
)
_SQLITE = "application/vnd.sqlite3"
# So many files are made at a time: copying, digests and SQL leave Python to others.
_AT_A_TIME = 4


def write_streamed(
    shared: Shared, parts: Parts, sums: Sums, output: Path, merge: Merge, step: Step
) -> tuple[dict[str, Any], Path]:
    """Write a release of the documents with the given parts; return its manifest and its folder.

    `parts` are folders, each with its record, and `sums` what the whole records add up to, in any
    order.
    """
    with writing_aside(output) as aside:
        (aside / "dumps").mkdir()
        with TemporaryDirectory(prefix=".merging-", dir=aside) as work:
            in_order = sorted(parts, key=lambda part: part[1].id)
            manifest, files = _made(shared, in_order, sums, aside, Path(work), merge, step)
        return manifest, put_in_place(aside, output, manifest, files)


def _made(
    shared: Shared,
    parts: Parts,
    sums: Sums,
    aside: Path,
    work: Path,
    merge: Merge,
    step: Step,
) -> tuple[dict[str, Any], list[ReleaseFile]]:
    base = merge.base
    step("describe")
    checked = _checked(shared, parts, sums, merge.engine)
    mappings, license = checked.mappings, checked.license
    graphs = graphs_of(shared, parts, sums, checked.version, license, merge)
    digest = dataset_digest(graphs.digests)
    settings = mappings.settings
    about = describe_dataset(
        graphs.summaries, graphs.statistics, digest, mappings.modified, settings, DUMPS
    )
    description = record_graph(DESCRIPTION_GRAPH, about)
    names = prefixes(BASE)
    context = reading_context(mappings.context, checked.model["ontology"], names)
    described = Described(
        checked,
        description.quads,
        [description],
        prefixes(base),
        rebase_json(context, base),
        base,
    )
    sources = [*graphs.sources, *write_pieces([description], work, base)]
    with ThreadPoolExecutor(_AT_A_TIME) as beside:
        # What takes longest is begun first.
        site = beside.submit(_site_files, aside, parts, graphs, merge, mappings.modified)
        files = _files(described, sources, graphs, aside, (parts, sums), merge, step, beside)
        step("site")
        files += site.result()
    files += catalogue_files(base, mappings, digest, files, aside)
    summaries = [*graphs.summaries, summary_of(description)]
    summaries = add_records(files, summaries, digest, described)
    outline = Outline(
        mappings,
        base,
        described.prefixes,
        summaries,
        graphs.digests,
        checked.checks,
        checked.engine,
        checked.version,
        merge.left_out,
    )
    return release_manifest(outline, _with_texts(graphs), digest, files), files


def _files(
    described: Described,
    sources: Sequence[GraphSource],
    graphs: Graphs,
    aside: Path,
    found: tuple[Parts, Sums],
    merge: Merge,
    step: Step,
    beside: Executor,
) -> list[ReleaseFile]:
    """Return the files of the release but for the index of pages and the records."""
    base, license, (parts, sums) = merge.base, described.checked.license, found
    step("dumps")
    in_order = sorted(sources, key=lambda one: one.iri)
    dumps = [beside.submit(write) for write in dataset_files(aside, in_order, license, base)]
    tables = beside.submit(
        table_files, aside, parts, sums, graphs.shared, license, base, merge.kept
    )
    about = list(description_file(described))
    files = [*(dump.result() for dump in dumps), *about]
    step("validation")
    files += [*validation_file(described), *quality_file(described)]
    step("texts")
    files += _text_files(aside, parts)
    step("tables")
    files += tables.result()
    step("wikidata")
    files += _wikidata_files(aside, in_order, graphs, described.checked, base)
    return [*files, *context_file(described)]


def _with_texts(graphs: Graphs) -> Statistics:
    """Return the counts of all graphs, those of the texts too: each passage has one triple."""
    texts = sum(graph.quads for graph in graphs.summaries if graph.is_text)
    counts = {**graphs.statistics.predicates, **({BIL + "text": texts} if texts else {})}
    return replace(graphs.statistics, predicates=dict(sorted(counts.items())))


def _checked(shared: Shared, parts: Parts, sums: Sums, engine: str) -> Checked:
    documents = tuple(record.as_document() for _, record in parts)
    return Checked(
        replace(shared.mappings, documents=documents),
        shared.model,
        (),
        sums.shape_counts(shared.checked()),
        engine,
        version("legation"),
        quality=sums.quality,
    )


def _text_files(aside: Path, parts: Parts) -> Iterator[ReleaseFile]:
    """Yield the words of the passages: a file for each licence, in the order of the licences."""
    by_license: dict[str, list[Path]] = {}
    for folder, record in parts:
        for graph in record.graphs:
            if graph.is_text:
                by_license.setdefault(graph.license, []).append(folder / f"sorted-{TEXT}")
    for number, (license, texts) in enumerate(sorted(by_license.items()), 1):
        path, title = f"dumps/texts-{number}.nq", "The words of passages, under this licence"
        form, kind, copy = NQUADS.name, NQUADS.media_type, partial(_copied, texts)
        yield written_file(aside, path, form, kind, title, license, copy, load=True)


def _copied(files: Sequence[Path], target: HashingFile) -> None:
    for file in files:
        target.copy(file)


def _wikidata_files(
    aside: Path, sources: Sequence[GraphSource], graphs: Graphs, checked: Checked, base: str
) -> Iterator[ReleaseFile]:
    (source,) = (one for one in sources if one.iri == WIKIDATA_GRAPH.value)
    end = f" <{source.iri.replace(BASE, base)}> .\n".encode()

    def write(file: HashingFile) -> None:
        for folder, piece in source.pieces:
            file.write((folder / f"{piece}.sorted.nq").read_bytes().replace(end, b" .\n"))

    (summary,) = (one for one in graphs.summaries if one.name.value == source.iri)
    form = next(form for form in FORMATS if form.name == "nt")
    path, title = "wikidata/wikidata.nt", f"{summary.title}, in {form.title}"
    yield written_file(aside, path, "nt", form.media_type, title, checked.license, write)
    yield from files_of_the_model(graphs.shared, checked, base)


def _site_files(
    aside: Path, parts: Parts, graphs: Graphs, merge: Merge, modified: str
) -> list[ReleaseFile]:
    bundled = bundles((folder, record.id) for folder, record in parts)
    places = [_site_rows(bundle, merge.kept) for bundle in bundled]
    meta = ("meta", [("base", merge.base), ("modified", modified)])
    write_site(aside / PATH, meta, places, graphs.shared)
    title = "What a server reads its pages from (SQLite)"
    files = [file_there(aside, PATH, "sqlite", _SQLITE, title, CC0)]
    licences = [graph.license for graph in graphs.summaries if graph.is_text]
    if licences:
        write_texts(aside / TEXT_PATH, places)
        title = "The words of passages, for the pages of a server (SQLite)"
        files.append(file_there(aside, TEXT_PATH, "sqlite", _SQLITE, title, licences[0]))
    return files


def _site_rows(bundle: Bundle, kept: Kept) -> Path:
    """Return the file of the rows that the documents of a bundle give to the index."""

    def rows() -> Iterator[dict[str, Any]]:
        for folder in bundle.folders:
            yield json.loads((folder / SITE).read_bytes())

    return bundle.kept(kept, lambda place: write_bundle(place / PATH, rows), PATH) / PATH
