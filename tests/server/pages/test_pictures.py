"""Each page names a picture that exists; a picture holds its texts whole, or cut at a word."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.pages.pictures import picture_pages
from legation_server.pages.pictures.drawing import (
    HEIGHT,
    MARGIN,
    WIDTH,
    Picture,
    Status,
    png,
    title_lines,
)
from legation_server.pages.pictures.fitting import SANS, SERIF, drawable, has_letter, shortened
from legation_server.pages.pictures.fitting import width as pixels
from legation_server.pages.pictures.picture_pages import MOST_BYTES
from legation_server.pages.reading.page_cache import PageCache
from PIL import Image
from support.some import some

BROWSER = {"Accept": "text/html"}
# One page of each kind; those of things, of lists, and of what has no picture of its own.
PAGES = {
    "/": "home",
    "/id/israel": "id/israel",
    "/azerbaijan-israel": "azerbaijan-israel",
    "/azerbaijan-israel/trade-2016": "azerbaijan-israel/trade-2016",
    "/azerbaijan-israel/c-alleged-cooperation-against-iran-13-theft": (
        "azerbaijan-israel/c-alleged-cooperation-against-iran-13-theft"
    ),
    "/azerbaijan-israel/p-21st-century-1": "azerbaijan-israel/p-21st-century-1",
    "/timeline": "timeline",
    "/timeline/2016": "timeline/2016",
    "/timeline/undated": "timeline",
    "/topics/": "topics",
    "/topics/energy": "topics/energy",
    "/figures": "figures",
    "/figures/oil": "figures/oil",
    "/disputes": "disputes",
    "/sources/": "sources",
    "/id/": "id",
    "/network": "network",
    "/query": "query",
    "/dumps/": "dumps",
    "/docs": "docs",
    "/docs/model": "docs",
    "/about": "about",
    "/ns": "ns",
    "/code/topic": "code",
    "/shapes": "shapes",
    "/releases/": "home",
    "/errors": "home",
    "/search?q=oil": "home",
}
LONG = "The ministers of both states met in the spring of that year and spoke of many things. " * 9
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4


def head(page: str) -> dict[str, str]:
    pairs = re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in pairs}


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def margins(image: Image.Image) -> set[object]:
    """Return the colours in the margins of a picture, at its left and right."""
    whole = image.convert("RGB")
    sides = [(0, 0, MARGIN - 2, HEIGHT), (WIDTH - MARGIN + 2, 0, WIDTH, HEIGHT)]
    return {colour for side in sides for _, colour in whole.crop(side).getcolors() or []}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_a_picture_of_its_kind_that_exists(
    published_client: FlaskClient, page: str
) -> None:
    found = head(published_client.get(page, headers=BROWSER, follow_redirects=True).text)
    response = published_client.get(found["og:image"])
    image = opened(response.data)

    assert found["og:image"] == f"http://localhost/pictures/{PAGES[page]}.png"
    assert found["og:image:alt"] == found["og:title"] != ""
    assert found["twitter:card"] == "summary_large_image"
    assert (response.mimetype, image.format) == (found["og:image:type"], "PNG")
    assert image.size == (int(found["og:image:width"]), int(found["og:image:height"]))
    assert image.size == (1200, 630)
    assert 1_000 < len(response.data) < 100_000


def test_what_is_no_page_has_no_picture(published_client: FlaskClient) -> None:
    response = published_client.get("/pictures/id/nobody.png")

    assert response.status_code == 404
    assert "id/nobody" in response.text


def test_a_picture_that_a_client_has_is_not_sent_again(published_client: FlaskClient) -> None:
    first = published_client.get("/pictures/timeline.png")
    again = published_client.get(
        "/pictures/timeline.png", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (first.status_code, again.status_code) == (200, 304)


def test_a_statement_that_is_denied_has_another_picture_than_one_that_is_stated() -> None:
    styles = ("stated", "attributed", "unconfirmed", "prospective", "denied")
    drawn = {png(Picture("", "It rained.", "Site", [Status(style, "so")])) for style in styles}

    assert len(drawn) == len(styles)


@pytest.mark.parametrize("title", ["", "Rain", LONG, WORD, f"{LONG} {WORD}", "i" * 5_000])
def test_no_text_leaves_the_picture(title: str) -> None:
    status = [Status("denied", title or "-"), Status("stated", title or "-")]
    image = opened(png(Picture(title, title, title, status, title, [(1, 2), (0, 0)])))

    assert image.size == (WIDTH, HEIGHT)
    assert len(margins(image)) == 1


def test_a_long_title_ends_at_a_word_with_an_ellipsis() -> None:
    lines, size = title_lines(Picture("", LONG, "Site"))

    assert lines[-1].endswith("…")
    assert LONG.startswith(" ".join(lines).removesuffix("…"))
    assert LONG.removeprefix(" ".join(lines).removesuffix("…"))[0] in " ."
    assert all(pixels(line, SERIF, size) <= WIDTH - 2 * MARGIN for line in some(lines))


def test_a_short_title_is_written_large_and_whole() -> None:
    assert title_lines(Picture("", "What happened in 2016", "Site")) == (
        ["What happened in 2016"],
        84,
    )


@pytest.mark.parametrize("file", [SERIF, SANS])
def test_a_word_that_is_too_wide_is_cut_within(file: Path) -> None:
    cut = shortened(WORD, file, 28, 300)

    assert WORD.startswith(cut.removesuffix("…"))
    assert 200 < pixels(cut, file, 28) <= 300


def test_a_name_in_letters_that_the_fonts_lack_is_written_in_latin_ones() -> None:
    assert drawable("בנימין נתניהו") == "vnymyn ntnyhv"
    assert drawable("إلهام علييف").isascii()
    assert drawable("İlham Əliyev, Нетаньяху, Καβάφης – “Şuşa”") == (
        "İlham Əliyev, Нетаньяху, Καβάφης – “Şuşa”"
    )
    assert not has_letter("\u5317")


@pytest.mark.parametrize(("most", "times"), [(1, 2), (MOST_BYTES, 1)])
def test_pictures_take_no_more_room_than_they_may(
    published_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, most: int, times: int
) -> None:
    drawn: list[Picture] = []

    def counted(about: Picture) -> bytes:
        drawn.append(about)
        return png(about)

    monkeypatch.setattr(picture_pages, "png", counted)
    held = published_client.application.extensions
    monkeypatch.setitem(held, picture_pages.NAME, PageCache[bytes](most))

    first, again = (published_client.get("/pictures/timeline.png") for _ in range(2))

    assert first.data == again.data != b""
    assert published_client.get("/pictures/id/nobody.png").status_code == 404
    assert len(drawn) == times
