"""Each row stands alone: its status first, then what, on whose word, where, and the claim."""

import re

import pytest
from legation_server.agents.choices import STATUSES
from legation_server.agents.facts import facts
from legation_server.agents.library import MOST_ANSWER_CHARACTERS, Library
from legation_server.agents.rows import rows
from legation_server.site_index import claim_at, statement_at, statements
from support.agent_calls import rows_of
from support.some import some

ROW = re.compile(
    r"(?P<status>[A-Z]+)(?: \([^|]*\))?: (?P<label>[^|]+) \| .*word of: [^|]+ \| .*"
    r"https?://\S+ \| claim (?P<claim>\S+)(?: \| denial \S+)* \| release [0-9a-f]{16}"
)
HERE = "azerbaijan-israel/"


def row_of(library: Library, path: str) -> str:
    statement = statement_at(library.index, HERE + path)
    assert statement
    return rows(library, [statement])[0]


def test_every_statement_is_a_row_that_begins_with_its_status_and_ends_with_its_citation(
    library: Library,
) -> None:
    every = [row["id"] for row in library.index.rows("SELECT id FROM statement")]

    for one in some(statements(library.index, every)):
        match = ROW.fullmatch(rows(library, [one])[0])
        assert match, rows(library, [one])
        assert match["status"] == one.status.upper()
        assert match["label"] == " ".join(one.label.split())
        assert claim_at(library.index, library.path(match["claim"]))


def test_a_row_keeps_the_words_that_hedge_it(library: Library) -> None:
    row = row_of(library, "mossad-aid-alleged")

    assert row.startswith("UNCONFIRMED (alleged; in the words “allegedly”): ")
    assert "| word of: Iran |" in row


def test_a_row_tells_who_denies_it_and_where(library: Library) -> None:
    (row, *_) = rows_of(facts(library, ["Haaretz"], status="denied"))

    assert row.startswith("DENIED (possible, reported")
    assert "| denied by: Israeli officials, Azerbaijani officials |" in row
    assert "| denial https://" in row


def test_a_row_tells_through_whom_a_word_came(library: Library) -> None:
    (row, *_) = rows_of(facts(library, ["Ilham Aliyev"], kind="Figure"))

    assert "word of: Ilham Aliyev | passed on by: " in row
    assert "cable" in row.partition("passed on by: ")[2].partition("|")[0]


def test_a_row_tells_what_the_source_itself_marks(library: Library) -> None:
    answer = facts(library, status="denied")

    assert "| marked in the source: who |" in answer


def test_a_detailed_row_has_the_parts_and_each_claim_with_its_sentence(library: Library) -> None:
    answer = facts(library, ["Mossad", "Azerbaijan"], status="unconfirmed", detailed=True)

    assert "actor: Azerbaijan (id:azerbaijan)" in answer
    assert re.search(r"claim \S+: affirms, alleged; “allegedly”; word of Iran", answer)
    assert "Alleged cooperation against Iran, sentence 4: “" in answer


@pytest.mark.parametrize("detailed", [False, True])
def test_an_answer_has_room_in_25_000_tokens(library: Library, detailed: bool) -> None:
    answer = facts(library, limit=200, detailed=detailed)

    assert len(answer) <= MOST_ANSWER_CHARACTERS
    assert "hasMore: true" in answer


def test_what_was_left_out_can_be_had_by_going_on(library: Library) -> None:
    seen: list[str] = []
    after = 0
    while more := re.search(
        r"hasMore: (?:false|true.*after=(\d+))",
        answer := facts(library, ["Baku"], limit=10, after=after),
    ):
        seen += rows_of(answer)
        if not more[1]:
            break
        after = int(more[1])

    assert seen == list(rows_of(facts(library, ["Baku"], limit=200)))


def test_statuses_are_those_of_the_data(library: Library) -> None:
    found = {row["status"] for row in library.index.rows("SELECT status FROM statement")}

    assert found == set(STATUSES)
