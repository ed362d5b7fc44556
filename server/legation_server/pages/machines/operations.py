"""What the routes answer with and may be asked: the rows that no route says of itself. Pure."""

from dataclasses import dataclass

from legation_server.formats import (
    DOCUMENTS,
    FORM,
    GRAPHS,
    HTML,
    JSON,
    N_QUADS,
    QUERY,
    SOLUTIONS,
    TRIG,
    Format,
)

ANY = "application/octet-stream"
LINK_SET, LD_JSON = "application/linkset+json", "application/ld+json"
_DOCUMENT = tuple(offer.media_type for offer in DOCUMENTS)
_RESULTS = tuple(dict.fromkeys(offer.media_type for offer in (*SOLUTIONS, *GRAPHS, HTML)))
_GRAPHS = tuple(offer.media_type for offer in GRAPHS)
_QUADS = (TRIG.media_type, N_QUADS.media_type, LD_JSON)
_ANY_JSON = (JSON.media_type,)
# What routes answer with that do not only show a page to people, by the names of their views.
ANSWERS: dict[str, tuple[str, ...]] = {
    "citations.bibtex": ("application/x-bibtex",),
    "citations.csl": ("application/vnd.citationstyles.csl+json",),
    "dumps.context": (LD_JSON,),
    "dumps.dump": (ANY,),
    "dumps.dumps": _DOCUMENT,
    "dumps.void": _DOCUMENT,
    "endpoint.sparql": _RESULTS,
    "endpoint.wd/sparql": _RESULTS,
    "entity_index.entities": _DOCUMENT,
    "example_previews.previews": _ANY_JSON,
    "graph_index.graphs": _DOCUMENT,
    "graph_store.graph": _GRAPHS,
    "guide.picture": ("image/png",),
    "guide.source": ("text/markdown",),
    "linking.api_catalog": (LINK_SET,),
    "linking.link_set": (LINK_SET,),
    "llms.llms": ("text/plain",),
    "machines.openapi": _ANY_JSON,
    "markdown.page": ("text/markdown",),
    "memento.memento": tuple(offer.media_type for offer in DOCUMENTS if offer is not HTML),
    "memento.time_map": ("application/link-format",),
    "operations.healthz": _ANY_JSON,
    "operations.metrics": ("text/plain",),
    "operations.readyz": _ANY_JSON,
    "pages.favicon": ("image/svg+xml",),
    "pages.home": _DOCUMENT,
    "pages.robots": ("text/plain",),
    "pages.sparql_examples": _DOCUMENT,
    "pictures.picture": ("image/png",),
    "quality.as_json": _ANY_JSON,
    "reconciliation.flyout": _ANY_JSON,
    "reconciliation.properties": _ANY_JSON,
    "reconciliation.reconcile": _ANY_JSON,
    "reconciliation.suggest": _ANY_JSON,
    "records.croissant": (LD_JSON,),
    "records.data_package": _ANY_JSON,
    "records.ro_crate": (LD_JSON,),
    "releases.changes": (HTML.media_type, JSON.media_type),
    "releases.feed": ("application/atom+xml",),
    "releases.file": (ANY,),
    "releases.index": (*_DOCUMENT, JSON.media_type),
    "releases.page": (*_DOCUMENT, JSON.media_type),
    "releases.version": (*_DOCUMENT, JSON.media_type),
    "search.suggest": _ANY_JSON,
    "sitemap.part": ("application/xml",),
    "sitemap.sitemap": ("application/xml",),
    "static": (ANY,),
    "statements.columns": ("application/csvm+json",),
    "statements.table": ("text/csv",),
    "stream.page": _QUADS,
    "stream.stream": _QUADS,
    "things.thing": _DOCUMENT,
    "wikidata.claim": ("text/plain",),
    "wikidata.entity": _ANY_JSON,
    "wikidata.file": (ANY,),
    "wikidata.index": _DOCUMENT,
}
# Views whose answer to GET is a redirect, always or for some of their addresses.
REDIRECTS = frozenset({"releases.version", "stream.whole_step", "things.thing", "wikidata.by_item"})


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address: its name, what it is for, and its JSON type."""

    name: str
    description: str
    type: str = "string"
    required: bool = False
    repeated: bool = False


def _format(offers: tuple[Format, ...]) -> Parameter:
    names = ", ".join(dict.fromkeys(offer.name for offer in offers))
    return Parameter("format", f"The format of the answer, before Accept: {names}.")


_PROTOCOL = (
    Parameter("query", "The query in SPARQL; without it, the answer describes the service."),
    Parameter("default-graph-uri", "A graph of the default graph.", repeated=True),
    Parameter("named-graph-uri", "A graph that GRAPH looks into.", repeated=True),
    _format((*SOLUTIONS, *GRAPHS)),
    Parameter("timeout", "Seconds after which to stop, if sooner than the deadline.", "number"),
)
_LIST = (_format(DOCUMENTS),)
PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "dumps.dumps": _LIST,
    "endpoint.sparql": _PROTOCOL,
    "endpoint.wd/sparql": _PROTOCOL,
    "entity_index.entities": _LIST,
    "graph_index.graphs": _LIST,
    "graph_store.graph": (
        Parameter("graph", "The IRI of a named graph."),
        Parameter("default", "Given, without a value: the default graph."),
    ),
    "reconciliation.flyout": (Parameter("id", "What to describe.", required=True),),
    "reconciliation.preview": (Parameter("id", "The entity to show.", required=True),),
    "reconciliation.properties": (
        Parameter("type", "The type of the things."),
        Parameter("limit", "How many at most.", "integer"),
    ),
    "reconciliation.reconcile": (Parameter("queries", "A batch of queries, as JSON."),),
    "reconciliation.suggest": (
        Parameter("prefix", "What the name begins with.", required=True),
        Parameter("cursor", "How many to leave out.", "integer"),
    ),
    "releases.index": _LIST,
    "statements.table": (
        Parameter("on", "A topic; its narrower ones count too."),
        Parameter("year", "A year that the statements touch, or undated."),
        Parameter("actor", "An entity that has a part in the statements."),
        Parameter("document", "The document that the statements are from."),
        Parameter("topic", "The narrowest topic of the statements."),
        Parameter("firmly", "How firmly: stated, unconfirmed, or a degree as /about has it."),
        Parameter("kind", "The kind: Event, Utterance, Situation, Figure, Supposition, Attribute."),
        Parameter("from", "The first year in which the statements begin.", "integer"),
        Parameter("to", "The last year in which the statements begin.", "integer"),
        Parameter("pair", "The two states that the documents are about, as in azerbaijan-israel."),
        Parameter("lang", "The language of the words, where there is a choice."),
        Parameter("bom", "1 for a byte order mark at the beginning, which Excel needs."),
    ),
    "search.page": (Parameter("q", "The words to look for."),),
    "search.suggest": (Parameter("q", "What the words begin with."),),
    "wikidata.index": _LIST,
}
# The media types of the bodies that a view takes by POST.
BODIES: dict[str, tuple[str, ...]] = {
    "endpoint.sparql": (FORM, QUERY),
    "endpoint.wd/sparql": (FORM, QUERY),
    "reconciliation.reconcile": (FORM,),
}
