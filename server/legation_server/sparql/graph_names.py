"""Tell which queries list the named graphs, which the engine does in an order of its own."""

from legation_server.sparql.lexer import tokens

# What begins something else than a triple, after the brace of a GRAPH.
NO_TRIPLE = ("}", "{", "bind", "filter", "graph", "minus", "optional", "values")


def lists_graphs(text: str) -> bool:
    """Tell whether a query may go through all named graphs without a triple to look for in each.

    >>> lists_graphs("SELECT * { GRAPH ?g {} }"), lists_graphs("ASK { GRAPH ?g { ?s ?p ?o } }")
    (True, False)
    """
    if "graph" not in text.lower():
        return False
    found = list(tokens(text))
    return any(
        keyword.text.lower().endswith("graph")
        and name.kind == "variable"
        and brace.text == "{"
        and inside.text.lower().startswith(NO_TRIPLE)
        for keyword, name, brace, inside in zip(
            found, found[1:], found[2:], found[3:], strict=False
        )
    )
