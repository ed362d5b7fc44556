"""What pages are made of: citations, pictures of years, verdicts, and the pages that are kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.bccache import BytecodeCache
from legation_server.pages.reading.lines import brief_lines
from legation_server.pages.reading.page_cache import CompiledTemplates, Kept, PageCache
from legation_server.pages.reading.verdicts import flags, put_forward, verdict, verdict_on_words
from legation_server.pages.reading.views.citing import Citation
from legation_server.pages.reading.views.sentences import marked_up
from legation_server.pages.reading.year_bars import year_bars
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.site_index import Entity, SiteIndex, Source, Statement, YearCount
from support.memory_store import MemoryStore
from support.some import some

HERALD = Entity(1, "id/herald", "Organization", "The Sylvanian Herald", "", "", 1, 1)
MINISTRY = Entity(2, "id/ministry", "Organization", "the ministry", "", "", 1, 1)
REPORT = Source(1, "d/c-1", ("reported",), "affirms", "unconfirmed", (), ("who",), "", ())
STATEMENT = Statement(
    id=1, path="d/spies", document=1, kind="Supposition", label="Freedonia keeps spies.",
    status="unconfirmed", bookkeeping=False, said=False, edtf="", when_text="", earliest=None,
    latest=None, not_before=None, not_after=None, year=None, time_precision="", type=None, predicate="", qualifier=(), words=(),
    note=(), ordinal=None, figure=None, sources=(REPORT,),
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_a_request(published: Path) -> object:
    """Words need a request, whose language they are in."""
    app = create_app(open_release(published), MemoryStore())
    with app.test_request_context("/"):
        yield


def test_a_page_is_kept_until_there_is_no_room() -> None:
    made: list[str] = []
    cache = PageCache[Kept](most=10)

    def page(name: str) -> Kept:
        made.append(name)
        return Kept(name * 4)

    for name in some(["a", "a", "b", "a", "c", "a", "b"]):
        assert cache.get(name, lambda: page(name)).text == name * 4

    assert made == ["a", "b", "c", "b"]


def test_a_page_that_has_no_room_at_all_is_given_nevertheless() -> None:
    assert PageCache[Kept](most=2).get("a", lambda: Kept("long")).text == "long"


def test_a_citation_is_safe_in_tex(release: Release) -> None:
    cited = Citation("100 % of {Sylvania} & c_1 \\ ~", release.base + "d/x", "F & S", release)

    assert r"100 \% of \{Sylvania\} \& c\_1 \textbackslash{} \textasciitilde{}" in cited.bibtex
    assert r"F \& S" in cited.bibtex
    assert cited.bibtex.startswith("@misc{legation:d-x,\n")


def test_a_citation_names_source_release_and_address(release: Release) -> None:
    cited = Citation("Freedonia keeps spies.", release.base + "d/x", "F and S, 2026", release)

    assert cited.text == (
        "Legation. “Freedonia keeps spies.” Legation, release 0123456789abcdef, 2026-11-01. "
        "From F and S, 2026. https://w3id.org/legation/d/x"
    )
    assert cited.csl["issued"] == {"date-parts": [[2026, 11, 1]]}


def test_a_citation_names_the_sentence_and_how_firmly_it_is_said(release: Release) -> None:
    url = "https://en.wikipedia.org/wiki/F"
    cited = Citation(
        "F", release.base + "d/x", "“F”, a wiki", release, "History, sentence 2", url, "Said by M."
    )

    assert "From “F”, a wiki, History, sentence 2. Said by M. " in cited.text
    note = "from “F”, a wiki, History, sentence 2 (https://en.wikipedia.org/wiki/F). Said by M."
    assert note in cited.csl["note"] and note in cited.bibtex
    assert cited.csl["source"] == f"“F”, a wiki, History, sentence 2, {url}"


def test_a_picture_leaves_out_years_before_a_long_pause() -> None:
    counts = [YearCount(1730, 2, 0), YearCount(1982, 1, 1), YearCount(2001, 3, 0)]
    picture = year_bars(counts)

    assert picture is not None
    assert (picture.bars[0].year, picture.bars[-1].year, picture.before) == (1982, 2001, 2)
    assert [row[:3] for row in picture.table] == [(1730, 2, 0), (1982, 1, 1), (2001, 3, 0)]
    assert max(bar.firm_height + bar.other_height for bar in picture.bars) == picture.height
    assert year_bars([]) is None


def test_bars_lead_to_years_that_have_something() -> None:
    picture = year_bars([YearCount(2001, 3, 0), YearCount(2003, 0, 1)], lambda year: f"/{year}")

    assert picture is not None
    assert {bar.year: bar.href for bar in picture.bars if bar.href} == {
        2001: "/2001",
        2003: "/2003",
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Reported; no source is named."),
        ({"claimed_when": "2012-03"}, "Reported, March 2012; no source is named."),
        ({"speakers": (HERALD,)}, "Reported by The Sylvanian Herald."),
        ({"speakers": (HERALD, MINISTRY)}, "Reported by The Sylvanian Herald and the ministry."),
        (
            {"speakers": (HERALD,), "modality": ("opinion",), "claimed_when": "2012"},
            "Held as an opinion by The Sylvanian Herald, 2012.",
        ),
        ({"speakers": (HERALD,), "modality": ("attributed",)}, "Said by The Sylvanian Herald."),
        ({"modality": ("asserted",)}, ""),
    ],
)
def test_how_a_claim_puts_something_forward_is_a_sentence(
    change: dict[str, object], said: str
) -> None:
    assert put_forward(replace(REPORT, **change)) == said  # type: ignore[arg-type]


def test_a_verdict_tells_both_sides() -> None:
    denial = replace(REPORT, stance="denies", speakers=(MINISTRY,), claimed_when="2012-04")
    nobody = replace(denial, speakers=())

    assert verdict(replace(STATEMENT, status="denied", sources=(REPORT, denial, nobody))) == [
        "The document does not say that this is true.",
        "Reported; no source is named.",
        "Denied by the ministry, April 2012.",
        "It is denied; no source is named.",
    ]


@pytest.mark.parametrize(
    ("status", "first"),
    [
        ("stated", "The document states this itself."),
        ("attributed", "The document gives this on the word of others."),
        ("prospective", "The document does not say that this came about."),
        ("unconfirmed", "The document does not say that this is true."),
    ],
)
def test_a_verdict_begins_with_what_the_document_does(status: str, first: str) -> None:
    assert verdict(replace(STATEMENT, status=status))[0] == first


@pytest.mark.parametrize(
    ("modality", "sentences"),
    [
        (
            "found",
            ["The document reports this as the finding of a court or an inquiry.", "Found by The Sylvanian Herald."],
        ),
        (
            "opinion",
            ["This is somebody’s view, which the document passes on.", "Held as an opinion by The Sylvanian Herald."],
        ),
    ],
)  # fmt: skip
def test_a_finding_and_a_view_are_told_as_what_they_are(
    modality: str, sentences: list[str]
) -> None:
    source = replace(REPORT, modality=(modality,), speakers=(HERALD,))

    assert verdict(replace(STATEMENT, sources=(source,))) == sentences


def test_what_is_read_from_a_name_is_on_nobodys_word() -> None:
    source = replace(REPORT, modality=("inferred",))

    assert verdict(replace(STATEMENT, sources=(source,))) == [
        "This is read from a name or from other words; the document does not say it."
    ]


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        ([], ""),
        (["stated"], "What was said the document states itself too."),
        (["stated", "attributed"], "What was said stands on their word, with no sign of doubt."),
        (["stated", "unconfirmed"], "Whether what was said is so, it does not say."),
        (["denied"], "Whether what was said is so, it does not say."),
    ],
)
def test_that_something_was_said_and_whether_it_is_so_are_two_things(
    statuses: list[str], told: str
) -> None:
    saying = replace(STATEMENT, kind="Utterance", status="stated")

    assert verdict(saying)[0] == "The document states that this was said."
    assert verdict_on_words(replace(STATEMENT, status=status) for status in statuses) == told


def test_what_editors_marked_is_told_in_words() -> None:
    assert flags(REPORT) == ["The document marks this “who?”."]
    assert flags(replace(REPORT, flag=("long-list",))) == ["long list"]


def test_a_template_is_compiled_once_for_all_releases(published: Path) -> None:
    first, second = (create_app(open_release(published), MemoryStore()) for _ in range(2))
    first.test_client().get("/about")
    source = first.jinja_env.loader
    assert source is not None
    text, name, _ = source.get_source(first.jinja_env, "about.html")

    cache = second.jinja_env.bytecode_cache
    assert isinstance(cache, BytecodeCache)
    bucket = cache.get_bucket(second.jinja_env, "about.html", name, text)
    assert bucket.code is not None


def test_a_changed_template_is_compiled_again() -> None:
    cache, environment = CompiledTemplates(), Environment(autoescape=True)
    bucket = cache.get_bucket(environment, "a", None, "old")
    bucket.code = compile("1", "a", "eval")
    cache.set_bucket(bucket)

    assert cache.get_bucket(environment, "a", None, "old").code is not None
    assert cache.get_bucket(environment, "a", None, "new").code is None


def test_a_brief_line_says_who_and_how_firmly(index: SiteIndex) -> None:
    (line,) = brief_lines(index, [STATEMENT])

    assert line.text == "Freedonia keeps spies."
    assert [mark.word for mark in line.marks] == ["reported"]
    assert (line.when, line.sentences) == ("", [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("officials\u02b7\u02b0\u1d52? said", "officials<sup>[who?]</sup> said"),
        (
            "oil.\u1d9c\u2071\u1d57\u1d43\u1d57\u2071\u1d52\u207f \u207f\u1d49\u1d49\u1d48\u1d49\u1d48",
            "oil.<sup>[citation needed]</sup>",
        ),
        ("a < b & c", "a &lt; b &amp; c"),
        ("", ""),
    ],
)
def test_raised_letters_of_a_text_are_superscripts(text: str, shown: str) -> None:
    assert marked_up(text) == shown
