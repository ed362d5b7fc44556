"""Make links that open a document at a passage (URL text fragments)."""

from urllib.parse import quote


def text_link(url: str, first: str, last: str, length: int | None) -> str:
    """Return a link to the passage that begins and ends with these words.

    `length` is the passage's number of code points: where the words overlap, they are joined to
    the whole passage, since a fragment's start and end may not overlap.

    >>> text_link("https://example.org/a", "On 3 May", "of Sylvania.", 60)
    'https://example.org/a#:~:text=On%203%20May,of%20Sylvania.'
    >>> text_link("https://example.org/a", "They met in", "met in May.", 16)
    'https://example.org/a#:~:text=They%20met%20in%20May.'
    """
    if not first or not url:
        return url
    if first == last or not last:
        words = [first]
    elif length is not None and length <= len(first) + len(last):
        words = [first + last[len(first) + len(last) - length :]]
    else:
        words = [first, last]
    return url.partition("#")[0] + "#:~:text=" + ",".join(_encoded(part) for part in words)


def _encoded(words: str) -> str:
    # A hyphen is syntax in a text fragment, and quote() leaves it alone.
    return quote(words, safe="").replace("-", "%2D")
