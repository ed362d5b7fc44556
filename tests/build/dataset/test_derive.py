"""What is derived follows from what the document asserts, and from nothing else."""

from legation_build.dataset.assemble import model_triples
from legation_build.dataset.derive import derive
from legation_build.dataset.expand import expand
from legation_build.dataset.vocabulary import vocabulary_of
from legation_build.mapping.reader import read_mappings
from legation_build.mapping.strict_yaml import parse
from legation_build.namespaces import BASE, BIL, ENTITY, RDF
from legation_build.pipeline import model_bytes
from legation_build.resources import resource
from pyoxigraph import Triple

HERE = BASE + "freedonia-sylvania/"
CONTEXT = read_mappings([resource("mappings")]).context
MODEL = model_triples(model_bytes())
WORDS = vocabulary_of([*MODEL["ontology"], *MODEL["codes"]])


def derived(claims: str) -> set[tuple[str, str, str]]:
    block = parse("claims:\n" + claims, "claims.yaml")
    assert not block.problems
    return {names(triple) for triple in derive(list(expand(block.data, CONTEXT, HERE)), WORDS)}


def names(triple: Triple) -> tuple[str, str, str]:
    def short(term: object) -> str:
        text = getattr(term, "value", str(term))
        for prefix in (HERE, ENTITY, BIL, RDF):
            text = text.removeprefix(prefix)
        return str(text)

    return short(triple.subject), short(triple.predicate), short(triple.object)


def situation(modality: str, kind: str = "Situation", stance: str = "affirms") -> str:
    return f"""- id: c-one
  type: Claim
  evidence: p-one
  modality: {modality}
  stance: {stance}
  states:
  - {{id: relations, type: {kind}, situationType: diplomatic-relations, participant: [freedonia, sylvania], place: airfield, when: 1921-02/..}}
"""


def involved(triples: set[tuple[str, str, str]]) -> set[str]:
    return {value for _, predicate, value in triples if predicate == "involves"}


def test_plain_triple_follows_from_an_asserted_situation_both_ways_if_symmetric() -> None:
    found = derived(situation("asserted"))

    assert ("freedonia", "diplomaticRelationsWith", "sylvania") in found
    assert ("sylvania", "diplomaticRelationsWith", "freedonia") in found
    assert involved(found) == {"freedonia", "sylvania", "airfield"}


def test_no_plain_triple_and_nobody_involved_in_a_supposition() -> None:
    found = derived(situation("alleged", kind="Supposition"))

    assert not [row for row in found if row[1] == "diplomaticRelationsWith"]
    assert involved(found) == set()


def test_even_a_situation_yields_nothing_when_no_claim_commits_the_document_to_it() -> None:
    for modality in ("reported", "opinion", "[asserted, possible]", "planned", "estimated"):
        found = derived(situation(modality))

        assert not [row for row in found if row[1] == "diplomaticRelationsWith"], modality
        assert involved(found) == set(), modality


def test_a_denial_takes_the_plain_triple_away() -> None:
    denial = """- id: c-two
  type: Claim
  evidence: p-two
  modality: asserted
  stance: denies
  disputes: c-one
  states: relations
"""
    found = derived(situation("asserted") + denial)

    assert not [row for row in found if row[1] == "diplomaticRelationsWith"]
    assert ("relations", "evidence", "p-two") in found


def test_who_denies_stands_on_what_is_denied() -> None:
    denial = """- id: c-two
  type: Claim
  evidence: p-two
  modality: attributed
  stance: denies
  attributedTo: [ministry, envoy]
  disputes: c-one
  states: relations
"""

    def deniers(claims: str) -> set[str]:
        return {
            who for name, key, who in derived(claims) if (name, key) == ("relations", "deniedBy")
        }

    assert deniers(situation("alleged") + denial) == {"ministry", "envoy"}
    assert deniers(situation("alleged") + denial.replace("denies", "affirms")) == set()


def test_what_is_merely_spoken_of_is_not_involved() -> None:
    speech = """- id: c-one
  type: Claim
  evidence: p-one
  modality: asserted
  stance: affirms
  states:
  - {id: it, type: Utterance, actor: envoy, concerning: airfield}
"""

    assert involved(derived(speech)) == {"envoy"}
    assert involved(derived(speech.replace("Utterance", "Event"))) == {"envoy", "airfield"}


def test_an_utterance_is_quoted_directly_or_is_not() -> None:
    speech = "- {id: c-one, type: Claim, states: [{id: speech, type: Utterance}, {id: it, type: Event}]}\n"
    quoted = speech.replace("Utterance", "Utterance, quotedDirectly: 'true'")

    def told(claims: str) -> set[tuple[str, str]]:
        return {(name, value) for name, key, value in derived(claims) if key == "quotedDirectly"}

    assert told(speech) == {("speech", "false")}
    assert told(quoted) == set()
    assert told(speech.replace("Utterance", "Supposition, says: it")) == {("speech", "false")}
    assert told(speech.replace("Utterance", "Supposition")) == set()


def test_content_has_evidence_claims_and_modalities_of_its_claims() -> None:
    found = derived(situation("[reported, possible]"))

    assert ("relations", "statedBy", "c-one") in found
    assert ("relations", "evidence", "p-one") in found
    assert {value for _, predicate, value in found if predicate == "modality"} == {
        BASE + "code/modality/reported",
        BASE + "code/modality/possible",
    }


def test_times_get_bounds_and_open_ends_get_none() -> None:
    found = derived(situation("asserted"))

    assert ("relations", "earliest", "1921-02-01") in found
    assert not [row for row in found if row[1] == "latest"]


def test_a_content_without_a_time_gets_bounds_from_what_it_follows() -> None:
    visit = """- id: c-two
  type: Claim
  evidence: p-two
  modality: asserted
  stance: affirms
  states:
  - {id: visit, type: Event, eventType: visit, follows: relations}
  - {id: envoy, type: Attribute, situationType: office, follows: relations}
"""
    found = {row for row in derived(situation("asserted") + visit) if row[1].startswith("not")}

    assert found == {("visit", "notBefore", "1921-02-01")}


def test_a_named_event_had_begun_when_something_happened_during_it() -> None:
    session = """- id: c-one
  type: Claim
  evidence: p-one
  modality: asserted
  stance: affirms
  states:
  - {id: speech, type: Event, eventType: say, when: 1921-02-11, during: "entity:assembly"}
  - {id: session, type: Event, eventType: meeting, namedEvent: assembly}
"""
    found = {row for row in derived(session) if row[1].startswith("not")}

    assert found == {("session", "notAfter", "1921-02-11")}


def test_superclasses() -> None:
    found = derived("- {id: c-one, type: Claim, states: [{id: speech, type: Utterance}]}\n")

    assert {
        value for name, predicate, value in found if (name, predicate) == ("speech", "type")
    } == {
        "Content",
        "Event",
    }


def test_conflict_holds_both_ways() -> None:
    found = derived(
        "- {id: c-one, type: Claim, states: [{id: one, type: Figure, contradicts: two}]}\n"
    )

    assert ("two", "contradicts", "one") in found
    assert {("one", "conflictsWith", "two"), ("two", "conflictsWith", "one")} <= set(found)
