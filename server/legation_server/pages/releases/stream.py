"""The releases as a stream of the claims that each brought (Linked Data Event Streams 1.0)."""

from collections.abc import Iterable
from itertools import pairwise

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.formats import JSON_LD, N_QUADS, TRIG
from legation_server.pages.files.responses import IMMUTABLE
from legation_server.pages.releases.stream_quads import Step, page_quads, root_quads
from legation_server.protocol import chosen_format
from legation_server.releases import Release
from legation_server.web import Link, add_links, signposts, site, tag_by_content

blueprint = Blueprint("stream", __name__)

# Formats that have named graphs, in which the versions of one claim stand apart.
FORMATS = {
    TRIG: ox.RdfFormat.TRIG,
    N_QUADS: ox.RdfFormat.N_QUADS,
    JSON_LD: ox.RdfFormat.JSON_LD,
}
PAGE_MEMBERS = 500
BETWEEN = ".."


@blueprint.get("/stream")
def stream() -> Response:
    """Say what the stream of claims is, and where its pages are."""
    release = site().release
    steps = [(step_to(before, after), first(before, after)) for before, after in chain()]
    root = url_for(".stream", _external=True)
    quads = root_quads(stream_iri(), root, steps, release.license)
    response = written(quads)
    tag_by_content(response)
    return add_links(response, signposts().rights())


@blueprint.get("/stream/<step>")
def whole_step(step: str) -> BaseResponse:
    """Redirect from the name of a step to its first page."""
    before, after = releases_of(step)
    return redirect(first(before, after), 303)


@blueprint.get("/stream/<step>/<int(max=1000000):number>")
def page(step: str, number: int) -> Response:
    """Serve a page of the claims that a release brought; it never changes."""
    before, after = releases_of(step)
    kept = [before, after] if before else [after]
    versions = site().lifetime.comparer.versions(kept)
    start = PAGE_MEMBERS * (number - 1)
    if number < 1 or (start >= len(versions) and number > 1):
        raise Problem("not-found", f"The step {step} has no page {number}.")
    more = start + PAGE_MEMBERS < len(versions)
    following = url_for(".page", step=step, number=number + 1, _external=True) if more else None
    here = url_for(".page", step=step, number=number, _external=True)
    part = versions[start : start + PAGE_MEMBERS]
    made = step_to(before, after)
    response = written(page_quads(stream_iri(), here, made, part, following, after.base))
    tag_by_content(response)
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def chain() -> list[tuple[Release | None, Release]]:
    """Return each release with the one before it, in the order in which they were written.

    Of several with the same data the first counts.
    """
    archive = site().archive
    found: dict[str, Release] = {}
    for release in sorted(archive.all(), key=archive.written):
        found.setdefault(release.digest, release)
    releases = list(found.values())
    return [(None, release) for release in releases[:1]] + list(pairwise(releases))


def releases_of(step: str) -> tuple[Release | None, Release]:
    """Return the two releases that the name of a step means; None for the one before the oldest.

    Raises Problem `gone`, which readers of streams take for an empty page.
    """
    archive = site().archive
    old, between, new = step.rpartition(BETWEEN)
    after, before = archive.named(new), archive.named(old) if between else None
    if after is None or (between and before is None):
        detail = f"A release of the step {step} is not kept any more. The stream is at /stream."
        raise Problem("gone", detail)
    return before, after


def step_to(before: Release | None, after: Release) -> Step:
    """Return the step from one release to the next."""
    when = site().archive.written(after).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Step(name(before, after), when)


def name(before: Release | None, after: Release) -> str:
    """Return the name of a step."""
    return f"{before.folder.name}{BETWEEN}{after.folder.name}" if before else after.folder.name


def first(before: Release | None, after: Release) -> str:
    """Return the address of the first page of a step."""
    return url_for(".page", step=name(before, after), number=1, _external=True)


def stream_iri() -> str:
    """Return the IRI of the stream, which is the same on every server."""
    return f"{site().release.base}stream"


def written(quads: Iterable[ox.Quad]) -> Response:
    """Return quads in the format asked for; raise Problem when none is acceptable."""
    asked = request.args.get("format")
    offer = chosen_format(asked, request.headers.get("Accept"), tuple(FORMATS))
    form = FORMATS[offer]
    prefixes = dict(site().release.prefixes) if offer is TRIG else None
    data = ox.serialize(list(quads), format=form, prefixes=prefixes)
    response = Response(data, content_type=offer.content_type)
    response.vary.add("Accept")
    others = (each for each in FORMATS if each is not offer)
    own = request.script_root + request.path
    return add_links(
        response, (Link("alternate", f"{own}?format={o.name}", o.media_type) for o in others)
    )
