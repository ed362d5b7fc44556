"""All releases in the dataset folder: a list, a page and a comparison for each, their files."""

import json
from itertools import zip_longest
from typing import Any

from flask import (
    Blueprint,
    Response,
    get_template_attribute,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, HTML, JSON, Format
from legation_server.namespaces import web_address
from legation_server.pages.files.responses import (
    IMMUTABLE,
    file_as,
    open_release_file,
    send_release_file,
)
from legation_server.pages.lists import OFFERS, RDF, list_response
from legation_server.pages.reading.views.citing import release_citation
from legation_server.pages.releases.feed import CONTENT_TYPE, Addresses, Entry
from legation_server.pages.releases.feed import feed as write_feed
from legation_server.pages.releases.lookup import as_member, find, manifest_bytes, named, summary
from legation_server.pages.things.documents import document
from legation_server.pages.things.schema_org import DESCRIPTION, dataset_json
from legation_server.protocol import chosen_format
from legation_server.releases import DCAT_FILE, Release
from legation_server.web import add_links, address, signposts, site

blueprint = Blueprint("releases", __name__)

MOST_IN_FEED = 10
# Documents, and graphs, that the page of a release names; the manifest has all.
MOST_LISTED = 100


@blueprint.get("/releases/")
def index() -> Response:
    """List the releases, the newest first."""
    found = site().archive.all()
    if "format" not in request.args and chosen((JSON, *OFFERS)) is JSON:
        return answer([summary(release) for release in found])
    return list_response(
        "Releases",
        lambda: render_template("releases.html", releases=found),
        lambda: [as_member(release) for release in found],
    )


@blueprint.get("/releases/feed.atom")
def feed() -> Response:
    """Serve a feed of the releases and the claims that changed."""
    archive, comparer = site().archive, site().lifetime.comparer
    found = archive.all()[:MOST_IN_FEED]
    known: list[dict[str, Any]] = []
    try:
        known = comparer.changes(found[::-1])[::-1] if len(found) > 1 else []
    except Problem as problem:
        if problem.kind == "overloaded":
            raise
    entries = [
        Entry(release, before, change)
        for release, before, change in zip_longest(found, found[1:], known)
    ]
    show = get_template_attribute("changes_parts.html", "claim")
    where = Addresses(
        url_for(".feed", _external=True),
        url_for(".index", _external=True),
        lambda release: url_for(".page", name=release.folder.name, _external=True),
        lambda old, new: url_for(
            ".changes", old=old.folder.name, new=new.folder.name, _external=True
        ),
    )
    data = write_feed(entries, where, lambda claim: str(show(claim, web_address)))
    return Response(data, content_type=CONTENT_TYPE)


@blueprint.get("/releases/<old>..<new>")
def changes(old: str, new: str) -> BaseResponse:
    """Show what changed from one release to another."""
    before, after = named(old), named(new)
    whole = before.folder.name, after.folder.name
    if whole != (old, new):
        return redirect(url_for(".changes", old=whole[0], new=whole[1]), 302)
    offer = chosen((JSON, HTML))
    (found,) = site().lifetime.comparer.changes([before, after])
    if offer is JSON:
        return answer(found)
    return answer(
        render_template(
            "changes.html", diff=found, before=before, after=after, address=site().local
        )
    )


@blueprint.get("/releases/<name>")
def version(name: str) -> BaseResponse:
    """Redirect from a release's IRI to its page or, by Accept, to its record in RDF."""
    current = site().release
    for form in DOCUMENTS:
        if name == f"{current.digest}.{form.name}":
            return document(current.iri, form)
    release = named(name)
    offer = chosen((HTML, JSON, *RDF))
    if offer in (HTML, JSON):
        response: BaseResponse = redirect(url_for(".page", name=release.folder.name), 303)
    else:
        response = record(release, offer)
    response.vary.add("Accept")
    return response


def record(release: Release, offer: Format) -> Response:
    """Return what is known in RDF about a release: its description, or its catalogue record.

    Raises Problem when an old release has no such record.
    """
    iri = release.iri
    if release is site().release:
        return document(iri, offer)
    return file_as(release, find(release, DCAT_FILE), offer, iri)


@blueprint.get("/releases/<name>/")
def page(name: str) -> BaseResponse:
    """Show the contents, the sources and the data checks of a release."""
    release = named(name)
    if release.folder.name != name:
        return redirect(url_for(".page", name=release.folder.name), 302)
    manifest = json.loads(manifest_bytes(release))
    offer = chosen((JSON, *OFFERS))
    if offer is JSON:
        return answer({**manifest, **summary(release)})
    if offer is not HTML:
        data = record(release, offer)
        data.vary.add("Accept")
        return data
    here, path = site(), f"releases/{name}/"
    structured = dataset_json(release, lambda file: address(path + file), DESCRIPTION)
    iri = release.iri
    text = render_template(
        "release.html",
        shown=release,
        structured={**structured, "@id": iri, "url": iri},
        name=name,
        manifest=manifest,
        most=MOST_LISTED,
        is_current=release is here.release,
        before=here.archive.before(release),
        citation=release_citation(release),
    )
    return add_links(answer(text), signposts().version(release, path))


@blueprint.get("/releases/<name>/<path:path>")
def file(name: str, path: str) -> BaseResponse:
    """Serve a file of a release, which never changes."""
    release = named(name)
    if release.folder.name != name:
        return redirect(url_for(".file", name=release.folder.name, path=path), 302)
    found = find(release, path)
    return send_release_file(open_release_file(release, found), found, IMMUTABLE)


def chosen(offers: tuple[Format, ...]) -> Format:
    """Return the offer that the client prefers; raise Problem when it accepts none."""
    return chosen_format(None, request.headers.get("Accept"), offers)


def answer(content: Any) -> Response:
    """Return a page, or data as JSON, that varies by Accept."""
    response = Response(content) if isinstance(content, str) else jsonify(content)
    if isinstance(content, str):
        response.content_type = HTML.content_type
    response.vary.add("Accept")
    return response
