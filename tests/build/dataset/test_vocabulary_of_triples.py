"""What mappings may use follows from the triples of the model, and a document's codes add to it."""

from legation_build.dataset import Pattern, patterns_of, vocabulary_of
from legation_build.dataset.index import index_of, text, values, wikidata_items
from legation_build.dataset.patterns import (
    content_patterns,
    pattern_from,
    pattern_triples,
    plain_relations,
)
from legation_build.namespaces import BIL, CODE, ENTITY
from support.in_turtle import HERE, triples

TYPES, TOPICS = CODE + "event-type/", CODE + "topic/"
MODEL = """
code:event-type a skos:ConceptScheme . code:empty a skos:ConceptScheme .
event-type:meeting skos:inScheme code:event-type . event-type:visit skos:inScheme code:event-type ;
    skos:broader event-type:meeting . event-type:state-visit skos:inScheme code:event-type ;
    skos:broader event-type:visit .
topic:trade skos:inScheme code:topic .
bil:Event rdfs:subClassOf bil:Content . bil:Utterance rdfs:subClassOf bil:Event .
bil:relatedTo a owl:ObjectProperty . bil:alliedWith rdfs:subPropertyOf bil:relatedTo ; a owl:SymmetricProperty .
bil:memberOf rdfs:subPropertyOf bil:relatedTo . bil:capitalOf rdfs:subPropertyOf bil:locatedIn .
bil:locatedIn rdfs:subPropertyOf bil:relatedTo . bil:label rdfs:subPropertyOf rdfs:label .
bil:contradicts rdfs:subPropertyOf bil:conflictsWith . bil:differsInYear rdfs:subPropertyOf bil:conflictsWith .
event-type:meeting bil:standsFor bil:relatedTo ; bil:subjectRole bil:actor ; bil:objectRole bil:target ;
    bil:requiredRole bil:actor ; bil:allowedRole bil:target, bil:place .
"""


WORDS = vocabulary_of(triples(MODEL))
MEETING = Pattern(
    "relatedTo", "actor", "target", frozenset({"actor"}), frozenset({"target", "place"})
)


def test_codes_are_listed_by_their_lists_and_a_list_may_be_empty() -> None:
    assert WORDS.codes == {
        "event-type": {"meeting", "visit", "state-visit"},
        "topic": {"trade"},
        "empty": frozenset(),
    }


def test_plain_properties_are_those_below_the_widest_one_at_any_depth() -> None:
    assert WORDS.predicates == {"alliedWith", "memberOf", "capitalOf", "locatedIn"}
    assert WORDS.symmetric == {BIL + "alliedWith"}
    assert WORDS.conflicts == {BIL + "contradicts", BIL + "differsInYear"}


def test_classes_and_codes_know_all_that_are_above_them() -> None:
    assert WORDS.ancestors[BIL + "Utterance"] == {BIL + "Event", BIL + "Content"}
    assert WORDS.ancestors[BIL + "Event"] == {BIL + "Content"}
    assert BIL + "Content" not in WORDS.ancestors
    assert WORDS.broader[TYPES + "state-visit"] == {TYPES + "visit", TYPES + "meeting"}


def test_nothing_gives_an_empty_vocabulary() -> None:
    found = vocabulary_of([])

    assert (found.codes, found.ancestors, found.broader, found.patterns) == ({}, {}, {}, {})
    assert not found.predicates | found.symmetric | found.conflicts


def test_a_documents_codes_come_to_the_general_ones_with_all_that_is_above_them() -> None:
    own = triples(
        "event-type:tea skos:inScheme code:event-type ; skos:broader event-type:visit ."
        "event-type:high-tea skos:inScheme code:event-type ; skos:broader event-type:tea ."
        "code:cake-type a skos:ConceptScheme . <https://w3id.org/legation/code/cake-type/plum>"
        " skos:inScheme code:cake-type ."
    )
    found = WORDS.extended(own)

    assert found.codes["event-type"] == WORDS.codes["event-type"] | {"tea", "high-tea"}
    assert found.codes["cake-type"] == {"plum"}
    assert found.broader[TYPES + "tea"] == {TYPES + "visit", TYPES + "meeting"}
    assert found.broader[TYPES + "high-tea"] == {
        TYPES + name for name in ("tea", "visit", "meeting")
    }
    assert found.patterns[TYPES + "high-tea"] == MEETING
    # The vocabulary of the model is that of all documents, and stays as it is.
    assert "tea" not in WORDS.codes["event-type"]
    assert TYPES + "tea" not in WORDS.broader
    assert WORDS.extended([]) == WORDS


