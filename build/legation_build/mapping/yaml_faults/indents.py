"""Say what is wrong where the lines of a YAML text are not indented like their neighbours. Pure.

The parser of PyYAML reports the line on which it could go on no longer; the fault is often above.
"""

import re

import yaml

# Line, message, remedy.
Fault = tuple[int, str, str]

# The lines of a text that hold more than a comment, with their numbers.
_Lines = list[tuple[int, str]]
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_KEY_AND_VALUE = re.compile(r"[ ]*(?:- )?([\w-]+):[ ]+\S")


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text as YAML counts them: five signs end one (YAML 1.1, section 5.4).

    >>> lines_of("a: 1\x85b: 2\r\nc: 3")
    ['a: 1', 'b: 2', 'c: 3']
    """
    return _LINE_END.split(text)


def indent_fault(text: str, error: yaml.MarkedYAMLError, line: int) -> Fault:
    """Return what is wrong where the parser met a line that belongs to no block around it."""
    lines = [(number, one) for number, one in enumerate(lines_of(text), 1) if _is_content(one)]
    at = next((place for place, (number, _) in enumerate(lines) if number == line), 0)
    begun = error.context_mark.line + 1 if error.context_mark else 0
    first = next((place for place, (number, _) in enumerate(lines) if number == begun), at)
    fault = (
        _no_space_after_dash(lines, at)
        or _no_first_dash(lines, at)
        or _no_key_of_list(lines, first, at)
        or _no_key_of_contents(lines, at)
        or _key_before_items(lines, at)
    )
    if fault:
        return fault
    message = "not YAML: this line is not indented like the keys that it belongs to."
    number = lines[at - 1][0] if at and _stands_out(lines, at - 1) else line
    return number, message, "Begin the keys of one block below one another, with spaces."


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _column(line: str) -> int:
    """Return where the key on a line begins, after the dash of an item."""
    return len(line) - len(line.lstrip(" -"))


def _stands_out(lines: _Lines, at: int) -> bool:
    """Return whether a line has a value and yet the next two are further in than it.

    The parser stops at the line after the one that was moved to the left.
    """
    following = [_column(line) for _, line in lines[at + 1 : at + 3]]
    has_value = bool(_KEY_AND_VALUE.match(lines[at][1]))
    return has_value and len(following) == 2 and min(following) > _column(lines[at][1])


def _key_before_items(lines: _Lines, at: int) -> Fault | None:
    """Return what is wrong when items begin at `at` below a key that has a value already."""
    if not at or not lines[at][1].startswith("- "):
        return None
    above = at - 1
    while above and lines[above][1].startswith(" "):
        above -= 1
    number, written = lines[above]
    key = re.match(r"([\w-]+):(?:[ ]+(\S.*))?", written)
    if key is None or not (key[2] or above < at - 1):
        return None
    what = f"'{key[1]}'"
    if key[1].startswith("p-"):
        message = f"not YAML: items begin below {what}, which has a value already."
        return number, message, f"If it is a comment, begin it with a hash: # {key[1]}"
    if key[2] == "[]":
        message = f"not YAML: {what} is empty, and items begin below it."
        return number, message, f"Write only '{key[1]}:' here, without the brackets."
    if above and re.fullmatch(r"\w+:\s*", lines[above - 1][1]):
        message = f"not YAML: {what} stands between a list's key and its items."
        return number, message, f"Move {what} below the last item."
    if above and any(line.startswith("- ") for _, line in lines[:above]):
        message = f"not YAML: {what} stands between the items of a list."
        last = _last_line_of(lines, at)
        return number, message, f"Move {what} below the last item, which ends on line {last}."
    message = f"not YAML: items begin below {what}, which has a value already."
    return lines[at][0], message, "Write the key of the list above them, such as claims:"


def _last_line_of(lines: _Lines, at: int) -> int:
    """Return the number of the line on which the items end that begin at `at`."""
    end = at
    while end + 1 < len(lines) and lines[end + 1][1].startswith((" ", "- ")):
        end += 1
    return lines[end][0]


def _no_key_of_contents(lines: _Lines, at: int) -> Fault | None:
    """Return what is wrong when contents begin at `at` among the keys of a claim, not `states`."""
    item = re.match(r"([ ]+)- [\w-]+:", lines[at][1]) if lines else None
    key = _KEY_AND_VALUE.match(lines[at - 1][1]) if at else None
    if item is None or key is None or _column(lines[at - 1][1]) != len(item[1]):
        return None
    # The claim that these contents are of, and the key of the list that it is in.
    above = at - 1
    while above and _column(lines[above][1]) >= len(item[1]):
        above -= 1
    if not lines[above][1].lstrip().startswith("claims:"):
        return None
    message = f"not YAML: items begin below '{key[1]}', which has a value already."
    return lines[at][0], message, "Write the key of the list above them, such as states:"


def _no_space_after_dash(lines: _Lines, at: int) -> Fault | None:
    """Return what is wrong when a dash stands close to a key, on the line `at` or before."""
    for number, written in lines[max(0, at - 1) : at + 1]:
        if found := re.match(r"\s*-([A-Za-z]\w*):", written):
            message = f"not YAML: there is no space after the dash in '-{found[1]}:'."
            return number, message, f"Write '- {found[1]}:'."
    return None


def _no_first_dash(lines: _Lines, at: int) -> Fault | None:
    """Return what is wrong when items begin at `at` below a block of the same keys without dash."""
    item = re.match(r"(\s*)- ([\w-]+):", lines[at][1]) if lines else None
    if item is None:
        return None
    above = at - 1
    while above > 0 and len(lines[above][1]) - len(lines[above][1].lstrip()) > len(item[1]):
        above -= 1
    number, begun = lines[above + 1]
    own = re.match(r"(\s*)([\w-]+):", begun)
    if not (own and own[2] == item[2] and len(own[1]) == len(item[1]) + len("- ")):
        return None
    message = f"not YAML: the dash of the first item is missing before '{own[2]}'."
    return number, message, f"Write '- {own[2]}:', {len('- ')} spaces further to the left."


def _no_key_of_list(lines: _Lines, first: int, at: int) -> Fault | None:
    """Return what is wrong when a list that begins at `first` stands beside a key at `at`."""
    if not lines or first == at or not lines[first][1].startswith("- "):
        return None
    if not re.match(r"[A-Za-z]\w*:", lines[at][1]):
        return None
    message = "not YAML: a list begins here without its key."
    return lines[first][0], message, "Write the key above it, such as claims:"
