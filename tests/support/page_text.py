"""The text of a page as a reader has it, for tests that look for words."""

import re
from html import unescape

# Raised letters by themselves are marks of editors, which links leave out.
MARKS = re.compile("[\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d61\u1d78\u1d9b-\u1dbf\u2071\u207f]")


def plain(page: str) -> str:
    """Return the text of a page without its tags, its spaces made one each.

    >>> plain("<p>Oil &amp; <b>gas</b></p>")
    'Oil & gas'
    """
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def number(text: str) -> int:
    """Return a whole number that a page shows.

    >>> number("1,234")
    1234
    """
    return int(text.replace(",", ""))
