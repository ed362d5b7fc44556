"""Put the parts of a few documents together in memory, and make every file of a release."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from legation_build.dataset import (
    canonicalize,
    dataset_digest,
    graph_digest,
    without_texts,
)
from legation_build.descriptions import (
    DESCRIPTION_GRAPH,
    Outline,
    Statistics,
    catalogue_files,
    describe_dataset,
    rebase_json,
    release_manifest,
    statistics_of,
)
from legation_build.dumps import reading_context
from legation_build.namespaces import BASE, prefixes
from legation_build.pipeline.documents.parts import read_graphs, read_provenance
from legation_build.pipeline.documents.shared import Shared
from legation_build.pipeline.file_makers import FILE_MAKERS, GRAPH_MAKERS
from legation_build.pipeline.loading import Step
from legation_build.pipeline.merging.graphs import Merge
from legation_build.pipeline.merging.records import add_records, record_graph
from legation_build.pipeline.merging.sums import Parts, Sums
from legation_build.release import (
    Checked,
    Described,
    ReleaseFile,
    compressed_files,
    summary_of,
    write_release,
)


def write_whole(
    shared: Shared,
    parts: Parts,
    sums: Sums,
    output: Path,
    merge: Merge,
    step: Step,
) -> tuple[dict[str, Any], Path]:
    """Write a release of the documents with the given parts; return its manifest and its folder.

    `parts` are folders, each with its record, in the order of the documents; `sums` what the whole
    records add up to.
    """
    base = merge.base
    step("describe")
    described, digest, statistics = _described(_checked(shared, parts, sums, merge.engine), base)
    files = _files(described, step)
    checked = described.checked
    files += catalogue_files(base, checked.mappings, digest, files)
    summaries = [summary_of(graph) for graph in described.graphs]
    summaries = add_records(files, summaries, digest, described)
    outline = Outline(
        checked.mappings,
        base,
        described.prefixes,
        summaries,
        checked.digests,
        checked.checks,
        checked.engine,
        checked.version,
        merge.left_out,
    )
    if any(graph.is_text for graph in described.graphs):
        counted = (quad.triple for quad in described.quads if quad.graph_name != DESCRIPTION_GRAPH)
        statistics = statistics_of(counted)
    manifest = release_manifest(outline, statistics, digest, files)
    return manifest, write_release(output, manifest, files)


def _files(described: Described, step: Step) -> list[ReleaseFile]:
    """Return the files of every maker, each followed by its compressed forms.

    These are made beside: compressors do not keep Python from going on.
    """
    made: list[tuple[ReleaseFile, Future[list[ReleaseFile]] | None]] = []
    with ThreadPoolExecutor(1) as beside:
        for name, make_files in FILE_MAKERS.items():
            step(name)
            for file in make_files(described):
                made.append((file, beside.submit(compressed_files, file) if file.packs else None))
    return [one for file, more in made for one in (file, *(more.result() if more else ()))]


def _checked(shared: Shared, parts: Parts, sums: Sums, engine: str) -> Checked:
    documents = tuple(record.as_document() for _, record in parts)
    graphs = shared.graphs()
    provenance = shared.provenance()
    digests: dict[str, str] = {}
    for folder, record in parts:
        graphs += read_graphs(folder, record)
        provenance += read_provenance(folder)
        digests |= {graph.iri: graph.sha256 for graph in record.graphs}
    return Checked(
        replace(shared.mappings, documents=documents),
        shared.model,
        graphs,
        sums.shape_counts(shared.checked()),
        engine,
        version("legation"),
        provenance,
        sums.quality,
        digests,
    )


def _described(checked: Checked, base: str) -> tuple[Described, str, Statistics]:
    """Return all graphs with their description, and the digest of what is described.

    Also returns how much is described, without the texts.
    """
    mappings = checked.mappings
    graphs = [*checked.graphs, *(graph for make in GRAPH_MAKERS for graph in make(checked))]
    quads = canonicalize(graphs)
    digests = {
        graph.name.value: checked.digests.get(graph.name.value) or graph_digest(graph)
        for graph in graphs
    }
    digest = dataset_digest(digests)
    statistics = statistics_of(quad.triple for quad in without_texts(quads, graphs))
    summaries = [summary_of(graph) for graph in graphs]
    about = describe_dataset(summaries, statistics, digest, mappings.modified, mappings.settings)
    description = record_graph(DESCRIPTION_GRAPH, about)
    documents = mappings.document_ids
    names = prefixes(BASE, documents)
    context = reading_context(mappings.context, checked.model["ontology"], names)
    described = Described(
        replace(checked, digests=digests),
        [*quads, *description.quads],
        [*graphs, description],
        prefixes(base, documents),
        rebase_json(context, base),
        base,
    )
    return described, digest, statistics
