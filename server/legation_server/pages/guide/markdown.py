"""Render a page of documentation: Markdown to HTML, with its title and headings. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin

DEEPEST_HEADING = 4
LISTED_HEADING = "h2"
# HTML of the source is shown as text: no page can bring a script.
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
anchors_plugin(PARSER, max_level=DEEPEST_HEADING)


@dataclass(frozen=True)
class Heading:
    """A heading: its text, and the fragment that leads to it."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Guide:
    """A page: its title, its first paragraph as text, its main headings, and its body as HTML."""

    title: str
    summary: str
    headings: Sequence[Heading]
    body: Markup


def render(text: str, link: Callable[[str], str], table: str) -> Guide:
    """Return a page of documentation from its Markdown.

    `link` turns an address of the source into one that readers can follow, or "" for one that
    leads nowhere here: such a link becomes plain text. `table` says "Table" to screen readers.
    """
    tokens = PARSER.parse(text)
    for token in tokens:
        token.children = list(_linked(token.children or [], link))
    inline = {name: _first(tokens, name) for name in ("h1", "p")}
    headings = [
        Heading(_text(tokens[number + 1]), str(token.attrGet("id")))
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == LISTED_HEADING
    ]
    body = [token for token in tokens if token not in _heading(tokens, "h1")]
    html = PARSER.renderer.render(body, PARSER.options, {"table": table})
    return Guide(inline["h1"], inline["p"], headings, Markup(html))


def opening(text: str) -> str:
    r"""Return the beginning of a page's Markdown: its title and its first paragraph.

    >>> opening("# Title\n\nWhat it is.\n\n## More\n\nThe rest.")
    '# Title\n\nWhat it is.\n'
    """
    blocks = text.split("\n\n")
    first = next((n for n, block in enumerate(blocks) if not block.startswith("#")), len(blocks))
    return "\n\n".join(blocks[: first + 1]) + "\n"


def _linked(tokens: Sequence[Token], link: Callable[[str], str]) -> Iterator[Token]:
    """Yield inline tokens with addresses that lead somewhere; links that do not are left out."""
    kept = False
    for token in tokens:
        if token.type == "link_open":
            href = link(str(token.attrGet("href")))
            token.attrSet("href", href)
            kept = bool(href)
        elif token.type == "image":
            token.attrSet("src", link(str(token.attrGet("src"))))
        if kept or token.type not in ("link_open", "link_close"):
            yield token


def _heading(tokens: Sequence[Token], tag: str) -> Sequence[Token]:
    """Return the tokens of the first element of a tag; none when there is none."""
    for number, token in enumerate(tokens):
        if token.tag == tag and token.nesting == 1:
            return tokens[number : number + 3]
    return ()


def _first(tokens: Sequence[Token], tag: str) -> str:
    found = _heading(tokens, tag)
    return _text(found[1]) if found else ""


def _text(inline: Token) -> str:
    """Return the words of an inline token, without its marks."""
    return "".join(
        " " if child.type == "softbreak" else child.content for child in inline.children or []
    )


def _scrolling(
    _: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, str]
) -> str:
    """Begin a table that can be scrolled sideways, also by keyboard."""
    number = sum(token.type == "table_open" for token in tokens[: index + 1])
    name = Markup.escape(f"{env['table']} {number}")
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">\n<table>\n'


def _code(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: dict[str, str],
) -> str:
    """Show code that can be scrolled by keyboard."""
    html = RendererHTML.fence(renderer, tokens, index, options, env)
    return html.replace("<pre>", '<pre tabindex="0" dir="ltr">', 1)


PARSER.add_render_rule("table_open", _scrolling)
PARSER.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
PARSER.add_render_rule("fence", _code)
