"""Errors of commands are shown without a traceback, to people and to programs."""

import json
from dataclasses import replace

import click
import pytest
from click.testing import CliRunner, Result
from legation_server.cli.commands import dump_path
from legation_server.cli.errors import reporting
from legation_server.cli.options import check_endpoints
from legation_server.cli.pushing import Teller
from legation_server.errors import Problem, PushError, ReleaseError
from legation_server.push import Progress
from legation_server.releases import Release, open_release
from legation_server.settings import SETTINGS, SettingRow, Settings
from support.some import some


def shown(error: BaseException, as_json: bool = False) -> Result:
    """Return what a command shows that fails with an error."""

    @click.command()
    def command() -> None:
        with reporting(as_json):
            raise error

    return CliRunner().invoke(command)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ReleaseError("x is missing. Run: y"), "x is missing. Run: y"),
        (PushError("é"), "é"),
        (Problem("query-failed", "Why."), "Why."),
        (Problem("gone"), Problem("gone").title),
        (Problem("syntax-error", "Line 1.", members={"excerpt": "ab\n ^"}), "Line 1.\nab\n ^"),
        (Problem("syntax-error", "Line 1.", members={"excerpt": ""}), "Line 1."),
    ],
)
def test_an_error_is_a_message_and_a_status(error: Exception, message: str) -> None:
    plain, as_json = shown(error), shown(error, as_json=True)

    assert (plain.exit_code, plain.stdout, plain.stderr) == (1, "", f"Error: {message}\n")
    assert (as_json.exit_code, as_json.stderr) == (1, "")
    assert json.loads(as_json.stdout) == {"error": message, "problems": []}


def test_an_error_that_nobody_foresaw_is_not_hidden() -> None:
    assert isinstance(shown(ValueError("odd")).exception, ValueError)


@pytest.mark.parametrize(
    ("settings", "option"),
    [
        (Settings(store="http://e/sparql", pushed=True), "--pushed"),
        (Settings(store="e/sparql"), "--store"),
        (Settings(store="javascript:alert(1)"), "--store"),
        (Settings(service_allow="http://e/sparql ftp://e/sparql"), "--service-allow"),
    ],
)
def test_an_endpoint_that_is_none_is_told_by_its_option(settings: Settings, option: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        check_endpoints(settings)

    assert caught.value.param_hint == option


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(pushed=True),
        Settings(store="https://e/sparql", service_allow="http://e/ https://f/"),
    ],
)
def test_endpoints_that_are_addresses_are_taken(settings: Settings) -> None:
    check_endpoints(settings)

    assert settings.allowed_services == frozenset(settings.service_allow.split())


@pytest.mark.parametrize(
    ("default", "least", "most", "said"),
    [
        (5, 1, None, "at least 1"),
        (5, 0, 1_000_000, "0 to 1,000,000"),
        (0.5, 0.001, 86_400, "0.001 to 86,400"),
        ("text", 1, None, ""),
        (True, 1, None, ""),
    ],
)
def test_a_setting_says_what_it_may_be(
    default: str | float | bool, least: float, most: int | None, said: str
) -> None:
    assert SettingRow("a_b", default, "", least, most).range == said


def test_every_default_is_within_the_bounds_of_its_setting() -> None:
    for row in some(SETTINGS):
        assert row.option == "--" + row.name.replace("_", "-")
        assert row.variable == "LEGATION_" + row.name.upper()
        if not isinstance(row.default, bool | str):
            assert row.least <= row.default <= (row.most or row.default), row.name


@pytest.mark.parametrize(
    ("settings", "elsewhere", "watched"),
    [
        (Settings(), False, False),
        (Settings(store="http://e/"), True, False),
        (Settings(pushed=True), True, False),
        (Settings(access_log=True), False, True),
        (Settings(query_log="log"), False, True),
        (Settings(rate_limit=1), False, True),
    ],
)
def test_settings_say_where_queries_go_and_whether_all_are_watched(
    settings: Settings, elsewhere: bool, watched: bool
) -> None:
    assert (settings.asks_elsewhere, settings.watches_requests) == (elsewhere, watched)


@pytest.fixture(scope="module")
def small(dataset: object) -> Release:
    return open_release(dataset)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ttl", "legation.ttl"),
        ("turtle", "legation.ttl"),
        ("TriG", "legation.trig"),
        ("application/n-quads", "legation.nq"),
        ("rdf/xml", "legation.rdf"),
        ("json", "legation.jsonld"),
    ],
)
def test_a_dump_is_found_by_each_name_of_its_format(small: Release, name: str, file: str) -> None:
    assert dump_path(small, name) == small.folder / "dumps" / file


@pytest.mark.parametrize("name", ["csv", "", "legation"])
def test_a_dump_that_there_is_not_is_refused_with_those_there_are(
    small: Release, name: str
) -> None:
    with pytest.raises(click.BadParameter, match="none of the dumps: ttl, nt, nq, trig, rdf"):
        dump_path(small, name)


def test_a_dump_that_a_release_lacks_is_none(small: Release) -> None:
    files = tuple(file for file in small.files if file.format != "ttl")

    with pytest.raises(click.BadParameter, match="none of the dumps: nt, nq, trig, rdf, jsonld"):
        dump_path(replace(small, files=files), "turtle")


HALF = Progress(5, 10, 1_500, 3_000, 1_000)


def test_how_far_a_push_is_comes_with_all_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("legation_server.cli.pushing.TOLD_SECONDS", 0.0)

    Teller()(HALF)

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("5 of 10 graphs, 1,500 of 3,000 quads, ")
    assert told.err.endswith(" s left\n")


def test_a_push_that_has_sent_nothing_yet_has_no_rate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("legation_server.cli.pushing.TOLD_SECONDS", 0.0)

    Teller()(replace(HALF, sent=0))

    assert "0 quads/s, 0 s left" in capsys.readouterr().err


def test_what_was_said_just_now_is_not_said_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("legation_server.cli.pushing.TOLD_SECONDS", 1e9)
    teller = Teller()

    teller(HALF)
    teller(HALF)

    assert capsys.readouterr().err == ""
