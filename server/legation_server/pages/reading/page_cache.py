"""Keep rendered pages of a release: its data never change, so a page is made once."""

from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import cast

from flask import current_app, request
from flask.blueprints import BlueprintSetupState
from jinja2.bccache import Bucket, BytecodeCache

from legation_server.site_index import PATH, SiteIndex
from legation_server.web import site

NAME = "legation.pages"
MOST_CHARACTERS = 16_000_000
# What of an address a page may depend on. Others are not told apart.
PARAMETERS = (
    "lang", "topic", "firmly", "kind", "from", "to", "document", "actor", "pair", "year", "on",
)  # fmt: skip


class PageCache:
    """Texts by a key, at most MOST_CHARACTERS of them; those not used for longest go first."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        """Begin empty."""
        self._most = most
        self._size = 0
        self._texts: OrderedDict[object, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], str]) -> str:
        """Return the text of a key; `make` it when it is not here."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        text = make()
        with self._lock:
            self._size += len(text) - len(self._texts.pop(key, ""))
            self._texts[key] = text
            while self._size > self._most:
                self._size -= len(self._texts.popitem(last=False)[1])
        return text


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory: the next release's application need not compile them."""

    def __init__(self) -> None:
        """Begin empty."""
        self._found: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept of its template, unless that has changed."""
        if bucket.key in self._found:
            bucket.load_bytecode(BytesIO(self._found[bucket.key]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        kept = BytesIO()
        bucket.write_bytecode(kept)
        self._found[bucket.key] = kept.getvalue()


_COMPILED = CompiledTemplates()


def prepare(state: BlueprintSetupState) -> None:
    """Keep the rendered pages of an application's release with the application."""
    state.app.extensions[NAME] = PageCache()
    state.app.jinja_env.bytecode_cache = _COMPILED


def rendered(make: Callable[[], str]) -> str:
    """Return the page at the current address, made by `make` when it is asked for first."""
    asked = tuple(request.args.get(name, "") for name in PARAMETERS)
    key = (request.url_root, request.path, asked)
    return cast("PageCache", current_app.extensions[NAME]).get(key, make)


def index_of_release() -> SiteIndex | None:
    """Return what pages are read from; None for a release that was built without it."""
    return None if site().release.file(PATH) is None else site().index
