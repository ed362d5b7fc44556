"""Texts are ranked by the words that they share with a question."""

from legation_build.authoring.ranking import Text, ranked

TEXTS = (
    Text("improved", (), "Relations improved in the 1950s.", "An event with a time of its own."),
    Text("imposed sanctions", ("embargo",), "Freedonia imposed sanctions.", "A cause."),
    Text("sent aid", ("sent to",), "Freedonia sent food in ships.", "The amount is a figure."),
    Text("sent to do", ("rescue",), "Freedonia sent ships to rescue officials.", "A purpose."),
    Text("trained", (), "Freedonia trained officials.", "Training is aid."),
)
SMALL = frozenset(("to", "in", "was", "the"))


def names(question: str) -> tuple[str, ...]:
    return ranked(TEXTS, question, SMALL).names


def test_what_is_only_spelt_alike_does_not_come_beside_the_whole_word() -> None:
    assert names("improved") == ("improved",)


def test_a_slip_of_a_word_that_no_text_has_leads_to_the_name() -> None:
    assert names("impsed") == ("imposed sanctions",)


def test_a_slip_of_another_name_or_of_a_sentence_leads_nowhere() -> None:
    assert names("embarga") == ()
    assert names("officialz") == ()


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    assert names("sent to rescue")[0] == "sent to do"


def test_a_word_of_a_name_counts_more_than_one_of_a_sentence() -> None:
    assert names("sent")[:2] == ("sent aid", "sent to do")
    assert names("officials trained")[0] == "trained"


def test_words_together_count_more_than_apart() -> None:
    assert names("sent to")[0] == "sent aid"
    assert names("sent rescue to")[0] == "sent to do"


def test_other_endings_are_the_same_word() -> None:
    assert names("training")[0] == names("trained")[0] == "trained"


def test_numbers_and_small_words_lead_nowhere() -> None:
    assert names("in 1950") == ()


def test_small_words_count_when_there_are_no_others() -> None:
    assert "improved" in names("in the")


def test_words_that_no_text_has_are_told_and_keep_nothing_from_being_found() -> None:
    found = ranked(TEXTS, "was trained quixotically in 1950", SMALL)

    assert found.names[0] == "trained"
    assert found.unknown == ("quixotically",)


def test_a_question_without_words_finds_nothing() -> None:
    assert ranked(TEXTS, "…", SMALL).names == ()
    assert ranked(TEXTS, "", SMALL).names == ()
