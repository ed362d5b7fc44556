"""The tools, resources and prompts of a release, as the Python SDK of the protocol takes them."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field, ValidationError

from legation_server.agents.answers import MOST_AFTER
from legation_server.agents.disputes import disputes as told_disputes
from legation_server.agents.facts import facts as told_facts
from legation_server.agents.finding import find
from legation_server.agents.guide import (
    EXAMPLES,
    INSTRUCTIONS,
    MODEL,
    NAME,
    question_prompt,
    start_page,
)
from legation_server.agents.library import Library
from legation_server.agents.queries.query_rows import sparql as told_sparql
from legation_server.agents.queries.schema import schema as told_schema
from legation_server.agents.things import get as told_get
from legation_server.errors import Problem

MOST_NAME_CHARACTERS, MOST_NAMES, MOST_ROWS = 300, 5, 200
MEND = "Correct the argument and call the tool again."
READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
Name = Annotated[str, Field(max_length=MOST_NAME_CHARACTERS)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Detailed = Annotated[
    bool, Field(description="true for parts, all claims and the sentence; false for one line a row")
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows at most")]
After = Annotated[int, Field(ge=0, le=MOST_AFTER, description="rows to pass over, as hasMore says")]
Release = Annotated[
    str, Field(max_length=64, description="only from this release, as hasMore says")
]


class _Server(MCPServer[Any]):
    """A server whose words about wrong arguments are ours: they lead to no other host."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; raises ToolError that names each wrong argument, and what it may be."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            found = error.__cause__.errors(include_url=False, include_input=False)
            said = dict.fromkeys(f"{_place(one['loc'])}: {one['msg']}." for one in found)
            raise ToolError(f"{name} was not run. {' '.join(said)} {MEND}") from error.__cause__


def _place(parts: Sequence[str | int]) -> str:
    # What stands behind the argument's name are kinds that it may have.
    return str(parts[0]) if parts else "arguments"


def make_server(library: Library) -> MCPServer[Any]:
    """Return a server of the protocol that answers about a release."""
    server = _Server(
        NAME,
        title=library.release.title or library.release.name,
        instructions=INSTRUCTIONS,
        website_url=library.release.base,
        version=library.release.version,
        # What is wrong is said in answers.
        log_level="CRITICAL",
    )
    _add_tools(server, library)
    _add_pages(server, library)
    return server


def _answer(make: Callable[[], str]) -> str:
    """Return an answer; an error of ours becomes text that says what to do."""
    try:
        return make()
    except Problem as problem:
        detail = problem.detail or f"{problem.title}."
        # What this kind advises is about requests to /sparql.
        remedy = MEND if problem.kind == "malformed-request" else problem.remedy
        raise ToolError(f"{problem.title}: {detail} {remedy}") from problem


def _several(names: Sequence[str] | str) -> list[str]:
    return [names] if isinstance(names, str) and names else list(names)


def _add_tools(server: MCPServer[Any], library: Library) -> None:
    def search(words: Name, detailed: Detailed = False, limit: Limit = 15) -> str:
        return _answer(lambda: find(library, words, detailed, limit))

    def get(
        name: Name,
        detailed: Detailed = False,
        limit: Limit = 25,
        after: After = 0,
        release: Release = "",
    ) -> str:
        return _answer(lambda: told_get(library, name, detailed, limit, after, release))

    def facts(
        about: Annotated[
            Names | Name,
            Field(description="names or IRIs of entities, topics, goods or measures: all of them"),
        ] = "",
        kind: Annotated[
            Name,
            Field(
                description="Event, Utterance, Situation, Figure, Supposition, or a type as visit"
            ),
        ] = "",
        topic: Annotated[Name, Field(description="a topic, as energy")] = "",
        status: Annotated[
            Name, Field(description="stated, attributed, prospective, unconfirmed or denied")
        ] = "",
        since: Annotated[int | None, Field(description="year, four digits")] = None,
        until: Annotated[int | None, Field(description="year, four digits")] = None,
        detailed: Detailed = False,
        limit: Limit = 25,
        after: After = 0,
        release: Release = "",
    ) -> str:
        names = _several(about)
        return _answer(
            lambda: told_facts(
                library, names, kind, topic, status, since, until, detailed, limit, after, release
            )
        )

    def disputes(
        about: Name = "", detailed: Detailed = False, limit: Limit = 10, after: After = 0
    ) -> str:
        return _answer(lambda: told_disputes(library, about, detailed, limit, after))

    def schema(class_name: Name = "") -> str:
        return _answer(lambda: told_schema(library, class_name))

    def sparql(query: str, limit: Limit = 50, after: After = 0, release: Release = "") -> str:
        return _answer(lambda: told_sparql(library, query, limit, after, release))

    for tool, title in (
        (search, "Search"),
        (get, "Get a thing"),
        (facts, "Facts"),
        (disputes, "Disputes"),
        (schema, "Schema"),
        (sparql, "SPARQL"),
    ):
        server.add_tool(
            tool,
            title=title,
            description=DESCRIPTIONS[tool.__name__],
            annotations=READ_ONLY,
            structured_output=False,
        )


def _add_pages(server: MCPServer[Any], library: Library) -> None:
    pages: dict[str, tuple[str, Callable[[], str]]] = {
        "legation://start": ("Where to begin", lambda: start_page(library)),
        "legation://model": ("The model: claims, statements, statuses", lambda: MODEL),
        "legation://schema": (
            "The schema for SPARQL",
            lambda: _answer(lambda: told_schema(library)),
        ),
    }
    for uri, (title, make) in pages.items():
        name = uri.rpartition("/")[2]
        server.resource(uri, name=name, title=title, mime_type="text/markdown")(make)

    def ask(question: str) -> str:
        return question_prompt(question)

    server.prompt("ask", title="Answer with citations")(ask)
    for name, (title, text) in EXAMPLES.items():
        server.prompt(name, title=title)(_saying(text))


def _saying(text: str) -> Callable[[], str]:
    def example() -> str:
        return text

    return example


DESCRIPTIONS = {
    "search": (
        "Find entities, topics, statements and sentences by words, misspelt ones and whole "
        "questions too. Begin here. Each row begins with its status and ends with its citation."
    ),
    "get": (
        "Tell what is known about one thing, by name or IRI: an entity, statement, claim, "
        "sentence, document or code. detailed=true shows every claim with its sentence."
    ),
    "facts": (
        "List statements by who or what they are about (several names: all of them), kind, topic, "
        "status and years. Leave status out to see firm and unconfirmed ones together, each with "
        "its status."
    ),
    "disputes": "List what somebody denies and what differs, with all sides; about narrows it.",
    "schema": (
        "Tell how to write SPARQL here, in less than 2,000 tokens; with class_name, the properties "
        "of a class (Claim) or the codes of a list (topic)."
    ),
    "sparql": (
        "Run a read-only SPARQL query within the limits of the endpoint. Only when facts and "
        "disputes do not do; read schema first, and take id: names from search. Select ?statement "
        "and ?status, so that each row has its status. An empty answer says which pattern fails."
    ),
}
