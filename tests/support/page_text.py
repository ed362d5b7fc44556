"""The text of a page as a reader has it, for tests that look for words."""

import re
from html import unescape


def plain(page: str) -> str:
    """Return the text of a page without its tags, its spaces made one each.

    >>> plain("<p>Oil &amp; <b>gas</b></p>")
    'Oil & gas'
    """
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())
