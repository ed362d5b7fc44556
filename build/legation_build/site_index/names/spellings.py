"""Make the rows by which a name leads to entities: in normal forms, by their letters. Pure.

The names of what statements name most come first: a server reads the first that fit.
"""

from collections.abc import Iterator, Mapping

from legation_build.dataset import wikidata_items
from legation_build.namespaces import RDF, RDFS, SKOS
from legation_build.site_index.folding import initials, search_forms
from legation_build.site_index.numbering import Numbered, Row, Table, path

# A form stands between so many blanks in the index of letters: trigrams then tell how a name begins
# and ends, which is what short names have in common with their misspellings.
PADDING = "  "


def spelling_tables(made: Numbered, named: Mapping[str, int]) -> Iterator[Table]:
    """Yield the tables of the names of entities; `named` says how often each is named, by IRI."""
    rows = list(_spellings(made, named))
    yield "spelling", rows
    yield "spelling_word", ((count, form) for count, _, _, form, *_ in rows)
    yield (
        "spelling_part",
        ((count, PADDING + str(form) + PADDING) for count, _, _, form, *_ in rows),
    )
    yield "entity_class", sorted(_classes(made))
    yield "entity_item", sorted(_items(made))
    known = (*made.documents, *made.entities, *made.codes)
    yield "place", enumerate(sorted(path(iri) for iri in known), 1)


def _spellings(made: Numbered, named: Mapping[str, int]) -> Iterator[Row]:
    count = 0
    for iri, number in sorted(
        made.entities.items(), key=lambda one: (-named.get(one[0], 0), one[1])
    ):
        label = made.text(iri, RDFS + "label")
        for name in _names(made, iri, label):
            for place, form in enumerate(search_forms(name)):
                count += 1
                # By the last word of its likeliest form a person is found by the last name.
                last = form.rpartition(" ")[2] if name == label and not place else ""
                yield count, number, name, form, initials(form), last


def _names(made: Numbered, iri: str, label: str) -> dict[str, None]:
    """Return all names of an entity, each once: its label, other full names, further ones."""
    full = {*made.values(iri, RDFS + "label"), *made.values(iri, SKOS + "prefLabel")}
    others = made.values(iri, SKOS + "altLabel")
    return dict.fromkeys([*([label] if label else ()), *sorted(full), *sorted(set(others))])


def _classes(made: Numbered) -> Iterator[Row]:
    for iri, number in made.entities.items():
        for kind in set(made.values(iri, RDF + "type")):
            yield number, path(kind)


def _items(made: Numbered) -> Iterator[Row]:
    for iri, number in made.entities.items():
        for item in set(wikidata_items(made.index, iri)):
            yield item, number
