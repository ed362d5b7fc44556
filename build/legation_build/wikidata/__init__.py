"""Say in Wikidata's model what documents assert: statements, a graph, files for its tools."""

from legation_build.wikidata.files import wikidata_files, wikidata_graph

__all__ = ["wikidata_files", "wikidata_graph"]
