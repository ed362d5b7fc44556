"""A rewritten query holds what was asked for, and each place of it leads back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.positions import place_of
from legation_server.sparql.rewriting import MOST_COPIES, Draft, Rewriting, chained

words = st.lists(st.sampled_from(["?a", "{", "}", "'é𝄞'", "<x:y>", "SELECT", "."]), min_size=1)
gaps = st.sampled_from([" ", "\n", "  \n ", "\t"])


@st.composite
def queries(draw: st.DrawFn) -> str:
    return "".join(draw(gaps) + word for word in draw(words)) + draw(gaps)


def draft_of(text: str) -> tuple[Draft, list[Token]]:
    read = list(tokens(text))
    return Draft(text, read), read


@given(queries())
def test_without_changes_a_query_stays_as_it_is(text: str) -> None:
    draft, _ = draft_of(text)

    written = draft.finish()

    assert (written.text, written.original) == (text, text)


@given(queries())
def test_places_of_an_unchanged_query_are_its_own(text: str) -> None:
    draft, read = draft_of(text)
    written = draft.finish()

    for token in read:
        place = place_of(text, token.start)
        assert written.original_place(*place) == place


@given(queries(), st.data())
def test_every_token_that_stays_is_found_again(text: str, data: st.DataObject) -> None:
    draft, read = draft_of(text)
    every = range(len(read))
    changed = data.draw(st.sets(st.sampled_from(every)))
    grown = data.draw(st.sets(st.sampled_from(every)))
    for place in changed:
        draft.replace(place, data.draw(st.sampled_from(["", "X", "long\nword"])))
    for place in grown:
        draft.insert(place, "(\n", place)

    written = draft.finish()

    ends = [at for at, _, verbatim in written.pieces if verbatim]
    for place in set(every) - changed:
        # A token that stays is a piece of its own, copied from where it stood.
        (at,) = (a for a, o, v in written.pieces if v and o == read[place].start)
        assert at in ends
        assert written.text.startswith(read[place].text, at)
        shown = written.original_place(*place_of(written.text, at))
        assert shown == place_of(text, read[place].start)


@given(queries(), st.data())
def test_an_error_in_what_was_put_in_is_shown_at_its_cause(text: str, data: st.DataObject) -> None:
    draft, read = draft_of(text)
    place = data.draw(st.sampled_from(range(len(read))))
    cause = data.draw(st.sampled_from(range(len(read))))
    draft.insert(place, "@@@@", cause)

    written = draft.finish()
    middle = written.text.index("@@@@") + 2

    shown = written.original_place(*place_of(written.text, middle))
    assert shown == place_of(text, read[cause].start)


def test_tokens_are_dropped_left_out_copied_and_replaced() -> None:
    draft, _ = draft_of("a:a a:b a:c a:d a:e")
    draft.drop(0, 0)
    draft.leave_out(1, 2)
    draft.copy(3, 2, 2)
    draft.replace(4, "!")

    assert " ".join(draft.finish().text.split()) == "a:c !"


def test_a_copy_has_the_changes_of_what_it_copies() -> None:
    draft, _ = draft_of("a:a a:b a:c")
    draft.replace(0, "X")
    draft.insert(1, "(", 1)
    draft.copy(2, 0, 1)

    assert draft.finish().text == "X (a:b X (a:b"


def test_a_place_in_a_copy_is_that_of_what_was_copied() -> None:
    text = "a:a\n  a:b"
    draft, _ = draft_of(text)
    draft.copy(1, 0, 0)

    written = draft.finish()

    assert written.text == "a:a\n  a:a"
    assert written.original_place(2, 3) == (1, 1)


@pytest.mark.parametrize(("copies", "refused"), [(MOST_COPIES, False), (MOST_COPIES + 1, True)])
def test_copies_are_counted_so_that_no_query_grows_without_end(copies: int, refused: bool) -> None:
    draft, read = draft_of("a:a" + " a:b" * copies)
    for place in range(1, len(read)):
        draft.copy(place, 0, 0)

    try:
        text = draft.finish().text
    except Problem as problem:
        assert refused
        assert (problem.kind, problem.members) == ("query-too-complex", {"limit": MOST_COPIES})
    else:
        assert not refused
        assert text.split() == ["a:a"] * (copies + 1)


def test_an_empty_query_can_be_rewritten_too() -> None:
    draft, read = draft_of(" \n ")

    assert (draft.finish().text, read) == (" \n ", [])


@given(queries())
def test_places_lead_back_through_two_rewritings(text: str) -> None:
    first, read = draft_of(text)
    first.insert(0, "one\ntwo ", 0)
    once = first.finish()
    second, _ = draft_of(once.text)
    second.insert(0, "three\n", 0)
    twice = chained(once, second.finish())

    last = len(twice.text) - len(text) + read[-1].start
    assert twice.original == text
    assert twice.original_place(*place_of(twice.text, last)) == place_of(text, read[-1].start)


def test_what_was_not_rewritten_has_its_own_places() -> None:
    assert Rewriting("a", "a").original_place(3, 7) == (3, 7)
