"""Tools tell names, filters and rows exactly, and every answer leads on."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.agents.answers import (
    TAIL_CHARACTERS,
    Text,
    count_words,
    listed,
    more_words,
)
from legation_server.agents.choices import Choosing, counted
from legation_server.agents.disputes import disputes
from legation_server.agents.edge.allowed_hosts import allowed_hosts, allowed_origins, check
from legation_server.agents.library import (
    MOST_ANSWER_CHARACTERS,
    MOST_ROW_CHARACTERS,
    Library,
)
from legation_server.agents.lists import network, sources
from legation_server.agents.names import (
    code_meant,
    condition_about,
    nearest_entities,
    nearest_places,
    thing_meant,
)
from legation_server.agents.rows import passage_words, relays, rows, status_words
from legation_server.errors import Problem
from legation_server.query import Answer, Task
from legation_server.releases.manifest import Release
from legation_server.settings import Settings
from legation_server.site_index import (
    Code,
    Entity,
    SiteIndex,
    passages,
    statements,
)
from support.agent_calls import rows_of
from support.some import some
from support.written_index import Cells, Tables, index_fixture, write_index
from support.written_world import (
    ALLIED,
    BOUND,
    LAST_CENTURY,
    NOBODY,
    RATIO,
    RECOGNIZED,
    SAID,
    SPIES,
    SUM,
    UNDATED,
    VISITED,
    WORDS,
    WORLD,
)

index = index_fixture(WORLD, WORDS)
BASE = "https://w3id.org/legation/"
RELEASE_ROW = " | release 0123456789abcdef"


def unasked(task: Task, seconds: float | None, buffered: int) -> Answer:
    raise AssertionError("the store is asked nothing here")


@pytest.fixture(scope="module")
def library(release: Release, index: SiteIndex) -> Library:
    return Library(release, Settings(), index, unasked)


def choosing(library: Library, **filters: str) -> Choosing:
    made = Choosing(library)
    for name, value in filters.items():
        getattr(made, name)(value)
    return made


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("id/freedonia", "id/freedonia"),
        (f"<{BASE}id/freedonia>", "id/freedonia"),
        (f"  {BASE}id/freedonia/ ", "id/freedonia"),
        ("/id/freedonia/", "id/freedonia"),
        ("https://example.org/x", "https://example.org/x"),
        ("Freedonia", "Freedonia"),
        ("", ""),
    ],
)
def test_a_name_may_be_an_iri_or_a_path(library: Library, name: str, path: str) -> None:
    assert library.path(name) == path


@pytest.mark.parametrize(
    ("name", "path", "is_sure"),
    [
        ("id/freedonia", "id/freedonia", True),
        ("freedonia", "id/freedonia", True),
        (f"{BASE}id/freedonia", "id/freedonia", True),
        ("Rufus Firefly", "id/rufus-firefly", True),
        ("Firefly", "id/rufus-firefly", False),
        ("topic/trade", "code/topic/trade", True),
        ("code/commodity/oil", "code/commodity/oil", True),
        ("Fredonia", "id/freedonia", False),
        # A unit is nothing that statements are about.
        ("unit/percent", "", False),
        ("no such thing at all", "", False),
    ],
)
def test_a_name_means_what_statements_are_about(
    library: Library, name: str, path: str, is_sure: bool
) -> None:
    meant = thing_meant(library, name)

    assert (meant.thing.path if meant.thing else "") == path
    assert meant.sure is is_sure or not path
    assert bool(meant.words(library)) == (not is_sure)


def test_what_a_name_was_taken_for_is_told(library: Library) -> None:
    taken = thing_meant(library, "Fredonia").words(library)
    unknown = thing_meant(library, "qqqqqqqq").words(library)

    assert taken.startswith("“Fredonia” was taken for Freedonia (")
    assert unknown == "Nothing here is called “qqqqqqqq”. No name is near to it."


@pytest.mark.parametrize(
    ("name", "code_list", "path"),
    [
        ("trade", "topic", "code/topic/trade"),
        ("Trade!", "topic", "code/topic/trade"),
        ("topic/trade", "topic", "code/topic/trade"),
        ("code/topic/trade", "topic", "code/topic/trade"),
        ("oil trade", "topic", "code/topic/oil-trade"),
        ("oil-trade", "topic", "code/topic/oil-trade"),
        # It is in another list.
        ("oil", "measure", ""),
        ("code/topic/trade", "measure", ""),
    ],
)
def test_a_code_is_meant_by_its_name_or_label_in_its_list(
    library: Library, name: str, code_list: str, path: str
) -> None:
    meant = code_meant(library, name, code_list)

    assert (meant.thing.path if meant.thing else "") == path


def test_the_nearest_codes_are_named_where_none_is_meant(library: Library) -> None:
    meant = code_meant(library, "trad", "topic")

    assert meant.thing is None
    assert "trade" in [one.label for one in meant.near]
    assert "Nearest names: " in meant.words(library)


def test_the_nearest_entities_have_a_name_like_it_each_once(library: Library) -> None:
    assert [one.id for one in nearest_entities(library, "Nobody Susha")] == [NOBODY]
    assert nearest_entities(library, "") == []
    assert nearest_places("freedonia", ["sylvania", "fredonia", "zzz"])[0] == 1


@pytest.mark.parametrize(
    ("path", "numbers"),
    [
        ("id/freedonia", [RECOGNIZED, SPIES]),
        ("id/herald", [SPIES, SUM]),
        ("code/topic/trade", [SUM, RATIO]),
        ("code/commodity/oil", [ALLIED, SUM]),
        # What a figure leaves out it is not about.
        ("code/commodity/defence", []),
        ("code/measure/share", [RATIO]),
        ("code/event-type/visit", [VISITED]),
    ],
)
def test_statements_are_about_what_they_name(
    library: Library, path: str, numbers: list[int]
) -> None:
    thing = thing_meant(library, path).thing
    assert isinstance(thing, Entity | Code)
    where, values = condition_about(library, thing)
    found = library.index.rows(f"SELECT id FROM statement WHERE {where} ORDER BY id", values)

    assert [row["id"] for row in found] == numbers


@pytest.mark.parametrize(
    ("filters", "numbers", "words"),
    [
        ({}, None, "all statements"),
        ({"about": "Freedonia"}, [RECOGNIZED, SPIES], "about Freedonia"),
        ({"topic": "trade"}, [SUM, RATIO], "on trade"),
        ({"kind": "Figure"}, [SUM, RATIO], "Figures"),
        ({"kind": "figures"}, [SUM, RATIO], "Figures"),
        ({"kind": "bil:Utterance"}, [SAID], "Utterances"),
        ({"kind": "visit"}, [VISITED], "visit"),
        ({"kind": "share"}, [RATIO], "share"),
        ({"status": "Denied"}, [SPIES], "with the status denied"),
        ({"status": "status:prospective"}, [ALLIED], "with the status prospective"),
        ({"about": "Freedonia", "status": "denied"}, [SPIES], "about Freedonia, with the status denied"),
        ({"about": "Freedonia", "kind": "Figure"}, [], "about Freedonia, Figures"),
    ],
)  # fmt: skip
def test_filters_narrow_and_are_told_in_words(
    library: Library, filters: dict[str, str], numbers: list[int] | None, words: str
) -> None:
    made = choosing(library, **filters)
    found = made.numbers(100)

    assert made.words() == words
    assert sorted(found) == (numbers if numbers is not None else list(range(1, BOUND + 1)))
    assert sum(made.counts().values()) == len(found)
    assert [*made.numbers(2), *made.numbers(100, 2)] == found


def test_bookkeeping_comes_last(library: Library) -> None:
    assert Choosing(library).numbers(100)[-1] == UNDATED


def test_a_filter_can_be_left_out_to_see_what_it_hides(library: Library) -> None:
    made = choosing(library, about="Freedonia", kind="Figure")

    assert made.numbers(9) == []
    assert made.counts(without="kind") == {"stated": 1, "denied": 1}
    assert made.without("kind").numbers(9) == [RECOGNIZED, SPIES]
    assert all(made.fits(one) for one in some(made.filters))
    assert not made.fits(choosing(library, about="nobody").filters[0])


@pytest.mark.parametrize(
    ("since", "until", "numbers"),
    [
        (None, None, list(range(1, BOUND + 1))),
        (1922, 1922, [RECOGNIZED, ALLIED]),
        (1925, 1925, [VISITED, ALLIED]),
        # Bounds count where there is no date.
        (1931, 1931, [SPIES, ALLIED, BOUND]),
        (1933, None, [ALLIED, SAID]),
        (None, 1899, [ALLIED, LAST_CENTURY]),
        (1941, 9999, [SAID]),
        (1800, 1800, [ALLIED, LAST_CENTURY]),
        (1900, 1900, [ALLIED]),
    ],
)
def test_years_bound_what_may_be_true_of_a_day_between_them(
    library: Library, since: int | None, until: int | None, numbers: list[int]
) -> None:
    made = Choosing(library)
    made.time(since, until)

    assert sorted(made.numbers(100)) == sorted(numbers)


@pytest.mark.parametrize("year", [0, -1, 10_000])
def test_a_year_has_four_digits(library: Library, year: int) -> None:
    for bounds in ((year, None), (None, year)):
        with pytest.raises(Problem, match=f"{year} is no year of four digits"):
            Choosing(library).time(*bounds)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"kind": "spaceship"}, "kind='spaceship' is neither a class (Event, Utterance,"),
        ({"kind": ""}, "is neither a class"),
        ({"status": "true"}, "status='true' is none of stated, attributed,"),
    ],
)
def test_a_filter_that_is_none_is_told_with_those_there_are(
    library: Library, filters: dict[str, str], said: str
) -> None:
    with pytest.raises(Problem) as refused:
        choosing(library, **filters)

    assert said in refused.value.detail


def test_a_name_that_means_nothing_is_no_filter(library: Library) -> None:
    made = choosing(library, about="qqqqqqqq")

    assert made.filters == []
    assert [meant.given for meant in made.unknown] == ["qqqqqqqq"]


def test_counts_are_told_by_firmness_without_noughts(library: Library) -> None:
    assert counted(Choosing(library).counts()) == (
        "6 stated, 2 attributed, 1 prospective, 1 unconfirmed, 1 denied"
    )


def row(library: Library, number: int, detailed: bool = False) -> str:
    (found,) = rows(library, statements(library.index, [number]), detailed)
    return found


def test_a_row_begins_with_its_status_and_ends_with_its_release(library: Library) -> None:
    assert row(library, RECOGNIZED) == (
        "STATED: Freedonia recognizes Sylvania. | when: 3 May 1922 | "
        "word of: the document itself | Freedonia–Sylvania relations, History, sentence 1 | "
        f"claim {BASE}freedonia-sylvania/c-recognized{RELEASE_ROW}"
    )


def test_a_row_of_what_is_denied_tells_both_sides(library: Library) -> None:
    assert row(library, SPIES) == (
        "DENIED (alleged, reported; in the words “stated”): Freedonia keeps spies. | when: 1931 | "
        "word of: The Sylvanian Herald, Rufus Firefly | passed on by: letter of thanks | "
        "denied by: Sylvania | marked in the source: who | "
        "Freedonia–Sylvania relations, History, sentence 1 | and 1 more sentence | "
        f"claim {BASE}freedonia-sylvania/c-spies | denial {BASE}freedonia-sylvania/c-denial{RELEASE_ROW}"
    )  # fmt: skip


def test_a_row_of_what_is_denied_and_said_by_nobody_names_one_claim(library: Library) -> None:
    found = row(library, ALLIED)

    assert "word of: nobody who is named | denied by: Sylvania" in found
    assert f"claim {BASE}freedonia-sylvania/c-denial" in found
    assert " | denial " not in found


def test_a_detailed_row_has_its_parts_and_the_words_of_its_sentences(library: Library) -> None:
    lines = row(library, SPIES, detailed=True).split("\n   ")

    assert lines[1] == f"statement {BASE}freedonia-sylvania/spies (Supposition)"
    assert any(line.startswith("agent: Freedonia (") for line in lines)
    assert not any(line.startswith("passedOnBy") for line in lines)
    assert f"  History, sentence 1: “{WORDS[2]}” " in lines
    assert any("; “stated”; word of The Sylvanian Herald, Rufus Firefly" in line for line in lines)
    assert any("c-denial: denies, reported; word of Sylvania" in line for line in lines)


def test_a_row_is_one_line_whatever_the_label_holds(release: Release, tmp_path: Path) -> None:
    tables: Tables = {
        "document": [{"id": 1, "path": "d", "label": "D", "pair": "[]"}],
        "statement": [
            {"id": 1, "label": "a\nb\t\r\n  c", "status": "stated", "document": 1},
            {"id": 2, "label": "x" * 2 * MOST_ROW_CHARACTERS, "status": "stated", "document": 1},
        ],
    }
    with closing(SiteIndex(write_index(tmp_path, tables))) as index:
        first, second = rows(Library(release, Settings(), index, unasked), statements(index, [1, 2]))  # fmt: skip

    assert first.startswith("STATED: a b c | word of: nobody who is named | D | ")
    assert len(second) == MOST_ROW_CHARACTERS


def test_through_whom_a_word_came_is_told_by_statement(library: Library) -> None:
    found = relays(library, [SPIES, RECOGNIZED])

    assert {number: [who.label for who in through] for number, through in found.items()} == {
        SPIES: ["letter of thanks"]
    }


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "heading “History”"),
        (2, "History, sentence 1"),
        (3, "sentence 2"),
        (4, "list item 3"),
    ],
)
def test_a_passage_is_told_by_where_it_stands(library: Library, number: int, words: str) -> None:
    assert passage_words(passages(library.index, [number])[number]) == words


@pytest.mark.parametrize(
    ("status", "modality", "hedges", "words"),
    [
        ("stated", ["asserted"], [], "STATED"),
        ("denied", [], [], "DENIED"),
        ("denied", ["alleged"], [], "DENIED (alleged)"),
        ("unconfirmed", ["alleged"], ["so-called", "so-called"], "UNCONFIRMED (alleged; in the words “so-called”)"),
        ("attributed", ["attributed"], ["said"], "ATTRIBUTED (in the words “said”)"),
        ("unconfirmed", [], [], "UNCONFIRMED"),
    ],
)  # fmt: skip
def test_a_status_stands_before_its_degrees(
    status: str, modality: list[str], hedges: list[str], words: str
) -> None:
    assert status_words(status, modality, hedges) == words


@given(st.lists(st.text(max_size=300), max_size=30), st.text(max_size=50))
def test_an_answer_has_the_rows_that_fit_in_order_and_its_end(texts: list[str], end: str) -> None:
    text = Text(left=1_000)
    added = text.add_rows(texts)

    assert text.lines == [f"- {one}" for one in texts[:added]]
    assert sum(len(line) + 1 for line in text.lines) + text.left == 1_000
    assert added == len(texts) or len(texts[added]) + 3 > text.left
    assert text.end(end).endswith(end)


def test_no_answer_is_longer_than_a_client_takes() -> None:
    text = Text()
    text.add_rows("x" * MOST_ROW_CHARACTERS for _ in range(50))

    assert len(text.lines) == 9
    assert len(text.end("y" * 10 * TAIL_CHARACTERS)) <= MOST_ANSWER_CHARACTERS


@pytest.mark.parametrize(
    ("shown", "after", "total", "words"),
    [
        (0, 0, 0, "hasMore: false"),
        (5, 0, 5, "hasMore: false"),
        (5, 5, 10, "hasMore: false"),
        (0, 20, 10, "hasMore: false"),
        (4, 1_000, 2_000, 'hasMore: true (1,004 of 2,000 seen). Go on with the call, after=1004, release="r".'),
    ],
)  # fmt: skip
def test_what_is_left_is_told_with_the_call_that_goes_on(
    shown: int, after: int, total: int, words: str
) -> None:
    assert more_words(shown, after, total, "the call", "r") == words


def test_numbers_and_lists_are_told_in_words() -> None:
    assert [count_words(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert count_words(1, "entity", "entities") == "1 entity"
    assert [listed(names) for names in ([], ["a"], ["a", "b"])] == ["", "a", "a or b"]


def test_pages_of_a_list_join_to_the_whole(library: Library) -> None:
    whole = rows_of(network(library, 100, 0))
    parts = [rows_of(network(library, 1, after)) for after in range(len(whole))]

    assert len(whole) == 3
    assert [row for part in parts for row in part] == list(whole)
    assert "hasMore: true. Go on with the same arguments, after=1." in network(library, 1, 0)
    assert "hasMore: false" in network(library, 1, 2)
    assert [len(rows_of(sources(library, 2, after))) for after in (0, 2, 4)] == [2, 1, 0]


def test_pairs_of_one_entity_begin_with_it(library: Library) -> None:
    found = rows_of(network(library, 9, 0, "id/sylvania"))

    assert len(found) == 2
    assert all(row.startswith("Sylvania (") for row in found)


def test_both_sides_of_each_question_are_told(library: Library) -> None:
    told = disputes(library)

    assert told.startswith("3 contested questions; tell all sides of each.")
    assert told.index("Denied by Sylvania") < told.index("They contradict each other")
    assert told.index("They contradict each other") < told.index("They give different years")
    assert len(rows_of(told)) == 6
    assert "hasMore: true. Go on with after=1." in disputes(library, limit=1)
    assert "hasMore: false" in disputes(library, limit=1, after=2)


@pytest.mark.parametrize(
    ("about", "count"), [("Freedonia", 2), ("trade", 1), ("oil", 2), ("Nobody Şuşa", 0)]
)
def test_questions_about_a_thing_have_it_on_one_side(
    library: Library, about: str, count: int
) -> None:
    told = disputes(library, about)

    assert (f"{count_words(count, 'contested question')};" in told) == bool(count)
    assert ("No statement about Nobody Şuşa is denied" in told) == (not count)


def test_a_question_about_an_unknown_name_is_not_looked_up(library: Library) -> None:
    assert "No dispute was looked up." in disputes(library, "qqqqqqqq")


@pytest.fixture
def crowded(release: Release, tmp_path: Path) -> Iterator[Library]:
    """A release in which one claim denies more than an answer has room for, and another one."""
    count = 2 * MOST_ANSWER_CHARACTERS // MOST_ROW_CHARACTERS
    denied: list[Cells] = [
        {"id": n, "path": f"d/s-{n}", "label": f"{n} " + "x" * MOST_ROW_CHARACTERS, "status": "denied", "document": 1}
        for n in range(1, count + 2)
    ]  # fmt: skip
    tables: Tables = {
        "document": [{"id": 1, "path": "d", "label": "D", "pair": "[]"}],
        "statement": denied,
        "claim": [{"id": n, "path": f"d/c-{n}", "stance": "denies"} for n in (1, 2)],
        "statement_claim": [
            *({"statement": n, "claim": 1} for n in range(1, count + 1)),
            {"statement": count + 1, "claim": 2},
        ],
    }
    with closing(SiteIndex(write_index(tmp_path, tables))) as index:
        yield Library(release, Settings(), index, unasked)


def test_a_question_with_more_sides_than_there_is_room_for_does_not_stop_the_rest(
    crowded: Library,
) -> None:
    first, second = disputes(crowded), disputes(crowded, after=1)

    assert "hasMore: true. Go on with after=1." in first
    assert len(rows_of(first)) == 9
    assert "11 more sides left out here" in first
    assert len(first) <= MOST_ANSWER_CHARACTERS
    assert (len(rows_of(second)), "hasMore: false" in second) == (1, True)


@pytest.mark.parametrize(
    ("named", "host", "is_allowed"),
    [
        ("", "localhost", True),
        ("", "localhost:8000", True),
        ("", "[::1]:8000", True),
        ("", "[::1]", True),
        ("", "127.0.0.1:1", True),
        ("", "example.org", False),
        ("example.org", "example.org:443", True),
        ("a.example  b.example", "b.example", True),
        ("example.org", "www.example.org", False),
        ("example.org", "example.org.evil.example", False),
        ("example.org", "", False),
        # Clients write hosts in small letters (RFC 9110, section 4.2.3).
        ("Example.org", "example.org", True),
    ],
)
def test_agents_call_under_the_names_of_the_server(named: str, host: str, is_allowed: bool) -> None:
    for value, allowed, header in (
        (host, allowed_hosts(named), "Host"),
        (f"https://{host}", allowed_origins(allowed_hosts(named)), "Origin"),
    ):
        if is_allowed:
            check(value, allowed, header)
        else:
            with pytest.raises(Problem, match=f"not served under the {header}.*--mcp-hosts"):
                check(value, allowed, header)
