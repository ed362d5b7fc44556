"""Find the file and line where a thing of the dataset was written. Pure."""

from legation_build.dataset.expand import document_iri
from legation_build.mapping.model import Mappings, contents, items
from legation_build.namespaces import ENTITY


def places(mappings: Mappings) -> dict[str, tuple[str, int]]:
    """Return IRI → file and line of every entity, claim, content and passage."""
    found: dict[str, tuple[str, int]] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            found[ENTITY + str(entity.get("id"))] = (source.file, source.line((*path, "id")))
    for document in mappings.documents:
        base = document_iri(document.id)
        found[base] = (document.document.file, 1)
        for line, passage in enumerate(document.passages, 2):
            found[f"{base}/{passage.id}"] = (document.passages_file, line)
        for source in document.claims:
            for path, claim in items(source, "claims"):
                for place, thing in [(path, claim), *contents(path, claim)]:
                    iri = f"{base}/{thing.get('id')}"
                    found[iri] = (source.file, source.line((*place, "id")))
    return found
