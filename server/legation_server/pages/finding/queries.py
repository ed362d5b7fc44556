"""Write the query behind a page, for the editor: readers can change it and go on from there. Pure.

The endpoint knows the prefixes of the release.
"""

from collections.abc import Iterable
from datetime import date

from legation_server.site_index import period_pattern

_WHAT = """  ?statement rdfs:label ?label ; bil:status/skos:prefLabel ?status .
  OPTIONAL { ?statement bil:when ?when }
  OPTIONAL { ?statement bil:attributedTo/rdfs:label ?who }
"""
_NAMED = "SELECT ?statement ?label ?when ?status ?who WHERE {\n"


def year_query(year: int, topic: str = "", actor: str = "") -> str:
    """Return a query for what may be true of a day of a year."""
    return (
        "#defaultView:Timeline\n"
        + _NAMED
        + "  ?statement rdfs:label ?label ; bil:status/skos:prefLabel ?status .\n"
        + narrowed(topic, actor)
        + "  OPTIONAL { ?statement bil:attributedTo/rdfs:label ?who }\n"
        + period_pattern(date(year, 1, 1), date(year, 12, 31))
        + "} ORDER BY ?earliest"
    )


def years_query() -> str:
    """Return a query for how many statements begin in each year."""
    return (
        "#defaultView:BarChart\n"
        "SELECT ?year (COUNT(DISTINCT ?statement) AS ?statements) WHERE {\n"
        "  ?statement a bil:Content ; bil:earliest ?day .\n"
        "  BIND (STR(YEAR(?day)) AS ?year)\n} GROUP BY ?year ORDER BY ?year"
    )


def decades_query() -> str:
    """Return a query for statements of which a time is known, but no year."""
    return (
        _NAMED
        + "  ?statement a bil:Content ; bil:timePrecision ?precision .\n"
        + "  FILTER (?precision NOT IN (time-precision:day, time-precision:month, "
        + "time-precision:year))\n"
        + _WHAT
        + "}"
    )


def documents_query() -> str:
    """Return a query for the documents with their titles."""
    return (
        "SELECT ?document ?title ?source WHERE {\n"
        "  ?document a bil:Document ; dcterms:title ?title ; schema:url ?source .\n"
        "} ORDER BY ?title"
    )


def undated_query() -> str:
    """Return a query for statements that have no date."""
    return _NAMED + "  ?statement a bil:Content .\n" + _WHAT + "  FILTER (!BOUND(?when))\n}"


def topic_query(topic: str) -> str:
    """Return a query for the statements of a topic."""
    return _NAMED + f"  ?statement bil:topic topic:{topic} .\n" + _WHAT + "} ORDER BY ?when"


def disputes_query() -> str:
    """Return a query for statements that differ, and in what."""
    return (
        "SELECT ?statement ?label ?how ?other ?otherLabel WHERE {\n"
        "  ?statement bil:conflictsWith ?other ; ?property ?other ; rdfs:label ?label .\n"
        "  ?property rdfs:subPropertyOf bil:conflictsWith ; rdfs:label ?how .\n"
        "  ?other rdfs:label ?otherLabel .\n"
        "  FILTER (STR(?statement) < STR(?other))\n}"
    )


def denials_query() -> str:
    """Return a query for what is denied, and by whom."""
    return (
        "SELECT ?statement ?label ?denial ?denier WHERE {\n"
        "  ?denial bil:stance stance:denies ; bil:states ?statement .\n"
        "  ?statement rdfs:label ?label .\n"
        "  OPTIONAL { ?denial bil:attributedTo/rdfs:label ?denier }\n}"
    )


def figures_query(property_name: str = "", codes: Iterable[str] = ()) -> str:
    """Return a query for figures, of some codes if any are given."""
    wanted = " ".join(f"<{code}>" for code in codes)
    pattern = f"  VALUES ?code {{ {wanted} }}\n  ?statement bil:{property_name} ?code .\n"
    return (
        "SELECT ?statement ?label ?measure ?precision ?value ?least ?most ?unit ?words ?when "
        "?status\n"
        '  (GROUP_CONCAT(DISTINCT ?out; SEPARATOR=", ") AS ?without) WHERE {\n'
        + (pattern if wanted else "")
        + "  ?statement a bil:Figure ; rdfs:label ?label ; bil:status/skos:prefLabel ?status ;\n"
        + "    bil:measure/skos:prefLabel ?measure .\n"
        + "  OPTIONAL { ?statement bil:precision/skos:prefLabel ?precision }\n"
        + "  OPTIONAL { ?statement bil:value ?value }\n"
        + "  OPTIONAL { ?statement bil:minValue ?least }\n"
        + "  OPTIONAL { ?statement bil:maxValue ?most }\n"
        + "  OPTIONAL { ?statement bil:unit/skos:prefLabel ?unit }\n"
        + "  OPTIONAL { ?statement bil:quantityText ?words }\n"
        + "  OPTIONAL { ?statement bil:excludes/skos:prefLabel ?out }\n"
        + "  OPTIONAL { ?statement bil:when ?when }\n"
        + "} GROUP BY ?statement ?label ?measure ?precision ?value ?least ?most ?unit ?words ?when "
        + "?status\nORDER BY ?measure ?when"
    )


def sources_query() -> str:
    """Return a query for whose word the claims are."""
    return (
        "SELECT ?source ?label (COUNT(DISTINCT ?claim) AS ?claims) WHERE {\n"
        "  ?claim a bil:Claim ; bil:attributedTo ?source .\n"
        "  ?source rdfs:label ?label .\n"
        "} GROUP BY ?source ?label ORDER BY DESC(?claims) ?label"
    )


def network_query(entity: str = "") -> str:
    """Return a query for those whom statements name together, all or with one entity."""
    one = f"id:{entity}" if entity else "?one"
    named = "" if entity else " ?one rdfs:label ?oneLabel ."
    order = "STR(?one) < STR(?other)" if not entity else f"?other != {one}"
    shown = "" if entity else "?one ?oneLabel "
    return (
        f"SELECT {shown}?other ?otherLabel (COUNT(DISTINCT ?statement) AS ?statements) WHERE {{\n"
        f"  ?statement a bil:Content ; ?role {one} ; ?otherRole ?other .\n"
        f"  ?other rdfs:label ?otherLabel .{named}\n"
        f"  FILTER (STRSTARTS(STR({one}), STR(id:)) && STRSTARTS(STR(?other), STR(id:)))\n"
        f"  FILTER ({order})\n"
        f"}} GROUP BY {shown}?other ?otherLabel ORDER BY DESC(?statements) LIMIT 100"
    )


def narrowed(topic: str, actor: str) -> str:
    """Return the patterns that keep to a topic and to what an entity takes part in."""
    found = f"  ?statement bil:topic topic:{topic} .\n" if topic else ""
    return found + (f"  ?statement ?role id:{actor} .\n" if actor else "")
