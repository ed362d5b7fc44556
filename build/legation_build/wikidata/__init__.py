"""Say in Wikidata's model what documents assert: statements, a graph, files for its tools."""

from legation_build.wikidata.files import files_of_the_model, wikidata_files, wikidata_graph
from legation_build.wikidata.rdf_view import TITLE, WIKIDATA_GRAPH

__all__ = ["TITLE", "WIKIDATA_GRAPH", "files_of_the_model", "wikidata_files", "wikidata_graph"]
