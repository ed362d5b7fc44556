"""Drafts for people who edit Wikidata: commands of QuickStatements, by statement and by claim."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from legation_build.mapping.model import items
from legation_build.mapping.reader import read_mappings
from legation_build.namespaces import WIKIDATA
from legation_build.resources import resource
from legation_build.wikidata.model import NOT_PROPOSED, Export, Outcome, Snak, Statement
from legation_build.wikidata.quickstatements import commands, drafts, mistake
from legation_build.wikidata.values import Item, Quantity, Time, Url
from support.some import some

BASE = "https://w3id.org/legation/"
GOOD = 'Q227\tP530\tQ801\tP580\t+1992-04-07T00:00:00Z/11\tS854\t"https://example.org/" /* why */'


@pytest.fixture(scope="module")
def lines(wikidata_folder: Path) -> list[str]:
    return (wikidata_folder / "quickstatements-draft.txt").read_text(encoding="utf-8").splitlines()


def test_every_command_is_in_the_grammar_and_says_that_it_is_a_draft(lines: list[str]) -> None:
    assert len(lines) > 15
    for line in lines:
        assert mistake(line) == ""
        assert line.endswith("*/")
        assert "/* Draft, to be checked" in line
        assert '\tS143\tQ328\tS4656\t"https://en.wikipedia.org/wiki/Azerbaijan' in line


def test_every_command_is_a_statement_of_the_view(lines: list[str], wikidata_folder: Path) -> None:
    view = (wikidata_folder / "wikidata.nt").read_text(encoding="utf-8")
    for line in some(lines):
        subject, pid, value = line.split("\t")[:3]
        direct = f"<{WIKIDATA}entity/{subject}> <{WIKIDATA}prop/direct/{pid}> "
        written = f"<{WIKIDATA}entity/{value}>" if value[0] == "Q" else f'"{value[1:5]}'
        assert direct + written in view


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (GOOD.replace("Q801", "Israel"), "'Israel' is no value of P530"),
        (GOOD.replace("Q227", "Azerbaijan"), "'Azerbaijan' is not an item"),
        (GOOD.replace("P530", "P0"), "'P0' is not a known property"),
        (GOOD.replace("+1992", "1992"), "is no value of P580"),
        (GOOD.replace("-04-", "-13-"), "is no value of P580"),
        (GOOD.replace("Z/11", "Z/12"), "is no value of P580"),
        (GOOD.replace("Z/11", "Z/10"), "is no value of P580"),
        (GOOD.replace("04-07", "04-00"), "is no value of P580"),
        (GOOD.replace("04-07", "00-07"), "is no value of P580"),
        (GOOD.replace("+1992", "+0000"), "is no value of P580"),
        (GOOD.replace('"', ""), "is no value of S854"),
        (GOOD.replace("https", "ftp"), "is no value of S854"),
        (GOOD.replace("P580\t", ""), "a property or a value is missing"),
        (GOOD.replace("P580", "S854").replace("+1992-04-07T00:00:00Z/11", '"http://a.b"').replace('S854\t"https', 'P580\t"https'), "qualifiers and then a reference"),
        (GOOD.replace('\tS854\t"https://example.org/"', ""), "qualifiers and then a reference"),
        (GOOD.replace("why", "a|b"), "has a bar"),
        (GOOD.replace(" /* why */", ""), "does not end in a comment"),
        ("", "does not end in a comment"),
    ],
)  # fmt: skip
def test_nonsense_is_not_a_command(line: str, message: str) -> None:
    assert mistake(GOOD) == ""
    assert message in mistake(line)


ITEMS = st.integers(1, 10**9).map(lambda number: Item(f"Q{number}"))
TIMES = st.dates().map(lambda day: Time(day.year, day.month, day.day, 11))
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2)
NUMBERS = st.builds(Quantity, AMOUNTS, st.sampled_from(["", "Q4917"]))
MAINS = st.one_of(
    ITEMS.map(lambda item: Snak("P530", item)),
    TIMES.map(lambda time: Snak("P571", time)),
    NUMBERS.map(lambda number: Snak("P1082", number)),
)
URLS = st.text("abc/%?=&-_.~é", max_size=20).map(lambda rest: Url("https://example.org/" + rest))


@given(ITEMS, MAINS, st.lists(TIMES, max_size=3), URLS)
def test_every_statement_can_be_written(
    subject: Item, main: Snak, times: list[Time], url: Url
) -> None:
    qualifiers = tuple(Snak("P585", time) for time in times)
    (line,) = commands(Statement(subject.id, main, qualifiers, ((Snak("P854", url),),), ("urn:x",)))

    assert mistake(line) == ""
    assert line.count("\t") == 4 + 2 * len(times)


ISRAEL = Snak("P530", Item("Q801"))
PAGES = tuple((Snak("P854", Url(f"https://example.org/{name}")),) for name in ("one", "two"))
SINCE, UNTIL = Snak("P580", Time(1992, 0, 0, 9)), Snak("P582", Time(1995, 0, 0, 9))


def proposed(*statements: Statement) -> list[tuple[list[str], str]]:
    """Return the commands of contents with one of `statements` each, or why there are none."""
    outcomes = tuple(Outcome(s.sources[0], "", (), (s.name,)) for s in statements)
    found = drafts(Export(statements, outcomes, {}, {}))
    return [([line.split(" /*")[0] for line in one.lines], one.reason) for one in found]


def test_every_reference_is_proposed() -> None:
    ((lines, _),) = proposed(Statement("Q227", ISRAEL, (SINCE,), PAGES, ("urn:x",)))
    start = "Q227\tP530\tQ801\tP580\t+1992-00-00T00:00:00Z/9\tS854\t"

    assert lines == [f'{start}"https://example.org/one"', f'{start}"https://example.org/two"']


def test_statements_that_the_tool_would_take_for_one_are_not_proposed() -> None:
    first = Statement("Q227", ISRAEL, (SINCE,), PAGES, ("urn:x",))
    second = Statement("Q227", ISRAEL, (UNTIL,), PAGES, ("urn:y",))

    assert proposed(first, second) == [([], NOT_PROPOSED), ([], NOT_PROPOSED)]


def test_when_a_document_speaks_of_a_war_is_not_proposed_as_its_time() -> None:
    main, now = Snak("P607", Item("Q122962941")), Snak("P585", Time(2024, 2, 0, 10))
    ((lines, _),) = proposed(Statement("Q801", main, (now, UNTIL), PAGES[:1], ("urn:x",)))

    assert [line.split("\t")[3:-2] for line in lines] == [["P582", "+1995-00-00T00:00:00Z/9"]]


def test_nothing_is_proposed_on_the_word_of_one_who_cannot_be_named(lines: list[str]) -> None:
    assert not [line for line in lines if "P1619" in line]


@given(st.text())
def test_no_text_upsets_the_grammar(text: str) -> None:
    assert isinstance(mistake(text), str)


def test_amounts_keep_their_digits() -> None:
    assert str(Quantity(Decimal("2900000000"), "Q4917")) == "+2900000000U4917"
    assert str(Quantity(Decimal("17.50"))) == "+17.50"


def test_every_claim_has_commands_or_a_reason(wikidata_folder: Path, lines: list[str]) -> None:
    told = json.loads((wikidata_folder / "claims.json").read_bytes())
    claims, counts = told["claims"], told["counts"]
    written = {
        str(claim["id"])
        for document in read_mappings([resource("mappings")]).documents
        for source in document.claims
        for _, claim in items(source, "claims")
    }

    reasons = [one for found in claims.values() for one in found["without"]]

    assert {iri.rpartition("/")[2] for iri in claims} == written
    assert {line for found in claims.values() for line in found["commands"]} == set(lines)
    assert all(found["commands"] or found["without"] for found in some(claims.values()))
    assert all(one["meaning"] for one in some(reasons))
    without = sum(reason["contents"] for reason in counts["reasons"])
    assert counts["contents"] == counts["proposed"] + without
    assert 0 < counts["proposed"] < counts["said"]


def test_the_draft_of_one_claim(
    published_client: FlaskClient, lines: list[str], wikidata_folder: Path
) -> None:
    claims = json.loads((wikidata_folder / "claims.json").read_bytes())["claims"]
    iri, found = next((iri, found) for iri, found in claims.items() if found["commands"])
    response = published_client.get("/wd/claim/" + iri.removeprefix(BASE) + ".txt")

    assert response.content_type == "text/plain; charset=utf-8"
    assert response.text.splitlines() == list(dict.fromkeys(found["commands"]))
    assert set(response.text.splitlines()) <= set(lines)


def test_the_page_of_a_claim_leads_to_its_draft_if_there_is_one(
    published_client: FlaskClient, wikidata_folder: Path
) -> None:
    claims = json.loads((wikidata_folder / "claims.json").read_bytes())["claims"]
    for drafted in (True, False):
        path = next(i for i, f in claims.items() if bool(f["commands"]) is drafted)[len(BASE) :]
        page = published_client.get(f"/{path}.html").text

        assert (f'href="/wd/claim/{path}.txt"' in page) is drafted


def test_a_claim_that_cannot_be_proposed_says_why(
    published_client: FlaskClient, wikidata_folder: Path
) -> None:
    claims = json.loads((wikidata_folder / "claims.json").read_bytes())["claims"]
    iri = next(
        i for i, f in claims.items() if f["without"][:1] and "planned" in f["without"][0]["detail"]
    )
    response = published_client.get("/wd/claim/" + iri.removeprefix(BASE) + ".txt")
    problem = json.loads(response.data)

    assert response.status_code == 404
    assert "The document does not assert it, and no checked item" in problem["detail"]
    assert problem["without"][0]["reason"] == "not-asserted"


def test_an_unknown_claim_is_told(published_client: FlaskClient) -> None:
    response = published_client.get("/wd/claim/azerbaijan-israel/c-none.txt")

    assert response.status_code == 404
    assert "There is no claim" in json.loads(response.data)["detail"]
