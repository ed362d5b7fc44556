"""Properties that are more than one step in the data, or go by a plainer name: one table.

Each pattern gives `?value` to `?thing`. They start from what the document asserts: plain triples
stand for asserted situations only, and `bil:involves` leads to asserted contents only.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Computed:
    """A property with the pattern of SPARQL that gives its values.

    It is `open` where a value that is not given says nothing against a thing; `same` is the id of
    the property in Wikidata that says the same, where there is one.
    """

    id: str
    name: str
    description: str
    pattern: str
    open: bool = False
    same: str = ""


INVOLVED = "?event bil:involves ?thing ; a ?kind . VALUES ?kind { bil:Event bil:Situation }"

COMPUTED = (
    Computed(
        "rdfs:label",
        "name",
        "What the thing is called, in the language asked for.",
        "?thing rdfs:label|skos:prefLabel ?value .",
    ),
    Computed(
        "skos:altLabel",
        "other name",
        "What the thing is called besides.",
        "?thing skos:altLabel ?value .",
        open=True,
    ),
    Computed(
        "schema:description",
        "description",
        "What the documents say of the thing, in a few words.",
        "?thing schema:description ?value .",
    ),
    Computed(
        "skos:exactMatch",
        "Wikidata item",
        "The item in Wikidata that is the very same thing, where that was checked.",
        "?thing skos:exactMatch ?value .",
    ),
    Computed(
        "rdf:type",
        "type",
        "The kinds of thing that it is.",
        "?thing rdf:type ?value . FILTER(?value != schema:Thing)",
    ),
    Computed(
        "country",
        "country",
        "The country that the thing lies in or belongs to, as a document asserts.",
        "?thing bil:locatedIn+|bil:belongsTo ?value . ?value a schema:Country .",
        same="P17",
    ),
    Computed(
        "event",
        "event",
        "Events that the thing has a part in, as a document asserts.",
        "?value bil:involves ?thing ; a bil:Event .",
        open=True,
    ),
    Computed(
        "date",
        "date",
        "Dates (EDTF) of what the thing has a part in, as a document asserts.",
        INVOLVED + " ?event bil:when ?value .",
        open=True,
    ),
)
