"""Properties that are a path in the data, or have a plainer name than there: one table.

Each pattern gives `?value` to `?thing`. All start from what a document asserts: the data have
plain triples and `bil:involves` for asserted contents only.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ComputedProperty:
    """A property with the SPARQL graph pattern of its values.

    It is `open` where a thing may have more values than the data; `same` is the id of the
    property in Wikidata with the same meaning, where there is one.
    """

    id: str
    name: str
    description: str
    pattern: str
    open: bool = False
    same: str = ""


INVOLVED = "?event bil:involves ?thing ; a ?kind . VALUES ?kind { bil:Event bil:Situation }"

COMPUTED_PROPERTIES = (
    ComputedProperty(
        "rdfs:label",
        "name",
        "The name of the thing, in the language asked for.",
        "?thing rdfs:label|skos:prefLabel ?value .",
    ),
    ComputedProperty(
        "skos:altLabel",
        "other name",
        "Other names of the thing.",
        "?thing skos:altLabel ?value .",
        open=True,
    ),
    ComputedProperty(
        "schema:description",
        "description",
        "A short description of the thing.",
        "?thing schema:description ?value .",
    ),
    ComputedProperty(
        "skos:exactMatch",
        "Wikidata item",
        "The item in Wikidata for the same thing; each link was checked.",
        "?thing skos:exactMatch ?value .",
    ),
    ComputedProperty(
        "rdf:type",
        "type",
        "The classes of the thing.",
        "?thing rdf:type ?value . FILTER(?value != schema:Thing)",
    ),
    ComputedProperty(
        "country",
        "country",
        "The country that the thing lies in or belongs to, as a document asserts.",
        "?thing bil:locatedIn+|bil:hasCountry|bil:hasNationality|bil:hasOwner|bil:hasAuthor ?value"
        " . ?value a schema:Country .",
        same="P17",
    ),
    ComputedProperty(
        "event",
        "event",
        "Events that the thing has a part in, as a document asserts.",
        "?value bil:involves ?thing ; a bil:Event .",
        open=True,
    ),
    ComputedProperty(
        "date",
        "date",
        "Dates (EDTF) of what the thing has a part in, as a document asserts.",
        INVOLVED + " ?event bil:when ?value .",
        open=True,
    ),
)
