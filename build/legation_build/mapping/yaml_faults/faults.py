"""Say in plain words why a text is no YAML, on the line where the fault is. Pure.

The parser of PyYAML reports where it could go on no longer, which is often lines below.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from legation_build.mapping.yaml_faults.indents import Fault, indent_fault
from legation_build.mapping.yaml_faults.signs import close_colon, look_alike

_KEY_LINE = re.compile(r"\n[ ]*(?:- )?[A-Za-z]+:(?=[ \n])")
_INDENTED_KEY = re.compile(r"\s*(?:- )?[\w-]+\s*")
_COMMENT = re.compile(r"( +)#(.?)")
_QUOTED = "Put the text in quotes."
_CLOSE = "Close the quotes on the line where the text ends; a quotation mark inside is written "


class WatchingLoader(yaml.BaseLoader):
    """A loader that notes what YAML accepts though the author meant something else.

    `faults` are what it noted, `open_quotes` the lines on which a quoted text begins that runs over
    the next keys.
    """

    def __init__(self, text: str) -> None:
        """Take the whole text, as PyYAML does."""
        super().__init__(text)
        self.text = text
        self.faults: list[Fault] = []
        self.open_quotes: list[tuple[int, str]] = []
        self._anchors: dict[str, int] = {}

    def scan_plain(self) -> yaml.ScalarToken:
        """Note a comment that was probably meant to be a part of the text."""
        token = super().scan_plain()
        found = _COMMENT.match(self.text, token.end_mark.index)
        if found and (len(found[1]) == 1 or found[2].strip()):
            message = f"' #' cuts the text off after {_last_words(token.value)!r}."
            remedy = "Put the text in quotes; a comment has two spaces before its # and one after."
            self.faults.append((token.end_mark.line + 1, message, remedy))
        return token

    def scan_flow_scalar(self, style: str) -> yaml.ScalarToken:
        """Note quotes that close so late that they take in the next keys."""
        start = self.get_mark()
        token = super().scan_flow_scalar(style)
        if _KEY_LINE.search(self.text, start.index, token.end_mark.index):
            self.open_quotes.append((start.line + 1, style))
        return token

    def scan_anchor(self, token_class: Any) -> Any:
        """Note a text that begins with '&'; an alias of it is refused elsewhere."""
        token = super().scan_anchor(token_class)  # type: ignore[no-untyped-call]
        if token_class is yaml.AnchorToken:
            self._anchors[token.value] = token.start_mark.line + 1
        else:
            self._anchors.pop(token.value, None)
        return token

    def unused_anchors(self) -> list[Fault]:
        """Return the texts that begin with '&'."""
        return [(line, "a text begins with '&'.", _QUOTED) for line in self._anchors.values()]

    def scan_tag(self) -> yaml.TagToken:
        """Note a text that begins with an exclamation mark."""
        token = super().scan_tag()
        self.faults.append((token.start_mark.line + 1, "a text begins with '!'.", _QUOTED))
        return token


def accepted_faults(loader: WatchingLoader) -> list[Fault]:
    """Return what is wrong in a text that the parser accepts."""
    found = [*loader.faults, *loader.unused_anchors()]
    return [*found, *(_open_quote(line, style) for line, style in loader.open_quotes)]


def refused_fault(loader: WatchingLoader, error: yaml.MarkedYAMLError) -> Fault:
    """Return why the parser refused a text, on the line where the fault is."""
    if loader.open_quotes:
        return _open_quote(*loader.open_quotes[0])
    problem, mark = error.problem or "it cannot be read", error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if found := look_alike(loader.text, line):
        return found
    for part, explain in _EXPLAINED.items():
        if part in problem:
            return explain(loader.text, error, line)
    return line, f"not YAML: {problem}.", "Put text with signs like this one in quotes."


def _open_quote(line: int, style: str) -> Fault:
    return (
        line,
        f"not YAML: the quotation mark {style} that opens here is not closed.",
        (_CLOSE + ('\\".' if style == '"' else "''.")),
    )


def _end_of_text(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    opened = error.context_mark
    if opened is None or "quoted" not in (error.context or ""):
        return line, "not YAML: the file ends too early.", "Complete its last line."
    return _open_quote(opened.line + 1, text[opened.index])


def _colon(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    if _INDENTED_KEY.fullmatch(_before(text, error)):
        return indent_fault(text, error, line)
    return line, "not YAML: a colon stands in a text without quotes.", _QUOTED


def _block_end(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    before = _before(text, error)
    if before.endswith(("'", '"')):
        message = "not YAML: the text goes on after the closing quotation mark."
        return line, message, "Put the whole text in quotes of the other kind, ' or \"."
    if before.endswith(("]", "}")):
        return line, "not YAML: the text goes on after a closing bracket.", _QUOTED
    return indent_fault(text, error, line)


def _no_colon(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    line = error.context_mark.line + 1 if error.context_mark else line
    if found := close_colon(text, line):
        return found
    message = "not YAML: there is no colon with a space after the key."
    return line, message, "Write key: value; a text that goes on is indented more than its key."


def _bracket(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    opened = error.context_mark.line + 1 if error.context_mark else line
    return opened, "not YAML: the bracket that opens here is not closed.", "Close it."


def _sign(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    sign = (
        text[error.problem_mark.index : error.problem_mark.index + 1] if error.problem_mark else ""
    )
    if sign == "\t":
        remedy = "Write a space in its place." if _before(text, error) else "Indent with spaces."
        return line, "not YAML: a tab stands where only spaces can.", remedy
    return line, f"not YAML: a text cannot begin with {sign!r}.", _QUOTED


def _escape(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    message = "not YAML: a backslash between double quotes begins a sign that there is not."
    return line, message, "Write two backslashes, or put the text in single quotes."


def _second_document(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    return line, "not YAML: a second document begins at '---'.", "Remove the line '---'."


def _alias(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    return line, "not YAML: a text begins with '*'.", _QUOTED


# What explains an error, by a part of the parser's own words for it.
_EXPLAINED: dict[str, Callable[[str, yaml.MarkedYAMLError, int], Fault]] = {
    "found unexpected end of stream": _end_of_text,
    "found unexpected document separator": _end_of_text,
    "mapping values are not allowed": _colon,
    "expected <block end>": _block_end,
    "block sequence entries are not allowed": indent_fault,
    "could not find expected ':'": _no_colon,
    "expected ',' or": _bracket,
    "found unknown escape character": _escape,
    "escape sequence of": _escape,
    "that cannot start any token": _sign,
    "but found another document": _second_document,
    "undefined alias": _alias,
    "expected alphabetic or numeric character": _alias,
}


def _before(text: str, error: yaml.MarkedYAMLError) -> str:
    """Return what stands on the line of the problem before it, without spaces at the end."""
    mark = error.problem_mark
    return text[mark.index - mark.column : mark.index].rstrip() if mark else ""


def _last_words(text: str) -> str:
    return " ".join(text.split()[-3:])
