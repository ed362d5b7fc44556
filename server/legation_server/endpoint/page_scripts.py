"""The scripts of the query page: where they are, and their messages in the reader's language."""

from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from flask import current_app, url_for

from legation_server.web import language

FOLDER = "query"


def script_addresses() -> list[str]:
    """Return the addresses of the scripts: asked for at once, none waits for another."""
    static = Path(current_app.static_folder or "")
    files = sorted((static / FOLDER).rglob("*.js"))
    return [url_for("static", filename=file.relative_to(static).as_posix()) for file in files]


def translated_messages() -> dict[str, str]:
    """Return the translation of each message of the scripts that has one."""
    speaker = language()
    if not speaker.translates:
        # To find the messages takes longer than all else of the page.
        return {}
    said = {message: speaker.say(message) for message in messages(current_app.static_folder or "")}
    return {message: translated for message, translated in said.items() if translated != message}


@cache
def messages(static: str) -> tuple[str, ...]:
    """Return the messages in the scripts, in a folder of static files.

    They are what Babel finds for the catalogue too (see `make messages`).
    """
    found = extract_from_dir(
        Path(static) / FOLDER, [("**.js", "javascript")], keywords={"say": None}
    )
    return tuple(sorted({str(message) for _, _, message, _, _ in found}))
