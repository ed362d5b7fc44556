"""Point to the endpoint for queries of the Wikidata Query Service when such a query fails here."""

from legation_server.errors import Problem
from legation_server.query import SPARQL, WIKIDATA, Task
from legation_server.sparql import is_for_wikidata

KINDS = ("service-refused", "syntax-error", "query-failed")
WIKIDATA_HINT = f"Queries written for the Wikidata Query Service are answered at /{WIKIDATA}."


def is_misdirected(problem: Problem, task: Task) -> bool:
    """Return whether a task failed because the other endpoint is the one for such queries."""
    return problem.kind in KINDS and task.endpoint == SPARQL and is_for_wikidata(task.query)


def with_wikidata_hint(problem: Problem) -> Problem:
    """Return a problem that points to the other endpoint, in words and as the member `endpoint`."""
    detail = f"{problem.detail.rstrip()} {WIKIDATA_HINT}".strip()
    members = {**problem.members, "endpoint": f"/{WIKIDATA}"}
    return Problem(problem.kind, detail, members=members, headers=problem.headers)
