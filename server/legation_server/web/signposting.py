"""Typed links from each address to what belongs to it (FAIR Signposting, levels 1 and 2)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from werkzeug.urls import iri_to_uri

from legation_server.formats import DOCUMENTS, HTML, JSON
from legation_server.namespaces import SCHEMA
from legation_server.query import ENDPOINTS
from legation_server.releases import DESCRIPTIONS, MANIFEST, RECORDS, Release, ReleaseFile

ABOUT_PAGE = SCHEMA + "AboutPage"
LINK_SET = "application/linkset+json"

Address = Callable[[str], str]


@dataclass(frozen=True)
class Link:
    """A typed link (RFC 8288); `media_type` is that of its target."""

    rel: str
    target: str
    media_type: str = ""

    @property
    def uri(self) -> str:
        """Return the target, with characters beyond ASCII as escapes (RFC 3987, section 3.1)."""
        return iri_to_uri(self.target)

    def __str__(self) -> str:
        """Return the link as the Link header writes it (RFC 8288, section 3)."""
        media_type = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.uri}>; rel="{self.rel}"{media_type}'


@dataclass(frozen=True)
class Signposts:
    """Makes the links of a release; `address` returns the address of a path without its slash."""

    release: Release
    address: Address

    def home(self) -> Iterator[Link]:
        """Yield the links of the page about the whole dataset."""
        yield Link("cite-as", self.release.base + "dataset")
        yield Link("type", ABOUT_PAGE)
        yield Link("type", SCHEMA + "Dataset")
        yield from self.rights()
        yield from self._described("dataset")
        for file in self.release.files:
            if file.path in (*DESCRIPTIONS, *RECORDS):
                yield Link("describedby", self.address(file.path), file.media_type)
            elif file.is_whole or file.is_table:
                yield Link("item", self.address(file.path), file.media_type)
        yield self._link_set()
        yield Link("api-catalog", self.address(".well-known/api-catalog"), LINK_SET)
        for path in ENDPOINTS:
            yield Link("service-desc", self.address(path), "text/turtle")
        yield Link("service-desc", self.address("openapi.json"), JSON.media_type)
        yield Link("service-doc", self.address("errors"), HTML.media_type)

    def file(self, file: ReleaseFile) -> Iterator[Link]:
        """Yield the links of a dump, without that to its licence."""
        yield Link("cite-as", self.release.base + file.path)
        yield Link("collection", self.address(""), HTML.media_type)
        yield Link("type", SCHEMA + "DataDownload")
        # Readers of a table look for its description here (Tabular Data, section 5.2).
        if meaning := self.release.file(f"{file.path}-metadata.json"):
            yield Link("describedby", self.address(meaning.path), meaning.media_type)
        yield from self._authors()
        yield self._link_set()

    def page(self, path: str, iri: str, schema_types: Iterable[str]) -> Iterator[Link]:
        """Yield the links of the page about a thing, at `path` without the extension."""
        yield Link("cite-as", iri)
        yield Link("type", ABOUT_PAGE)
        for schema_type in schema_types:
            yield Link("type", SCHEMA + schema_type)
        yield from self.rights()
        yield from self._described(path)
        yield Link("collection", self.address(""), HTML.media_type)

    def version(self, shown: Release, path: str) -> Iterator[Link]:
        """Yield the links of the page about a release; the page and its files are at `path`."""
        yield Link("cite-as", shown.iri)
        yield Link("type", ABOUT_PAGE)
        yield Link("type", SCHEMA + "Dataset")
        yield Link("license", shown.license)
        yield from self._authors()
        yield Link("describedby", self.address(path + MANIFEST), JSON.media_type)
        for file in shown.files:
            if file.path in (*DESCRIPTIONS, *RECORDS):
                yield Link("describedby", self.address(path + file.path), file.media_type)
            elif file.is_whole or file.is_table:
                yield Link("item", self.address(path + file.path), file.media_type)
        yield Link("collection", self.address(""), HTML.media_type)

    def data(self, path: str) -> Iterator[Link]:
        """Yield the links of an RDF document about a thing."""
        yield Link("describes", self.address(f"{path}.html"), HTML.media_type)
        yield Link("collection", self.address(""), HTML.media_type)
        yield from self.rights()

    def thing(self, path: str) -> Iterator[Link]:
        """Yield the links of a thing itself."""
        yield from self._described(path)

    def link_set(self) -> dict[str, object]:
        """Return the links of the dataset's page, its files and its descriptions (RFC 9264)."""
        contexts = [(self.address(""), self.home())]
        contexts += [
            (self.address(file.path), self._with_licence(file)) for file in self.release.files
        ]
        contexts += [
            (self.address(f"dataset.{offer.name}"), self.data("dataset"))
            for offer in DOCUMENTS
            if offer is not HTML
        ]
        return {"linkset": [_context(anchor, links) for anchor, links in contexts]}

    def api_catalog(self) -> dict[str, object]:
        """Return the list of APIs and of their descriptions (RFC 9727)."""
        endpoints = [self.address(path) for path in ENDPOINTS]
        reconcile = self.address("reconcile")
        own = [Link("item", address) for address in (*endpoints, reconcile)]
        common = [
            Link("service-doc", self.address("errors"), HTML.media_type),
            Link("service-meta", self.address(".well-known/void"), "text/turtle"),
            *self.records(),
            Link("service-desc", self.address("openapi.json"), JSON.media_type),
            Link("status", self.address("readyz"), "application/json"),
        ]
        names = [
            Link("service-desc", reconcile, "application/json"),
            Link("service-doc", self.address("reconcile/help"), HTML.media_type),
        ]
        rows = [(self.address(".well-known/api-catalog"), own)]
        rows += [
            (address, [Link("service-desc", address, "text/turtle"), *common])
            for address in endpoints
        ]
        rows += [(reconcile, names)]
        return {"linkset": [_context(anchor, links) for anchor, links in rows]}

    def records(self) -> Iterator[Link]:
        """Yield the links to the records for catalogues of data sets."""
        for file in self.release.files:
            if file.path in RECORDS:
                yield Link("service-meta", self.address(file.path), file.media_type)

    def _with_licence(self, file: ReleaseFile) -> Iterator[Link]:
        yield from self.file(file)
        yield Link("license", file.license)

    def _described(self, path: str) -> Iterator[Link]:
        for offer in DOCUMENTS:
            if offer is not HTML:
                yield Link("describedby", self.address(f"{path}.{offer.name}"), offer.media_type)

    def rights(self) -> Iterator[Link]:
        """Yield the links to the licence and the authors."""
        yield Link("license", self.release.license)
        yield from self._authors()

    def text_rights(self, licences: Iterable[str]) -> Iterator[Link]:
        """Yield the links to the licences (IRIs) of sentences, each once.

        That of the data is left out: `rights` yields it.
        """
        for license in sorted({*licences} - {self.release.license, ""}):
            yield Link("license", license)

    def _authors(self) -> Iterator[Link]:
        if self.release.publisher:
            yield Link("author", self.release.publisher.iri)

    def _link_set(self) -> Link:
        return Link("linkset", self.address("linkset.json"), LINK_SET)


def _context(anchor: str, links: Iterable[Link]) -> Mapping[str, object]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in dict.fromkeys(links):
        target = {"href": link.uri}
        if link.media_type:
            target["type"] = link.media_type
        found.setdefault(link.rel, []).append(target)
    return {"anchor": anchor, **found}
