"""Queries over the small release that take longer, or give more, than a server lets them."""

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# Some 5 million rows: its first megabyte is there long before its last.
HUGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
# Some milliseconds, within what a desk spends on a query; the text has a place to make it another.
SOME_MILLISECONDS = (
    "SELECT (COUNT(*) AS ?n{}) {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER(?a != ?f) }} LIMIT 5000 }}"
)
# Longer than a desk spends on a query, and less than a server lets it take.
LONGER_THAN_BRIEF = (
    "SELECT ?p (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?p ?f . ?g a ?i } GROUP BY ?p ORDER BY ?p"
)
