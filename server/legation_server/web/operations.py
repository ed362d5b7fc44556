"""The addresses for those who run the server: is it alive, is it ready, what are its figures."""

from flask import Blueprint, Response, jsonify

from legation_server.metrics import CONTENT_TYPE
from legation_server.query import Task
from legation_server.web.current_site import site

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the server is alive."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say that queries are answered, by answering one, and what else is wrong."""
    here, store = site(), site().store
    store.run(Task("ASK {}", internal=True))
    said: dict[str, object] = {"status": "ok", "release": here.release.digest}
    said |= {"network": store.network, **store.busy()}
    if here.lifetime.refused:
        said["refused"] = here.lifetime.refused
    if damaged := here.archive.files.damaged(here.release):
        said["damaged"] = damaged
    return jsonify(said)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the figures that a Prometheus server collects."""
    return Response(site().metrics.text(), content_type=CONTENT_TYPE)
