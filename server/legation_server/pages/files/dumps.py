"""The files of the release being served: a list of them, and each file."""

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, GRAPHS, HTML, TURTLE, Format
from legation_server.namespaces import DCAT, DCTERMS, XSD
from legation_server.pages.files.offered import downloads, spreadsheet
from legation_server.pages.files.responses import (
    REVALIDATE,
    file_as,
    open_release_file,
    send_release_file,
)
from legation_server.pages.lists import Member, list_response
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.things.documents import document
from legation_server.pages.things.schema_org import DESCRIPTION, dataset_json
from legation_server.protocol import chosen_format
from legation_server.releases import CONTEXT, VOID_FILE, ReleaseFile
from legation_server.web import add_links, address, signposts, site, tag_by_content

blueprint = Blueprint("dumps", __name__)


@blueprint.get("/dumps/")
def dumps() -> Response:
    """List the files."""
    release = site().release

    def page() -> str:
        structured = dataset_json(release, address, DESCRIPTION)
        return render_template(
            "dumps.html",
            files=release.files,
            downloads=downloads(release),
            structured=structured,
            **spreadsheet(index_of_release()),
        )

    return list_response("Dumps", page, lambda: [as_member(file) for file in release.files])


def as_member(file: ReleaseFile) -> Member:
    """Return a file as a member of a list: an address from which it is downloaded."""
    facts: dict[str, str | ox.Literal] = {
        DCTERMS + "license": file.license,
        DCAT + "mediaType": f"https://www.iana.org/assignments/media-types/{file.media_type}",
        DCAT + "byteSize": ox.Literal(
            str(file.size), datatype=ox.NamedNode(XSD + "nonNegativeInteger")
        ),
    }
    return Member(site().release.base + file.path, file.title, (), facts)


@blueprint.get("/dumps/<path:name>")
def dump(name: str) -> BaseResponse:
    """Serve one file; of a document without files of its own what a query makes."""
    release = site().release
    if release.file(f"dumps/{name}") is None and (made := _made_when_asked(name)):
        graph, offer = made
        return redirect(url_for("graph_store.graph", graph=graph, format=offer.name), 307)
    return serve(find(f"dumps/{name}"))


def _made_when_asked(name: str) -> tuple[str, Format] | None:
    """Return the graph and the format of a file that a release of very many documents lacks."""
    release = site().release
    document, _, ending = name.rpartition(".")
    offer = next((one for one in GRAPHS if one.name == ending), None)
    known = offer is not None and any(one.id == document for one in release.documents)
    return (f"{release.base}graph/{document}", offer) if offer and known else None


@blueprint.get("/context.jsonld")
def context() -> Response:
    """Serve the context of JSON-LD."""
    return serve(find(CONTEXT))


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the dataset (VoID, section 7.2): a page for people, the file of the release else."""
    release = site().release
    file = find(VOID_FILE)
    chosen = chosen_format(None, request.headers.get("Accept"), DOCUMENTS)
    if chosen is TURTLE:
        response = serve(file)
        response.headers["Content-Location"] = site().local(release.base + file.path)
    elif chosen is HTML:
        response = document(release.base + "dataset", HTML)
        tag_by_content(response)
    else:
        response = file_as(release, file, chosen, release.base + "dataset")
        tag_by_content(response)
    response.vary.add("Accept")
    return response


def find(path: str) -> ReleaseFile:
    """Return the file at a path of the release; raise Problem unless the manifest lists it."""
    release = site().release
    if found := release.file(path):
        return found
    names = ", ".join("/" + file.path for file in release.files)
    raise Problem("not-found", f"The release has no file /{path}. It has: {names}.")


def serve(file: ReleaseFile) -> Response:
    """Return a file of the release that is being served."""
    response = send_release_file(open_release_file(site().release, file), file, REVALIDATE)
    return add_links(response, signposts().file(file))
