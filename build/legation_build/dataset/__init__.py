"""Turn checked mappings into RDF: expanded, with what follows from them, in named graphs."""

from legation_build.dataset.assemble import (
    NamedGraph,
    assemble_graphs,
    canonicalize,
    dataset_digest,
    document_graphs,
    graph_digest,
    model_triples,
    rebase,
    shared_graphs,
    validation_graphs,
    without_texts,
)
from legation_build.dataset.derive import asserted, claims_by_content, status_of
from legation_build.dataset.expand import document_iri, in_graph, text_graph
from legation_build.dataset.index import LABELS, Index, index_of, text, values, wikidata_items
from legation_build.dataset.patterns import (
    ENDS,
    ROLES,
    TYPES,
    Pattern,
    content_patterns,
    effective_patterns,
    narrowest,
    pattern_from,
    plain_relations,
)
from legation_build.dataset.source_lines import lines_by_iri, written_things
from legation_build.dataset.status import AFFIRMS, ASSERTED, COMMITTED, PLAIN, STATED
from legation_build.dataset.triples import english, number, titled, triple, typed
from legation_build.dataset.vocabulary import MODEL_FILES, Vocabulary, vocabulary_of

__all__ = [
    "AFFIRMS",
    "ASSERTED",
    "COMMITTED",
    "ENDS",
    "LABELS",
    "MODEL_FILES",
    "PLAIN",
    "ROLES",
    "STATED",
    "TYPES",
    "Index",
    "NamedGraph",
    "Pattern",
    "Vocabulary",
    "assemble_graphs",
    "asserted",
    "canonicalize",
    "claims_by_content",
    "content_patterns",
    "dataset_digest",
    "document_graphs",
    "document_iri",
    "effective_patterns",
    "english",
    "graph_digest",
    "in_graph",
    "index_of",
    "lines_by_iri",
    "model_triples",
    "narrowest",
    "number",
    "pattern_from",
    "plain_relations",
    "rebase",
    "shared_graphs",
    "status_of",
    "text",
    "text_graph",
    "titled",
    "triple",
    "typed",
    "validation_graphs",
    "values",
    "vocabulary_of",
    "wikidata_items",
    "without_texts",
    "written_things",
]
