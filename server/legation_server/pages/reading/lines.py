"""Turn statements into lines: what, when, how much, how firmly, who says so, which sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from legation_server.pages.reading.choices import FIRM
from legation_server.pages.reading.names import labels
from legation_server.pages.reading.verdicts import OWN_VOICE, UTTERANCE, times_said
from legation_server.phrases import Amount, Mark, amount_words, bounds_words, marks, time_words
from legation_server.site_index import (
    Code,
    Document,
    Entity,
    Figure,
    Passage,
    SiteIndex,
    Statement,
    codes,
    documents_numbered,
    entities,
)
from legation_server.web import language, site


@dataclass(frozen=True)
class Link:
    """A text that leads to an address; `out` is an address at the source, if any."""

    text: str
    href: str
    out: str = ""


@dataclass(frozen=True)
class Line:
    """A statement as lists show it, in the reader's language; `edtf` is its time as data have it.

    `said` tells of when the word is on which it rests; `words` mark what is said in a saying;
    `relays` lead to those who passed it on, and `relayed` is what stands before them, such as "in".
    `is_read` tells that a note says why it stands on somebody's word.
    """

    number: int
    text: str
    href: str
    when: str
    edtf: str
    amount: str
    marks: list[Mark]
    who: list[Link]
    said: str
    deniers: list[Link]
    sentences: list[Link]
    document: Link
    relays: list[Link] = field(default_factory=list)
    relayed: str = ""
    words: list[Mark] = field(default_factory=list)
    is_read: bool = False

    @property
    def style(self) -> str:
        """Return the line style that stands for all marks: that of a denial, or of the first."""
        return self.marks[-1].style


def lines(index: SiteIndex, statements: Iterable[Statement]) -> list[Line]:
    """Return the lines of statements, in the same order."""
    wanted = list(statements)
    sources = documents_numbered(index, (one.document for one in wanted))
    left_out = excluded(index, (one.id for one in wanted if one.figure))
    relays = _relays(index, wanted)
    words = _words_of_sayings(index, wanted)
    made = (
        _line(index, one, sources[one.document], left_out.get(one.id, ()), words) for one in wanted
    )
    return [_passed_on(index, line, relays.get(line.number, [])) for line in made]


def brief_lines(index: SiteIndex, statements: Iterable[Statement]) -> list[Line]:
    """Return lines that tell only what is said, how firmly, and on whose word.

    A page of hundreds of lines has no room for more, nor time to make it.
    """
    wanted = list(statements)
    words, nowhere = _words_of_sayings(index, wanted), Link("", "")
    return [
        Line(
            number=one.id,
            text=one.label,
            href=address(one.path),
            when="",
            edtf="",
            amount="",
            marks=marks(one.status, one.modality, language()),
            who=[] if _is_own(one) else entity_links(index, one.speakers),
            said="",
            deniers=[],
            sentences=[],
            document=nowhere,
            words=words.get(one.id, []),
        )
        for one in wanted
    ]


def excluded(index: SiteIndex, numbers: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the labels of what figures leave out, by the numbers of their statements."""
    query = """SELECT statement, code FROM statement_code WHERE property = 'excludes'
        AND statement IN ({}) ORDER BY statement, code"""
    pairs = [(row["statement"], row["code"]) for row in index.rows_of(query, numbers)]
    labels = codes(index, {code for _, code in pairs})
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for statement, code in pairs:
        found[statement] += (labels[code].label,)
    return found


def amount(figure: Figure, left_out: tuple[str, ...] = ()) -> Amount:
    """Return the amount of a figure, to be put into words."""
    unit: Code | None = figure.unit
    return Amount(
        value=_decimal(figure.value),
        least=_decimal(figure.min_value),
        most=_decimal(figure.max_value),
        precision=figure.precision,
        quantity=figure.quantity_text,
        unit=unit.label if unit else "",
        unit_code=unit.name if unit else "",
        baseline=figure.baseline,
        excludes=left_out,
    )


def address(path: str) -> str:
    """Return the address of the page at a path of the dataset, without the first slash."""
    return site().local(site().release.base + path)