def test_a_narrower_code_has_the_pattern_of_the_wider_one() -> None:
    assert WORDS.patterns == {TYPES + name: MEETING for name in ("meeting", "visit", "state-visit")}


def test_patterns_are_written_and_read_again() -> None:
    patterns = {
        TYPES + "a": MEETING,
        TYPES + "b": Pattern(required=frozenset({"actor"})),
        TYPES + "c": Pattern("memberOf", "actor", "namedEvent"),
    }
    written = list(pattern_triples(patterns))
    read = patterns_of(written)

    assert read[TYPES + "a"].roles == MEETING.roles
    assert read[TYPES + "b"].required == {"actor"}
    assert read[TYPES + "b"].stands_for == ""
    assert (read[TYPES + "c"].object_role, read[TYPES + "c"].roles) == ("namedEvent", frozenset())
    # What a code requires it allows too.
    assert read[TYPES + "b"].allowed == {"actor"}
    assert list(pattern_triples(read)) == written


def test_of_two_values_where_one_is_meant_the_first_counts_always() -> None:
    found = pattern_from({"standsFor": ["memberOf", "alliedWith"], "requiredRole": ["a", "b"]})

    assert found.stands_for == "alliedWith"
    assert found.required == {"a", "b"}
    assert pattern_from({}) == Pattern()


CONTENT = """:x bil:eventType event-type:visit, event-type:meeting ; bil:situationType topic:trade ;
    bil:actor id:a, id:b ; bil:target id:b, id:c ."""


def test_a_content_stands_for_what_the_narrowest_of_its_types_stand_for() -> None:
    index = index_of(triples(CONTENT))
    wide, narrow = Pattern("relatedTo"), Pattern("memberOf")
    patterns = {TYPES + "meeting": wide, TYPES + "visit": narrow, TOPICS + "trade": wide}

    def of(*properties: str) -> list[Pattern]:
        return content_patterns(HERE + "x", index, patterns, WORDS.broader, properties)

    assert of("eventType") == [narrow]
    assert of("situationType", "eventType") == [wide, narrow]
    assert of() == []
    assert content_patterns(HERE + "x", index, {}, WORDS.broader) == []


def test_each_subject_goes_with_each_object_but_nobody_with_himself() -> None:
    index = index_of(triples(CONTENT))
    pairs = [
        (subject.removeprefix(ENTITY), other.removeprefix(ENTITY))
        for subject, _, other in plain_relations(HERE + "x", index, MEETING)
    ]

    assert pairs == [("a", "b"), ("a", "c"), ("b", "c")]
    assert list(plain_relations(HERE + "x", index, Pattern(required=MEETING.required))) == []


def test_an_index_has_the_values_of_what_has_an_iri() -> None:
    index = index_of(
        triples(
            "id:a rdfs:label 'A', 'B' ; bil:actor id:b, [] ; skos:exactMatch wd:Q1, <urn:x> . [] bil:actor id:c ."
        )
    )
    label = "http://www.w3.org/2000/01/rdf-schema#label"

    assert values(index, ENTITY + "a", label) == ["A", "B"]
    assert values(index, ENTITY + "a", BIL + "actor") == [ENTITY + "b"]
    assert wikidata_items(index, ENTITY + "a") == ["Q1"]
    assert list(index) == [ENTITY + "a"]


def test_a_look_at_what_is_not_there_finds_nothing_and_leaves_nothing_behind() -> None:
    index = index_of(triples("id:a bil:actor id:b ."))

    assert values(index, ENTITY + "z", BIL + "actor") == []
    assert text(index, ENTITY + "a", BIL + "odd", BIL + "actor") == ENTITY + "b"
    assert text(index, ENTITY + "a", BIL + "odd") == ""
    assert wikidata_items(index, ENTITY + "z") == []
    assert list(index) == [ENTITY + "a"]
