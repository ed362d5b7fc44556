"""Lists that are pages only: whose word the documents pass on, and who is named with whom."""

from collections import defaultdict
from collections.abc import Iterable

from legation_server.agents.answers import Text, count_words
from legation_server.agents.library import Library
from legation_server.agents.rows import status_words
from legation_server.site_index import Entity, entity_at, pairs, pairs_of, speakers


def sources(library: Library, limit: int, after: int) -> str:
    """Return whose word the documents pass on, as rows; those with most claims come first."""
    said: dict[Entity, list[str]] = defaultdict(list)
    for one, status, modality, count in speakers(library.index):
        said[one].append(f"{count} {status_words(status, modality)}")
    found = list(said.items())
    text = Text()
    text.add(
        f"{count_words(len(found), 'person or body', 'persons and bodies')} whose word the "
        "documents pass on. What a document says itself is not counted here."
    )
    rows = (
        f"{_named(library, one)}: {count_words(one.says, 'claim')}; {'; '.join(counts)}"
        for one, counts in found[after : after + limit]
    )
    return _ended(library, text, rows, len(found), after)


def network(library: Library, limit: int, after: int, path: str = "") -> str:
    """Return pairs of entities that statements name together, as rows, the most named first.

    `path` is that of an entity, which all pairs then have; "" for all.
    """
    centre = entity_at(library.index, path) if path else None
    # One more tells whether there is more.
    most = limit + 1
    found = (
        pairs_of(library.index, centre.id, most, after)
        if centre
        else pairs(library.index, most, after)
    )
    text = Text()
    whom = f"together with {centre.label}" if centre else "together"
    text.add(f"Who is named {whom}. To be named together is no relation of the two.")
    rows = (
        f"{_named(library, pair.one)} and {_named(library, pair.other)}: "
        f"{count_words(pair.firm, 'statement')} that a document stands behind, {pair.open} others"
        for pair in found[:limit]
    )
    return _ended(library, text, rows, after + len(found), after)


def _named(library: Library, one: Entity) -> str:
    return f"{one.label} ({library.iri(one.path)})"


def _ended(library: Library, text: Text, rows: Iterable[str], count: int, after: int) -> str:
    shown = after + text.add_rows(rows)
    more = "hasMore: false"
    if shown < count:
        more = f"hasMore: true. Go on with the same arguments, after={shown}."
    return text.end(more, f"release {library.name}")