def when_words(statement: Statement) -> str:
    """Return the time of a statement in words, or between which days it must have begun."""
    told = time_words(statement.edtf, statement.when_text, language(), statement.lasts)
    bounds = bounds_words(statement.not_before, statement.not_after, language())
    return (
        language().say("%(time)s; %(more)s", time=told, more=bounds)
        if told and bounds
        else told or bounds
    )


def sentence_link(passage: Passage) -> Link:
    """Return a link to our page of a passage, and from there to the source."""
    return Link(sentence_words(passage), address(passage.path), passage.link)


def sentence_words(passage: Passage) -> str:
    """Return where in its document a passage stands, in words."""
    say = language().say
    if passage.kind == "heading":
        return say("heading “%(section)s”", section=passage.section)
    if passage.kind != "sentence" or not passage.number.isdecimal():
        return passage.label
    if not passage.section:
        return say("sentence %(number)s", number=passage.number)
    return say("%(section)s, sentence %(number)s", section=passage.section, number=passage.number)


def _is_own(statement: Statement) -> bool:
    """Tell whether a document says something in its own voice."""
    return any(source.modality == OWN_VOICE for source in statement.affirming)


def _line(
    index: SiteIndex,
    statement: Statement,
    document: Document,
    left_out: tuple[str, ...],
    words: Mapping[int, list[Mark]],
) -> Line:
    say = language().say
    own = _is_own(statement)
    times = times_said(statement, statement.edtf)
    figure = statement.figure
    deniers = dict.fromkeys(who for source in statement.denying for who in source.speakers)
    return Line(
        number=statement.id,
        text=statement.label,
        href=address(statement.path),
        when=when_words(statement),
        edtf=statement.edtf,
        amount=amount_words(amount(figure, left_out), language()) if figure else "",
        marks=marks(statement.status, statement.modality, language()),
        who=[] if own else entity_links(index, statement.speakers),
        said=say("said %(time)s", time=language().listed(times)) if times and not own else "",
        deniers=entity_links(index, deniers),
        sentences=[sentence_link(one) for one in statement.passages],
        document=Link(document.label, address(document.path)),
        words=words.get(statement.id, []),
        is_read=not own and any(source.note for source in statement.affirming),
    )


def _words_of_sayings(index: SiteIndex, wanted: Iterable[Statement]) -> Mapping[int, list[Mark]]:
    """Return how firm is what is said in sayings that were made, by their numbers."""
    query = """SELECT subject, status, modality FROM statement_link
        JOIN statement ON statement.id = object WHERE property = 'says' AND subject IN ({})
        ORDER BY subject, object"""
    sayings = (one.id for one in wanted if one.kind == UTTERANCE and one.status in FIRM)
    found: dict[int, list[Mark]] = defaultdict(list)
    for saying, status, modality in index.rows_of(query, sayings):
        found[saying] += marks(status, modality.split(), language())
    return {saying: list(dict.fromkeys(each)) for saying, each in found.items()}


def _relays(index: SiteIndex, wanted: Iterable[Statement]) -> Mapping[int, list[Entity]]:
    """Return those who passed on the word on which statements rest, by the statements' numbers."""
    query = """SELECT statement, entity FROM statement_party WHERE role = 'passedOnBy'
        AND statement IN ({}) ORDER BY statement, entity"""
    pairs = [tuple(row) for row in index.rows_of(query, (one.id for one in wanted))]
    known = entities(index, {entity for _, entity in pairs})
    found: dict[int, list[Entity]] = defaultdict(list)
    for statement, entity in pairs:
        found[statement].append(known[entity])
    return found


def _passed_on(index: SiteIndex, line: Line, relays: Sequence[Entity]) -> Line:
    """Return a line that names a work in which a word stands, or others who passed it on."""
    if not relays or not line.who:
        return line
    written = all(one.kind == "CreativeWork" for one in relays)
    word = language().say("in") if written else language().say("passed on by")
    return replace(line, relays=entity_links(index, relays), relayed=word)


def entity_links(index: SiteIndex, entities: Iterable[Entity]) -> list[Link]:
    """Return links to the pages of entities, by their names in the reader's language."""
    wanted = list(entities)
    if not wanted:
        return []
    names = labels(index, wanted)
    return [Link(names[one.id], address(one.path)) for one in wanted]


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
