"""The tools `search`, `get` and `disputes`."""

import re

import pytest
from flask.testing import FlaskClient
from legation_server.agents import disputes as told
from legation_server.agents.answers import SILENCE, UNKNOWN, Text
from legation_server.agents.disputes import disputes
from legation_server.agents.finding import NO_WORDS, find
from legation_server.agents.library import Library
from legation_server.agents.things import get
from legation_server.site_index import DIFFERENCES, outlines, statements
from support.agent_calls import rows_of
from support.some import some


def test_a_whole_question_finds_what_it_is_about(library: Library) -> None:
    answer = find(library, "Did Azerbaijan help the Mossad against Iran?")

    assert rows_of(answer)[0].startswith("UNCONFIRMED (alleged")


def test_statements_with_some_of_the_words_are_told_to_be_that(library: Library) -> None:
    answer = find(library, "price of SkyStrikers xylophones")

    assert "No statement has all of these words." in answer
    assert "No statement at all has: xylophones" in answer
    assert any("SkyStrikers" in row for row in some(rows_of(answer)))


def test_a_question_whose_answer_is_denied_shows_the_denied_statements(library: Library) -> None:
    answer = find(library, "does Israel use air bases in Azerbaijan")
    _, lacking = answer.split("These lack one of the words; what is denied comes first:")

    assert [row.partition(" ")[0] for row in some(rows_of(lacking))[:4]] == ["DENIED"] * 4


def test_a_misspelt_word_is_told(library: Library) -> None:
    assert "No text has “laundramat”; “laundromat” was taken instead." in find(
        library, "laundramat"
    )


def test_words_that_nothing_has_are_no_silence(library: Library) -> None:
    answer = find(library, "qqqq zzzz")

    assert "Nothing has the words “qqqq zzzz”." in answer
    assert NO_WORDS in answer
    assert SILENCE not in answer


def test_things_are_named_as_queries_name_them(library: Library) -> None:
    assert "Mossad (id:mossad)" in find(library, "Mossad")


@pytest.mark.parametrize("name", ["Bezeq", "id:bezeq", "https://w3id.org/legation/id/bezeq"])
def test_an_entity_is_got_by_any_of_its_names(library: Library, name: str) -> None:
    answer = get(library, name, limit=2)

    assert answer.startswith("Bezeq: Corporation | ")
    assert "| Wikidata Q853619 | https://w3id.org/legation/id/bezeq" in answer
    assert len(rows_of(answer)) == 2


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("azerbaijan-israel", "Documents here: 1."),
        ("azerbaijan-israel/p-lead-1", "Lead, sentence 1: “"),
        ("azerbaijan-israel/c-lead-1-relations", "affirms, asserted"),
        ("azerbaijan-israel/mossad-aid-alleged", "is says of: STATED: In February 2012 Iran"),
        ("code/topic/energy", "energy: a code of the list topic"),
        ("code/event-type/visit", "a code of the list event-type"),
    ],
)
def test_a_thing_of_each_kind_is_got_by_its_iri(library: Library, path: str, told: str) -> None:
    answer = get(library, library.iri(path))

    assert told in answer
    assert rows_of(answer)


def test_an_unknown_thing_is_searched_for_and_no_silence(library: Library) -> None:
    answer = get(library, "xyzzy")

    assert "Nothing here is called “xyzzy”." in answer
    assert SILENCE not in answer


@pytest.mark.parametrize("name", ["Supposition", "bil:Supposition"])
def test_a_class_is_got_as_its_card(library: Library, name: str) -> None:
    answer = get(library, name)

    assert f"“{name}” is a class" in answer
    assert "bil:status" in answer
    assert SILENCE not in answer


def test_a_commodity_is_got_by_its_name(library: Library) -> None:
    answer = get(library, "oil")

    assert answer.startswith("oil: a code of the list commodity")
    assert rows_of(answer)


@pytest.mark.parametrize(
    "name", ["oil", "commodity:oil", "trade", "share of supply", "energy", "code/topic/energy"]
)
def test_disputes_about_what_things_are_about_are_found(library: Library, name: str) -> None:
    answer = disputes(library, name)

    assert "contested question" in answer
    assert rows_of(answer)


@pytest.mark.parametrize("name", ["gasoline", "trade volume", "military supplies", "arms"])
def test_a_name_that_the_data_have_is_never_silence(library: Library, name: str) -> None:
    answer = disputes(library, name)

    assert "Nothing here is called" not in answer
    assert SILENCE not in answer


def test_what_nobody_denies_is_told_in_the_words_it_was_taken_for(library: Library) -> None:
    answer = disputes(library, "Bezek")

    assert "“Bezek” was taken for Bezeq (id:bezeq)." in answer
    assert "No statement about Bezeq is denied or differs from another." in answer


def test_a_name_without_a_meaning_tells_nothing_of_disputes(library: Library) -> None:
    answer = disputes(library, "Ruritania")

    assert f"No dispute was looked up. {UNKNOWN}" in answer
    assert "is denied or differs" not in answer


def test_both_sides_of_a_dispute_stand_together(library: Library) -> None:
    answer = disputes(library, "Haaretz")

    assert "1 contested question; tell all sides" in answer
    assert "Denied by Israeli officials, Azerbaijani officials (claim https://" in answer
    assert all(row.startswith("DENIED") for row in some(rows_of(answer)))


def test_every_dispute_of_the_page_is_listed(
    library: Library, published_client: FlaskClient
) -> None:
    page = published_client.get("/disputes").text
    total = page.count('<section class="case"')
    answer = disputes(library, limit=200)

    assert "more are not shown" not in page
    apart = sum(one.of_different_times for one in outlines(library.index))
    assert f"{total - apart} contested questions" in answer
    assert f"{apart} sets of figures of different times: no dispute" in answer
    reasons = re.findall(
        "^(Denied by|They|No dispute: of different times.) .+:$", answer, re.MULTILINE
    )
    assert len(reasons) == total
    assert reasons.index("No dispute: of different times.") == total - apart
    assert "hasMore: false" in answer
    assert not [name for name in DIFFERENCES if f"\n{name}:" in answer]


def test_statements_that_differ_in_a_chain_are_one_dispute(library: Library) -> None:
    chains = [one for one in outlines(library.index) if one.pairs > 1]
    answer = disputes(library, limit=200)

    for one in some(chains):
        labels = [each.label for each in statements(library.index, one.numbers)]
        blocks = re.split(r"\n(?:No dispute: of different times\. )?They ", answer)
        block = next(part for part in blocks if all(label in part for label in labels))
        assert [label for label in labels if label not in block] == []


def test_a_dispute_longer_than_an_answer_does_not_stop_those_behind_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = disputes(library, "Haaretz")
    monkeypatch.setattr(told, "Text", lambda: Text(left=1_500))
    answer = disputes(library, "Haaretz")

    assert 0 < len(rows_of(answer)) < len(rows_of(whole))
    assert re.search(r"\d+ more sides? left out here; https://\S+/disputes/\S+ has all", answer)
    assert "hasMore: false" in answer


def test_disputes_go_on_after_those_seen(library: Library) -> None:
    first = disputes(library, limit=1)

    assert "hasMore: true. Go on with after=1." in first
    assert re.sub(r"\n.*", "", disputes(library, limit=1, after=1)) == first.splitlines()[0]


def test_what_nobody_denies_is_no_firmer_for_that(library: Library) -> None:
    assert "does not make it firmer" in disputes(library, "Bezeq")
