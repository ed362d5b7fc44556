"""The menu of every page, the second one in its foot, and the address of the search."""

from collections.abc import Iterator

from flask import current_app, request
from flask.blueprints import BlueprintSetupState

from legation_server.pages.reading.views.sentences import marked_up
from legation_server.releases import QUALITY_FILE
from legation_server.site_index import PATH
from legation_server.web import language, site

SEARCH, QUALITY = "/search", "/quality"
# Licences by their address: what people call them.
LICENCES = {
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
}
# These are read from the index of the release, which older releases do not have.
INDEXED = frozenset(
    {SEARCH, "/timeline", "/disputes", "/figures", "/sources/", "/topics/", "/network"}
)
# The same of what is read from another file: path → file.
FILES = {QUALITY: QUALITY_FILE}
# Vocabularies are documents of the release: one that lacks their graph has no page about them.
GRAPHS = {"/ns": "graph/ontology", "/shapes": "graph/shapes", "/code": "graph/codes"}


def prepare(state: BlueprintSetupState) -> None:
    """Let the templates of an application know the menus and the names of licences."""
    environment = state.app.jinja_env
    environment.globals["menu"] = lambda: list(_present(menu_rows()))
    environment.globals["reference_menu"] = lambda: list(_present(reference_rows()))
    environment.globals["search_address"] = search_address
    environment.globals["quality_address"] = lambda: page_of(QUALITY)
    environment.globals["definitions"] = definitions
    environment.globals["contact"] = contact
    environment.globals["reloads"] = lambda: site().settings.draft
    environment.filters["licence"] = licence_name
    environment.filters["capital"] = capital
    environment.filters["marked_up"] = marked_up


def menu_rows() -> list[tuple[str, str]]:
    """Return path and text of each entry of the menu."""
    say = language().say
    return [
        ("/timeline", say("Timeline")),
        ("/id/", say("People & places")),
        ("/disputes", say("Disputes")),
        ("/figures", say("Figures")),
        ("/sources/", say("Sources")),
        ("/query", say("Query")),
        ("/dumps/", say("Download")),
    ]


def reference_rows() -> list[tuple[str, str]]:
    """Return path and text of each entry of the second menu."""
    say = language().say
    return [
        ("/topics/", say("Topics")),
        ("/network", say("Network")),
        ("/ns", say("Vocabulary")),
        ("/code", say("Code lists")),
        ("/shapes", say("Data checks")),
        (QUALITY, say("Quality")),
        ("/releases/", say("Releases")),
        ("/wd/", say("Wikidata")),
        ("/reconcile/help", say("OpenRefine")),
        ("/docs", say("Documentation")),
        ("/errors", say("API & errors")),
    ]


def search_address() -> str:
    """Return the address of the search; nothing when this application has none."""
    return page_of(SEARCH)


def page_of(path: str) -> str:
    """Return the address of the page at a path; nothing when this application has none."""
    return next((href for href, _ in _present([(path, "")])), "")


def contact() -> str:
    """Return the address of whoever answers for the release; nothing when it names none."""
    publisher = site().release.publisher
    named = publisher.contact if publisher else ""
    return named if named.startswith(("mailto:", "https://", "http://")) else ""


def definitions() -> str:
    """Return the address of the page that defines the marks; pages name it hundreds of times."""
    return f"{request.script_root}/about"


def licence_name(address: str) -> str:
    """Return what people call a licence, or its address.

    >>> licence_name("https://creativecommons.org/publicdomain/zero/1.0/")
    'CC0 1.0'
    """
    return LICENCES.get(address, address.removeprefix("https://"))


def capital(text: str) -> str:
    """Return a text with a capital at its beginning; Jinja's own filter lowers all other letters.

    >>> capital("air bases in Azerbaijan")
    'Air bases in Azerbaijan'
    """
    return text[:1].upper() + text[1:]


def _present(rows: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the address and text of those rows that have a page here."""
    release = site().release
    graphs = {graph.iri for graph in release.graphs}
    rules = {rule.rule for rule in current_app.url_map.iter_rules()}
    indexed = release.file(PATH) is not None
    for path, text in rows:
        needed = GRAPHS.get(path)
        if path in FILES and release.file(FILES[path]) is None:
            continue
        if path in INDEXED and not indexed:
            continue
        if release.base + needed in graphs if needed else path in rules:
            yield request.script_root + path, text
