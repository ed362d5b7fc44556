"""Describe every address of this server: OpenAPI 3.1, made from the table of routes."""

import re
from collections.abc import Iterator, Mapping
from mimetypes import guess_type
from typing import Any

from flask import Blueprint, Flask, Response, current_app, json, request
from werkzeug.routing import Rule

from legation_server.errors import PROBLEMS
from legation_server.formats import FORM, HTML, JSON, PROBLEM_JSON
from legation_server.pages.machines.error_statuses import error_statuses
from legation_server.pages.machines.operations import (
    ANSWERS,
    BODIES,
    PARAMETERS,
    REDIRECTS,
    Parameter,
)
from legation_server.web import site, tag_by_content

blueprint = Blueprint("machines", __name__)

VERSION = "3.1.1"
VARIABLE = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")
# The methods that the standard can describe and that do more than the one before them.
METHODS = ("GET", "POST")
# Views that are functions without a name of their own.
SUMMARIES = {
    "endpoint.sparql": "Answer a query in SPARQL 1.1 or 1.2; QUERY (RFC 10008) works as POST does.",
    "endpoint.wd/sparql": "Answer a query that was written for the Wikidata Query Service.",
    "static": "Serve a file of the pages.",
}
_PROBLEM_ANSWER = "#/components/responses/Problem"
_PROBLEM_SCHEMA = "#/components/schemas/Problem"
PROBLEM = {
    "type": "object",
    "description": "What went wrong and what to do about it (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
# What is answered beside the routes: messages of another protocol, which describes its tools.
MCP = {
    "operationId": "post_mcp",
    "summary": "Answer a message of the Model Context Protocol; its tools/list names the tools.",
    "description": "Send Accept: application/json, text/event-stream.",
    "tags": ["mcp"],
    "parameters": [],
    "requestBody": {
        "required": True,
        "content": {JSON.media_type: {"schema": {"type": "object"}}},
    },
    "responses": {
        "200": {
            "description": "The answer, in JSON-RPC.",
            "content": {kind: {} for kind in (JSON.media_type, "text/event-stream")},
        },
        "202": {"description": "A notification was taken; it has no answer."},
        **{str(one): {"$ref": _PROBLEM_ANSWER} for one in (400, 406, 414, 415, 421, 429, 503)},
        "default": {"$ref": _PROBLEM_ANSWER},
    },
}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Serve the description of every address (OpenAPI 3.1)."""
    release = site().release
    about = {
        "title": release.name,
        "version": release.version,
        "summary": release.title,
        "description": "Read only, without keys. An address may have 65,536 bytes: a longer one "
        "gets 414 in plain text, so send long queries by POST. Other errors are "
        "application/problem+json; their types: "
        + ", ".join(f"/errors#{name}" for name in PROBLEMS),
        "license": {"name": "Licence of the data", "url": release.license},
    }
    found = description(current_app, about, request.url_root.rstrip("/"))
    response = Response(json.dumps(found, indent=1), content_type=JSON.content_type)
    tag_by_content(response)
    return response


def description(app: Flask, about: Mapping[str, Any], server: str) -> dict[str, Any]:
    """Return the description of an application's routes; `about` is its Info Object.

    `server` is the address that all paths follow. Implements OpenAPI 3.1.1 (2024).
    """
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        paths[path_of(rule)] = {
            method.lower(): _operation(app, rule, method)
            for method in METHODS
            if method in (rule.methods or ())
        }
    paths["/mcp"] = {"post": MCP}
    return {
        "openapi": VERSION,
        "info": dict(about),
        "servers": [{"url": server or "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM},
            "responses": {
                "Problem": {
                    "description": "What went wrong and what to do about it.",
                    "content": {PROBLEM_JSON.media_type: {"schema": {"$ref": _PROBLEM_SCHEMA}}},
                }
            },
        },
    }


def path_of(rule: Rule) -> str:
    """Return the path of a route with its variables in braces, as the standard writes them."""
    return VARIABLE.sub(lambda found: "{" + found[3] + "}", rule.rule)


def _operation(app: Flask, rule: Rule, method: str) -> dict[str, Any]:
    view = rule.endpoint
    text = SUMMARIES.get(view) or (app.view_functions[view].__doc__ or "").split("\n")[0]
    parameters = [*_path_parameters(rule), *map(_query_parameter, PARAMETERS.get(view, ()))]
    kinds = ANSWERS.get(view) or (guess_type(rule.rule)[0] or HTML.media_type,)
    # A view may have several routes, so the path makes the name. Programs that make clients
    # leave out underscores, so a slash at the end has to be a word.
    path = re.sub("[{}]", "", path_of(rule))
    path = f"{path}slash" if path.endswith("/") and path != "/" else path
    name = re.sub(r"\W+", "_", method.lower() + path)
    statuses = error_statuses(
        view,
        is_named=bool(VARIABLE.search(rule.rule)),
        kinds=kinds,
        has_body=method == "POST",
    )
    found: dict[str, Any] = {
        "operationId": name,
        "summary": text,
        "tags": [view.partition(".")[0]],
        "responses": {
            "200": {"description": "The answer.", "content": {kind: {} for kind in kinds}},
            **{str(status): {"$ref": _PROBLEM_ANSWER} for status in statuses},
            "default": {"$ref": _PROBLEM_ANSWER},
        },
    }
    if view in REDIRECTS:
        found["responses"]["303"] = {"description": "The document about it is elsewhere."}
    if method == "GET":
        found["parameters"] = parameters
    else:
        found["parameters"] = [part for part in parameters if part["in"] == "path"]
        found["requestBody"] = {"required": True, "content": _bodies(view)}
    return found


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for converter, options, name in VARIABLE.findall(rule.rule):
        schema: dict[str, Any] = {"type": "integer" if converter == "int" else "string"}
        if converter == "any":
            schema["enum"] = [value.strip() for value in options.split(",")]
        slashes = {"description": "It may have slashes."} if converter == "path" else {}
        yield {"name": name, "in": "path", "required": True, **slashes, "schema": schema}


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": _schema(parameter),
    }


def _schema(parameter: Parameter) -> dict[str, Any]:
    single = {"type": parameter.type}
    return {"type": "array", "items": single} if parameter.repeated else single


def _bodies(view: str) -> dict[str, Any]:
    names = {parameter.name: _schema(parameter) for parameter in PARAMETERS.get(view, ())}
    form = {"schema": {"type": "object", "properties": names}}
    plain = {"schema": {"type": "string"}}
    return {kind: form if kind == FORM else plain for kind in BODIES.get(view, (FORM,))}
