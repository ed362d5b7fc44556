"""The tool `facts`: filters, names, what is hidden, and what an empty answer means."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from legation_server.agents.answers import CLOSE, SILENCE
from legation_server.agents.choices import Choosing
from legation_server.agents.facts import facts
from legation_server.agents.library import Library
from legation_server.errors import Problem
from legation_server.query import Task
from legation_server.site_index import PATH, Choice, SiteIndex, statements, touching
from support.agent_calls import rows_of
from support.some import some

# Twice as many need more parameters than SQLite takes in any build.
MANY = 130_000


def test_what_a_status_hides_is_told(library: Library) -> None:
    answer = facts(library, ["Mossad"], status="stated")

    assert {row.split(":")[0] for row in rows_of(answer)} == {"STATED"}
    assert re.search(r"Of another status, not shown: \d+ unconfirmed", answer)


def test_a_misspelt_name_is_taken_for_the_nearest_and_that_is_told(library: Library) -> None:
    answer = facts(library, ["Mosad"])

    assert answer.startswith("“Mosad” was taken for Mossad (id:mossad).")
    assert rows_of(answer)


def test_a_name_in_another_language_is_understood(library: Library) -> None:
    assert rows_of(facts(library, ["Азербайджан"], limit=1))


def test_an_unknown_name_is_not_silence(library: Library) -> None:
    answer = facts(library, ["Ruritania", "Israel"])

    assert "Nothing here is called “Ruritania”." in answer
    assert "No statement was looked up" in answer
    assert SILENCE not in answer
    assert not rows_of(answer)


@pytest.mark.parametrize("name", ["oil", "gasoline", "trade volume", "military supplies", "trade"])
def test_topics_goods_and_measures_can_be_asked_about(library: Library, name: str) -> None:
    answer = facts(library, [name])

    assert f" about {name}: " in answer
    assert rows_of(answer)


def test_what_else_a_name_may_mean_is_told(library: Library) -> None:
    assert "“trade” was taken for trade (topic:trade). It may also mean trade (" in facts(
        library, ["trade"], limit=1
    )


def test_an_unconfirmed_statement_is_shown_where_a_firm_one_was_asked_for(library: Library) -> None:
    answer = facts(library, ["Israel", "Imad Mughniyah"], kind="Supposition", status="stated")

    assert "No statement about Israel, about Imad Mughniyah" in answer
    assert "of another status, which must be told with them" in answer
    assert rows_of(answer)[0].startswith("UNCONFIRMED (alleged")
    assert CLOSE in answer
    assert SILENCE not in answer


def test_the_filter_that_leaves_nothing_is_named(library: Library) -> None:
    answer = facts(library, ["SkyStriker"], topic="health")

    assert "No statement about SkyStriker, on health." in answer
    assert "Nothing at all is on health." in answer
    assert re.search(r"Without 'topic': \d+ statements?: \d+ stated", answer)


def test_silence_is_told_and_is_no_no(library: Library) -> None:
    answer = facts(library, topic="health")

    assert SILENCE in answer
    assert "not “no”" in SILENCE


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"status": "true"}, "none of stated, attributed"),
        ({"status": "alleged"}, "alleged is a modality"),
        ({"kind": "Rumour"}, "neither a class (Event"),
        ({"kind": "visitt"}, "Nearest: visit"),
        ({"kind": "visitt"}, "more, which schema('event-type')"),
        ({"since": 20_000}, "no year of four digits"),
    ],
)
def test_a_value_that_is_none_is_refused_with_those_there_are(
    library: Library, arguments: dict[str, object], told: str
) -> None:
    with pytest.raises(Problem) as caught:
        facts(library, **arguments)  # type: ignore[arg-type]

    assert told in caught.value.detail


def test_years_choose_what_the_page_of_a_year_shows(library: Library) -> None:
    choosing = Choosing(library)
    choosing.time(2016, 2016)
    period = date(2016, 1, 1), date(2016, 12, 31)

    numbers = choosing.numbers(1000)

    assert sorted(numbers) == sorted(some(touching(library.index, *period, Choice())))
    assert [one for one in statements(library.index, numbers) if not one.edtf]


def test_a_row_without_a_date_tells_its_bounds(library: Library) -> None:
    answer = facts(library, since=2016, until=2016, limit=200)

    assert "| no date given: in December 2016, by inference |" in answer


def test_a_type_may_have_any_number_of_narrower_ones(library: Library, tmp_path: Path) -> None:
    file = tmp_path / PATH
    shutil.copyfile(library.release.folder / PATH, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        query = "SELECT id FROM code WHERE path = 'code/event-type/visit'"
        ((broader,),) = connection.execute(query)
        narrower = ((f"code/event-type/visit-{n}", broader) for n in range(MANY))
        connection.executemany(
            """INSERT INTO code (path, list, label, definition, broader, uses)
            VALUES (?, 'event-type', '', '', ?, 0)""",
            narrower,
        )

    with closing(SiteIndex(file)) as index:
        found = facts(replace(library, index=index), kind="visit", limit=200)

    assert rows_of(found) == some(rows_of(facts(library, kind="visit", limit=200)))


def test_another_release_is_not_gone_on_with(library: Library) -> None:
    with pytest.raises(Problem) as caught:
        facts(library, ["Israel"], release="0" * 16)

    assert caught.value.kind == "gone"
    assert library.name in caught.value.detail


@pytest.mark.parametrize(
    "chosen",
    [
        {"about": "Israel", "kind": "Figure"},
        {"about": "Baku", "since": 1990},
        {"about": "Benjamin Netanyahu", "status": "unconfirmed"},
        {"topic": "energy", "until": 2012},
        {"kind": "visit"},
        {"about": "oil"},
        {"about": "arms"},
        {"about": "trade", "kind": "Figure"},
        {"about": "share of supply"},
        {"since": 2016, "until": 2016},
        {"until": 2005},
    ],
    ids=str,
)
def test_the_query_that_goes_on_finds_the_same_statements(
    library: Library, chosen: dict[str, str | int]
) -> None:
    choosing = Choosing(library)
    for name in ("about", "kind", "topic", "status"):
        if name in chosen:
            getattr(choosing, name)(str(chosen[name]))
    choosing.time(*(int(chosen[n]) if n in chosen else None for n in ("since", "until")))

    rows = json.loads(library.ask(Task(choosing.query())).text)["results"]["bindings"]
    numbers = choosing.numbers(1000)
    assert numbers
    assert {row["statement"]["value"] for row in rows} == {
        library.iri(one.path) for one in statements(library.index, numbers)
    }
