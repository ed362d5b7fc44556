"""Write statements as rows that stand alone: status, statement, whose word, sentence, claim."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from legation_server.agents.library import MOST_ROW_CHARACTERS, Library
from legation_server.phrases import bounds_words, marks, time_words
from legation_server.site_index import (
    Entity,
    Passage,
    Source,
    Statement,
    documents_numbered,
    entities,
    parties,
)

RELAY = "passedOnBy"
# The roles of a statement that tell whose word it is, not what it is about.
OF_WORDS = (RELAY, "attributedTo")


def rows(library: Library, statements: Iterable[Statement], detailed: bool = False) -> list[str]:
    """Return a row of text for each statement, in order.

    A row is one line; a detailed one has further lines, each indented.
    """
    wanted = list(statements)
    named = documents_numbered(library.index, (one.document for one in wanted))
    through = relays(library, [one.id for one in wanted])
    found = []
    for one in wanted:
        row = _row(library, one, named[one.document].label, through.get(one.id, ()))
        lines = [row, *_details(library, one)] if detailed else [row]
        found.append("\n   ".join(lines)[:MOST_ROW_CHARACTERS])
    return found


def relays(library: Library, numbers: Sequence[int]) -> Mapping[int, Sequence[Entity]]:
    """Return through whom statements came, by their numbers."""
    query = f"""SELECT statement, entity FROM statement_party WHERE role = '{RELAY}'
        AND statement IN ({{}}) ORDER BY statement, entity"""
    pairs = [(row["statement"], row["entity"]) for row in library.index.rows_of(query, numbers)]
    named = entities(library.index, {entity for _, entity in pairs})
    found: dict[int, list[Entity]] = defaultdict(list)
    for statement, entity in pairs:
        found[statement].append(named[entity])
    return found


def status_words(status: str, modality: Iterable[str], hedges: Iterable[str] = ()) -> str:
    """Return how firmly something is said: the status first, then the degrees, then the words.

    >>> status_words("unconfirmed", ["alleged", "reported"], ["allegedly"])
    'UNCONFIRMED (alleged, reported; in the words “allegedly”)'
    >>> status_words("stated", ["asserted"])
    'STATED'
    """
    degrees = dict.fromkeys(mark.word for mark in marks(status, modality) if mark.word != status)
    inside = [", ".join(degrees)] if degrees else []
    quoted = [f"“{hedge}”" for hedge in dict.fromkeys(hedges)]
    inside += ["in the words " + ", ".join(quoted)] if quoted else []
    return status.upper() + (f" ({'; '.join(inside)})" if inside else "")


def passage_words(passage: Passage) -> str:
    """Return where in its document a passage stands."""
    if passage.kind == "heading":
        return f"heading “{passage.section or passage.label}”"
    if passage.kind == "sentence" and passage.number.isdecimal():
        section = f"{passage.section}, " if passage.section else ""
        return f"{section}sentence {passage.number}"
    return passage.label


def _row(library: Library, one: Statement, document: str, through: Sequence[Entity]) -> str:
    sources = one.affirming or one.sources
    first = next(iter(sources), None)
    passage = next(iter(one.passages), None)
    when = time_words(one.edtf, one.when_text, lasts=one.lasts)
    # What is inferred must not look like a time that the document gives.
    bounds = "" if when else bounds_words(one.not_before, one.not_after)
    more = len(one.passages) - 1
    hedges = [hedge for source in one.affirming for hedge in source.hedge]
    parts = [
        f"{status_words(one.status, one.modality, hedges)}: {one.label}",
        f"when: {when}" if when else "",
        f"no date given: {bounds}" if bounds else "",
        f"word of: {_speakers(one)}",
        f"passed on by: {_names(through)}" if through else "",
        *(f"denied by: {_names(source.speakers) or 'somebody'}" for source in one.denying),
        *(f"marked in the source: {flag}" for flag in _flags(sources)),
        f"{document}, {passage_words(passage)}" if passage else document,
        f"and {more} more sentence{'s' if more > 1 else ''}" if more > 0 else "",
        passage.link if passage else "",
        f"claim {library.iri(first.path)}" if first else "",
        *(f"denial {library.iri(source.path)}" for source in one.denying if one.affirming),
        f"release {library.name}",
    ]
    return " | ".join(" ".join(part.split()) for part in parts if part)


def _speakers(one: Statement) -> str:
    """Return whose word a statement is: that of somebody, or of the document itself."""
    own = any(source.modality == ("asserted",) for source in one.affirming)
    if own:
        return "the document itself"
    return _names(one.speakers) or "nobody who is named"


def _names(people: Iterable[Entity]) -> str:
    return ", ".join(dict.fromkeys(one.label for one in people))


def _flags(sources: Iterable[Source]) -> list[str]:
    return list(dict.fromkeys(flag.replace("-", " ") for one in sources for flag in one.flag))


def _details(library: Library, one: Statement) -> list[str]:
    """Return what a row leaves out: its parts, and each claim with its sentences."""
    lines = [f"statement {library.iri(one.path)} ({one.kind})"]
    if one.type:
        lines.append(f"type: {one.type.label} ({library.short(library.iri(one.type.path))})")
    for party in parties(library.index, one.id):
        if party.role not in OF_WORDS:
            name = library.short(library.iri(party.entity.path))
            lines.append(f"{party.role}: {party.entity.label} ({name})")
    lines += [f"{name}: {code.label}" for name, code in one.codes]
    lines += [f"note: {note}" for note in one.note]
    for source in one.sources:
        hedge = "".join(f"; “{word}”" for word in source.hedge)
        by = _names(source.speakers)
        lines.append(
            f"claim {library.iri(source.path)}: {source.stance}, {', '.join(source.modality)}"
            f"{hedge}{f'; word of {by}' if by else ''}"
        )
        for passage in source.passages:
            # Without the source text, a release knows the first and the last words alone.
            text = passage.text or f"{passage.first_words} … {passage.last_words}"
            lines.append(f"  {passage_words(passage)}: “{text}” {passage.link}")
    return [" ".join(line.split()) if not line.startswith("  ") else line for line in lines]
