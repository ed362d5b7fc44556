"""Say why a query was refused, and which endpoint is the one for it."""

import re
from urllib.parse import urljoin

import pyoxigraph as ox

from legation_server.errors import Problem
from legation_server.query import SPARQL, WIKIDATA, Task
from legation_server.sparql import (
    Rewriting,
    Token,
    fault_in,
    first_keyword,
    is_for_wikidata,
    line_of,
    place_of,
    problem_at,
    tokens,
)

POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
UNDECLARED = "Prefix not found"
PREFIXED = re.compile(r"([\w.-]*:)\S*$")
# The engine lists what it expected, character classes too; people need only the words.
EXPECTED = re.compile(r'"(?:[^"\\]|\\.)*"|\b(?![0-9A-F]{4}\b)[A-Z][A-Za-z ]+[A-Za-z]\b')
# The keywords that begin an operation (SPARQL 1.1 Update, section 3).
UPDATES = ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
# The problems that a query of the Wikidata Query Service has at the endpoint for plain SPARQL.
MISDIRECTED = ("service-refused", "syntax-error", "query-failed")
WIKIDATA_HINT = f"Queries written for the Wikidata Query Service are answered at /{WIKIDATA}."


def refusal(query: Rewriting, message: str) -> Problem:
    """Return the problem of a query that the engine refused with a message."""
    keyword = first_keyword(query.original)
    if keyword in UPDATES:
        return Problem("update-refused", f"{keyword} makes the query an update.")
    return syntax_problem(message, query)


def syntax_problem(message: str, query: Rewriting) -> Problem:
    """Return the problem for an error message of the engine's parser, with its place.

    Lines and columns count from 1, columns in code points, in the query as it was sent. The engine
    names a place past the fault and words nearby; so where the grammar shows a fault, that is told.
    """
    if fault := fault_in(query.text):
        place = query.original_place(*place_of(query.text, fault.offset))
        members = {"expected": fault.expected}
        end = "" if fault.message.endswith("?") else "."
        return problem_at("syntax-error", fault.message + end, query.original, place, members)
    match = POSITION.match(message)
    if not match:
        return Problem("syntax-error", message)
    place = query.original_place(int(match[1]), int(match[2]))
    expected = list(dict.fromkeys(EXPECTED.findall(match[3])))
    written = line_of(query.original, place[0])[max(0, place[1] - 200) : place[1] - 1]
    name = PREFIXED.search(written) if UNDECLARED in expected else None
    wrong = f"the prefix {name[1]} is not declared" if name else "this cannot be read as SPARQL"
    if "IRI parsing failed" in expected and (wrong_iri := _invalid_iri(query.text)):
        place = query.original_place(*place_of(query.text, wrong_iri.start))
        message = f"{wrong_iri.text} is not a valid IRI."
        return problem_at("syntax-error", message, query.original, place, {"expected": ["an IRI"]})
    rules = [text for text in expected if " " in text and text != UNDECLARED]
    if rules:
        return problem_at("syntax-error", rules[0] + ".", query.original, place, {"expected": []})
    hint = f" Expected there: {', '.join(expected)}." if expected and not name else ""
    return problem_at(
        "syntax-error", f"{wrong}.{hint}", query.original, place, {"expected": expected}
    )


def _invalid_iri(text: str) -> Token | None:
    """Return the first IRI of a query that is none by the rules of IRIs (RFC 3987)."""
    for token in tokens(text):
        if token.kind == "iri":
            try:
                ox.NamedNode(urljoin("http://localhost/", token.text[1:-1]))
            except ValueError:
                return token
    return None


def is_misdirected(problem: Problem, task: Task) -> bool:
    """Return whether a task failed because the other endpoint is the one for such queries."""
    return problem.kind in MISDIRECTED and task.endpoint == SPARQL and is_for_wikidata(task.query)


def with_wikidata_hint(problem: Problem) -> Problem:
    """Return a problem that points to the other endpoint, in words and as the member `endpoint`."""
    detail = f"{problem.detail.rstrip()} {WIKIDATA_HINT}".strip()
    members = {**problem.members, "endpoint": f"/{WIKIDATA}"}
    if problem.kind == "service-refused":
        members["remedy"] = f"Send the query to /{WIKIDATA}."
    return Problem(problem.kind, detail, members=members, headers=problem.headers)
