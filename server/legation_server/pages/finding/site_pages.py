"""Find the pages about the dataset itself by words that no document has, as in “licence”."""

from collections.abc import Iterator

from legation_server.pages.menu import page_of
from legation_server.pages.reading.lines import Link
from legation_server.reconciliation import terms_of
from legation_server.web import language

# Less than this begins too many words.
FEWEST_LETTERS = 3


def site_pages(asked: str) -> list[Link]:
    """Return links to the pages that one of the words asked for is about."""
    words = [word for word, *_ in terms_of(asked) if len(word) >= FEWEST_LETTERS]
    return [
        Link(title, page_of(path))
        for path, title, about in _pages()
        if page_of(path) and any(one.startswith(word) for one in about.split() for word in words)
    ]


def _pages() -> Iterator[tuple[str, str, str]]:
    """Yield path, title and words of pages; the words are in English and in no catalogue."""
    say = language().say
    yield (
        "/about",
        say("About and how to cite"),
        "about licence license copyright contact publisher imprint cite citation bibtex method",
    )
    yield "/quality", say("Quality"), "quality accuracy errors review readers checked"
    yield "/dumps/", say("Download"), "download csv excel spreadsheet turtle parquet dumps"
    yield "/query", say("Query"), "sparql query endpoint"
    yield "/docs", say("Documentation"), "documentation help manual"
