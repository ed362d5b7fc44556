"""Texts come onto pages, into citations and into tables whole, marked up and harmless."""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.pages.finding.csv_file import cell
from legation_server.pages.finding.highlights import highlighted
from legation_server.pages.finding.hits import spaced
from legation_server.pages.finding.strict_choices import is_year
from legation_server.pages.guide.markdown import opening, render
from legation_server.pages.menu import capital, licence_name
from legation_server.pages.reading.names import own_name
from legation_server.pages.reading.pairs import pair_name
from legation_server.pages.reading.views.citing import Citation
from legation_server.pages.reading.views.sentences import marked_up
from legation_server.releases.manifest import Release
from support.some import some

TEXTS = st.text(max_size=40)
# Letters that some texts are searched with and found in.
WORDS = st.text(alphabet=st.sampled_from("aəşŞöilOxyz'-. <&>*\u1d43\u207f"), max_size=25)


@given(TEXTS | WORDS, TEXTS | WORDS)
def test_marking_what_was_searched_for_changes_no_letter(text: str, asked: str) -> None:
    found = highlighted(text, asked)

    assert unescape(re.sub("</?mark>", "", found)) == text
    assert found.count("<mark>") == found.count("</mark>")


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Oil and gas", "oil", ["Oil"]),
        ("Oil, oils, turmoil", "oil", ["Oil", "oils"]),
        ("Şuşa and Shusha", "şuşa", ["Şuşa", "Shusha"]),
        ("Shusha", "susa", []),
        ("Əliyev", "aliyev", ["Əliyev"]),
        # Too short, or too common.
        ("To be of use", "of to be", []),
        ("As is", "as", []),
        ("The oil of the sea", "the oil of", ["oil"]),
        ("Baku", "Баку", ["Baku"]),
        ("", "oil", []),
        ("oil", "", []),
        ("gas & oil <b>", "oil gas", ["gas", "oil"]),
    ],
)
def test_words_that_begin_like_those_asked_for_are_marked(
    text: str, asked: str, marked: list[str]
) -> None:
    assert re.findall("<mark>(.*?)</mark>", highlighted(text, asked)) == marked


@given(TEXTS | WORDS)
def test_no_text_brings_an_element_of_its_own(text: str) -> None:
    left = re.sub("</?(?:sup|i)>", "", str(marked_up(text)))

    assert not re.search("[<>]", left)
    assert str(marked_up(text)).count("<i>") == str(marked_up(text)).count("</i>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the *Post* and the *Times*", "the <i>Post</i> and the <i>Times</i>"),
        ("a * b", "a * b"),
        ("**", "**"),
        ("*a < b*", "<i>a &lt; b</i>"),
        ("oil.\u1d43 \u207f more", "oil.<sup>[a n]</sup> more"),
        # Lowered letters are no marks of editors, and digits stand in formulas.
        ("v\u1d62 of CO\u2082 and m\u00b2", "v\u1d62 of CO\u2082 and m\u00b2"),
    ],
)
def test_marks_of_editors_are_raised_and_titles_in_italics(text: str, shown: str) -> None:
    assert marked_up(text) == shown


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert cell(f"{sign}1") == f"'{sign}1"
    assert cell(f"1{sign}") == f"1{sign}"


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_cells_are_read_back_and_what_was_put_before_can_be_taken_away(texts: list[str]) -> None:
    table = StringIO()
    csv.writer(table, lineterminator="\r\n").writerow([cell(text) for text in texts])
    (row,) = csv.reader(StringIO(table.getvalue(), newline=""))

    for text, read in some(zip(texts, row, strict=True)):
        assert read in (text, f"'{text}")
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(TEXTS, TEXTS)
def test_two_texts_are_never_one_cell(one: str, other: str) -> None:
    assert (cell(one) == cell(other)) == (one == other)
    assert cell(f"'{one}") != cell(one)


def cited(release: Release, title: str, **more: str) -> Citation:
    return Citation(title, release.base + "d/x", more.pop("source", ""), release, **more)


@given(title=TEXTS, told=TEXTS)
def test_a_citation_in_bibtex_has_braces_that_match(
    release: Release, title: str, told: str
) -> None:
    text = cited(release, title, told=told).bibtex
    bare = re.sub(r"\\[{}]", "", text)
    depth = [bare[: place + 1].count("{") - bare[: place + 1].count("}") for place in range(len(bare))]  # fmt: skip

    assert min(depth) >= 0 and depth[-1] == 0


@given(title=TEXTS)
def test_a_citation_in_json_has_the_title_as_it_is(release: Release, title: str) -> None:
    assert json.loads(json.dumps(cited(release, title).csl))["title"] == title


