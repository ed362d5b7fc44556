"""The tool `sparql`: run a query on the pool, and write its result with the status of each row."""

import re
from collections.abc import Iterable, Mapping, Sequence

from legation_server.agents.answers import Text, count_words
from legation_server.agents.library import Asked, Library
from legation_server.agents.names import described, nearest_entities
from legation_server.agents.queries.diagnosis import diagnosed, hint_lines
from legation_server.errors import Problem
from legation_server.query import BYTE_ORDER_MARK, Task
from legation_server.site_index import entity_at
from legation_server.sparql import named_terms

# A text in quotation marks, so that nothing in it counts, or an IRI.
TERM = re.compile(r'"(?:[^"\\]|\\.)*"|<([^<>\s]+)>')
# A row that names no statement has no status of its own.
NO_STATUS = "–"
MOST_PARAMETERS = 900
SAYS_NO = (
    "false: no data match. That is not “no”: the document may be silent, or say it less firmly."
)


def sparql(library: Library, query: str, limit: int = 50, after: int = 0, release: str = "") -> str:
    """Return the result of a SPARQL query as text: each row begins with a status.

    At most `limit` rows after the first `after`. The prefixes of the release need no declaration.
    Raises Problem, as the endpoint does, and for names of entities that do not exist.
    """
    library.check_release(release)
    text = query.lstrip(BYTE_ORDER_MARK)
    size, most = len(text.encode()), library.settings.query_length
    if size > most:
        raise Problem("content-too-large", f"The query has {size:,} bytes; the limit is {most:,}.")
    if not text.strip():
        raise Problem("malformed-request", "The query is empty.")
    unknown = _unknown(library, text)
    if unknown:
        return "\n".join([*unknown, "The query was not run. Correct the names and ask again."])
    task = Task(text, solutions="tsv")
    asked = library.ask(task)
    if asked.kind == "boolean":
        if "true" in asked.text:
            hints = hint_lines(library, task, asked.answer.missing)
            return "\n".join(["true", *hints, f"release {library.name}"])
        return "\n".join([SAYS_NO, *diagnosed(library, task, asked.answer.missing)])
    lines = asked.text.split("\n")
    if asked.kind == "graph":
        told = [line for line in lines if line.strip()]
        return _told(library, task, asked, "", told, limit, after)
    head, *found = lines
    found = [line for line in found if line]
    if not asked.whole and not asked.answer.cut:
        # The last line may have come in part.
        found = found[:-1]
    if not found:
        return "\n".join(
            ["0 rows.", *diagnosed(library, task, asked.answer.missing), f"release {library.name}"]
        )
    return _told(library, task, asked, head, found, limit, after)


def _told(
    library: Library,
    task: Task,
    asked: Asked,
    head: str,
    found: Sequence[str],
    limit: int,
    after: int,
) -> str:
    text = Text()
    number = count_words(len(found), "row") if asked.whole else f"more than {len(found):,} rows"
    text.add(f"{number}. {head}".replace("\t", " | "))
    for hint in hint_lines(library, task, asked.answer.missing):
        text.add(hint)
    part = found[after : after + limit]
    statuses = _statuses(library, part)
    shown, are_known = 0, True
    for line in part:
        named = (statuses[iri] for iri in TERM.findall(line) if iri in statuses)
        # Of several, none may stand for the others: one may be alleged and the other stated.
        status = ", ".join(dict.fromkeys(named)) or NO_STATUS
        are_known = are_known and status != NO_STATUS
        cells = TERM.sub(
            lambda found: library.short(found[1]) if found[1] else found[0], line
        ).replace("\t", " | ")
        if not text.add(f"- [{status}] {cells}"):
            break
        shown += 1
    seen = after + shown
    more = seen < len(found) or not asked.whole
    return text.end(
        f"[{NO_STATUS}]: the row names no statement or claim, so its status is unknown; select one "
        "to see how firm it is."
        if not are_known
        else "",
        f'hasMore: true. Go on with the same query, after={seen}, release="{library.name}".'
        if more
        else "hasMore: false",
        f"release {library.name}",
    )


def _unknown(library: Library, query: str) -> list[str]:
    """Return a line for each entity that a query names and the release does not have."""
    base = library.release.base + "id/"
    found = []
    for iri in named_terms(query, library.release.prefixes).iris:
        if iri.startswith(base) and entity_at(library.index, library.path(iri)) is None:
            near = nearest_entities(library, iri.removeprefix(base).replace("-", " "))
            names = ", ".join(described(library, one) for one in near) or "none"
            found.append(f"{library.short(iri)} is no entity here. Nearest: {names}.")
    return found


def _statuses(library: Library, lines: Iterable[str]) -> Mapping[str, str]:
    """Return the statuses of the statements and claims that rows name, by their IRIs."""
    base = library.release.base
    named = [iri for line in lines for iri in TERM.findall(line) if iri.startswith(base)]
    paths = [iri.removeprefix(base) for iri in dict.fromkeys(named)]
    found: dict[str, str] = {}
    for start in range(0, len(paths), MOST_PARAMETERS):
        part = paths[start : start + MOST_PARAMETERS]
        marks = ",".join("?" * len(part))
        for table in ("claim", "statement"):
            query = f"SELECT path, status FROM {table} WHERE path IN ({marks})"
            found |= {
                base + r["path"]: r["status"].upper() for r in library.index.rows(query, part)
            }
    return found
