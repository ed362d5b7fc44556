"""The report on growth is made from the figures that were kept, and from nothing else."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from legation_build.cli import main
from measure import pictures, render
from measure.curves import COLOURS, GRID, INK, chart
from support.some import some

ROOT = Path(__file__).parents[2]
FIGURES = json.loads((ROOT / "bench" / "results" / "growing.json").read_text(encoding="utf-8"))
TEMPLATE = (ROOT / "bench" / "measure" / "growing.md").read_text(encoding="utf-8")
BUILD = {
    "documents": 100,
    "options": "",
    "seconds": 30.0,
    "processor_seconds": 20.0,
    "peak_mib": 300.0,
    "quads": 400_000,
    "claims": 6_200,
    "bytes": {"dumps": 2**20},
}


def queries(own: float, answer: str = "same") -> dict[str, Any]:
    """Return the figures of one size: the reference answers ten a second, the server `own`."""
    names = [file.stem for file in some(sorted((ROOT / "bench" / "queries").glob("*.rq")))]
    figures = {
        "oxigraph serve-read-only": (10.0, "same"),
        "Legation, no cache": (own, answer),
    }
    return {
        server: {"rates": dict.fromkeys(names, rate), "answers": dict.fromkeys(names, said)}
        for server, (rate, said) in figures.items()
    }


def test_the_page_is_what_the_kept_figures_give() -> None:
    assert (ROOT / "docs" / "growing.md").read_text(encoding="utf-8") == render(TEMPLATE, FIGURES)


def test_the_pictures_are_what_the_kept_figures_give() -> None:
    for name, picture in some(pictures(FIGURES).items()):
        kept = (ROOT / "docs" / "images" / name).read_text(encoding="utf-8")
        assert kept == picture, name
        assert f"images/{name}" in TEMPLATE


def test_without_figures_the_page_says_so() -> None:
    page = render(TEMPLATE, {})

    assert "(not measured yet)" in page
    assert "No page was measured yet." in page


def test_a_build_is_told_with_its_rate_and_time_for_each_document() -> None:
    page = render(TEMPLATE, {"build": {"100": BUILD}})

    assert "| 100 | 6,200 | 400,000 | 30.0 s | 20.0 s | 200 ms | 20,000 | 300 MiB |" in page


def test_what_was_not_done_in_time_is_told() -> None:
    figures = {"documents": 20_000, "options": "", "unfinished": True, "minutes": 5}

    assert "| 20,000 | not done in 5 minutes |" in render(TEMPLATE, {"build": {"20000": figures}})


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(50.0, "reached"), (1_000.0, "**missed**: 0.05 times that")]
)
def test_a_target_is_reached_or_missed_by_so_much(seconds: float, verdict: str) -> None:
    built = {**BUILD, "documents": 1_000, "quads": 1_000_000, "processor_seconds": seconds}
    page = render(TEMPLATE, {"build": {"1000": built}})

    (row,) = re.findall(r"\| a build of 1,000 documents .*", page)
    assert verdict in row


def test_means_are_those_of_the_ratios() -> None:
    page = render(TEMPLATE, {"queries": {"3000": queries(own=25.0)}})

    assert "| 3,000 | **1.00** | **2.50** |" in page
    assert "Other answers" not in page


def test_answers_that_differ_are_told() -> None:
    page = render(TEMPLATE, {"queries": {"3000": queries(own=25.0, answer="other")}})

    assert "Other answers than oxigraph serve-read-only: Legation, no cache to 01-point" in page


def test_the_slowest_page_is_named() -> None:
    pages = {
        "home": {"path": "/", "bytes": 1_000, "first_ms": 3.0, "again_ms": 1.0},
        "timeline": {"path": "/timeline", "bytes": 2_000, "first_ms": 61.5, "again_ms": 1.0},
    }
    page = render(TEMPLATE, {"pages": pages})

    assert "The slowest is “timeline”: its first byte comes after 61.5 ms." in page
    assert "**missed**: 1.23 times that" in page


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("page", ["#ffffff", "#121417"])
@pytest.mark.parametrize("colour", [INK, *COLOURS])
def test_colours_can_be_read_on_light_and_dark(colour: str, page: str) -> None:
    darker, lighter = sorted((luminance(colour), luminance(page)))

    assert (lighter + 0.05) / (darker + 0.05) >= (4 if colour == INK else 3)


def test_a_picture_has_a_title_and_no_style_that_a_server_would_forbid() -> None:
    picture = chart("Growth & more", "documents", "ms", {"one": [(1, 5.0), (100, 50.0)]})

    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}
    assert "title" in names
    assert names & {"style", "script"} == set()
    assert "style=" not in picture
    assert GRID in picture


def test_a_curve_rises_from_left_to_right() -> None:
    picture = chart("Growth", "documents", "ms", {"one": [(1, 5.0), (100, 50.0)]})

    (line,) = re.findall(r'<polyline points="([^"]+)"', picture)
    (x1, y1), (x2, y2) = (map(float, point.split(",")) for point in line.split())
    assert x1 < x2
    assert y1 > y2


def test_every_option_on_the_page_is_one() -> None:
    helped = [sys.executable, str(ROOT / "bench" / "growing.py"), "--help"]
    known = set(re.findall(r"--[a-z-]+", subprocess.check_output(helped, text=True)))
    with click.Context(main) as context:
        for name in some(main.list_commands(context)):
            command = main.get_command(context, name)
            assert command, name
            known |= {option for parameter in command.params for option in parameter.opts}

    assert set(some(re.findall(r"--[a-z]+(?:-[a-z]+)*", TEMPLATE))) <= known
