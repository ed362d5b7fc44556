"""The server reads its pages from the index of a release: statements with all that is behind them."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from legation_server.errors import ReleaseError
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.site_index import (
    PATH,
    Choice,
    SiteIndex,
    chosen,
    claim_at,
    code_at,
    codes_of,
    document_at,
    documents,
    entity_at,
    links_from,
    links_to,
    names_of,
    parties,
    passage_at,
    passages_of,
    stated_by,
    statement_at,
    statements,
    taken_from,
)
from legation_server.web import NAME, Site
from support.memory_store import loaded
from support.some import some

ARTICLE = "azerbaijan-israel"
DESCRIPTORS = Path("/proc/self/fd")
PATIENCE_SECONDS = 30.0


def test_a_document_is_found_by_its_path(index: SiteIndex) -> None:
    document = document_at(index, ARTICLE)

    assert document
    assert document.pair == ("id/azerbaijan", "id/israel")
    assert documents(index, 10) == [document]
    assert document_at(index, "atlantis") is None


def test_a_statement_has_its_claims_with_their_speakers_and_passages(index: SiteIndex) -> None:
    statement = statement_at(index, f"{ARTICLE}/air-base-access")

    assert statement
    assert statement.status == "denied"
    assert statement.modality == ("reported",)
    assert [one.claimed_when for one in statement.affirming] == ["2012-03-29"]
    assert [one.label for one in statement.speakers] == ["officials"]
    assert [one.number for one in statement.passages] == ["7"]
    assert [one.stance for one in statement.denying] == ["denies"]


def test_statements_come_in_the_order_asked_for(index: SiteIndex) -> None:
    numbers = chosen(index, Choice())

    found = statements(index, [*reversed(numbers), 10**9])

    assert [one.id for one in found] == numbers[::-1]


def test_a_figure_has_its_number_measure_and_unit(index: SiteIndex) -> None:
    found = [one for one in statements(index, chosen(index, Choice())) if one.figure]

    dollars = [one for one in some(found) if one.figure and one.figure.value == "260000000"]
    (figure,) = (one.figure for one in dollars)
    assert figure and figure.measure and figure.unit
    assert (figure.measure.list, figure.unit.name) == ("measure", "us-dollar")
    assert {code.name for code in dollars[0].coded("excludes")} == {"defence", "energy"}


def test_a_claim_is_found_with_what_it_states(index: SiteIndex) -> None:
    claim = claim_at(index, f"{ARTICLE}/c-alleged-cooperation-against-iran-7-access")

    assert claim
    assert claim.hedge == ("stated",)
    paths = [one.path for one in statements(index, stated_by(index, claim.id))]
    assert f"{ARTICLE}/air-base-access" in paths


def test_passages_know_what_was_taken_from_them(index: SiteIndex) -> None:
    passages = passages_of(index, 1)

    assert [one.position for one in passages] == list(range(1, len(passages) + 1))
    taken = [(one.id, taken_from(index, one.id)) for one in passages]
    for number, found in some(pair for pair in taken if pair[1]):
        sources = [source for one in statements(index, found) for source in one.sources]
        assert number in {each.id for source in sources for each in source.passages}
    assert passage_at(index, passages[0].path) == passages[0]


def test_an_entity_has_names_in_several_languages(index: SiteIndex) -> None:
    entity = entity_at(index, "id/azerbaijan")

    assert entity
    assert (entity.kind, entity.wikidata) == ("Country", "Q227")
    names = names_of(index, "entity", entity.id)
    assert (names[0].language, names[0].value) == ("en", "Azerbaijan")
    assert "Азербайджан" in [name.value for name in names if name.language == "ru"]


def test_a_choice_narrows_what_is_shown(index: SiteIndex) -> None:
    energy, israel = code_at(index, "code/topic/energy"), entity_at(index, "id/israel")
    assert energy and israel

    everything = chosen(index, Choice())
    topic = chosen(index, Choice(topic=energy.id))
    both = chosen(index, Choice(topic=energy.id, entity=israel.id))
    firm = chosen(index, Choice(firmly="stated"))
    open_ones = chosen(index, Choice(firmly="unconfirmed"))

    assert set(both) < set(topic) < set(everything)
    assert sorted([*firm, *open_ones]) == everything
    assert sorted([*chosen(index, Choice(dated=True)), *chosen(index, Choice(dated=False))]) == everything  # fmt: skip
    assert chosen(index, Choice(document=1)) == everything
    assert len(chosen(index, Choice(bookkeeping=True))) + len(chosen(index, Choice(bookkeeping=False))) == len(everything)  # fmt: skip


def test_links_lead_both_ways(index: SiteIndex) -> None:
    numbers = chosen(index, Choice())
    says = links_from(index, numbers, "says")

    assert says
    assert links_to(index, numbers, "says") == says
    assert all(one.said for one in some(statements(index, (link.object for link in says))))


def test_a_speaker_has_a_word(index: SiteIndex) -> None:
    speaker = entity_at(index, "id/benjamin-netanyahu")

    assert speaker and speaker.says
    words = [one for one in statements(index, chosen(index, Choice())) if speaker in one.speakers]
    assert len(words) >= speaker.says


def test_parties_have_roles(index: SiteIndex) -> None:
    statement = statement_at(index, f"{ARTICLE}/air-base-access")
    assert statement

    assert "Israel" in [party.entity.label for party in parties(index, statement.id)]


def test_codes_stand_in_lists(index: SiteIndex) -> None:
    assert "energy" in [code.name for code in codes_of(index, "topic")]


def read_in_threads(index: SiteIndex, number: int) -> list[int]:
    """Return what so many threads, one after the other, find: how many documents there are."""
    found: list[int] = []
    for _ in range(number):
        thread = Thread(target=lambda: found.append(len(documents(index, 10))))
        thread.start()
        thread.join()
    return found


def test_threads_that_come_and_go_leave_no_connection_open(published: Path) -> None:
    with closing(SiteIndex((published / "current" / PATH).resolve())) as index:
        read_in_threads(index, 1)
        before = len(list(DESCRIPTORS.iterdir()))

        assert read_in_threads(index, 20) == [1] * 20
        assert len(list(DESCRIPTORS.iterdir())) <= before


def test_readers_at_the_same_time_do_not_disturb_each_other(index: SiteIndex) -> None:
    alone = statements(index, chosen(index, Choice()))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: statements(index, chosen(index, Choice())), range(8)))

    assert found == [alone] * 8


def test_what_is_being_read_when_an_index_is_closed_is_read_to_its_end(published: Path) -> None:
    index = SiteIndex((published / "current" / PATH).resolve())
    reading, closed = Event(), Event()

    def numbers() -> Iterator[int]:
        reading.set()
        assert closed.wait(PATIENCE_SECONDS)
        yield from (1, 2)

    with ThreadPoolExecutor(1) as threads:
        found = threads.submit(lambda: index.rows("SELECT ? + ? AS sum", numbers()))
        assert reading.wait(PATIENCE_SECONDS)
        index.close()
        closed.set()

        assert [row["sum"] for row in found.result()] == [3]


def test_passages_have_their_words_if_the_release_has_them(original: Path) -> None:
    with closing(SiteIndex((original / "dataset" / "current" / PATH).resolve())) as index:
        texts = [passage.text for passage in passages_of(index, 1)]

    assert "Freedonia recognized Sylvania on 3 May 1920." in texts


def test_a_release_that_is_given_up_closes_its_index(published: Path) -> None:
    release = open_release(published)
    served: Site = create_app(release, loaded(release)).extensions[NAME]
    opened = served.index
    assert documents(opened, 10)

    served.close()
    served.close()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        documents(opened, 10)


def test_an_index_of_another_version_is_refused_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / PATH
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(ReleaseError, match=r"has version 99.*legation build"):
        SiteIndex(file)


def test_what_is_no_index_is_refused_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.write_bytes(b"no database" * 100)

    with pytest.raises(ReleaseError, match=r"cannot be read.*legation build"):
        SiteIndex(file)
