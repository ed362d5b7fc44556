"""Data of the small mapping that are spoilt in one place each, and what is to be said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from legation_build.namespaces import (
    BASE,
    BIL,
    CODE,
    DCTERMS,
    EDTF,
    ENTITY,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
)
from pyoxigraph import Literal, NamedNode, Triple

HERE = BASE + "freedonia-sylvania/"
DECIMAL = XSD + "decimal"

Data = set[Triple]


def claim(name: str) -> str:
    return HERE + name


def triple(subject: str, predicate: str, value: str | Literal) -> Triple:
    term = value if isinstance(value, Literal) else NamedNode(value)
    return Triple(NamedNode(subject), NamedNode(predicate), term)


def without(data: Data, subject: str, predicate: str) -> Data:
    gone = {t for t in data if t.subject == NamedNode(subject) and t.predicate.value == predicate}
    assert gone
    return data - gone


def changed(data: Data, subject: str, predicate: str, value: str | Literal) -> Data:
    return without(data, subject, predicate) | {triple(subject, predicate, value)}


def number(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(DECIMAL))


def time(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(EDTF))


def as_event(data: Data) -> Data:
    kinds = without(data, HERE + "grain-promise", RDF + "type")
    return kinds | {
        triple(HERE + "grain-promise", RDF + "type", BIL + "Event"),
        triple(HERE + "grain-promise", RDF + "type", BIL + "Content"),
    }


def as_supposition(data: Data) -> Data:
    kinds = without(data, HERE + "recognition", RDF + "type")
    kinds = without(kinds, HERE + "recognition", BIL + "involves")
    return kinds | {
        triple(HERE + "recognition", RDF + "type", BIL + "Supposition"),
        triple(HERE + "recognition", RDF + "type", BIL + "Content"),
    }


def status(data: Data, subject: str, name: str) -> Data:
    return changed(data, subject, BIL + "status", f"{CODE}status/{name}")


def denied(data: Data) -> Data:
    denial = HERE + "c-denial"
    return status(data, HERE + "recognition", "denied") | {
        triple(denial, RDF + "type", BIL + "Claim"),
        triple(denial, BIL + "states", HERE + "recognition"),
        triple(HERE + "recognition", BIL + "statedBy", denial),
        triple(denial, BIL + "evidence", HERE + "p-early-years-2"),
        triple(denial, BIL + "modality", CODE + "modality/asserted"),
        triple(denial, BIL + "stance", CODE + "stance/denies"),
        triple(denial, BIL + "status", CODE + "status/denied"),
        triple(denial, BIL + "disputes", HERE + "c-recognition"),
    }


def disputed_by_another_content(data: Data) -> Data:
    stated = {t for t in denied(data) if t.predicate.value == BIL + "states"}
    wrong = triple(HERE + "c-denial", BIL + "states", HERE + "recognition")
    assert wrong in stated
    return denied(data) - {
        wrong,
        triple(HERE + "recognition", BIL + "statedBy", HERE + "c-denial"),
    } | {triple(HERE + "c-denial", BIL + "states", HERE + "grain-promise")}


def second_figure(data: Data) -> Data:
    figure, twin = HERE + "grain-share", HERE + "grain-share-again"
    for name, value in (
        ("when", time("1920")),
        ("origin", ENTITY + "freedonia"),
        ("destination", ENTITY + "sylvania"),
        ("commodity", CODE + "commodity/goods"),
    ):
        data = data | {triple(figure, BIL + name, value)}
    copies = {
        Triple(NamedNode(twin), t.predicate, t.object)
        for t in data
        if t.subject == NamedNode(figure)
    }
    stated = {triple(HERE + "c-grain", BIL + "states", twin)}
    return changed(data | copies | stated, twin, BIL + "value", number("40"))


TYPE = CODE + "situation-type/recognition-in-force"


def with_account(data: Data, claim: str, content: str, **says: str | Literal) -> Data:
    account = HERE + "account"
    told = {triple(account, BIL + key, value) for key, value in says.items()}
    return (
        data
        | told
        | {
            triple(account, RDF + "type", BIL + "Account"),
            triple(account, BIL + "accountOf", HERE + content),
            triple(HERE + claim, BIL + "account", account),
        }
    )


@dataclass(frozen=True)
class Spoilt:
    """How the data are spoilt, and the message that must be given about which node."""

    name: str
    change: Callable[[Data], Data]
    message: str
    focus: str


SPOILT = [
    Spoilt("reported content typed Event", as_event, "The document does not assert this: make it a Supposition.", HERE + "grain-promise"),
    Spoilt("asserted content typed Supposition", as_supposition, "The document asserts this and nobody denies it", HERE + "recognition"),
    Spoilt("denied content typed Event", denied, "Somebody denies this: make it a Supposition.", HERE + "recognition"),
    Spoilt("planned content typed Event", lambda d: status(d, HERE + "recognition", "prospective"), "The document does not assert this: make it a Supposition.", HERE + "recognition"),
    Spoilt("denied content that involves somebody", lambda d: status(d, HERE + "recognition", "denied"), "does not state it in its own voice", HERE + "recognition"),
    Spoilt("plain triple of a Situation that is not asserted", lambda d: status(d, HERE + "recognizes", "unconfirmed"), "is backed by no situation", BIL + "relatedTo"),
    Spoilt("content without a status", lambda d: without(d, HERE + "grain-share", BIL + "status"), "A content has one status of the list.", HERE + "grain-share"),
    Spoilt("content of two statuses", lambda d: d | {triple(HERE + "grain-share", BIL + "status", CODE + "status/stated")}, "A content has one status of the list.", HERE + "grain-share"),
    Spoilt("claim without a status", lambda d: without(d, HERE + "c-grain", BIL + "status"), "A claim has one status of the list.", HERE + "c-grain"),
    Spoilt("modality instead of a status", lambda d: changed(d, HERE + "c-grain", BIL + "status", CODE + "modality/asserted"), "A claim has one status of the list.", HERE + "c-grain"),
    Spoilt("plain triple without a Situation", lambda d: d | {triple(ENTITY + "sylvania", BIL + "recognizes", ENTITY + "freedonia")}, "is backed by no situation", BIL + "relatedTo"),
    Spoilt("supposition that involves somebody", lambda d: d | {triple(HERE + "grain-promise", BIL + "involves", ENTITY + "press")}, "does not state it in its own voice", HERE + "grain-promise"),
    Spoilt("figure merely reported that involves somebody", lambda d: d | {triple(HERE + "grain-share", BIL + "involves", ENTITY + "press")}, "does not state it in its own voice", HERE + "grain-share"),
    Spoilt("denial of nothing", lambda d: changed(d, HERE + "c-grain", BIL + "stance", CODE + "stance/denies"), "says which claims it disputes", HERE + "c-grain"),
    Spoilt("denial of something else than it disputes", disputed_by_another_content, "it must deny, and state a content of that claim", BIL + "disputes"),
    Spoilt("dispute that affirms", lambda d: d | {triple(HERE + "c-grain", BIL + "disputes", HERE + "c-recognition")}, "it must deny, and state a content of that claim", BIL + "disputes"),
    Spoilt("situation without a role that its type requires", lambda d: without(d, HERE + "recognizes", BIL + "target"), "add it, or name another type", BIL + "requiredRole"),
    Spoilt("situation with a role that its type does not have", lambda d: d | {triple(HERE + "recognizes", BIL + "place", ENTITY + "sylvania")}, "use another role, or name another type", BIL + "allowedRole"),
    Spoilt("type that stands for a property that is not plain", lambda d: changed(d, TYPE, BIL + "standsFor", BIL + "topic"), "at most one property, and that is a plain one", TYPE),
    Spoilt("type that stands for a property without its roles", lambda d: without(d, TYPE, BIL + "objectRole"), "A type gives standsFor, subjectRole and objectRole, or none of them.", TYPE),
    Spoilt("type that requires what is no role", lambda d: d | {triple(TYPE, BIL + "requiredRole", BIL + "topic")}, "A type requires roles, and no other properties.", TYPE),
    Spoilt("situation that is a named event", lambda d: d | {triple(HERE + "recognizes", BIL + "namedEvent", ENTITY + "press")}, "This is a named event: give it an event type.", HERE + "recognizes"),
    Spoilt("named event that is a group", lambda d: d | {triple(HERE + "recognition", BIL + "namedEvent", ENTITY + "press")}, "Only an entity of the type NamedEvent", ENTITY + "press"),
    Spoilt("group that is a country", lambda d: d | {triple(ENTITY + "freedonia", BIL + "hasCountry", ENTITY + "press")}, "or is the country of something", ENTITY + "press"),
    Spoilt("people that is a country", lambda d: d | {triple(ENTITY + "press", BIL + "isOfPeople", ENTITY + "sylvania")}, "Only a People or a Religion can be named here.", ENTITY + "sylvania"),
    Spoilt("attributed to nobody", lambda d: without(changed(d, HERE + "c-grain", BIL + "modality", CODE + "modality/attributed"), HERE + "c-grain", BIL + "attributedTo"), "says to whom it is attributed", HERE + "c-grain"),
    Spoilt("denied by somebody, and by no claim", lambda d: d | {triple(HERE + "recognition", BIL + "deniedBy", ENTITY + "press")}, "This is denied by somebody although no claim denies it.", HERE + "recognition"),
    Spoilt("passed on, and said by nobody", lambda d: without(d, HERE + "c-grain", BIL + "attributedTo") | {triple(HERE + "c-grain", BIL + "passedOnBy", ENTITY + "press")}, "that is passed on says to whom it is attributed", HERE + "c-grain"),
    Spoilt("attribution by nobody", lambda d: without(d, HERE + "c-grain_by_press", BIL + "by"), "An attribution is by one entity.", HERE + "c-grain_by_press"),
    Spoilt("attribution without a position", lambda d: without(d, HERE + "c-grain_by_press", BIL + "position"), "An attribution has one position, from 1.", HERE + "c-grain_by_press"),
    Spoilt("account of what its claim does not state", lambda d: with_account(d, "c-grain", "recognition"), "a content that its claim does not state", BIL + "accountOf"),
    Spoilt("account of two contents", lambda d: with_account(d, "c-grain", "grain-promise", accountOf=HERE + "grain-share"), "An account is of one content.", HERE + "account"),
    Spoilt("account with a bad time", lambda d: with_account(d, "c-grain", "grain-promise", givenWhen=time("in 1920")), "The time is one time in EDTF.", HERE + "account"),
    Spoilt("account of an event with a number", lambda d: with_account(d, "c-recognition", "recognition", givenValue=number("3")), "Only an account of a Figure gives a unit or a number.", HERE + "account"),
    Spoilt("account that leaves out an actor", lambda d: with_account(d, "c-recognition", "recognition", leavesOut=BIL + "actor"), "An account leaves out a time, a place", HERE + "account"),
    Spoilt("group of modalities instead of one", lambda d: changed(d, HERE + "c-grain", BIL + "modality", CODE + "modality/uncommitted"), "at least one modality of the list", HERE + "c-grain"),
    Spoilt("share of 270 percent", lambda d: changed(d, HERE + "grain-share", BIL + "value", number("270")), "A percentage lies between 0 and 100.", HERE + "grain-share"),
    Spoilt("number and range at once", lambda d: d | {triple(HERE + "grain-share", BIL + "minValue", number("1")), triple(HERE + "grain-share", BIL + "maxValue", number("2"))}, "Give a value, or a minimum and a maximum", HERE + "grain-share"),
    Spoilt("content nobody states", lambda d: without(d, HERE + "grain-promise", BIL + "statedBy"), "A content is stated by a claim.", HERE + "grain-promise"),
    Spoilt("bad time", lambda d: changed(d, HERE + "recognition", BIL + "when", time("in 1920")), "The time is one time in EDTF.", HERE + "recognition"),
    Spoilt("passage that ends before it starts", lambda d: changed(d, HERE + "p-early-years-1", BIL + "end", Literal("3", datatype=NamedNode(XSD + "integer"))), "A passage starts before it ends.", HERE + "p-early-years-1"),
    Spoilt("passage before the beginning", lambda d: changed(d, HERE + "p-early-years-1", BIL + "start", Literal("-1", datatype=NamedNode(XSD + "integer"))), "A passage starts before it ends.", HERE + "p-early-years-1"),
    Spoilt("passage without its first words", lambda d: without(d, HERE + "p-early-years-1", BIL + "firstWords"), "A passage has its first words.", HERE + "p-early-years-1"),
    Spoilt("passage without its last words", lambda d: without(d, HERE + "p-early-years-1", BIL + "lastWords"), "A passage has its last words.", HERE + "p-early-years-1"),
    Spoilt("document whose mapping was last changed on two days", lambda d: d | {triple(HERE[:-1], BIL + "mappingModified", Literal("2026-01-01", datatype=NamedNode(XSD + "date")))}, "on which its mapping was last changed", HERE[:-1]),
    Spoilt("document without a licence", lambda d: without(d, HERE[:-1], DCTERMS + "license"), "A document is under one licence.", HERE[:-1]),
    Spoilt("document without an address", lambda d: without(d, HERE[:-1], SCHEMA + "url"), "A document has one address where it stands.", HERE[:-1]),
    Spoilt("two figures, one period, no conflict declared", second_figure, "another number for the same thing and time", BIL + "conflictsWith"),
    Spoilt("event without a type", lambda d: without(d, HERE + "recognition", BIL + "eventType"), "An event has an event type of the list.", HERE + "recognition"),
    Spoilt("code of another list", lambda d: changed(d, HERE + "recognition", BIL + "eventType", CODE + "unit/percent"), "An event has an event type of the list.", HERE + "recognition"),
    Spoilt("event that says something", lambda d: d | {triple(HERE + "recognition", BIL + "says", HERE + "grain-promise")}, "make it an Utterance", HERE + "recognition"),
    Spoilt("event that is quoted", lambda d: d | {triple(HERE + "recognition", BIL + "quotedDirectly", Literal("true", datatype=NamedNode(XSD + "boolean")))}, "Only an Utterance or a Supposition is quoted directly.", HERE + "recognition"),
    Spoilt("utterance that does not say how it is quoted", lambda d: d | {triple(HERE + "recognition", RDF + "type", BIL + "Utterance")}, "An utterance is quoted directly, or is not.", HERE + "recognition"),
    Spoilt("inferred days that exclude each other", lambda d: d | {triple(HERE + "grain-promise", BIL + key, Literal(day, datatype=NamedNode(XSD + "date"))) for key, day in (("notBefore", "1922-01-01"), ("notAfter", "1921-01-01"))}, "have times that exclude each other", HERE + "grain-promise"),
    Spoilt("dated event with an inferred day", lambda d: d | {triple(HERE + "recognition", BIL + "notAfter", Literal("1922-01-01", datatype=NamedNode(XSD + "date")))}, "This has a time of its own", HERE + "recognition"),
    Spoilt("number on an event", lambda d: d | {triple(HERE + "recognition", BIL + "value", number("1"))}, "Only a Figure has a measure", HERE + "recognition"),
    Spoilt("purpose that is an entity", lambda d: d | {triple(HERE + "recognition", BIL + "purpose", ENTITY + "press")}, "Only a content can be named here", ENTITY + "press"),
    Spoilt("country that is followed", lambda d: d | {triple(HERE + "recognition", BIL + "follows", ENTITY + "freedonia")}, "or an entity of the type NamedEvent", ENTITY + "freedonia"),
    Spoilt("group that is recognized", lambda d: d | {triple(ENTITY + "freedonia", BIL + "recognizes", ENTITY + "press")}, "Only a Country recognizes", ENTITY + "press"),
    Spoilt("figure that is only denied", lambda d: without(d, HERE + "grain-share", BIL + "modality"), "A figure is affirmed by some claim", HERE + "grain-share"),
    Spoilt("claim without evidence", lambda d: without(d, HERE + "c-grain", BIL + "evidence"), "A claim has at least one passage as evidence.", HERE + "c-grain"),
    Spoilt("relation of one country", lambda d: changed(d, ENTITY + "freedonia-sylvania-relations", BIL + "party", ENTITY + "freedonia"), "two countries as parties", ENTITY + "freedonia-sylvania-relations"),
    Spoilt("page instead of an item of Wikidata", lambda d: d | {triple(ENTITY + "freedonia", SKOS + "exactMatch", "https://www.wikidata.org/wiki/Special:Random")}, "An exact match is an address of the form", ENTITY + "freedonia"),
    Spoilt("term without an example", lambda d: without(d, BIL + "Event", SKOS + "example"), "A term has an example.", BIL + "Event"),
    Spoilt("definition that is no sentence", lambda d: changed(d, BIL + "Event", SKOS + "definition", Literal("something that happened", language="en")), "A definition is a sentence", BIL + "Event"),
    Spoilt("object property named by a noun", lambda d: changed(d, BIL + "evidence", RDFS + "label", Literal("evidence", language="en")), "The label of an object property begins with a verb.", BIL + "evidence"),
    Spoilt("code without a definition", lambda d: without(d, CODE + "unit/percent", SKOS + "definition"), "A definition is a sentence", CODE + "unit/percent"),
]  # fmt: skip
