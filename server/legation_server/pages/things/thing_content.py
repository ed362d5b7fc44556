"""What a page of a thing holds: items under headings, passages, claims, and parts of a document."""

from dataclasses import dataclass

from legation_server.descriptions import LinkedText


@dataclass(frozen=True)
class Item:
    """A value or a thing in a list, with its time, if any; things have an `iri`.

    `badges` say why it is not asserted; `sources` link to the sentences it comes from.
    """

    link: LinkedText
    when: str = ""
    badges: tuple[str, ...] = ()
    sources: tuple[LinkedText, ...] = ()
    sort_key: tuple[str, str] = ("", "")
    iri: str = ""


@dataclass(frozen=True)
class Group:
    """Facts or things under a heading, which is a property."""

    heading: LinkedText
    items: list[Item]


@dataclass(frozen=True)
class Passage:
    """A place in a document: its text where the release has it, and its first and last words."""

    link: LinkedText
    document: LinkedText
    section: str
    text: str
    first: str
    last: str
    source: str


@dataclass(frozen=True)
class Claim:
    """What a document says in some passages: how, on whose word, and which contents."""

    link: LinkedText
    facts: list[Group]
    states: list[Item]
    passages: list[Passage]


@dataclass(frozen=True)
class ThingPage:
    """The content of the page of a thing."""

    iri: str
    title: str
    description: str
    types: list[LinkedText]
    not_asserted: tuple[str, ...]
    facts: list[Group]
    states: list[Item]
    passages: list[Passage]
    claims: list[Claim]
    mentions: list[Group]
    record: list[Group]


@dataclass(frozen=True)
class Part:
    """A part of a document, as it is shown on the document's page."""

    iri: str
    title: str
    description: str
    types: list[LinkedText]
    facts: list[Group]
