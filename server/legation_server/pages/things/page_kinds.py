"""Choose the kind of page for a document by its content, and make the template's variables.

The dataset, a vocabulary, a code list, the list of code lists, the shapes and the example queries
have a kind of their own; everything else has the page of a thing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation_server.descriptions import DESCRIPTIONS, Description, Wording, hedged_pattern, term
from legation_server.endpoint import published_examples
from legation_server.namespaces import DCTERMS, OWL, RDF, RDFS, SCHEMA, SH, SKOS
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.things.dataset_page import dataset_variables
from legation_server.pages.things.stated_in import mentions
from legation_server.pages.things.thing_page import PageMaker
from legation_server.pages.things.vocabulary.counted_parts import PARTITIONS, counted_parts
from legation_server.pages.things.vocabulary.listed_files import OF_FILES, listed_files
from legation_server.pages.things.vocabulary.shapes_page import shape_entries
from legation_server.pages.things.vocabulary.term_examples import ExampleQueries, TermQuery
from legation_server.pages.things.vocabulary.vocabulary_page import VocabularyPage
from legation_server.pages.wikidata_files import wikidata_files
from legation_server.query import SPARQL, WIKIDATA
from legation_server.rdf import GraphIndex, local_name
from legation_server.releases import Release
from legation_server.site_index import codes_of
from legation_server.web import select, site

QUERY_FORMS = ("select", "ask", "construct", "describe")
FORMS = tuple(SH + form for form in QUERY_FORMS)


@dataclass(frozen=True)
class Context:
    """What a page is made from: a description, its index and the release."""

    description: Description
    index: GraphIndex
    release: Release
    values: Wording

    @property
    def subject(self) -> str:
        """Return the thing the document is about."""
        return self.description.subject

    @property
    def types(self) -> list[str]:
        """Return the classes of the thing."""
        return self.index.types(self.subject)


@dataclass(frozen=True)
class PageKind:
    """A kind of page: which documents have it, its template and the template's variables."""

    fits: Callable[[Context], bool]
    template: str
    variables: Callable[[Context], Mapping[str, Any]]


def page_of(context: Context) -> tuple[str, Mapping[str, Any]]:
    """Return the template for a document and its variables."""
    chosen = next(kind for kind in PAGE_KINDS if kind.fits(context))
    return chosen.template, chosen.variables(context)


def _is_ontology_of(kind: str) -> Callable[[Context], bool]:
    def fits(context: Context) -> bool:
        return OWL + "Ontology" in context.types and bool(context.index.of_type(kind))

    return fits


def _vocabulary(context: Context) -> Mapping[str, Any]:
    release, subject = context.release, context.subject
    uses = {**release.predicates, **release.counts} if release.predicates else None
    maker = VocabularyPage(context.values, _examples(release), uses, {})
    namespace = subject + "#"
    return {
        **_overview(context),
        "sections": maker.sections(lambda iri: iri.startswith(namespace)),
        "shared": maker.sections(lambda iri: not iri.startswith((namespace, "_:"))),
        "namespace": namespace,
        "prefix": _prefix(release, namespace),
    }


def _code_list(context: Context) -> Mapping[str, Any]:
    release, subject = context.release, context.subject
    uses, hedged = _uses_and_hedged(release, subject)
    maker = VocabularyPage(context.values, _examples(release), uses, hedged)
    members = set(context.index.subjects(SKOS + "inScheme", subject))
    return {
        **_overview(context),
        "sections": maker.sections(lambda iri: iri in members),
        "statuses": context.values.local(release.base + "code/status"),
        "shared": [],
        "namespace": subject + "/",
        "prefix": _prefix(release, subject + "/"),
    }


