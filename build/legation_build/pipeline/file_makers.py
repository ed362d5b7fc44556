"""List the makers of extra graphs and of a release's files. To add one, add a row."""

from collections.abc import Callable, Iterator

from legation_build.dataset import NamedGraph
from legation_build.descriptions import provenance_graph, validation_file
from legation_build.quality import quality_file
from legation_build.release import (
    Checked,
    Described,
    ReleaseFile,
    context_file,
    dataset_dumps,
    description_file,
    document_dumps,
    reified_dumps,
    table_files,
    text_files,
)
from legation_build.site_index import site_files
from legation_build.wikidata import wikidata_files, wikidata_graph

GraphMaker = Callable[[Checked], Iterator[NamedGraph]]
FileMaker = Callable[[Described], Iterator[ReleaseFile]]

# Graphs that are made from the checked ones. They are dumped, counted and served like all others,
# but not validated.
GRAPH_MAKERS: tuple[GraphMaker, ...] = (provenance_graph, wikidata_graph)

# The names are the steps that the progress bar shows.
FILE_MAKERS: dict[str, FileMaker] = {
    "dumps": dataset_dumps,
    "documents": document_dumps,
    "RDF 1.2": reified_dumps,
    "description": description_file,
    "validation": validation_file,
    "quality": quality_file,
    "texts": text_files,
    "tables": table_files,
    "wikidata": wikidata_files,
    "context": context_file,
    "site": site_files,
}
