"""Texts are divided into passages that can be found again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from legation_build.mapping.passages import Passage, digest, divide, passage_at, renew, sentences

TEXT = """Freedonia–Sylvania relations

# Freedonia–Sylvania relations

The two states are neighbours. They trade.

## Early years

In 1920 officialsʷʰᵒ? met at St. Orla. Nobody came late.ᶜⁱᵗᵃᵗⁱᵒⁿ ⁿᵉᵉᵈᵉᵈ Some left early. ... A letter said:

> We are 500\u00a0km apart. We are friends. ...

## Missions

* Freedonia has an embassy.
* Sylvania has none.
"""


def words(passage: Passage, text: str = TEXT) -> str:
    return text[passage.start : passage.end]


def test_every_passage_has_its_kind_section_and_words() -> None:
    found = [(p.id, p.kind, p.section, words(p)) for p in divide(TEXT, "en")]

    assert found == [
        ("p-title", "heading", "", "Freedonia–Sylvania relations"),
        ("p-title-2", "heading", "", "Freedonia–Sylvania relations"),
        ("p-lead-1", "sentence", "", "The two states are neighbours."),
        ("p-lead-2", "sentence", "", "They trade."),
        ("p-early-years-heading", "heading", "Early years", "Early years"),
        ("p-early-years-1", "sentence", "Early years", "In 1920 officialsʷʰᵒ? met at St. Orla."),
        ("p-early-years-2", "sentence", "Early years", "Nobody came late.ᶜⁱᵗᵃᵗⁱᵒⁿ ⁿᵉᵉᵈᵉᵈ"),
        ("p-early-years-3", "sentence", "Early years", "Some left early. ..."),
        ("p-early-years-4", "sentence", "Early years", "A letter said:"),
        ("p-early-years-5", "quotation", "Early years", "We are 500\u00a0km apart."),
        ("p-early-years-6", "quotation", "Early years", "We are friends. ..."),
        ("p-missions-heading", "heading", "Missions", "Missions"),
        ("p-missions-1", "list-item", "Missions", "Freedonia has an embassy."),
        ("p-missions-2", "list-item", "Missions", "Sylvania has none."),
    ]


def test_a_passage_is_known_by_digest_and_first_and_last_words() -> None:
    passage = divide(TEXT, "en")[2]

    assert passage.sha256 == digest("The two states are neighbours.")
    assert (passage.first_words, passage.last_words) == ("The two states", "states are neighbours.")


def test_ids_stay_when_sentences_are_added_before() -> None:
    old = divide(TEXT, "en")
    new = TEXT.replace("They trade.", "They quarrel. They trade.")

    renewed = renew(old, new, "en")

    kept = {p.id: words(p, new) for p in renewed}
    assert kept["p-lead-2"] == "They trade."
    assert kept["p-lead-2a"] == "They quarrel."
    assert kept["p-title"] == kept["p-title-2"]
    assert [p.id for p in renewed if p.id not in {q.id for q in old}] == ["p-lead-2a"]


def test_passages_joined_by_hand_stay_joined_in_a_new_text() -> None:
    first, second, *rest = [p for p in divide(TEXT, "en") if p.id.startswith("p-lead")]
    assert not rest
    joined = passage_at(
        TEXT, first.start, second.end, id=first.id, kind="sentence", level="", section=""
    )
    old = [joined if p.id == first.id else p for p in divide(TEXT, "en") if p.id != second.id]
    new = "A new first line\n\n" + TEXT.replace("Nobody came late.", "All came early.")

    renewed = renew(old, new, "en")

    assert words(next(p for p in renewed if p.id == first.id), new) == words(joined)
    assert all(digest(words(p, new)) == p.sha256 for p in renewed)
    assert "All came early.ᶜⁱᵗᵃᵗⁱᵒⁿ ⁿᵉᵉᵈᵉᵈ" in [words(p, new) for p in renewed]
    assert len({p.id for p in renewed}) == len(renewed)


def test_a_heading_of_one_hash_begins_a_section_unless_it_repeats_the_title() -> None:
    found = divide("A and B\n\n# A and B\n\nOne.\n\n# Trade\n\nTwo.\n\n# Title\n\nThree.", "en")

    assert [p.id for p in found] == [
        *("p-title", "p-title-2", "p-lead-1"),
        *("p-trade-heading", "p-trade-1", "p-title-section-heading", "p-title-section-1"),
    ]
    assert [p.section for p in found][-1] == "Title"


def test_sentences_keep_their_ids_below_a_new_heading() -> None:
    before = "A and B\n\nOne. Two.\n\nTrade\n\nThree."
    old = divide(before, "en")
    new = before.replace("Trade", "# Trade")

    renewed = [p.id for p in renew(old, new, "en", cited={"p-lead-1"})]

    assert renewed == ["p-title", "p-lead-1", "p-lead-2", "p-trade-heading", "p-lead-4"]
    assert "p-lead-4" in [p.id for p in renew(old, new, "en", cited={"p-lead-4"})]


@given(st.text(alphabet="Ab .?!ʷᶜ…\u00a0é,;\"'", max_size=60))
def test_sentences_cover_all_words_in_order(paragraph: str) -> None:
    spans = list(sentences(paragraph, "en"))

    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(paragraph[a:b] == paragraph[a:b].strip() for a, b in spans)
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(i in covered for i, letter in enumerate(paragraph) if letter.isalnum())


def test_ids_of_unchanged_sentences_stay_whatever_goes_and_whether_claims_cite_them() -> None:
    before = "A and B\n\nOne is here. Two is here. Three is here. Four is here."
    old = divide(before, "en")
    new = before.replace(" Two is here.", "")

    assert [p.id for p in renew(old, new, "en", cited=set())] == [
        *("p-title", "p-lead-1", "p-lead-3", "p-lead-4")
    ]


def test_sentences_that_change_places_keep_their_ids() -> None:
    old = divide("A and B\n\nOne is here. Two is here. Three is here.", "en")
    new = "A and B\n\nTwo is here. Three is here. One is here."

    kept = {p.id: words(p, new) for p in renew(old, new, "en", cited={"p-lead-2"})}

    assert kept["p-lead-1"] == "One is here."
    assert kept["p-lead-2"] == "Two is here."
    assert kept["p-lead-3"] == "Three is here."
