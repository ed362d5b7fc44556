"""Keep the entities of a build in an index on disk, from which each document takes its own.

The index is made once from the files that documents share. A document needs the entities that it
names, and those that these name in turn (its relation names two states).
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from legation_build.dataset import NamedGraph
from legation_build.mapping import Mappings, Source, items
from legation_build.namespaces import ENTITY
from legation_build.pipeline.documents.cache import keep_file

# No statement of SQLite takes more values.
_AT_A_TIME = 500
_BLOCKS = "SELECT number, file, path, used, data, lines FROM block"
_TABLES = """
CREATE TABLE entity (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL, needs TEXT NOT NULL, triples TEXT NOT NULL);
CREATE TABLE block (entity TEXT, number INTEGER, file TEXT NOT NULL, path TEXT NOT NULL,
    used INTEGER NOT NULL, data TEXT NOT NULL, lines TEXT NOT NULL,
    PRIMARY KEY (entity, number)) WITHOUT ROWID;
CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


def write_index(
    place: Path, mappings: Mappings, entities: NamedGraph, kept: Mapping[str, bytes]
) -> None:
    """Write the index of the entities in `mappings`, whose graph is `entities`.

    `kept` are further values that are the same as long as the shared files are.
    """
    triples: dict[str, list[Triple]] = {}
    for quad in entities.quads:
        assert isinstance(quad.subject, NamedNode)
        triples.setdefault(quad.subject.value.removeprefix(ENTITY), []).append(quad.triple)
    with closing(sqlite3.connect(":memory:")) as index:
        index.executescript(_TABLES)
        index.executemany("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)", _blocks(mappings))
        index.executemany("INSERT INTO entity VALUES (NULL, ?, ?, ?, ?)", _entities(triples))
        index.executemany("INSERT INTO kept VALUES (?, ?)", kept.items())
        index.commit()
        keep_file(place, index.serialize())


def _blocks(mappings: Mappings) -> Iterator[tuple[Any, ...]]:
    for number, source in enumerate(mappings.entities):
        below: dict[Any, list[Any]] = {}
        for place, line in source.lines.items():
            below.setdefault(place[:2], []).append([place[2:], line])
        for path, entity in items(source, "entities"):
            lines = json.dumps(below.get(path, []))
            data = json.dumps(entity, ensure_ascii=False)
            here = (source.file, source.path, source.is_used)
            yield str(entity.get("id")), number, *here, data, lines


def _entities(triples: Mapping[str, Sequence[Triple]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, digest, the entities that it needs and the triples of each entity."""
    named = {
        id: {
            one.object.value.removeprefix(ENTITY)
            for one in found
            if isinstance(one.object, NamedNode) and one.object.value.startswith(ENTITY)
        }
        for id, found in triples.items()
    }
    lines = {
        id: (serialize(found, format=RdfFormat.N_TRIPLES) or b"").decode()
        for id, found in triples.items()
    }
    for id in triples:
        needs, waiting = {id}, [id]
        while waiting:
            new = (named.get(waiting.pop(), set()) & triples.keys()) - needs
            needs |= new
            waiting += new
        # A change of what an entity needs is a change of what a document gets.
        digest = sha256("\n".join(lines[one] for one in sorted(needs)).encode()).hexdigest()
        yield id, digest, json.dumps(sorted(needs)), lines[id]


class SharedIndex:
    """The index in a file, read only."""

    def __init__(self, place: Path) -> None:
        """Open the index at a place."""
        self._index = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)

    def close(self) -> None:
        """Close the file."""
        self._index.close()

    @cached_property
    def ids(self) -> set[str]:
        """Return the ids of all entities."""
        return {id for (id,) in self._index.execute("SELECT id FROM entity")}

    def kept(self, name: str) -> bytes:
        """Return a value that was kept with the index."""
        found = self._index.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return bytes(found[0])

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Return id → digest of those of `names` that are entities."""
        return {name: self._digests[name] for name in self._digests.keys() & set(names)}

    @cached_property
    def _digests(self) -> dict[str, str]:
        # Most documents name some entities: asking for all at once costs less than each time.
        return dict(self._index.execute("SELECT id, digest FROM entity"))

    def with_needed(self, names: Iterable[str]) -> list[str]:
        """Return the ids of the entities among `names` and of those that they need, sorted."""
        found = self._rows("SELECT needs FROM entity WHERE id IN", names)
        return sorted({one for (needs,) in found for one in json.loads(needs)})

    def triples(self, ids: Iterable[str]) -> Iterator[Triple]:
        """Yield the triples of entities, those that follow too."""
        for (lines,) in self._rows("SELECT triples FROM entity WHERE id IN", ids):
            for quad in parse(lines, format=RdfFormat.N_TRIPLES):
                yield quad.triple

    def quads(self, graph: NamedNode) -> Iterator[Quad]:
        """Yield the triples of all entities as quads of a graph, in the order written."""
        for (lines,) in self._index.execute("SELECT triples FROM entity ORDER BY position"):
            for quad in parse(lines, format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)

    def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the blocks of entities as files that hold no others, with their lines."""
        found: dict[int, Source] = {}
        rows = self._rows(f"{_BLOCKS} WHERE entity IN", ids)
        for number, file, path, used, data, lines in sorted(rows):
            empty = Source(file, {"entities": []}, path=path, is_used=bool(used))
            source = found.setdefault(number, empty)
            place = len(source.data["entities"])
            source.data["entities"].append(json.loads(data))
            for below, line in json.loads(lines):
                source.lines[("entities", place, *below)] = line
        return tuple(found.values())

    def _rows(self, query: str, names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        wanted = sorted(set(names))
        for start in range(0, len(wanted), _AT_A_TIME):
            some = wanted[start : start + _AT_A_TIME]
            yield from self._index.execute(f"{query} ({', '.join('?' * len(some))})", some)
