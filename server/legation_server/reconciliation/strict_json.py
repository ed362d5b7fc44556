"""Read JSON from clients, member by member; errors name the member that is wrong."""

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from legation_server.errors import Problem

PROBLEM_KIND = "malformed-reconciliation"
MOST_CHARACTERS = 1_000
HALF_CHARACTER = re.compile("[\\ud800-\\udfff]")

Item = TypeVar("Item")


def whole_number(value: object, place: str, least: int = 1) -> int:
    """Return a whole number of at least `least`, given as a number or, as forms do, as a text."""
    number = value
    if isinstance(number, str) and number.strip().isascii() and len(number) < 10:
        try:
            number = float(number)
        except ValueError:
            number = None
    if isinstance(number, bool) or not isinstance(number, int | float) or number != number // 1:
        refuse(place, f"is {shown(value)}, not a whole number")
    if number < least:
        refuse(place, f"is {shown(value)}; it must be at least {least}")
    return int(min(number, 1_000_000))


def read_json(text: str, place: str) -> Any:
    """Return the value of a JSON text; raises Problem when it is not JSON.

    NaN and infinities, which programs write for empty cells, are null.
    """
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        refuse(place, "is nested too deeply")
    except ValueError as error:
        refuse(place, f"is not JSON: {error}")


def is_blank(value: Any) -> bool:
    """Return whether a value is an empty cell: nothing, no characters, or white space.

    >>> [is_blank(value) for value in (None, " ", {"id": ""}, {}, [], 0, "0", False)]
    [True, True, True, True, True, False, False, False]
    """
    parts = value.values() if isinstance(value, dict) else (value,)
    return value == [] or all(
        part is None or (isinstance(part, str) and not part.strip()) for part in parts
    )


def read_cell(value: Any, place: str) -> str:
    """Return the text of a cell, which may be a number or a truth value; raises Problem."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else read_text(value, place)


def read_object(value: Any, place: str) -> dict[str, Any]:
    """Return a value that must be an object; raises Problem otherwise."""
    if not isinstance(value, dict):
        refuse(place, f"is {shown(value)}, not an object")
    return value


def read_list(value: Any, place: str, read: Callable[[Any, str], Item], most: int) -> list[Item]:
    """Return a list of at most `most` values, each as `read` returns it for value and place."""
    if not isinstance(value, list):
        refuse(place, f"is {shown(value)}, not a list")
    if len(value) > most:
        too_large(place, f"{len(value):,} values", most)
    return [read(each, f"{place}[{number}]") for number, each in enumerate(value)]


def read_text(value: Any, place: str) -> str:
    """Return a value that must be a text of at most MOST_CHARACTERS; raises Problem otherwise.

    Half a character of UTF-16, which JSON can hold and no encoding of ours, is taken for one that
    is not known.
    """
    if not isinstance(value, str):
        refuse(place, f"is {shown(value)}, not a text")
    if len(value) > MOST_CHARACTERS:
        too_large(place, f"{len(value):,} characters", MOST_CHARACTERS)
    return HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", value)


def shown(value: object) -> str:
    """Return a value as errors show it: short, and safe to send."""
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def refuse(place: str, what: str) -> NoReturn:
    """Raise Problem: `what` is wrong at a place."""
    here = _named(place)
    raise Problem(PROBLEM_KIND, f"{here} {what}.", members={"place": here})


def too_large(place: str, what: str, limit: int) -> NoReturn:
    """Raise Problem: there is more at a place than the limit."""
    here = _named(place)
    raise Problem(
        "content-too-large",
        f"{here} has {what}; the limit is {limit:,}.",
        members={"place": here, "limit": limit},
    )


def _named(place: str) -> str:
    """Return the name of a place so that it can be sent: keys come from the client."""
    return place[:200].encode("utf-8", "backslashreplace").decode()
