"""Rows of an index of pages about Freedonia and Sylvania: a few of each kind, with every edge."""

from support.written_index import Cells, Tables

# Numbers of entities.
FREEDONIA, SYLVANIA, FIREFLY, HERALD, LETTER, NOBODY = 1, 2, 3, 4, 5, 6
# Numbers of codes: topics from broad to narrow, a commodity, measures, units and types.
ECONOMY, TRADE, OIL_TRADE, OIL, SHARE, VALUE, DOLLAR, PERCENT, VISIT, ALLIANCE, DEFENCE = range(
    1, 12
)
# Numbers of statements.
RECOGNIZED, VISITED, ALLIED, SPIES, LAST_CENTURY, UNDATED, SUM, RATIO, SAID, PART, BOUND = range(
    1, 12
)
# Numbers of claims.
C_RECOGNIZED, C_SPIES, C_DENIAL, C_SUM, C_OTHER_SUM, C_SAID = range(1, 7)


def _entity(number: int, path: str, kind: str, label: str, statements: int = 0) -> Cells:
    return {"id": number, "path": f"id/{path}", "class": kind, "label": label, "statements": statements}  # fmt: skip


def _code(number: int, path: str, label: str, broader: int | None = None, uses: int = 0) -> Cells:
    return {
        "id": number, "path": f"code/{path}", "list": path.partition("/")[0], "label": label,
        "broader": broader, "uses": uses,
    }  # fmt: skip


def _statement(number: int, name: str, kind: str, label: str, **more: str | int | None) -> Cells:
    document = more.pop("document", 1)
    place = "freedonia-sylvania" if document == 1 else "freedonia-at-sea"
    row: dict[str, str | int | None] = {
        "id": number, "path": f"{place}/{name}", "document": document, "class": kind, "label": label,
    }  # fmt: skip
    return {**row, "status": "stated", "modality": "asserted", **more}


def _time(edtf: str, first: str | None, last: str | None) -> dict[str, str | int | None]:
    year = int(first[:4]) if first else int(last[:4]) if last else None
    return {"edtf": edtf, "earliest": first, "latest": last, "year": year}


def _claim(number: int, name: str, modality: str, status: str, **more: str | int) -> Cells:
    return {
        "id": number, "path": f"freedonia-sylvania/{name}", "document": 1, "modality": modality,
        "status": status, "stance": "affirms", **more,
    }  # fmt: skip