def test_a_citation_takes_from_the_release_what_it_has(release: Release) -> None:
    undated = replace(release, modified="")
    monthly = replace(release, modified="2026-02")

    assert "month" not in cited(undated, "F").bibtex
    assert cited(undated, "F").csl["issued"] == {"date-parts": [[]]}
    assert "  month = feb,\n" in cited(monthly, "F").bibtex
    assert cited(monthly, "F").csl["issued"] == {"date-parts": [[2026, 2]]}


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "2026-11-01. https://w3id.org/legation/d/x"),
        ({"source": "S"}, "2026-11-01. From S. https://w3id.org/legation/d/x"),
        ({"place": "P"}, "2026-11-01. From P. https://w3id.org/legation/d/x"),
        ({"told": "Said by M."}, "2026-11-01. Said by M. https://w3id.org/legation/d/x"),
        (
            {"source": "S", "place": "P", "told": "T."},
            "2026-11-01. From S, P. T. https://w3id.org/legation/d/x",
        ),
    ],
)
def test_a_citation_says_what_is_known_of_its_origin(
    release: Release, more: dict[str, str], text: str
) -> None:
    assert cited(release, "F.", **more).text.endswith(text)
    assert "“F.”" in cited(release, "F..", **more).text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NewsMediaOrganization", "News media organization"),
        ("Country", "Country"),
        ("", ""),
        ("place", "Place"),
        ("ÖlQuelle", "Öl quelle"),
    ],
)
def test_the_name_of_a_class_is_told_in_words(name: str, words: str) -> None:
    assert spaced(name) == words


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("1992", True),
        ("0", True),
        ("19921", False),
        ("", False),
        ("-199", False),
        ("١٩٩٢", False),
        ("²", False),
        ("1 9", False),
    ],
)
def test_a_year_is_up_to_four_plain_digits(text: str, fits: bool) -> None:
    assert is_year(text) is fits


@pytest.mark.parametrize(
    ("pair", "name"),
    [
        (["id/b", "id/a"], "a-b"),
        (["id/a", "id/b"], "a-b"),
        (["id/a"], "a"),
        ([], ""),
    ],
)
def test_a_pair_of_states_has_one_name_in_either_order(pair: Sequence[str], name: str) -> None:
    assert pair_name(pair) == name


@given(TEXTS)
def test_any_tag_has_a_name_and_any_text_a_capital(text: str) -> None:
    assert own_name(text) or not text
    assert capital(capital(text)) == capital(text)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
        ("https://example.org/terms", "example.org/terms"),
        ("all rights reserved", "all rights reserved"),
        ("", ""),
    ],
)
def test_a_licence_is_called_by_its_name_or_its_address(address: str, name: str) -> None:
    assert licence_name(address) == name


def leading(address: str) -> str:
    """Return where an address leads: nowhere for those that begin with an x."""
    return "" if address.startswith("x") else f"/docs/{address}"


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("[a](b)", '<a href="/docs/b">a</a>'),
        ("[a](x)", "<p>a</p>"),
        ("[a](x) [c](d)", 'a <a href="/docs/d">c</a>'),
        ("[*a*](x)", "<em>a</em>"),
        ("![a](b.png)", 'src="/docs/b.png"'),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("a <b>c</b>", "a &lt;b&gt;c&lt;/b&gt;"),
        ("| a |\n|---|\n| b |", 'aria-label="Table 1"'),
        ("```\ncode\n```", '<pre tabindex="0" dir="ltr"><code>code\n</code></pre>'),
    ],
)
def test_a_page_of_documentation_has_the_part(source: str, part: str) -> None:
    assert part in render(f"# Title\n\n{source}\n", leading, "Table").body


def test_a_page_of_documentation_has_its_title_summary_and_headings() -> None:
    guide = render(
        "# The *title*\n\nFirst\nparagraph with `code`.\n\n## One\n\n### Deeper\n\n## One\n\nx\n",
        leading,
        "Table",
    )

    assert (guide.title, guide.summary) == ("The title", "First paragraph with code.")
    assert [(one.text, one.anchor) for one in guide.headings] == [("One", "one"), ("One", "one-1")]
    assert "<h1" not in guide.body
    assert guide.body.count('<h2 id="one') == 2


def test_tables_of_a_page_are_numbered() -> None:
    table = "| a |\n|---|\n| b |\n\n"
    body = render(f"# T\n\n{table}x\n\n{table}", leading, "Tab<le").body

    assert re.findall('aria-label="([^"]*)"', body) == ["Tab&lt;le 1", "Tab&lt;le 2"]
    assert body.count("<table>") == body.count("</table>\n</div>") == 2


@given(TEXTS)
def test_any_text_is_a_page_without_a_script(text: str) -> None:
    guide = render(text, leading, "Table")

    assert "<script" not in guide.body.lower()
    assert render(text, leading, "Table") == guide


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("# T\n\nA.\n\nB.", "# T\n\nA.\n"),
        ("# T\n\n## S\n\nA.\n\nB.", "# T\n\n## S\n\nA.\n"),
        ("A.\n\nB.", "A.\n"),
        ("# T", "# T\n"),
        ("", "\n"),
    ],
)
def test_the_opening_of_a_page_ends_with_its_first_paragraph(source: str, first: str) -> None:
    assert opening(source) == first
