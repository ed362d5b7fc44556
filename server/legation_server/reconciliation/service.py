"""The catalogue of the release being served, made when it is first needed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import cast

from flask import current_app, request

from legation_server.errors import Problem
from legation_server.reconciliation.matching.catalogue import Catalogue, Term
from legation_server.reconciliation.matching.catalogue_queries import load_catalogue, load_terms
from legation_server.reconciliation.matching.evidence import PropertyValue
from legation_server.reconciliation.matching.property_values import ValueLoader
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.site_index import entity_paths
from legation_server.web import select_terms, site

NAME = "legation.reconciliation"


class Service:
    """The catalogue that the views of one application share."""

    def __init__(self) -> None:
        """Begin without a catalogue: the store answers only once the server runs."""
        self._making = Lock()
        self._matching = Lock()
        self._loaded: tuple[Catalogue, ValueLoader] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Return the entities, types and properties of the release being served."""
        return self._ready()[0]

    def terms(self) -> tuple[Sequence[Term], Sequence[Term]]:
        """Return the types and the properties; where there is no catalogue yet, none is made."""
        if self._loaded is None and not site().release.on_disk:
            return load_terms(select_terms, site().release.base, site().release.prefixes)
        catalogue = self.catalogue
        types, properties = catalogue.types.terms, catalogue.properties.terms
        return list(types.values()), list(properties.values())

    def values(self, name: str) -> Mapping[str, Sequence[PropertyValue]]:
        """Return the values of a property, by the ids of entities."""
        return self._ready()[1].of(name, select_terms)

    @contextmanager
    def one_batch_at_a_time(self, wait_seconds: float) -> Iterator[None]:
        """Match names for one batch only, so that many batches cannot take all processors.

        Raises Problem when other batches take longer than `wait_seconds`.
        """
        if not self._matching.acquire(timeout=wait_seconds):
            raise Problem(
                "overloaded", "Too many names are being matched.", headers={"Retry-After": "2"}
            )
        try:
            yield
        finally:
            self._matching.release()

    def _ready(self) -> tuple[Catalogue, ValueLoader]:
        if self._loaded is None:
            with self._making:
                if self._loaded is None:
                    release = site().release
                    base, prefixes = release.base, release.prefixes
                    known = _entities() if release.on_disk else None
                    catalogue = load_catalogue(select_terms, base, prefixes, known)
                    self._loaded = catalogue, ValueLoader(catalogue, base, prefixes)
        return self._loaded


def _entities() -> list[str] | None:
    """Return the IRIs of all entities from the release's index; None where it has none."""
    if site().release.file(SITE_INDEX) is None:
        return None
    return [site().release.base + path for path in entity_paths(site().index)]


def service() -> Service:
    """Return the service of the application that handles the current request."""
    return cast("Service", current_app.extensions[NAME])


def root() -> str:
    """Return the address the client knows this server by, with a slash at its end."""
    return request.url_root
