"""The tool `schema`: how to ask in SPARQL, in less than 2,000 tokens; more about one class."""

from collections.abc import Iterable, Mapping

from legation_server.agents.library import Library
from legation_server.agents.names import nearest_places
from legation_server.namespaces import RDF_TYPE, RDFS, SKOS
from legation_server.query import Task
from legation_server.releases import Release
from legation_server.site_index import codes_of

# For the queries behind one card.
SCHEMA_SECONDS = 3.0
# A card of 2,000 tokens has seldom fewer characters than this.
MOST_CARD_CHARACTERS = 5_000
MOST_PROPERTIES, MOST_CODES, MOST_CLASSES = 40, 30, 14
MEANINGS = {
    "Claim": "an act by which sentences put statements forward or deny them",
    "Event": "something that happened, by the document",
    "Utterance": "an event of saying",
    "Situation": "what holds for a time",
    "Figure": "a quantity",
    "Supposition": "an event or situation that the document does not assert",
    "Attribute": "what a thing is",
    "Passage": "a heading or sentence",
}
CARD = """Statements (bil:Event, bil:Utterance, bil:Situation, bil:Figure, bil:Supposition) are
what a document says. Claims put them forward:
  ?claim bil:states ?statement ; bil:evidence ?passage ; bil:modality ?how ; bil:stance ?stance .
  ?claim bil:attributedTo ?who ; bil:passedOnBy ?relay .      (whose word; through whom)
  ?passage bil:section ?section .
Every statement has bil:status (status:stated, status:attributed, status:prospective,
status:unconfirmed, status:denied), rdfs:label, and often bil:topic, bil:eventType or
bil:situationType, bil:when (EDTF), bil:earliest, bil:latest.
Select ?statement and ?status always: a row without them is no fact.
Only stated situations also stand as plain triples between entities.
Prefixes of the release need no declaration. Resolve names first, with search or get."""
EXAMPLE = """Example:
SELECT ?statement ?status ?label ?claim WHERE {
  ?claim bil:states ?statement ; bil:modality modality:alleged .
  ?statement bil:status ?status ; rdfs:label ?label .
} LIMIT 20"""


def schema(library: Library, class_name: str = "") -> str:
    """Return the card of the whole model, or that of one class or code list.

    Either has less than MOST_CARD_CHARACTERS characters. Raises Problem when a query fails.
    """
    name = _local(class_name)
    key = f"schema {name}"
    if not name:
        return library.kept(key, lambda: _whole(library))
    if names_class(library, class_name):
        return library.kept(key, lambda: _of_class(library, name))
    if used := codes_of(library.index, name):
        words = (f"{library.short(library.iri(one.path))} {one.label} ({one.uses})" for one in used)
        return _cut([f"Codes of the list {name}:", *words])
    known = sorted(_named_classes(library.release))
    lists = [row["list"] for row in library.index.rows("SELECT DISTINCT list FROM code")]
    every = [*known, *lists]
    near = ", ".join(every[place] for place in nearest_places(name, every))
    nearest = f" Nearest: {near}." if near else ""
    return (
        f"There is no class or code list “{class_name}”.{nearest} Classes: {', '.join(known)}."
    )[:MOST_CARD_CHARACTERS]


def names_class(library: Library, name: str) -> bool:
    """Tell whether a name is that of a class with members, as in Claim or bil:Claim."""
    wanted = _local(name)
    return any(one.rpartition("#")[2] == wanted for one in library.release.counts)


def _local(name: str) -> str:
    return name.strip().strip("<>").rpartition(":")[2].rpartition("#")[2]


def _whole(library: Library) -> str:
    classes = sorted(_named_classes(library.release).items(), key=lambda row: -row[1])
    rows = library.index.rows(
        "SELECT list, count(*) AS n FROM code WHERE uses > 0 GROUP BY list ORDER BY list"
    )
    topics = [one for one in codes_of(library.index, "topic") if one.uses]
    return _cut(
        [
            CARD,
            "Classes: "
            + "; ".join(
                f"bil:{name} ({count:,})" + (f" {MEANINGS[name]}" if name in MEANINGS else "")
                for name, count in classes[:MOST_CLASSES]
            ),
            "Code lists: " + ", ".join(f"{row['list']} ({row['n']})" for row in rows),
            "Topics: "
            + ", ".join(library.short(library.iri(one.path)) for one in topics[:MOST_CODES]),
            EXAMPLE,
            "More: schema with a class, as in Claim, or a code list, as in topic.",
            f"release {library.name}",
        ]
    )


def _named_classes(release: Release) -> Mapping[str, int]:
    """Return how many members each class of the ontology has, by its name."""
    start = release.namespace
    return {
        iri.removeprefix(start): count
        for iri, count in release.counts.items()
        if iri.startswith(start) and count
    }


def _of_class(library: Library, name: str) -> str:
    iri = next(one for one in library.release.counts if one.rpartition("#")[2] == name)
    query = f"""SELECT ?p (COUNT(*) AS ?n) (SAMPLE(?o) AS ?example) {{
        ?x a <{iri}> ; ?p ?o FILTER(?p != <{RDF_TYPE}>) }} GROUP BY ?p ORDER BY DESC(?n) ?p"""
    found = library.rows(Task(query), SCHEMA_SECONDS)
    meaning = library.rows(
        Task(f"SELECT ?d {{ <{iri}> <{SKOS}definition>|<{RDFS}comment> ?d }} LIMIT 1"),
        SCHEMA_SECONDS,
    )
    lines = [f"{library.short(iri)}: {library.release.counts[iri]:,}"]
    lines += [row["d"]["value"] for row in meaning]
    for row in found[:MOST_PROPERTIES]:
        term = row["example"]
        value = library.short(term["value"]) if term["type"] == "uri" else f'"{term["value"][:60]}"'
        lines.append(f"{library.short(row['p']['value'])} ({row['n']['value']}), as in {value}")
    return _cut([*lines, f"release {library.name}"])


def _cut(lines: Iterable[str]) -> str:
    """Return lines as a text with room for all of it, without the last ones that do not fit."""
    kept: list[str] = []
    left = MOST_CARD_CHARACTERS
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join(kept)
