"""The messages of the query page's scripts in the reader's language."""

from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from flask import current_app

from legation_server.web import language

SCRIPTS = "query"


def page_words() -> dict[str, str]:
    """Return the translation of each message of the scripts that has one."""
    speaker = language()
    said = {message: speaker.say(message) for message in messages(current_app.static_folder or "")}
    return {message: translated for message, translated in said.items() if translated != message}


@cache
def messages(static: str) -> tuple[str, ...]:
    """Return the messages in the scripts of the query page, in a folder of static files.

    They are what Babel finds for the catalogue too (see `make messages`).
    """
    found = extract_from_dir(
        Path(static) / SCRIPTS, [("**.js", "javascript")], keywords={"say": None}
    )
    return tuple(sorted({str(message) for _, _, message, _, _ in found}))
