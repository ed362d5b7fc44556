"""Make odd requests for bench/fuzz.py: out of queries, parameters, headers and bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote, quote_plus

QUERIES = [
    file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("queries/*.rq"))
] + [
    "SELECT * { ?c a bil:Claim ; bil:states ?s } LIMIT 10",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    'SELECT (GROUP_CONCAT(?l; separator="|") AS ?all) { ?s rdfs:label ?l } GROUP BY ?s',
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM NAMED <x> { GRAPH ?g { ?s ?p '''x\"y''' } VALUES ?z { 1 2.5 1e3 'a'@en } }",
    'SELECT * { << ?s ?p ?o >> x:q ?r BIND(REPLACE("aaa","(a+)+$","b") AS ?k) MINUS { ?s a x:y } }',
    "SELECT ?x { ?x (bil:states|^bil:evidence)* ?y FILTER(STRLEN(?y) < 20) } ORDER BY ?x LIMIT 3",
    "SELECT * { { SELECT ?s { ?s ?p ?o } } OPTIONAL { ?s a ?t } FILTER EXISTS { ?t ?u ?v } }",
    "CONSTRUCT { ?s ?p _:b } WHERE { ?s ?p ?o } LIMIT 5",
    "DESCRIBE id:azerbaijan",
    "INSERT DATA { <a> <b> <c> }",
    "LOAD <file:///etc/passwd>",
]
PIECES = [
    *"{}()<>\"'#\\;,.*+%$?@^|&!=/ \n\t",
    "'''", '"""', "?x", "<<", ">>", "{|", "|}", "@en--ltr", "^^", "//", "1e400", "_:b", "[]", "\0",
    "é", "\U0001f600", "\ud800", "\ufeff", "\\u0041", "a:b", "SERVICE", "FROM NAMED", "UNION",
    "OPTIONAL {", "MINUS {", "EXISTS {", "NOT IN (", "BIND(", " AS ?q)", "UUID()", "RAND()",
    "LIMIT 99999999999999999999", "OFFSET -1", "VALUES ?x {", "GROUP BY", "HAVING(", "ORDER BY",
    "REGEX('" + "a" * 40 + "','(a|a)*b')", "REPLACE(", "SUBSTR(?x,-1,1e9)", "BASE <", "PREFIX :",
    "CONCAT(?x,?x)", "STRDT(", "TRIPLE(", "^a*", "(!a)*", "DISTINCT", "REDUCED",
]  # fmt: skip
MEDIA = [
    "*/*", "text/csv", "text/html", "text/turtle", "application/sparql-results+json", "image/png",
    "application/sparql-results+xml;q=0.5, text/turtle;q=0", "application/ld+json", "text/plain",
    "application/rdf+xml", "application/n-quads", ";;;,", "a/b;q=x", "*/*;q=0", "text/*;q=2",
    "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data; boundary=x",
    "application/sparql-query; version=1.2", 'a/b; c="', "application/json",
]  # fmt: skip
CODINGS = ["gzip", "br", "zstd", "identity", "*;q=0", "gzip;q=x", "deflate, gzip;q=0.1", ",,,"]
PATHS = [
    "/sparql", "/sparql", "/sparql", "/sparql/", "/query", "/graphs", "/graphs?default", "/", "/ns",
    "/dumps/legation.nq", "/dumps/..%2f..%2fetc/passwd", "/id/azerbaijan", "/id/azerbaijan.ttl",
    "/id/%ff", "/id/%00", "/code/modality", "/metrics", "/healthz", "/readyz", "/errors", "//",
    "/azerbaijan-israel", "/.well-known/void", "/static/query/main.js", "/static/../app.py",
    "/%2e%2e/",
]  # fmt: skip
METHODS = ["GET"] * 8 + ["POST"] * 5 + ["QUERY", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "X"]
PARAMETERS = [
    "format", "output", "timeout", "version", "default-graph-uri", "named-graph-uri", "query",
    "update", "using-graph-uri", "graph", "default", "odd",
]  # fmt: skip
VALUES = [
    "",
    "json",
    "ttl",
    "pdf",
    "0.2",
    "-1",
    "nan",
    "1e999",
    "1.1",
    "9",
    "urn:x",
    "no iri",
    "\0",
]
HEADERS: dict[str, list[str]] = {
    "Accept": MEDIA,
    "Accept-Encoding": CODINGS,
    "If-None-Match": ["*", '"x"', 'W/"x-gzip"', '"', ","],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "soon"],
    "Range": ["bytes=0-9", "bytes=-5", "bytes=9-1", "bytes=999999999-", "bytes=0-1,3-4", "x=1"],
    "If-Range": ['"x"', "Thu, 01 Jan 1970 00:00:00 GMT"],
    "Origin": ["null", "http://evil.example"],
    "X-Forwarded-For": ["127.0.0.1", "x" * 5_000],
    "X-HTTP-Method-Override": ["DELETE"],
    "Expect": ["100-continue"],
    "Cookie": ["a=b; c"],
    "Authorization": ["Basic !!"],
    "Content-Encoding": ["gzip"],
}


