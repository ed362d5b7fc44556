"""One release's catalogue, made when it is first asked for, and kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import cast

from flask import current_app, request

from legation_server.errors import Problem
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.catalogue_queries import PropertyValues, load_catalogue
from legation_server.reconciliation.matching.evidence import Value
from legation_server.web.internal_queries import select_terms
from legation_server.web.site import site

NAME = "legation.reconciliation"


class Service:
    """What the views of one application share."""

    def __init__(self) -> None:
        """Know nothing yet: the store answers only once the server runs."""
        self._making = Lock()
        self._matching = Lock()
        self._loaded: tuple[Catalogue, PropertyValues] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Return the entities, types and properties of the release being served."""
        return self._ready()[0]

    def values(self, name: str) -> Mapping[str, Sequence[Value]]:
        """Return the values of a property, by the ids of entities."""
        return self._ready()[1].of(name, select_terms)

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Match names one batch at a time, so that many batches cannot take all processors.

        Raises Problem when it is nobody's turn within so many seconds.
        """
        if not self._matching.acquire(timeout=seconds):
            raise Problem(
                "overloaded", "Too many names are being matched.", headers={"Retry-After": "2"}
            )
        try:
            yield
        finally:
            self._matching.release()

    def _ready(self) -> tuple[Catalogue, PropertyValues]:
        if self._loaded is None:
            with self._making:
                if self._loaded is None:
                    release = site().release
                    base, prefixes = release.base, release.prefixes
                    catalogue = load_catalogue(select_terms, base, prefixes)
                    self._loaded = catalogue, PropertyValues(catalogue, base, prefixes)
        return self._loaded


def service() -> Service:
    """Return the service of the application that handles the current request."""
    return cast("Service", current_app.extensions[NAME])


def root() -> str:
    """Return the address the client knows this server by, with a slash at its end."""
    return request.url_root