WORLD: Tables = {
    "document": [
        {"id": 1, "path": "freedonia-sylvania", "label": "Freedonia–Sylvania relations", "pair": '["id/freedonia", "id/sylvania"]', "length": 200},
        {"id": 2, "path": "freedonia-at-sea", "label": "Freedonia at sea", "pair": "[]"},
    ],
    "passage": [
        {"id": 1, "path": "freedonia-sylvania/p-0", "document": 1, "position": 1, "label": "heading History", "section": "History", "kind": "heading", "level": 2},
        {"id": 2, "path": "freedonia-sylvania/p-1", "document": 1, "position": 2, "label": "sentence 1", "section": "History", "kind": "sentence", "number": "1", "heading": 1, "first_words": "On 3 May", "last_words": "recognized Sylvania."},
        {"id": 3, "path": "freedonia-sylvania/p-2", "document": 1, "position": 3, "label": "sentence 2", "section": "", "kind": "sentence", "number": "2"},
        {"id": 4, "path": "freedonia-sylvania/p-3", "document": 1, "position": 4, "label": "list item 3", "kind": "item"},
        {"id": 5, "path": "freedonia-at-sea/p-1", "document": 2, "position": 1, "label": "sentence 1", "kind": "sentence", "number": "1"},
    ],
    "entity": [
        _entity(FREEDONIA, "freedonia", "Country", "Freedonia", 9),
        _entity(SYLVANIA, "sylvania", "Country", "Sylvania", 7),
        {**_entity(FIREFLY, "rufus-firefly", "Person", "Rufus Firefly", 2), "says": 1, "description": "president"},
        {**_entity(HERALD, "herald", "NewsMediaOrganization", "The Sylvanian Herald", 2), "says": 2},
        _entity(LETTER, "letter", "CreativeWork", "letter of thanks"),
        _entity(NOBODY, "nobody", "Person", "Nobody Şuşa"),
    ],
    "code": [
        _code(ECONOMY, "topic/economy", "economy", uses=3),
        _code(TRADE, "topic/trade", "trade", ECONOMY, 2),
        _code(OIL_TRADE, "topic/oil-trade", "oil trade", TRADE, 1),
        _code(OIL, "commodity/oil", "oil"),
        _code(SHARE, "measure/share", "share"),
        _code(VALUE, "measure/trade-volume", "trade volume"),
        _code(DOLLAR, "unit/us-dollar", "US dollar"),
        _code(PERCENT, "unit/percent", "percent"),
        _code(VISIT, "event-type/visit", "visit"),
        _code(ALLIANCE, "situation-type/alliance", "alliance"),
        _code(DEFENCE, "commodity/defence", "defence"),
    ],
    "name": [
        {"thing_kind": "entity", "thing": FREEDONIA, "language": "en", "kind": "pref", "value": "Freedonia"},
        {"thing_kind": "entity", "thing": FREEDONIA, "language": "az", "kind": "pref", "value": "Fridoniya"},
        {"thing_kind": "entity", "thing": FREEDONIA, "language": "en", "kind": "alt", "value": "Land of the Brave"},
        {"thing_kind": "code", "thing": FREEDONIA, "language": "en", "kind": "pref", "value": "economy"},
        {"thing_kind": "entity", "thing": SYLVANIA, "language": "en", "kind": "pref", "value": "Sylvania"},
    ],
    "claim": [
        _claim(C_RECOGNIZED, "c-recognized", "asserted", "stated"),
        _claim(C_SPIES, "c-spies", "reported\nalleged", "unconfirmed", claimed_when="1931", hedge="stated", flag="who", note="Read as a report."),
        _claim(C_DENIAL, "c-denial", "reported", "unconfirmed", stance="denies", claimed_when="1932"),
        _claim(C_SUM, "c-sum", "attributed", "attributed"),
        _claim(C_OTHER_SUM, "c-other-sum", "attributed", "attributed"),
        _claim(C_SAID, "c-said", "asserted", "stated"),
    ],
    "claim_passage": [
        {"claim": C_RECOGNIZED, "passage": 2}, {"claim": C_SPIES, "passage": 2}, {"claim": C_SPIES, "passage": 3},
        {"claim": C_DENIAL, "passage": 3}, {"claim": C_SUM, "passage": 3}, {"claim": C_OTHER_SUM, "passage": 4},
        {"claim": C_SAID, "passage": 4},
    ],
    "claim_speaker": [
        # The second speaker has the lower number: the order is that of the document.
        {"claim": C_SPIES, "position": 1, "entity": HERALD}, {"claim": C_SPIES, "position": 2, "entity": FIREFLY},
        {"claim": C_DENIAL, "position": 1, "entity": SYLVANIA}, {"claim": C_SUM, "position": 1, "entity": HERALD},
    ],
    "statement": [
        _statement(RECOGNIZED, "recognized", "Event", "Freedonia recognizes Sylvania.", **_time("1922-05-03", "1922-05-03", "1922-05-03")),
        _statement(VISITED, "visited", "Event", "Firefly visits Sylvania.", type=VISIT, **_time("../1925", None, "1925-12-31")),
        _statement(ALLIED, "allied", "Situation", "Both are allied.", type=ALLIANCE, status="prospective", modality="planned", **_time("../1940", None, "1940-12-31")),
        _statement(SPIES, "spies", "Supposition", "Freedonia keeps spies.", status="denied", modality="reported alleged", qualifier="in secret\nat times", **_time("1931", "1931-01-01", "1931-12-31")),
        _statement(LAST_CENTURY, "long-ago", "Event", "They met long ago.", edtf="18XX", earliest="1800-01-01", latest="1899-12-31"),
        _statement(UNDATED, "ambassador", "Attribute", "Chicolini is the ambassador.", bookkeeping=1),
        _statement(SUM, "sum", "Figure", "Trade was worth this much.", status="attributed", modality="attributed", measure=VALUE, value="260000000", unit=DOLLAR, precision="about", ordinal=2, **_time("1930", "1930-01-01", "1930-12-31")),
        _statement(RATIO, "ratio", "Figure", "A share came from oil.", status="attributed", modality="attributed", measure=SHARE, min_value="40", max_value="50", unit=PERCENT, words="a large part"),
        _statement(SAID, "said", "Utterance", "Firefly says something.", **_time("1932/..", "1932-01-01", None)),
        _statement(PART, "part", "Event", "It was said.", said=1, status="unconfirmed", modality="opinion"),
        _statement(BOUND, "bound", "Event", "They left afterwards.", document=2, not_before="1931-06-01", not_after="1931-08-31"),
    ],
    "account": [
        {"claim": C_OTHER_SUM, "statement": SUM, "property": "leavesOut", "value": "value"},
        {"claim": C_SUM, "statement": SUM, "property": "givenWhen", "value": "1930"},
        {"claim": C_SUM, "statement": SUM, "property": "givenUnit", "value": "code/unit/us-dollar"},
    ],
    "statement_claim": [
        {"statement": RECOGNIZED, "claim": C_RECOGNIZED}, {"statement": SPIES, "claim": C_SPIES},
        {"statement": SPIES, "claim": C_DENIAL}, {"statement": ALLIED, "claim": C_DENIAL},
        {"statement": SUM, "claim": C_SUM}, {"statement": SUM, "claim": C_OTHER_SUM},
        {"statement": SAID, "claim": C_SAID}, {"statement": VISITED, "claim": C_RECOGNIZED},
    ],
    "statement_topic": [
        {"statement": SUM, "topic": TRADE, "direct": 1}, {"statement": SUM, "topic": ECONOMY, "direct": 0},
        {"statement": RATIO, "topic": OIL_TRADE, "direct": 1}, {"statement": RATIO, "topic": TRADE, "direct": 0},
        {"statement": RATIO, "topic": ECONOMY, "direct": 0}, {"statement": SPIES, "topic": ECONOMY, "direct": 1},
    ],
    "statement_code": [
        {"statement": SUM, "property": "commodity", "code": OIL}, {"statement": SUM, "property": "excludes", "code": DEFENCE},
        {"statement": ALLIED, "property": "commodity", "code": OIL},
    ],
    "statement_party": [
        {"statement": RECOGNIZED, "role": "involves", "entity": FREEDONIA}, {"statement": RECOGNIZED, "role": "involves", "entity": SYLVANIA},
        {"statement": RECOGNIZED, "role": "agent", "entity": FREEDONIA}, {"statement": VISITED, "role": "agent", "entity": FIREFLY},
        {"statement": SPIES, "role": "agent", "entity": FREEDONIA}, {"statement": SPIES, "role": "passedOnBy", "entity": LETTER},
    ],
    "entity_pair": [
        {"one": FREEDONIA, "other": SYLVANIA, "status": "stated", "statements": 3},
        {"one": FREEDONIA, "other": SYLVANIA, "status": "denied", "statements": 1},
        {"one": FREEDONIA, "other": FIREFLY, "status": "attributed", "statements": 4},
        {"one": SYLVANIA, "other": HERALD, "status": "prospective", "statements": 9},
    ],
    "statement_link": [
        {"subject": SAID, "property": "says", "object": PART}, {"subject": SAID, "property": "says", "object": SPIES},
        {"subject": SUM, "property": "differsInYear", "object": RATIO}, {"subject": RATIO, "property": "differsInYear", "object": SUM},
        {"subject": RATIO, "property": "quantifies", "object": ALLIED},
        {"subject": SPIES, "property": "contradicts", "object": RECOGNIZED}, {"subject": RECOGNIZED, "property": "contradicts", "object": SPIES},
    ],
    "spelling": [
        {"id": 1, "entity": FREEDONIA, "name": "Freedonia", "form": "freedonia", "last": "freedonia"},
        {"id": 2, "entity": FREEDONIA, "name": "Land of the Brave", "form": "land of the brave"},
        {"id": 3, "entity": FIREFLY, "name": "Rufus Firefly", "form": "rufus firefly", "last": "firefly"},
        {"id": 4, "entity": NOBODY, "name": "Nobody Şuşa", "form": "nobody shusha", "last": "shusha"},
        {"id": 5, "entity": NOBODY, "name": "Nobody Şuşa", "form": "nobody susa"},
        {"id": 6, "entity": HERALD, "name": "The Great Sylvanian Herald", "form": "the great sylvanian herald", "initials": "gsh"},
    ],
    "entity_class": [
        {"entity": FREEDONIA, "class": "https://schema.org/Country"}, {"entity": FREEDONIA, "class": "https://schema.org/Thing"},
        {"entity": SYLVANIA, "class": "https://schema.org/Country"}, {"entity": SYLVANIA, "class": "https://schema.org/Thing"},
        {"entity": FIREFLY, "class": "https://schema.org/Thing"},
    ],
    "entity_item": [{"item": "Q1", "entity": FREEDONIA}, {"item": "Q1", "entity": NOBODY}, {"item": "Q20", "entity": FREEDONIA}],
    "class_property": [{"property": "ns#when", "class": "ns#Event"}, {"property": "ns#place", "class": "ns#Event"}, {"property": "ns#when", "class": "id/"}],
    "property_list": [{"property": "ns#type", "list": "event-type"}, {"property": "ns#type", "list": "attribute-type"}],
}  # fmt: skip
# The words of two passages; the others have none.
WORDS = {2: "On 3 May 1922 Freedonia recognized Sylvania.", 3: "Trade was worth much."}
