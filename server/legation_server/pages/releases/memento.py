"""Lead from a thing to what an earlier release said of it: Memento (RFC 7089)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, cast

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.http import http_date, parse_date
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, HTML
from legation_server.pages.files.responses import IMMUTABLE
from legation_server.pages.releases.lookup import named
from legation_server.protocol import chosen_format
from legation_server.rdf import Words, graph_bytes
from legation_server.releases import Release
from legation_server.web import Link, add_links, address, site, tag_by_content

blueprint = Blueprint("memento", __name__)

# The pages of earlier releases are not made: their things are data.
OFFERS = tuple(offer for offer in DOCUMENTS if offer is not HTML)
EXTENSIONS = {f".{offer.name}": offer for offer in DOCUMENTS}
LINK_FORMAT = "application/link-format"
THING = "things.thing"


class Memento(NamedTuple):
    """What a release said of a thing: the address, and when the release was written, in UTC."""

    address: str
    when: datetime
    release: Release


@blueprint.before_app_request
def gate() -> BaseResponse | None:
    """Redirect who asks for a thing at a time to what the release of then said (section 4.1.1).

    Raises Problem for a time that cannot be read.
    """
    asked = request.headers.get("Accept-Datetime")
    if asked is None or request.endpoint != THING or request.method not in ("GET", "HEAD"):
        return None
    when = _time(asked)
    if when is None:
        detail = f"Accept-Datetime is {asked!r}. Write it like Mon, 23 Nov 2026 10:00:00 GMT."
        raise Problem("malformed-request", detail)
    path = str((request.view_args or {})["path"])
    found = mementos(path)
    if not found:
        return None
    # HTTP dates have no fractions of a second; of times before the first, the first is nearest.
    before = [memento for memento in found if memento.when.replace(microsecond=0) <= when]
    chosen = before[-1] if before else found[0]
    response = cast("Response", redirect(chosen.address, 302, Response))
    response.vary.add("Accept-Datetime")
    return add_links(response, _links(path))


@blueprint.after_app_request
def tell(response: Response) -> Response:
    """Say of every thing that it can be asked for at a time."""
    if request.endpoint == THING and response.status_code in (200, 303):
        response.vary.add("Accept-Datetime")
        path = str((request.view_args or {})["path"])
        add_links(response, _links(path))
    return response


@blueprint.get("/timemap/<path:path>")
def time_map(path: str) -> Response:
    """List what the releases said of a thing, each with its time (RFC 7089, section 5)."""
    found = mementos(path)
    if not found:
        raise Problem("not-found", f"No release that is kept has /{path}.")
    own = url_for(".time_map", path=path, _external=True)
    lines = [
        f'<{address(path)}>; rel="original timegate"',
        f'<{own}>; rel="self"; type="{LINK_FORMAT}"; from="{http_date(found[0].when)}"; '
        f'until="{http_date(found[-1].when)}"',
        *(
            f'<{memento.address}>; rel="{_place(number, found)}memento"; '
            f'datetime="{http_date(memento.when)}"'
            for number, memento in enumerate(found)
        ),
    ]
    response = Response(",\n".join(lines) + "\n", content_type=LINK_FORMAT)
    tag_by_content(response)
    return response


@blueprint.get("/releases/<name>/things/<path:path>")
def memento(name: str, path: str) -> BaseResponse:
    """Say in RDF what a release said of a thing; it never changes."""
    release = named(name)
    if release.folder.name != name:
        return redirect(url_for(".memento", name=release.folder.name, path=path), 302)
    stem, offer = _asked(path)
    iri = release.base + stem
    lines = site().lifetime.comparer.said_of(iri, release) if _is_iri(iri) else []
    if not lines:
        raise Problem("not-found", f"The release {name} does not have /{stem}.")
    triples = [q.triple for q in ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES)]
    data = graph_bytes(triples, offer, release.prefixes, Words(release.context), subject=iri)
    media_type = next(each.content_type for each in OFFERS if each.name == offer)
    response = Response(data, content_type=media_type)
    response.headers["Memento-Datetime"] = http_date(site().archive.written(release))
    tag_by_content(response)
    response.headers["Cache-Control"] = IMMUTABLE
    response.vary.add("Accept")
    return add_links(response, _links(path))


def mementos(path: str) -> list[Memento]:
    """Return what the releases say of the thing at a path, in the order of time."""
    here = site()
    stem = next((path.removesuffix(e) for e in EXTENSIONS if path.endswith(e)), path)
    releases = sorted(here.archive.all(), key=here.archive.written)
    iri = here.release.base + stem
    having = here.lifetime.comparer.holding(iri, releases) if _is_iri(iri) else []
    return [
        Memento(
            address(f"releases/{release.folder.name}/things/{path}"),
            here.archive.written(release).astimezone(UTC),
            release,
        )
        for release in releases
        if release.folder.name in having
    ]


def _asked(path: str) -> tuple[str, str]:
    """Return the path of the thing and the short name of the format that is asked for."""
    for extension, offer in EXTENSIONS.items():
        if path.endswith(extension) and offer in OFFERS:
            return path.removesuffix(extension), offer.name
    stem = path.removesuffix(f".{HTML.name}")
    return stem, chosen_format(None, request.headers.get("Accept"), OFFERS).name


def _links(path: str) -> list[Link]:
    original = address(path)
    return [
        Link("original", original),
        Link("timegate", original),
        Link("timemap", url_for("memento.time_map", path=path, _external=True), LINK_FORMAT),
    ]


def _place(number: int, found: Sequence[Memento]) -> str:
    first = "first " if number == 0 else ""
    return first + ("last " if number == len(found) - 1 else "")


def _time(text: str) -> datetime | None:
    try:
        return parse_date(text)
    except OverflowError:
        # A year or zone of very many digits is no time either.
        return None


def _is_iri(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True
