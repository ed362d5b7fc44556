"""What a reader has chosen to see of a list of statements, and the links that choose otherwise."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request

from legation_server.pages.reading.facets import Facet, Option
from legation_server.pages.reading.pairs import pair_name, pair_titles
from legation_server.phrases import degree, degree_mark
from legation_server.site_index import Code, Document, SiteIndex, codes, documents_numbered
from legation_server.web import language

FIRM = ("stated", "attributed")
STATED = "stated"
# What is not stated, more exactly: degrees that can be chosen.
FINER = ("reported", "opinion", "found", "inferred", "prospective", "denied")
MOST_OPTIONS = 12
# What addresses call background, and statements without a topic.
BACKGROUND, NO_TOPIC = "background", "none"
YEAR_DIGITS = 4


@dataclass(frozen=True)
class Row:
    """What choosing needs to know of a statement.

    `year` is that in which it begins, if known; `degree` says how firmly it is put forward;
    `day` is the first on which it may have begun, or else the last, in ISO 8601.
    """

    number: int
    status: str
    kind: str
    bookkeeping: bool
    said: bool
    document: int
    year: int | None
    topics: tuple[int, ...]
    degree: str
    dated: bool
    day: str


@dataclass(frozen=True)
class Chosen:
    """The choices that stand in an address; empty ones leave everything in."""

    topic: str = ""
    firmly: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    document: str = ""
    actor: str = ""
    pair: str = ""

    def parameters(self) -> dict[str, str]:
        """Return them as they stand in an address."""
        found = {
            "topic": self.topic,
            "firmly": self.firmly,
            "kind": self.kind,
            "from": self.since,
            "to": self.until,
            "document": self.document,
            "pair": self.pair,
            "actor": self.actor,
        }
        return {name: value for name, value in found.items() if value}


def asked() -> Chosen:
    """Return the choices in the address of the current request."""
    args = request.args
    return Chosen(
        args.get("topic", ""),
        args.get("firmly", ""),
        args.get("kind", ""),
        _year(args.get("from", "")),
        _year(args.get("to", "")),
        args.get("document", ""),
        args.get("actor", ""),
        args.get("pair", ""),
    )


def rows(index: SiteIndex, numbers: Sequence[int]) -> list[Row]:
    """Return what choosing needs to know of statements, in the order of their numbers."""
    topics: dict[int, tuple[int, ...]] = {}
    query = """SELECT statement, topic FROM statement_topic WHERE direct AND statement IN ({})
        ORDER BY statement, topic"""
    for statement, topic in index.rows_of(query, numbers):
        topics[statement] = (*topics.get(statement, ()), topic)
    query = """SELECT id, status, modality, class, bookkeeping, said, document, year, edtf,
        coalesce(earliest, latest, not_before, not_after) AS day
        FROM statement WHERE id IN ({}) ORDER BY id"""
    return [
        Row(
            row["id"],
            row["status"],
            row["class"],
            bool(row["bookkeeping"]),
            bool(row["said"]),
            row["document"],
            row["year"],
            topics.get(row["id"], ()),
            degree(row["status"], row["modality"].split()),
            bool(row["edtf"]),
            row["day"] or "",
        )
        for row in index.rows_of(query, numbers)
    ]


class Choosing:
    """Applies choices to statements, and counts what other choices would leave."""

    def __init__(self, index: SiteIndex, every: Sequence[Row], chosen: Chosen) -> None:
        """Take all statements of a page, and what is chosen."""
        self._every = every
        self._chosen = chosen
        numbers = {topic for row in every for topic in row.topics}
        self.topics: dict[int, Code] = codes(index, numbers)
        self._documents: dict[int, Document] = documents_numbered(
            index, (row.document for row in every)
        )
        self._pairs = pair_titles(index, {one.pair for one in self._documents.values()})

    def left(self) -> list[Row]:
        """Return the statements that the choices leave."""
        return [row for row in self._every if self._fits(row, self._chosen)]

    def leaves(self) -> Mapping[tuple[str, str], int]:
        """Return how many statements a topic and a degree of firmness would leave, by both.

        The topic is a name or NO_TOPIC, the degree a value of `?firmly=` or "" for any.
        """
        without = replace(self._chosen, topic="", firmly="")
        return Counter(
            (topic, firmly)
            for row in self._every
            if self._fits(row, without)
            for topic in self._topic_names(row)
            for firmly in ("", *_firmly(row))
        )

    def facets(self) -> list[Facet]:
        """Return the facets that would change something, and those that are set."""
        say = language().say
        kinds = {
            "Event": say("events"),
            "Utterance": say("sayings"),
            "Situation": say("situations"),
            "Figure": say("figures"),
            "Supposition": say("what is reported, held or planned"),
            BACKGROUND: say("background"),
        }
        firmly = {
            "stated": say("stated or attributed"),
            "unconfirmed": say("reported, held, planned or denied"),
            **{name: degree_mark(name, language()).word for name in FINER},
        }
        titles = {one.path: one.label for one in self._documents.values()}
        topics = {code.name: code.label for code in self.topics.values()}
        topics[NO_TOPIC] = say("without a topic")
        found = [
            self._facet(say("Topic"), "topic", topics, self._topic_names),
            self._facet(say("How firmly"), "firmly", firmly, _firmly),
            self._facet(say("Kind"), "kind", kinds, _kinds),
            self._facet(say("Document"), "document", titles, self._document_path),
            self._facet(say("States"), "pair", self._pairs, self._pair),
        ]
        return [facet for facet in found if len(facet.options) > 2 or facet.chosen]

    def _facet(
        self,
        heading: str,
        name: str,
        texts: Mapping[str, str],
        values: Callable[[Row], Iterable[str]],
    ) -> Facet:
        without = replace(self._chosen, **{name: ""})
        fitting = [row for row in self._every if self._fits(row, without)]
        counts = Counter(value for row in fitting for value in values(row))
        current = getattr(self._chosen, name)
        common = [value for value, _ in counts.most_common(MOST_OPTIONS) if value in texts]
        if current in texts and current not in common:
            common.append(current)
        options = [Option(language().say("all"), None, without.parameters(), not current)]
        for value in common:
            chosen = replace(self._chosen, **{name: value}).parameters()
            options.append(Option(texts[value], counts[value], chosen, value == current))
        return Facet(heading, options)

    def _fits(self, row: Row, chosen: Chosen) -> bool:
        since, until = chosen.since, chosen.until
        return (
            (not chosen.topic or chosen.topic in self._topic_names(row))
            and (not chosen.firmly or chosen.firmly in _firmly(row))
            and (not chosen.kind or chosen.kind in _kinds(row))
            and (not chosen.document or chosen.document in self._document_path(row))
            and (not chosen.pair or chosen.pair in self._pair(row))
            and (not since or (row.year is not None and row.year >= int(since)))
            and (not until or (row.year is not None and row.year <= int(until)))
        )

    def _topic_names(self, row: Row) -> list[str]:
        return [self.topics[topic].name for topic in row.topics] or [NO_TOPIC]

    def _pair(self, row: Row) -> tuple[str, ...]:
        return (pair_name(self._documents[row.document].pair),)

    def _document_path(self, row: Row) -> tuple[str, ...]:
        return (self._documents[row.document].path,)


def _kinds(row: Row) -> tuple[str, ...]:
    """Return what an address may call the kind of a statement; its own is the first."""
    if row.bookkeeping:
        return (BACKGROUND, row.kind) if row.kind == "Attribute" else (BACKGROUND,)
    return (row.kind,)


def _firmly(row: Row) -> tuple[str, ...]:
    """Return what an address may call how firm a statement is: in general, and more exactly."""
    if row.status in FIRM:
        return (STATED,)
    return "unconfirmed", row.degree


def _year(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) <= YEAR_DIGITS else ""
