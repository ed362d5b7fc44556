"""Write a few rows as SPARQL 1.1 Query Results JSON, the same bytes as the engine's.

The engine can only write what it has evaluated itself.
"""

from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring

import pyoxigraph as ox

from legation_server.namespaces import XSD

STRING = XSD + "string"

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def json_table(names: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a table with a value for each name in every row.

    >>> json_table(["o"], [[ox.Literal("x", language="en")]])
    b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"x",\
"xml:lang":"en"}}]}}'
    """
    keys = [f"{encode_basestring(name)}:" for name in names]
    written = [[key + _term(v) for key, v in zip(keys, row, strict=True)] for row in rows]
    bindings = ",".join(["{" + ",".join(row) + "}" for row in written])
    variables = ",".join(map(encode_basestring, names))
    return f'{{"head":{{"vars":[{variables}]}},"results":{{"bindings":[{bindings}]}}}}'.encode()


def _term(term: Value) -> str:
    """Return a term (section 3.2.2; SPARQL 1.2 adds directions and triples)."""
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        inside = ",".join([f'"{name}":{_term(part)}' for name, part in parts])
        return f'{{"type":"triple","value":{{{inside}}}}}'
    value = encode_basestring(term.value)
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{value}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{value}}}'
    if term.language:
        way = f',"its:dir":"{term.direction.value}"' if term.direction else ""
        return f'{{"type":"literal","value":{value},"xml:lang":"{term.language}"{way}}}'
    datatype = term.datatype.value
    if datatype == STRING:
        return f'{{"type":"literal","value":{value}}}'
    return f'{{"type":"literal","value":{value},"datatype":{encode_basestring(datatype)}}}'
