"""A catalogue of made-up entities to match names with."""

from collections.abc import Mapping, Sequence

from legation_server.reconciliation.matching.candidates import Candidate, Query, candidates
from legation_server.reconciliation.matching.catalogue import Catalogue, Entity, Term
from legation_server.reconciliation.matching.evidence import PropertyValue, ValuesByEntity

SPACE = "https://w3id.org/legation/id/"
ABOVE = {
    "schema:City": {"schema:Place"},
    "schema:Country": {"schema:AdministrativeArea", "schema:Place"},
    "bil:People": {"bil:Group"},
}


def entity(name: str, kind: str, *names: str, item: str = "") -> Entity:
    return Entity(
        id=name,
        label=names[0],
        types=(kind,),
        all_types=frozenset({kind, "schema:Thing", *ABOVE.get(kind, ())}),
        names=names[1:],
        items=(item,) if item else (),
    )


CATALOGUE = Catalogue(
    [
        entity("freedonia", "schema:Country", "Freedonia", "Фридония", item="Q1"),
        entity("freedonia-city", "schema:City", "Freedonia"),
        entity("sylvania", "schema:Country", "Sylvania", "Republic of Sylvania", item="Q2"),
        entity("qala", "schema:City", "Şəhri Qala"),
        entity("rufus-firefly", "schema:Person", "Rufus Firefly", "President Firefly"),
        entity("groucho-firefly", "schema:Person", "Groucho Firefly"),
        entity("vera-marcal", "schema:Person", "Vera Marcal", "Marcal"),
        entity("officials", "bil:Group", "Sylvanian officials"),
        entity("press", "bil:Group", "the press"),
        entity("mountain-sylvanians", "bil:People", "Mountain Sylvanians"),
        entity("peace-institute", "schema:Organization", "Institute for International Peace"),
        entity("border-war", "schema:Event", "1922 border war"),
        entity("border", "schema:Place", "Border"),
    ],
    [Term("schema:Country", "country", synonyms=("https://schema.org/Country", "Country"))],
    [
        Term("country", "country"),
        Term("date", "date", open=True),
        Term("skos:exactMatch", "Wikidata item"),
    ],
    SPACE,
)
HELD: dict[str, Mapping[str, tuple[PropertyValue, ...]]] = {
    "country": {
        "freedonia-city": (PropertyValue("Freedonia", SPACE + "freedonia", "freedonia"),),
        "qala": (PropertyValue("Sylvania", SPACE + "sylvania", "sylvania"),),
    },
    "date": {"sylvania": (PropertyValue("1922-05-03"), PropertyValue("1931"))},
    "skos:exactMatch": {
        "freedonia": (PropertyValue("Q1", "http://www.wikidata.org/entity/Q1"),),
        "sylvania": (PropertyValue("Q2", "http://www.wikidata.org/entity/Q2"),),
    },
}


def values(name: str, ids: Sequence[str]) -> ValuesByEntity:
    return HELD.get(name, {})


def ask(text: str, **options: object) -> list[Candidate]:
    return candidates(Query(text, **options), CATALOGUE, values)  # type: ignore[arg-type]