def _uses_and_hedged(release: Release, scheme: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many statements use each code of a list, and how many of these are hedged.

    Of a large release the index tells the first, and nobody counts the second.
    """
    index = index_of_release() if site().is_large else None
    if index is not None:
        codes = codes_of(index, scheme.removeprefix(release.base + "code/"))
        return {release.base + code.path: code.uses for code in codes}, {}
    claim = release.namespace + "Claim"
    # What a claim says of itself, such as its modality, is asserted even where its content is not.
    uses_by_claims = _code_uses(scheme, f"?thing a {term(claim)} .")
    hedged = {} if uses_by_claims else _code_uses(scheme, hedged_pattern(release.namespace))
    return _code_uses(scheme), hedged


def _code_lists(context: Context) -> Mapping[str, Any]:
    index = context.index
    lists = [
        {
            "value": context.values.named(name),
            "definition": index.text(name, *DESCRIPTIONS),
            "prefix": _prefix(context.release, name + "/"),
            "codes": len(index.subjects(SKOS + "inScheme", name)),
        }
        for name in index.of_type(SKOS + "ConceptScheme")
    ]
    return {**_overview(context), "lists": lists}


def _shapes(context: Context) -> Mapping[str, Any]:
    release, namespace = context.release, context.subject + "#"
    return {
        **_overview(context),
        "shapes": shape_entries(context.index, namespace, release.shapes),
    }


def _example_list(context: Context) -> Mapping[str, Any]:
    index = context.index
    examples = [
        {
            "href": context.values.local(name),
            "name": local_name(name),
            "wikidata": context.release.base + WIKIDATA in index.names(name, SCHEMA + "target"),
            "question": index.text(name, RDFS + "comment") or context.values.label(name),
            "keywords": sorted(v.value for v in index.literals(name, SCHEMA + "keywords")),
            "query": index.text(name, *FORMS),
        }
        for name in index.of_type(SH + "SPARQLExecutable")
    ]
    return {**_overview(context), "examples": examples}


def _thing(context: Context) -> Mapping[str, Any]:
    release, subject = context.release, context.subject
    maker = PageMaker(context.values, {d.iri: d.url for d in release.documents})
    parts = set(context.index.described(subject + "#"))
    counted = counted_parts(context.values, subject)
    files = listed_files(context.values, subject)
    shown = counted.anchors | {file.anchor for file in files}
    beside = (*(PARTITIONS if counted.anchors else ()), *(OF_FILES if files else ()))
    terms = maker.terms(parts - {f"{subject}#{anchor}" for anchor in shown})
    page = maker.page(subject, beside, with_mentions=not terms)
    return {
        "page": page,
        "mentions": mentions(page.mentions),
        "terms": terms,
        "counted": counted,
        "files": files,
        "graph": next((graph for graph in release.graphs if graph.iri == subject), None),
        "run": context.index.text(subject, *FORMS),
        "for_wikidata": [
            (context.values.local(release.base + path), what)
            for path, what in wikidata_files().addresses(
                subject, context.index.names(subject, SKOS + "exactMatch")
            )
        ],
    }


def _overview(context: Context) -> Mapping[str, Any]:
    """Return the page of the document itself, without references to it."""
    maker = PageMaker(context.values, {})
    return {"page": maker.page(context.subject, with_mentions=False)}


def _dataset(context: Context) -> Mapping[str, Any]:
    return {**_thing(context), **dataset_variables(context.release)}


PAGE_KINDS = (
    PageKind(
        lambda context: context.subject == context.release.base + "dataset",
        "dataset.html",
        _dataset,
    ),
    PageKind(
        lambda context: SKOS + "ConceptScheme" in context.types, "vocabulary.html", _code_list
    ),
    PageKind(_is_ontology_of(SKOS + "ConceptScheme"), "code_lists.html", _code_lists),
    PageKind(_is_ontology_of(SH + "NodeShape"), "shapes.html", _shapes),
    PageKind(_is_ontology_of(SH + "SPARQLExecutable"), "examples.html", _example_list),
    PageKind(_is_ontology_of(OWL + "Class"), "vocabulary.html", _vocabulary),
    PageKind(lambda context: True, "thing.html", _thing),
)


def _prefix(release: Release, namespace: str) -> str:
    return next((p for p, ns in release.prefixes.items() if ns == namespace), "")


def _examples(release: Release) -> ExampleQueries:
    # The query page opens those of its own endpoint by name.
    examples = (
        TermQuery(example.title, example.query, example.name)
        for example in published_examples()
        if example.endpoint == SPARQL
    )
    return ExampleQueries(examples, release.prefixes)


def _code_uses(scheme: str, of: str = "") -> dict[str, int]:
    """Return how many statements use each code of a list; `of` is a graph pattern for `?thing`."""
    hierarchy = ", ".join(term(SKOS + name) for name in ("broader", "narrower", "hasTopConcept"))
    # Shapes and retired codes name codes too, in graphs of their own, but do not use them.
    query = f"""SELECT ?code (COUNT(*) AS ?uses) WHERE {{
  ?code {term(SKOS + "inScheme")} {term(scheme)} . ?thing ?property ?code . {of}
  FILTER(?property NOT IN ({hierarchy}, {term(RDF + "first")}, {term(DCTERMS + "isReplacedBy")}))
  FILTER(!STRSTARTS(STR(?property), "{SH}"))
}} GROUP BY ?code"""
    return {row["code"]: int(row["uses"]) for row in select(query) if "code" in row}
