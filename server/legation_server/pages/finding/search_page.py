"""Search: a page, the same as JSON, and suggestions while somebody types."""

from dataclasses import asdict

from flask import Blueprint, Response, json, render_template, request

from legation_server.formats import HTML, JSON
from legation_server.pages.finding.highlights import highlight
from legation_server.pages.finding.hits import TYPES, Group, find, suggestions, telling
from legation_server.pages.finding.site_pages import site_pages
from legation_server.pages.reading.lines import Line
from legation_server.protocol import chosen_format
from legation_server.reconciliation import LONGEST_SEARCH_CHARACTERS
from legation_server.web import site

blueprint = Blueprint("search", __name__)
# How many hits of each type: when all are shown, when only one is, while somebody types.
EACH, ONLY, SUGGESTED, SUGGESTED_EACH = 10, 100, 8, 4


@blueprint.get("/search")
def page() -> Response:
    """Show what is found for `?q=`, of all types or of `?type=`; as JSON to programs that ask."""
    asked = request.args.get("q", "").strip()[:LONGEST_SEARCH_CHARACTERS]
    wanted = request.args.get("type", "")
    wanted = wanted if wanted in TYPES else ""
    chosen = chosen_format(request.args.get("format"), request.headers.get("Accept"), (HTML, JSON))
    groups, corrected, words = find(site().index, asked, wanted, ONLY if wanted else EACH)
    if chosen is JSON:
        response = _json(
            {
                "query": asked,
                "corrected": corrected,
                "wordsFound": words or len(telling(asked)),
                "groups": [_as_json(group) for group in groups],
            }
        )
    else:
        text = render_template(
            "finding/search.html",
            asked=asked,
            wanted=wanted,
            groups=highlight(groups, corrected or asked),
            pages=[] if wanted else site_pages(asked),
            limit=ONLY,
            corrected=corrected,
            words=words,
        )
        response = Response(text, content_type=HTML.content_type)
    response.vary.add("Accept")
    return response


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """Return what somebody may mean by what they have typed so far: names and addresses."""
    groups, _, _ = find(site().index, request.args.get("q", "").strip(), "", SUGGESTED)
    groups = [group for group in groups if group.type != "sentence"]
    rows = [
        {"label": one.link.text, "href": one.link.href, "kind": one.kind}
        for one in suggestions(groups, SUGGESTED_EACH, SUGGESTED)
    ]
    return _json(rows)


def _as_json(group: Group) -> dict[str, object]:
    hits: list[dict[str, object]] = [
        {
            "label": one.link.text,
            "href": one.link.href,
            "kind": one.kind,
            "note": one.note,
            "statements": one.count,
        }
        for one in group.links
    ]
    hits += map(_line, group.lines)
    told = {"type": group.type, "title": group.title, "count": group.count, "hits": hits}
    return told | ({"lackOneWord": [_line(one) for one in group.nearly]} if group.nearly else {})


def _line(line: Line) -> dict[str, object]:
    return {
        "label": line.text,
        "href": line.href,
        "when": line.when,
        "firmly": [mark.word for mark in line.marks],
        "who": [who.text for who in line.who],
        "sentences": [asdict(sentence) for sentence in line.sentences],
    }


def _json(value: object) -> Response:
    return Response(json.dumps(value), content_type=JSON.content_type)
