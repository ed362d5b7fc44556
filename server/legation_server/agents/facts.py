"""The tool `facts`: statements by who takes part, kind, topic, time and status."""

from collections.abc import Sequence

from legation_server.agents.answers import (
    CLOSE,
    SILENCE,
    UNKNOWN,
    Text,
    count_words,
    listed,
    more_words,
)
from legation_server.agents.choices import Choosing, counted
from legation_server.agents.library import Library
from legation_server.agents.rows import rows
from legation_server.site_index import statements

# Rows of what fits but for its status, under an answer that has none.
MOST_OTHERS = 5


def facts(
    library: Library,
    about: Sequence[str] = (),
    kind: str = "",
    topic: str = "",
    status: str = "",
    since: int | None = None,
    until: int | None = None,
    detailed: bool = False,
    limit: int = 25,
    after: int = 0,
    release: str = "",
) -> str:
    """Return the statements that fit all that is given, each as a row with its citation.

    `about` are names or IRIs of entities that all have a part, or of codes; `since` and `until`
    are years; `after` rows are passed over. Raises Problem for a kind or status that is none.
    """
    library.check_release(release)
    choosing = Choosing(library)
    for name in about:
        choosing.about(name)
    if kind:
        choosing.kind(kind)
    if topic:
        choosing.topic(topic)
    if status:
        choosing.status(status)
    choosing.time(since, until)
    text = Text()
    for meant in choosing.meanings:
        if words := meant.words(library):
            text.add(words)
    if choosing.unknown:
        return text.end(
            f"No statement was looked up. {UNKNOWN}",
            f"release {library.name}",
        )
    counts = choosing.counts()
    total = counts.total()
    if not total:
        return _silence(library, choosing, text)
    numbers = choosing.numbers(limit, after)
    text.add(f"{count_words(total, 'statement')} {choosing.words()}: {counted(counts)}.")
    shown = text.add_rows(rows(library, statements(library.index, numbers), detailed))
    call = "the same arguments"
    more = more_words(shown, after, total, call, library.name)
    if "hasMore: false" in more:
        return text.end(_hidden(choosing), more)
    query = f'Or all of them, by sparql with release="{library.name}":\n{choosing.query()}'
    return text.end(_hidden(choosing), more, query)


def _hidden(choosing: Choosing) -> str:
    """Return what a filter on the status hides."""
    if not any(one.name == "status" for one in choosing.filters):
        return ""
    others = choosing.counts(without="status") - choosing.counts()
    if not others.total():
        return ""
    return f"Of another status, not shown: {counted(others)}."


def _silence(library: Library, choosing: Choosing, text: Text) -> str:
    """Return an answer without statements: which filter leaves nothing, and what comes near."""
    text.add(f"No statement {choosing.words()}.")
    alone = [one for one in choosing.filters if not choosing.fits(one)]
    if alone:
        text.add(f"Nothing at all is {listed([one.words for one in alone])}.")
    near = False
    for name in dict.fromkeys(one.name for one in choosing.filters):
        counts = choosing.counts(without=name)
        if not counts.total() or len(choosing.filters) < 2:
            continue
        near = True
        text.add(
            f"Without {name!r}: {count_words(counts.total(), 'statement')}: {counted(counts)}."
        )
        if name == "status":
            text.add("These match, but are of another status, which must be told with them:")
            others = choosing.without("status").numbers(MOST_OTHERS)
            text.add_rows(rows(library, statements(library.index, others)))
    return text.end(CLOSE if near else SILENCE, f"release {library.name}")
