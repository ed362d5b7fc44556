"""Which property of Wikidata says what the ontology's terms and codes say: tables only.

The items of things, classes and codes are in the data, as `skos:exactMatch`. There, and here, only
ids appear that somebody checked. A rule for a code holds for all narrower codes, and a rule for an
item for all codes that match it, so the codes of a new document need no new rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from legation_build.namespaces import BIL, SCHEMA

COUNTRY, PERSON, ORGANIZATION = (SCHEMA + n for n in ("Country", "Person", "Organization"))
PLACE, CITY = (SCHEMA + n for n in ("Place", "City"))
WORK, LEGISLATION = SCHEMA + "CreativeWork", SCHEMA + "Legislation"
PEOPLE, UNDERTAKING, EVENT = BIL + "People", BIL + "Undertaking", SCHEMA + "Event"

INSTANCE_OF, COUNTRY_OF, POINT_IN_TIME, START, END = "P31", "P17", "P585", "P580", "P582"
REFERENCE_URL, STATED_IN = "P854", "P248"
IMPORT_URL, IMPORTED_FROM = "P4656", "P143"


@dataclass(frozen=True)
class Rule:
    """How a content becomes a statement.

    `subject` and `value` name properties of the content; the value of `when` is a time, that of
    `value` a quantity, that of `position` the item in POSITIONS, all others are items. That of
    `eventType` is the item of each event type that is the rule's code or narrower. In rules for a
    plain property, `subject` and `object` are the roles that its type takes them from; each of the
    one then goes with each of the other (`paired`).
    `subject_class` and `value_class` are IRIs of classes that the things must have. `dated` adds
    the content's time, and `qualifiers` further properties as property id and name.
    """

    property: str
    subject: str
    value: str
    subject_class: str = ""
    value_class: str = ""
    dated: bool = True
    starts: bool = False
    paired: bool = False
    qualifiers: tuple[tuple[str, str], ...] = ()


_HAPPENED_TO = Rule(
    "P793", "target", "eventType", qualifiers=(("P1427", "origin"), ("P1444", "destination"))
)

# By a plain property, by the list and the code of an event type, situation type or measure, or by
# the item that the code matches. "Letter" and "manufacture" are no general codes, and no checked
# item is either: any document may define them, with the same addresses.
RULES: Mapping[str, tuple[Rule, ...]] = {
    "predicate/capitalOf": (Rule("P36", "object", "subject"),),
    "predicate/diplomaticRelationsWith": (Rule("P530", "subject", "object"),),
    "predicate/foundedBy": (Rule("P112", "subject", "object"),),
    "predicate/hasAuthor": (Rule("P50", "subject", "object", WORK, dated=False),),
    "predicate/hasCountry": (
        Rule("P17", "subject", "object", ORGANIZATION, COUNTRY),
        Rule("P17", "subject", "object", UNDERTAKING, COUNTRY),
    ),
    "predicate/hasEmbassyIn": (
        Rule("P531", "subject", "concerning", qualifiers=(("P276", "object"),)),
    ),
    "predicate/hasNationality": (Rule("P27", "subject", "object", PERSON, COUNTRY),),
    "predicate/hasOwner": (Rule("P127", "subject", "object"),),
    "predicate/hasParentBody": (Rule("P749", "subject", "object", ORGANIZATION, ORGANIZATION),),
    "predicate/holdsRoleIn": (Rule("P39", "subject", "position", PERSON),),
    "predicate/livesIn": (
        Rule("P172", "object", "subject", COUNTRY, PEOPLE),
        Rule("P551", "subject", "object", PERSON),
    ),
    "predicate/locatedIn": (
        Rule("P17", "subject", "object", "", COUNTRY),
        Rule("P131", "subject", "object", "", CITY),
    ),
    "predicate/memberOf": (
        Rule("P361", "subject", "object", PEOPLE, PEOPLE),
        Rule("P463", "subject", "object", "", ORGANIZATION),
    ),
    "predicate/tookPartIn": (
        Rule("P607", "subject", "object"),
        Rule("P710", "object", "subject"),
    ),
    "situation-type/classification": (Rule("P31", "actor", "kind", dated=False),),
    "situation-type/manufacture": (Rule("P495", "concerning", "place", "", COUNTRY, dated=False),),
    "event-type/signing": (Rule("P1891", "concerning", "participant", LEGISLATION),),
    "event-type/assault": (_HAPPENED_TO,),
    "event-type/coerce": (_HAPPENED_TO,),
    "event-type/crime": (_HAPPENED_TO,),
    "event-type/establishment-of-relations": (
        Rule("P530", "participant", "participant", COUNTRY, COUNTRY, starts=True),
    ),
    "event-type/founding": (Rule("P571", "concerning", "when", dated=False),),
    "event-type/investigate": (_HAPPENED_TO,),
    "event-type/legal-act": (_HAPPENED_TO,),
    "event-type/letter": (Rule("P50", "instrument", "actor", WORK, dated=False),),
    "event-type/visit": (
        Rule("P11801", "target", "actor", PLACE, qualifiers=(("P276", "place"),)),
    ),
    "event-type/war": (Rule("P31", "namedEvent", "eventType", dated=False),),
    "measure/casualties": (Rule("P1590", "concerning", "value", EVENT),),
    "measure/duration": (Rule("P2047", "concerning", "value", EVENT, dated=False),),
    "measure/population": (Rule("P1082", "concerning", "value"),),
    "measure/price": (Rule("P2284", "concerning", "value"),),
    # Opening.
    "Q15051339": (Rule("P1619", "concerning", "when", dated=False),),
    # Imprisonment.
    "Q841236": (Rule("P2632", "actor", "place", PERSON),),
}


@dataclass(frozen=True)
class Position:
    """The item of a position that somebody holds, and our label for it."""

    item: str
    label: str


# Positions with items of their own, by role and the id of the state or body.
POSITIONS: Mapping[tuple[str, str], Position] = {
    ("defence-minister", "israel"): Position("Q13222899", "Defence Minister of Israel"),
    ("president", "azerbaijan"): Position("Q205602", "President of Azerbaijan"),
    ("president", "israel"): Position("Q327948", "President of Israel"),
    ("prime-minister", "israel"): Position("Q208487", "Prime Minister of Israel"),
}

# Labels of the items that statements name and that nothing in the data is.
NAMED_ITEMS: Mapping[str, str] = {
    **{post.item: post.label for post in POSITIONS.values()},
    "Q199": "1",
    "Q1985727": "proleptic Gregorian calendar",
    "Q5727902": "circa",
    "Q18122778": "presumably",
    "Q18912752": "disputed",
    "Q21818619": "near",
    "Q28831311": "unconfirmed",
    "Q30230067": "possibly",
    "Q32188232": "allegedly",
    "Q37113960": "estimate",
    "Q59783740": "according to some sources",
    "Q60070514": "approximately",
}


@dataclass(frozen=True)
class Property:
    """A property of Wikidata that the export uses, with its English label there.

    What Wikidata surely has is not `proposed`, nor is a statement such as a term of office, where a
    new qualifier could end up on the wrong one of several statements with the same value. Where the
    property `lasts`, points in time are not proposed: they date what a document reports, not the
    whole of it.
    """

    label: str
    datatype: str = "WikibaseItem"
    proposed: bool = True
    lasts: bool = False


PROPERTIES: Mapping[str, Property] = {
    "P17": Property("country", proposed=False),
    "P31": Property("instance of", proposed=False),
    "P27": Property("country of citizenship", proposed=False),
    "P36": Property("capital", proposed=False),
    "P39": Property("position held", proposed=False),
    "P50": Property("author"),
    "P112": Property("founded by"),
    "P127": Property("owned by"),
    "P131": Property("located in the administrative territorial entity"),
    "P143": Property("imported from Wikimedia project"),
    "P172": Property("ethnic group"),
    "P248": Property("stated in"),
    "P276": Property("location"),
    "P361": Property("part of", proposed=False),
    "P463": Property("member of"),
    "P495": Property("country of origin"),
    "P530": Property("diplomatic relation"),
    "P531": Property("diplomatic mission sent"),
    "P551": Property("residence"),
    "P571": Property("inception", "Time"),
    "P580": Property("start time", "Time"),
    "P582": Property("end time", "Time"),
    "P585": Property("point in time", "Time"),
    "P607": Property("participated in conflict", lasts=True),
    "P710": Property("participant", lasts=True),
    "P749": Property("parent organization or unit", proposed=False),
    "P793": Property("significant event"),
    "P854": Property("reference URL", "Url"),
    "P1082": Property("population", "Quantity"),
    "P1310": Property("statement disputed by"),
    "P1427": Property("start point"),
    "P1444": Property("destination point"),
    "P1480": Property("sourcing circumstances"),
    "P1590": Property("number of casualties", "Quantity"),
    "P1619": Property("date of official opening", "Time"),
    "P1891": Property("signatory"),
    "P2047": Property("duration", "Quantity"),
    "P2284": Property("price", "Quantity"),
    "P2632": Property("place of detention"),
    "P3680": Property("statement supported by"),
    "P4656": Property("Wikimedia import URL", "Url"),
    "P5102": Property("nature of statement"),
    "P11801": Property("visited by"),
}
