"""The language that a reader asks for, `?lang=`: for our own words, and for names in the data."""

import re
from collections.abc import Mapping
from gettext import GNUTranslations
from pathlib import Path
from typing import cast

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request

from legation_server.phrases import ENGLISH, Language

LANGUAGES = "legation.languages"
CATALOGUES = "translations"
# A language tag (BCP 47, section 2.1) as far as languages of names go.
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", re.ASCII)


def install(app: Flask) -> None:
    """Let templates speak the reader's language; `app.extensions[LANGUAGES]` has the languages."""
    app.extensions[LANGUAGES] = {
        **catalogues(Path(app.root_path) / CATALOGUES),
        ENGLISH.tag: ENGLISH,
    }
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: language().translations.gettext(message),
        lambda one, many, number: language().translations.ngettext(one, many, number),
        newstyle=True,
    )
    environment.globals["language"] = language
    environment.globals["name_tag"] = name_tag
    environment.filters["number"] = lambda value: language().number(value)


def catalogues(folder: Path) -> dict[str, Language]:
    """Return the languages with a compiled catalogue of messages in a folder, by their tags.

    A catalogue is at `<tag>/LC_MESSAGES/messages.mo`, where `pybabel compile` puts it.
    """
    found = {}
    for file in sorted(folder.glob("*/LC_MESSAGES/messages.mo")):
        tag = file.parts[-3].replace("_", "-")
        with file.open("rb") as catalogue:
            found[tag] = Language(Locale.parse(tag, sep="-"), GNUTranslations(catalogue))
    return found


def language() -> Language:
    """Return the language of the current page: English unless we have the one asked for."""
    # A page asks some thousand times.
    found: Language | None = g.get("language")
    if found is None:
        known = cast("Mapping[str, Language]", current_app.extensions[LANGUAGES])
        found = g.language = known.get(name_tag(), ENGLISH)
    return found


def name_tag() -> str:
    """Return the tag of the language in which names are wanted; English when none is asked for."""
    asked = request.args.get("lang", "") if has_request_context() else ""
    return asked if TAG.fullmatch(asked) else ENGLISH.tag
