"""Make the records that describe a release: its description, its catalogue and its checksums."""

from collections.abc import Sequence

from pyoxigraph import NamedNode, Triple

from legation_build.dataset import NamedGraph, in_graph
from legation_build.descriptions import (
    CATALOG_GRAPH,
    CHECKSUMS_GRAPH,
    DESCRIPTIONS,
    catalog,
    is_checksum,
)
from legation_build.namespaces import CC0
from legation_build.release import (
    Described,
    GraphSummary,
    ReleaseFile,
    catalog_files,
    checksums,
    summary_of,
)


def record_graph(name: NamedNode, triples: Sequence[Triple]) -> NamedGraph:
    """Return the graph `name`, which describes the release and does not count in its digest."""
    return NamedGraph(name, DESCRIPTIONS[name], CC0, tuple(in_graph(list(triples), name)))


def add_records(
    files: list[ReleaseFile], summaries: Sequence[GraphSummary], digest: str, described: Described
) -> list[GraphSummary]:
    """Add to `files` those that list them; return what the manifest says of all graphs.

    `summaries` are those of the graphs without the records of files.
    """
    about = catalog(files, summaries, digest, described.checked.mappings)
    records = [
        record_graph(CATALOG_GRAPH, [row for row in about if not is_checksum(row)]),
        record_graph(CHECKSUMS_GRAPH, [row for row in about if is_checksum(row)]),
    ]
    files += catalog_files(records, described)
    files.append(checksums(files))
    return [*summaries, *(summary_of(one) for one in records)]
