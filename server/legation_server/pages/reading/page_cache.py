"""Keep pages and pictures of a release: its data never change, so each is made once."""

from collections import OrderedDict
from collections.abc import Callable, Sized
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any, Generic, TypeVar, cast

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


Page = TypeVar("Page", bound=Sized)


@dataclass(frozen=True)
class Kept:
    """A page, and what else its maker has to know of it the next time."""

    text: str
    about: Any = None

    def __len__(self) -> int:
        """Return how many characters it has."""
        return len(self.text)


class PageCache(Generic[Page]):
    """Pages by a key, whose lengths are `most` together; those not used for longest go first."""

    def __init__(self, most: int) -> None:
        """Begin empty."""
        self._most = most
        self._size = 0
        self._pages: OrderedDict[object, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], Page]) -> Page:
        """Return the page of a key; `make` it when it is not here."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        page = make()
        with self._lock:
            self._size += len(page) - len(self._pages.pop(key, ()))
            self._pages[key] = page
            while self._size > self._most:
                self._size -= len(self._pages.popitem(last=False)[1])
        return page


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
    state.app.extensions[NAME] = PageCache[Kept](MOST_CHARACTERS)
    state.app.jinja_env.bytecode_cache = _COMPILED


def rendered(make: Callable[[], str]) -> str:
    """Return the page at the current address, made by `make` when it is asked for first."""
    return kept(lambda: Kept(make())).text


def kept(make: Callable[[], Kept]) -> Kept:
    """Return the page at the current address with what is known of it; `make` it at first."""
    asked = tuple(request.args.get(name, "") for name in PARAMETERS)
    key = (request.url_root, request.path, asked)
    return cast("PageCache[Kept]", current_app.extensions[NAME]).get(key, make)


def index_of_release() -> SiteIndex | None:
    """Return what pages are read from; None for a release that was built without it."""
    return None if site().release.file(PATH) is None else site().index
