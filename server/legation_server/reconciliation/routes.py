"""The addresses of the Reconciliation Service API, `/reconcile` and below."""

import json
import re
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from legation_server.errors import Problem
from legation_server.reconciliation.batches import (
    MOST_CANDIDATES,
    MOST_IDS,
    MOST_LISTED,
    MOST_QUERIES,
    known_term,
    read_batch,
    read_extension,
    read_single,
)
from legation_server.reconciliation.extension import SETTINGS, extend
from legation_server.reconciliation.manifest import FEATURES, manifest
from legation_server.reconciliation.matching.catalogue import Entity, Term
from legation_server.reconciliation.results import match
from legation_server.reconciliation.service import NAME, Service, root, service
from legation_server.reconciliation.strict_json import MOST_CHARACTERS, PROBLEM_KIND, whole_number
from legation_server.reconciliation.suggestions import (
    suggest_entities,
    suggest_terms,
    term_object,
    type_objects,
)
from legation_server.web import CONTENT_SECURITY_POLICY, site

blueprint = Blueprint("reconciliation", __name__)
OPERATIONS = ("queries", "query", "extend")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# Without dots: what lies deeper in a page is not there to be called by others.
CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,127}", re.ASCII)
# Clients show previews inside their own pages.
EMBEDDED_POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Give the application a service."""
    state.app.extensions[NAME] = Service()


@blueprint.route("/reconcile", methods=["GET", "POST"])
@blueprint.route("/reconcile/", methods=["GET", "POST"])
def reconcile() -> Response:
    """Answer a batch of queries, one query or a request for data; without these, the manifest."""
    if request.method == "POST" and request.mimetype not in FORMS:
        raise Problem(
            "unsupported-media-type",
            f"The body is {request.mimetype or 'of no media type'!r}; queries come as a form.",
            members={"supported": list(FORMS)},
        )
    given = {name: request.values[name] for name in OPERATIONS if name in request.values}
    if len(given) > 1:
        raise Problem(PROBLEM_KIND, f"The request has {' and '.join(given)}; send one of them.")
    if not given:
        if request.method == "POST":
            raise Problem(PROBLEM_KIND, f"The form has none of {', '.join(OPERATIONS)}.")
        return manifest_response()
    here = service()
    catalogue = here.catalogue
    if "extend" in given:
        return answer(extend(read_extension(given["extend"], catalogue), catalogue, here.values))
    if "query" in given:
        batch = {"": read_single(request.values, catalogue)}
        return answer(match(batch)[""])
    return answer(match(read_batch(given["queries"], catalogue)))


def manifest_response() -> Response:
    """Return the manifest."""
    logo = url_for("static", filename="favicon.svg", _external=True)
    return answer(manifest(site().release, service().catalogue, root(), logo))


@blueprint.get("/reconcile/suggest/<any(entity, type, property):kind>")
def suggest(kind: str) -> Response:
    """Answer with the things whose name begins with a text (section 6.2)."""
    prefix = request.args.get("prefix", "")
    if len(prefix) > MOST_CHARACTERS:
        raise Problem(
            "uri-too-long",
            f"The prefix has {len(prefix):,} characters; the limit is {MOST_CHARACTERS:,}.",
        )
    cursor = whole_number(request.args.get("cursor") or "0", "cursor", least=0)
    catalogue = service().catalogue
    if kind == "entity":
        return answer(suggest_entities(prefix, cursor, catalogue))
    if kind == "type":
        return answer(suggest_terms(prefix, cursor, catalogue.types, with_broader=True))
    return answer(suggest_terms(prefix, cursor, catalogue.properties))


@blueprint.get("/reconcile/flyout/<any(entity, type, property):kind>")
def flyout(kind: str) -> Response:
    """Answer with a small description in HTML (section 6.5)."""
    wanted = request.args.get("id", "")
    found = entity_variables(wanted) if kind == "entity" else term_variables(wanted, kind)
    return answer({"id": wanted, "html": render_template("reconcile_flyout.html", **found)})


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """Show an entity, or that there is none, in a small page for any frame (section 5)."""
    wanted = request.args.get("id", "")
    try:
        found, status = entity_variables(wanted), 200
    except Problem as problem:
        found, status = {"name": wanted[:100] or "No id", "missing": problem.detail}, problem.status
    return Response(render_template("reconcile_preview.html", **found), status)


@blueprint.after_request
def let_be_embedded(response: Response) -> Response:
    """Let any page show the answer to a preview, errors of every kind included, in a frame."""
    if request.endpoint == "reconciliation.preview":
        response.headers["Content-Security-Policy"] = EMBEDDED_POLICY
    return response


@blueprint.get("/reconcile/properties")
def properties() -> Response:
    """Propose properties that things of a type have, the most frequent first (section 7.2)."""
    here = service()
    catalogue = here.catalogue
    wanted = request.args.get("type", "")
    kind = known_term(wanted, catalogue.types, "type", "type").id if wanted else ""
    ranked = here.properties_of(kind)
    made: dict[str, Any] = {"type": wanted}
    if request.args.get("limit"):
        made["limit"] = whole_number(request.args["limit"], "limit")
        ranked = ranked[: made["limit"]]
    terms = catalogue.properties
    return answer(
        {"properties": [term_object(terms.terms[name], terms) for name in ranked], **made}
    )


@blueprint.get("/reconcile/help")
def explain() -> str:
    """Explain the service to people."""
    types, properties = service().terms()
    return render_template(
        "reconcile_help.html",
        address=root() + "reconcile",
        features=FEATURES,
        settings=SETTINGS,
        types=sorted(types, key=lambda each: each.name),
        properties=sorted(properties, key=lambda each: each.name),
        limits={
            "candidates": MOST_CANDIDATES,
            "ids": MOST_IDS,
            "listed": MOST_LISTED,
            "queries": MOST_QUERIES,
        },
        longest=MOST_CHARACTERS,
    )


def entity_variables(wanted: str) -> dict[str, Any]:
    """Return the variables of an entity's description; raises Problem for an unknown id."""
    catalogue = service().catalogue
    found: list[Entity] = catalogue.identified(wanted)
    if not found:
        raise Problem("not-found", f"No entity has the id {wanted[:100]!r}.")
    entity = found[0]
    return {
        "name": entity.label,
        "description": entity.description,
        "kinds": [each["name"] for each in type_objects(entity.types, catalogue.types)],
        "others": [name for name in (*entity.labels, *entity.names) if name != entity.label],
        "items": entity.items,
        "address": site().local(site().release.base + "id/" + entity.id),
    }


def term_variables(wanted: str, kind: str) -> dict[str, Any]:
    """Return the variables of a term's description; raises Problem for an unknown id."""
    catalogue = service().catalogue
    terms = catalogue.types if kind == "type" else catalogue.properties
    term: Term | None = terms.find(wanted)
    if term is None:
        raise Problem("not-found", f"No {kind} has the id {wanted[:100]!r}.")
    return {"name": term.name, "description": term.description, "kinds": [term.id]}


def answer(payload: dict[str, Any]) -> Response:
    """Return JSON, or a script that passes it to the function named in `callback` (JSONP)."""
    text = json.dumps(payload)
    callback = None if request.method == "POST" else request.args.get("callback")
    if callback is None:
        return Response(text, content_type="application/json")
    if not CALLBACK.fullmatch(callback):
        raise Problem(
            PROBLEM_KIND,
            "callback is not an identifier: 128 letters, digits, _ and $ at most, no dots.",
        )
    # The comment at the beginning keeps a browser from reading the text as anything else.
    return Response(f"/**/{callback}({text});", content_type="text/javascript; charset=utf-8")
