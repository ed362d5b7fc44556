"""The files of the release being served: a list of them, and each file."""

from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, HTML, TURTLE
from legation_server.namespaces import DCAT, DCTERMS, XSD
from legation_server.pages.files.responses import (
    REVALIDATE,
    file_as,
    open_release_file,
    send_release_file,
)
from legation_server.pages.lists import Member, list_response
from legation_server.pages.things.documents import document
from legation_server.pages.things.schema_org import DESCRIPTION, dataset_json
from legation_server.protocol import chosen_format
from legation_server.releases import CONTEXT, VOID_FILE, Release, ReleaseFile
from legation_server.web import add_links, address, signposts, site, tag_by_content

blueprint = Blueprint("dumps", __name__)


@dataclass(frozen=True)
class Download:
    """A file that the pages offer by its kind; `size` in bytes."""

    kind: str
    path: str
    size: int


@blueprint.get("/dumps/")
def dumps() -> Response:
    """List the files."""
    release = site().release

    def page() -> str:
        structured = dataset_json(release, address, DESCRIPTION)
        return render_template(
            "dumps.html", files=release.files, downloads=downloads(release), structured=structured
        )

    return list_response("Dumps", page, lambda: [as_member(file) for file in release.files])


def downloads(release: Release) -> list[Download]:
    """Return the files that most people want: everything in Turtle, the claims as a table."""
    wanted = (("Turtle", "dumps/legation.ttl"), ("CSV", "dumps/claims.csv"))
    found = ((kind, release.file(path)) for kind, path in wanted)
    return [Download(kind, file.path, file.size) for kind, file in found if file]


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
def dump(name: str) -> Response:
    """Serve one file."""
    return serve(find(f"dumps/{name}"))


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
