"""What is known of one thing, fetched, weighed and put into words by pure functions."""

from legation_server.descriptions.certainty import Standing, hedged_pattern
from legation_server.descriptions.description import Description, Surroundings, describe
from legation_server.descriptions.evidence_links import EDITORS_MARK, passage_link, passage_links
from legation_server.descriptions.queries import (
    MOST_REFERENCES,
    defined_query,
    labels_query,
    names_query,
    term,
)
from legation_server.descriptions.wording import DESCRIPTIONS, LinkedText, Wording, natural

__all__ = [
    "DESCRIPTIONS",
    "EDITORS_MARK",
    "MOST_REFERENCES",
    "Description",
    "LinkedText",
    "Standing",
    "Surroundings",
    "Wording",
    "defined_query",
    "describe",
    "hedged_pattern",
    "labels_query",
    "names_query",
    "natural",
    "passage_link",
    "passage_links",
    "term",
]
