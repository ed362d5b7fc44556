"""The catalogue of the release being served, made when it is first needed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import cast

from flask import current_app, request

from legation_server.errors import Problem
from legation_server.reconciliation.matching.catalogue import Catalogue, Term
from legation_server.reconciliation.matching.catalogue_queries import load_catalogue, load_terms
from legation_server.reconciliation.matching.evidence import ValuesByEntity
from legation_server.reconciliation.matching.indexed_catalogue import index_catalogue
from legation_server.reconciliation.matching.property_values import (
    SomeValues,
    ValueLoader,
    holders,
)
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.web import select_terms, site

NAME = "legation.reconciliation"


class Service:
    """The catalogue that the views of one application share."""

    def __init__(self) -> None:
        """Begin without a catalogue: the store answers only once the server runs."""
        self._making = Lock()
        self._matching = Lock()
        self._loaded: tuple[Catalogue, ValueLoader] | None = None
        self._terms: tuple[Sequence[Term], Sequence[Term]] | None = None
        self._proposed: dict[str, list[str]] = {}

    @property
    def catalogue(self) -> Catalogue:
        """Return the entities, types and properties of the release being served."""
        return self._ready()[0]

    def terms(self) -> tuple[Sequence[Term], Sequence[Term]]:
        """Return the types and the properties; where there is no catalogue yet, none is made."""
        if self._terms is None:
            if self._loaded is None and not site().is_large:
                release = site().release
                self._terms = load_terms(select_terms, release.base, release.prefixes)
            else:
                catalogue = self.catalogue
                types, properties = catalogue.types.terms, catalogue.properties.terms
                self._terms = list(types.values()), list(properties.values())
        return self._terms

    def values(self, name: str, ids: Sequence[str]) -> ValuesByEntity:
        """Return the values of a property, by the ids of entities, at least of those given."""
        return self._ready()[1].of(name, ids, select_terms)

    def properties_of(self, kind: str) -> list[str]:
        """Return the ids of the properties that entities of a type have, the most frequent first.

        "" stands for any type. Of very many entities those named most are looked at.
        """
        if kind not in self._proposed:
            ids = self.catalogue.of_type(kind)
            counts = {
                name: len(self.values(name, ids).keys() & set(ids))
                for name in self.catalogue.properties.terms
            }
            self._proposed[kind] = sorted(
                (name for name in counts if counts[name]), key=lambda name: (-counts[name], name)
            )
        return list(self._proposed[kind])

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
                    self._loaded = _loaded()
        return self._loaded


def _loaded() -> tuple[Catalogue, ValueLoader]:
    release = site().release
    base, prefixes = release.base, release.prefixes
    if not site().is_large or release.file(SITE_INDEX) is None:
        whole = load_catalogue(select_terms, base, prefixes)
        return whole, ValueLoader(whole, base, prefixes)
    catalogue = index_catalogue(site().index, select_terms, base, prefixes)
    loader = SomeValues(catalogue, base, prefixes)
    catalogue.holders = lambda name, values: holders(loader, name, values, select_terms)
    return catalogue, loader


def service() -> Service:
    """Return the service of the application that handles the current request."""
    return cast("Service", current_app.extensions[NAME])


def root() -> str:
    """Return the address the client knows this server by, with a slash at its end."""
    return request.url_root
