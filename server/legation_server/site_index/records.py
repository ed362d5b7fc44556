"""What an index of pages holds, as values: documents, passages, entities, codes, statements."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Document:
    """A source document; `pair` are the paths of the two states, `revision` a date or version."""

    id: int
    path: str
    label: str
    title: str
    url: str
    revision: str
    licence: str
    language: str
    length: int
    sha256: str
    about: int | None
    pair: tuple[str, ...]
    part_of: int | None


@dataclass(frozen=True)
class Passage:
    """A heading, sentence or other part of a document.

    `position` counts from 1 in the document; `start` and `end` are offsets in code points; `text`
    is there where the release has the words; `link` opens the source at the passage.
    """

    id: int
    path: str
    document: int
    position: int
    label: str
    section: str
    kind: str
    level: int | None
    number: str
    heading: int | None
    first_words: str
    last_words: str
    start: int
    end: int
    link: str
    text: str | None


@dataclass(frozen=True)
class Entity:
    """A person, place or other thing that documents name.

    `kind` is the name of its class, `statements` in how many it takes part, `says` how many claims
    are its word.
    """

    id: int
    path: str
    kind: str
    label: str
    description: str
    wikidata: str
    statements: int
    says: int


@dataclass(frozen=True)
class Code:
    """A concept of a code list; `document` is set when only that document has it."""

    id: int
    path: str
    list: str
    label: str
    definition: str
    broader: int | None
    document: int | None
    uses: int

    @property
    def name(self) -> str:
        """Return its short name, as in `visit`."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Name:
    """A name of an entity or code; `kind` is pref or alt."""

    language: str
    kind: str
    value: str


@dataclass(frozen=True)
class Source:
    """A claim that states a statement: its passages, whose word it is, and how firm.

    `modality`, `hedge`, `flag` and `note` may have several values; `stance` is affirms or denies;
    `claimed_when` is a time in EDTF.
    """

    id: int
    path: str
    modality: tuple[str, ...]
    stance: str
    status: str
    hedge: tuple[str, ...]
    flag: tuple[str, ...]
    claimed_when: str
    note: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    speakers: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Figure:
    """The quantity of a statement: exact decimals as text, the measure and unit as codes."""

    measure: Code | None
    value: str
    min_value: str
    max_value: str
    precision: str
    quantity_text: str
    unit: Code | None
    baseline: str


@dataclass(frozen=True)
class Statement:
    """What a document says, as one line of a page.

    `kind` is the name of its class; `status` is stated, attributed, prospective, unconfirmed or
    denied; `said` tells that it is what an utterance says; `edtf` is its time, `earliest` and
    `latest` the days that this allows, None where it is open; `not_before` and `not_after` bound
    what has no time, by what it follows or is part of; `year` is that in which it begins, None
    where only a decade is known; `topics` are the numbers of the narrowest topics, `codes` other
    codes with the properties that name them.
    """

    id: int
    path: str
    document: int
    kind: str
    label: str
    status: str
    bookkeeping: bool
    said: bool
    edtf: str
    when_text: str
    earliest: date | None
    latest: date | None
    not_before: date | None
    not_after: date | None
    year: int | None
    time_precision: str
    type: Code | None
    predicate: str
    qualifier: tuple[str, ...]
    words: tuple[str, ...]
    note: tuple[str, ...]
    ordinal: int | None
    figure: Figure | None
    sources: tuple[Source, ...] = ()
    topics: tuple[int, ...] = ()
    codes: tuple[tuple[str, Code], ...] = ()

    @property
    def lasts(self) -> bool:
        """Return whether it holds for a time, as situations do, and does not happen."""
        return self.type is not None and self.type.list == "situation-type"

    def coded(self, prop: str) -> tuple[Code, ...]:
        """Return the codes that it has for a property, as in `commodity` or `excludes`."""
        return tuple(code for name, code in self.codes if name == prop)

    @property
    def modality(self) -> tuple[str, ...]:
        """Return the modalities of the claims that affirm it, each once."""
        found = (m for source in self.affirming for m in source.modality)
        return tuple(dict.fromkeys(found))

    @property
    def affirming(self) -> tuple[Source, ...]:
        """Return the claims that put it forward."""
        return tuple(source for source in self.sources if source.stance != "denies")

    @property
    def denying(self) -> tuple[Source, ...]:
        """Return the claims that deny it."""
        return tuple(source for source in self.sources if source.stance == "denies")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages of the claims that affirm it, or else of all, each once."""
        sources = self.affirming or self.sources
        return tuple(dict.fromkeys(passage for one in sources for passage in one.passages))

    @property
    def speakers(self) -> tuple[Entity, ...]:
        """Return whose word it is, each once."""
        return tuple(dict.fromkeys(who for one in self.affirming for who in one.speakers))


@dataclass(frozen=True)
class Party:
    """An entity in a statement, and its role there."""

    role: str
    entity: Entity


@dataclass(frozen=True)
class StatementLink:
    """A property between two statements, by their numbers."""

    subject: int
    property: str
    object: int
