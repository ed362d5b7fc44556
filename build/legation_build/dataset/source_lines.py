"""Find the file and line where each thing of the dataset was written. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from legation_build.dataset.expand import document_iri
from legation_build.mapping import Mappings, Source, contents, items
from legation_build.namespaces import CODE, ENTITY


@dataclass(frozen=True)
class Written:
    """A thing, by its IRI, and the line of the YAML file where it was written."""

    iri: str
    source: Source
    line: int
    is_content: bool = False


def written_things(mappings: Mappings) -> Iterator[Written]:
    """Yield every entity, document, code, claim and content of `mappings`."""
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            yield Written(ENTITY + str(entity.get("id")), source, source.line((*path, "id")))
    for document in mappings.documents:
        base = document_iri(document.id)
        yield Written(base, document.document, 1)
        for path, code in document.own_codes():
            assert document.codes is not None
            line = document.codes.line((*path, "id"))
            yield Written(f"{CODE}{code.get('id')}", document.codes, line)
        for source in document.claims:
            for path, claim in items(source, "claims"):
                line = source.line((*path, "id"))
                yield Written(f"{base}/{claim.get('id')}", source, line)
                for place, content in contents(path, claim):
                    line = source.line((*place, "id"))
                    yield Written(f"{base}/{content.get('id')}", source, line, is_content=True)


def lines_by_iri(mappings: Mappings) -> dict[str, tuple[str, int]]:
    """Return IRI → file and line of every entity, document, passage, claim and content."""
    found = {
        f"{document_iri(document.id)}/{passage.id}": (document.passages_file, line)
        for document in mappings.documents
        for line, passage in enumerate(document.passages, 2)
    }
    return found | {one.iri: (one.source.file, one.line) for one in written_things(mappings)}