@dataclass(frozen=True)
class Odd:
    """A request as bytes; `raw` when it may be no HTTP at all."""

    data: bytes
    raw: bool = False


def odd_request(chance: Random) -> Odd:
    """Return a request made by chance."""
    makers: list[Callable[[Random], Odd]] = [_query, _query, _query, _anything, _anything, _bytes]
    return chance.choice(makers)(chance)


def odd_query(chance: Random) -> bytes:
    """Return a query with some pieces cut, repeated, put in or taken from another."""
    text = chance.choice(QUERIES)
    for _ in range(chance.randint(0, 6)):
        start = chance.randint(0, len(text))
        end = chance.randint(start, min(len(text), start + 12))
        middle = chance.choice(
            [
                "",
                text[start:end] + chance.choice(PIECES),
                text[start:end] * chance.randint(2, 40),
                text[start:end] + chance.choice(QUERIES),
                chance.choice(PIECES) * chance.choice([1, 1, 1, 700]),
            ]
        )
        text = text[:start] + middle + text[end:]
    data = text[:200_000].encode("utf-8", "surrogatepass")
    return data if chance.random() < 0.95 else data[:40].decode("latin-1").encode("utf-16")


def _query(chance: Random) -> Odd:
    """Return a request of the SPARQL Protocol with an odd query."""
    query, sent = odd_query(chance), _some_headers(chance, 2)
    address = "/sparql?timeout=0.5"
    if chance.random() < 0.4:
        wanted = f"&{chance.choice(PARAMETERS)}={quote(chance.choice(VALUES))}"
        address += wanted if chance.random() < 0.3 else ""
        return _http("GET", f"{address}&query={quote_plus(query)}", sent, b"")
    if chance.random() < 0.5:
        sent["Content-Type"] = "application/sparql-query"
        return _http(chance.choice(["POST", "QUERY"]), address, sent, query)
    sent["Content-Type"] = "application/x-www-form-urlencoded"
    return _http("POST", address, sent, b"query=" + quote_plus(query).encode())


def _anything(chance: Random) -> Odd:
    """Return a request for any address, with any method, parameters, headers and body."""
    path = chance.choice(PATHS)
    if chance.random() < 0.2:
        path = "/" + quote(odd_query(chance)[:80])
    pairs = [
        f"{chance.choice(PARAMETERS)}={quote(chance.choice(VALUES))}"
        for _ in range(chance.choice([0, 0, 1, 2, 5]))
    ]
    if pairs:
        path += ("&" if "?" in path else "?") + "&".join(pairs)
    sent = _some_headers(chance, 5)
    body = odd_query(chance) if chance.random() < 0.5 else b""
    if body and chance.random() < 0.8:
        sent["Content-Type"] = chance.choice(MEDIA)
    return _http(chance.choice(METHODS), path, sent, body)


def _bytes(chance: Random) -> Odd:
    """Return a request with some of its bytes changed, cut or repeated."""
    data = bytearray(_anything(chance).data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data))
        change = chance.randrange(3)
        if change == 0:
            data[place] = chance.randrange(256)
        elif change == 1:
            del data[place : place + chance.randint(1, 50)]
        else:
            data[place:place] = chance.randbytes(chance.randint(1, 20))
        data = data or bytearray(b"\n")
    return Odd(bytes(data), raw=True)


def _some_headers(chance: Random, most: int) -> dict[str, str]:
    names = chance.sample(sorted(HEADERS), chance.randint(0, most))
    return {name: chance.choice(HEADERS[name]) for name in names}


def _http(method: str, path: str, headers: dict[str, str], body: bytes) -> Odd:
    lines = [f"{method} {path} HTTP/1.1", "Host: fuzz", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body or method in ("POST", "QUERY", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    return Odd("\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body)
