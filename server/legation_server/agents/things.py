"""The tool `get`: what is known about one thing, by its name or IRI."""

from legation_server.agents.answers import Text, count_words, more_words
from legation_server.agents.choices import Choosing, counted
from legation_server.agents.facts import facts
from legation_server.agents.finding import find
from legation_server.agents.library import Library
from legation_server.agents.names import thing_meant
from legation_server.agents.queries.schema import names_class, schema
from legation_server.agents.rows import passage_words, rows
from legation_server.site_index import (
    Code,
    Document,
    Entity,
    Passage,
    Statement,
    claim_at,
    code_at,
    document_at,
    document_count,
    links_from,
    links_to,
    names_of,
    passage_at,
    passages_of,
    stated_by,
    statement_at,
    statements,
    taken_from,
)


def get(
    library: Library,
    name: str,
    detailed: bool = False,
    limit: int = 25,
    after: int = 0,
    release: str = "",
) -> str:
    """Return what is known about an entity, statement, claim, sentence, document or code.

    `name` is an IRI, a prefixed name, a path or a label; `after` rows are passed over.
    """
    library.check_release(release)
    index, path = library.index, library.path(name)
    if statement := statement_at(index, path):
        return _statement(library, statement)
    if claim := claim_at(index, path):
        numbers = stated_by(index, claim.id)
        head = f"Claim {library.iri(path)}: {claim.stance}, {', '.join(claim.modality)}"
        return _listed(library, head, numbers, True, limit, after)
    if passage := passage_at(index, path):
        return _listed(
            library,
            _passage(library, passage),
            taken_from(index, passage.id),
            detailed,
            limit,
            after,
        )
    if document := document_at(index, path):
        return _document(library, document)
    code = code_at(index, path) or code_at(index, f"code/{path}")
    if code:
        return _code(library, code, detailed, limit, after)
    meant = thing_meant(library, name)
    if names_class(library, name) and not (meant.thing and meant.sure):
        return f"“{name}” is a class, as schema tells:\n{schema(library, name)}"
    if isinstance(meant.thing, Code):
        told = _code(library, meant.thing, detailed, limit, after)
        return "\n".join(part for part in (meant.words(library), told) if part)
    if isinstance(meant.thing, Entity):
        told = facts(library, [meant.thing.path], detailed=detailed, limit=limit, after=after)
        return "\n".join(
            part for part in (meant.words(library), _entity(library, meant.thing), told) if part
        )
    return f"{meant.words(library)}\n{find(library, name, detailed, limit)}"


def _entity(library: Library, one: Entity) -> str:
    names = names_of(library.index, "entity", one.id)
    also = dict.fromkeys(name.value for name in names if name.value != one.label)
    parts = [
        f"{one.label}: {one.kind}",
        one.description,
        f"also called {', '.join(list(also)[:8])}" if also else "",
        f"Wikidata {one.wikidata}" if one.wikidata else "",
        f"{count_words(one.says, 'claim')} on its word" if one.says else "",
        library.iri(one.path),
    ]
    return " | ".join(part for part in parts if part)


def _statement(library: Library, one: Statement) -> str:
    text = Text()
    text.add_rows(rows(library, [one], detailed=True))
    links = [(f"{link.property}", link.object) for link in links_from(library.index, [one.id])]
    links += [
        (f"is {link.property} of", link.subject) for link in links_to(library.index, [one.id])
    ]
    others = {row.id: row for row in statements(library.index, (number for _, number in links))}
    for name, number in links:
        text.add(f"{name}: {rows(library, [others[number]])[0]}")
    return text.end()


def _passage(library: Library, one: Passage) -> str:
    # Without the source text, a release knows the first and the last words alone.
    words = one.text or f"{one.first_words} … {one.last_words}"
    return f"{passage_words(one)}: “{words}” | {one.link} | {library.iri(one.path)}"


def _document(library: Library, one: Document) -> str:
    text = Text()
    text.add(
        f"{one.title} | {one.url} | revision {one.revision} | licence {one.licence} | "
        f"{library.iri(one.path)}"
    )
    text.add(
        f"About the relations of {' and '.join(library.short(library.iri(p)) for p in one.pair)}."
    )
    text.add(f"{counted(Choosing(library).counts())} statements in this release.")
    headings = [p for p in passages_of(library.index, one.id) if p.kind == "heading"]
    text.add_rows(f"{p.section or p.label} | {library.iri(p.path)}" for p in headings)
    return text.end(f"Documents here: {document_count(library.index)}. release {library.name}")


def _code(library: Library, one: Code, detailed: bool, limit: int, after: int) -> str:
    head = (
        f"{one.label}: a code of the list {one.list} | {one.definition} | {library.iri(one.path)}"
    )
    if one.list == "topic":
        return (
            f"{head}\n{facts(library, topic=one.path, detailed=detailed, limit=limit, after=after)}"
        )
    query = """SELECT id FROM statement WHERE type = ? OR measure = ? OR unit = ? OR id IN
        (SELECT statement FROM statement_code WHERE code = ?) ORDER BY id"""
    numbers = [row["id"] for row in library.index.rows(query, [one.id] * 4)]
    return _listed(library, head, numbers, detailed, limit, after)


def _listed(
    library: Library, head: str, numbers: list[int], detailed: bool, limit: int, after: int
) -> str:
    text = Text()
    text.add(head)
    if not numbers:
        text.add("No statement rests on it.")
    chosen = statements(library.index, numbers[after : after + limit])
    shown = text.add_rows(rows(library, chosen, detailed))
    return text.end(
        more_words(shown, after, len(numbers), "the same name", library.name),
        f"release {library.name}",
    )
