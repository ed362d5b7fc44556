"""The home page, the query editor, the page of errors, and addresses that programs look for."""

from flask import Blueprint, Response, current_app, render_template, request

from legation_server.endpoint import query_page
from legation_server.errors import PROBLEMS, Problem
from legation_server.formats import FORM, GRAPHS, HTML, SOLUTIONS
from legation_server.formats import QUERY as PLAIN
from legation_server.pages.about import about_variables
from legation_server.pages.files.offered import downloads, spreadsheet
from legation_server.pages.finding.queries import documents_query
from legation_server.pages.lists import OFFERS
from legation_server.pages.menu import prepare
from legation_server.pages.reading.page_cache import index_of_release, rendered
from legation_server.pages.reading.views.home_view import MOST_LISTED, home_variables
from legation_server.pages.things.routes import document_at_once, exists
from legation_server.pages.things.schema_org import DESCRIPTION, dataset_json
from legation_server.protocol import choose
from legation_server.query import ENDPOINTS, WIKIDATA
from legation_server.releases import RECORDS
from legation_server.settings import SETTINGS
from legation_server.web import add_links, address, signposts, site, tag_by_content

blueprint = Blueprint("pages", __name__)
blueprint.record_once(prepare)
# Settings that only the operator needs to know.
LOGS = ("access_log", "query_log", "query_log_size", "query_log_files")
OPERATED = ("host", "port", "store", "store_above", "store_folder", "pushed", "proxies", "draft")
PRIVATE = (*OPERATED, *LOGS)


@blueprint.get("/")
def home() -> Response:
    """Show what the dataset is, what it contains and how to use it.

    A client that prefers RDF gets the description of the dataset.
    """
    release = site().release
    dataset = release.base + "dataset"
    if choose(request.headers.get("Accept"), OFFERS) not in (HTML, None) and exists(dataset):
        return document_at_once(dataset)
    page = Response(rendered(_home), content_type=HTML.content_type)
    page.vary.add("Accept")
    return add_links(page, signposts().home())


def _home() -> str:
    release, index = site().release, index_of_release()
    common = {
        "structured": dataset_json(release, address, DESCRIPTION),
        "endpoint": request.url_root + "sparql",
        "downloads": downloads(release),
        "records": [file for file in release.files if file.path in RECORDS],
    }
    if index is not None:
        about = {**home_variables(index), "sheet": spreadsheet(index).get("sheet")}
        return render_template("reading/home.html", **common, **about)
    listed = {"most_listed": MOST_LISTED, "documents_query": documents_query()}
    return render_template("home.html", **common, **listed)


@blueprint.get("/about")
def about() -> str:
    """Say what is published here and by whom, what the line styles mean, and how to cite."""
    return render_template("about.html", **about_variables())


@blueprint.get("/query")
def query() -> Response:
    """Show the query editor."""
    return query_page()


@blueprint.get("/wd/query")
def wikidata_query() -> Response:
    """Show the query editor for queries of the Wikidata Query Service."""
    return query_page(WIKIDATA)


@blueprint.get("/errors")
def errors() -> str:
    """Explain the errors, how to send a query, and the limits in force."""
    settings = site().settings
    limits = [(row, getattr(settings, row.name)) for row in SETTINGS if row.name not in PRIVATE]
    return render_template(
        "errors.html",
        problems=PROBLEMS,
        limits=limits,
        settings=settings,
        endpoint=request.url_root + "sparql",
        form=FORM,
        plain=PLAIN,
        formats=(*SOLUTIONS, *GRAPHS),
    )


@blueprint.get("/.well-known/sparql-examples")
@blueprint.get("/.well-known/sparql-examples/")
def sparql_examples() -> Response:
    """Show the example queries, which editors and assistants look for here."""
    examples = site().release.base + "examples"
    if not exists(examples):
        raise Problem("not-found", "This release has no example queries.")
    response = document_at_once(examples)
    tag_by_content(response)
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep crawlers away from what is dear: queries, reconciliation and search."""
    closed = (*ENDPOINTS, "query", "wd/query", "reconcile", "search")
    text = "".join(f"Disallow: /{path}\n" for path in closed)
    text = f"User-agent: *\n{text}Allow: /\n"
    text += f"Sitemap: {address('sitemap.xml')}\n"
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Serve the icon where browsers look for it without being asked."""
    return current_app.send_static_file("favicon.svg")
