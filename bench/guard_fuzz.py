"""Try to get SERVICE past the guard: mutated queries, run by the engine when the guard lets them.

`python bench/guard_fuzz.py --queries 20000 --seed 1` makes queries with calls to an endpoint of its
own by cutting, escaping, commenting and wrapping them, and has the server's own code read, rewrite,
check and evaluate each. It exits with 1 when a single call arrives. To show that the queries
are worth refusing it also runs some of the refused ones without the guard and counts their calls.
"""

import argparse
import re
import sys
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from random import Random
from threading import Thread

import pyoxigraph as ox
from legation_server.errors import Problem
from legation_server.evaluation import Engine, evaluate
from legation_server.query import Task

CALL = "SERVICE <%U> { ?a ?b ?c }"
TEMPLATES = [
    *(f"SELECT * {{ {before} {CALL} }}" for before in ("", "?s ?p ?o .", "{}", "GRAPH ?g {}")),
    *(f"SELECT * {{ ?s ?p ?o {wrap} {{ {CALL} }} }}" for wrap in ("OPTIONAL", "MINUS", "LATERAL")),
    f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {CALL} }} }}",
    f"SELECT (EXISTS {{ {CALL} }} AS ?z) {{ ?s ?p ?o }}",
    f"SELECT * {{ BIND(EXISTS {{ {CALL} }} AS ?q) ?s ?p ?o }}",
    f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING(EXISTS {{ {CALL} }})",
    f"SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {CALL} }})",
    f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ {CALL} }} }}",
    f"ASK {{ {{ SELECT * {{ {CALL} }} }} }}",
    f"DESCRIBE ?a {{ {CALL} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o . {CALL} }}",
    "SELECT * { SERVICE SILENT <%U> { ?a ?b ?c } }",
    "SELECT * { VALUES ?x { <%U> } SERVICE ?x { ?a ?b ?c } }",
    "SELECT * { SERVICE z:x { ?a ?b ?c } }",
    "SELECT * { SERVICE : { ?a ?b ?c } }",
    "SELECT * { SERVICE SERVICE:x { ?a ?b ?c } }",
    f"SELECT * {{ SERVICE <https://listed.example/> {{ {CALL} }} }}",
    f"SELECT * {{ SERVICE SILENT <https://listed.example/> {{}} {CALL} }}",
    f"SELECT * WITH {{ SELECT * {{ {CALL} }} }} AS %n {{ INCLUDE %n }}",
    f"SELECT * {{ ?s hint:Prior 'a' . {CALL} }}",
    f'SELECT * {{ SERVICE wikibase:label {{ bd:serviceParam wikibase:language "en" }} {CALL} }}',
    f'SELECT * {{ SERVICE wikibase:label {{ ?s rdfs:label "{CALL}" }} ?s ?p ?o {CALL} }}',
    # Names that stay names when all goes well, and calls beside them.
    "SELECT * { GRAPH SERVICE:x { ?a ?b ?c } }",
    "SELECT * FROM service:x { ?a ?b ?c }",
    "SELECT * { ?s a SERVICE:x { ?a ?b ?c } }",
    f"SELECT * {{ ?s z:web.service ?o {{ {CALL} }} }}",
    f"DESCRIBE service:x {{ {CALL} }}",
    "SELECT * { ?s ?p z:a.b.SERVICE <%U> { ?a ?b ?c } }",
    "SELECT * { ?s ?p p:SERVICE <%U> { ?a ?b ?c } }",
    "SELECT * { ?s ?p z:x;SERVICE:{ ?a ?b ?c } }",
    "SELECT * { VALUES ?x { '''a' } SERVICE <%U> { ?a ?b ?c } # \\x '''\n }",
    'SELECT * { VALUES ?x { """a" "b" } SERVICE <%U> { ?a ?b ?c } } # \\uD800 """',
    f"SELECT * {{ VALUES ?x {{ '''#'\n }} {CALL} # \\x '''\n }}",
    # Queries that are rewritten for the engine.
    f"ASK {{ {CALL} }} HAVING (COUNT(*) = 1)",
    f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {CALL} }} GROUP BY ?a HAVING (EXISTS {{ {CALL} }})",
    f"SELECT (COUNT(*) AS ?n) (EXISTS {{ {CALL} }} AS ?e) (?e || ?n > 1 AS ?f) {{ ?s ?p ?o }}",
    f"SELECT (GROUP_CONCAT(EXISTS {{ {CALL} }}; SEPARATOR='}}') AS ?n) FROM <g> FROM <g> {{}}",
    f"SELECT (REPLACE('SERVICE', '(S)', '$1x') AS ?r) {{ ?s z:a.b.c ?o . {CALL} }}",
    f'SELECT * {{ ?s ?p "x"@en-service . {CALL} }}',
]
PIECES = [
    *("#x\n", "#'\n", '#"\n', "#<\n", "#{\n", "#\r", " ", "\n", "\t", "\r", "\f", "\v", "\0"),
    *("\u00a0", "\u0085", "\u2028", "\ufeff", "\u200b", "\u017f", "\u212a"),
    *("'", '"', "'''", '"""', "<", ">", "<a>", "<#>", "<<", "//", "\\", "{}", "[]", "()", "{|"),
    *("z:a", "z:\\'", "z:a\\#", "z:%23", "z:a.", "z:SERVICE", "?x", "$SERVICE", "?SERVICE", "@en"),
    *("1", "1.", "1e1", "true", "a", ";", ",", ".", "|", "^", "!", "*", "&&", "||", "^^z:t", "_:b"),
    *("FILTER(1<2)", "FILTER(?o<'>')", "FILTER(?o<z:a>'#')", "FILTER(?o<z:a&&'x'>'y')"),
    *("BIND('''#' AS ?k)", 'BIND("\'" AS ?l)', "VALUES ?v { '#' }", "VALUES ?w { 1 }"),
    *("\\u0053", "\\u0027", "\\u0023", "\\u003c", "\\u003E", "\\U00000053", "<%U#>", "<%U\\u0023>"),
    *("SERVICE", "service", "SERVICE wikibase:label {}", "hint:Prior hint:a 'b' .", "INCLUDE %n"),
    # IRIs of every kind, some of which end a name early; escapes and dots in names; tags; strings.
    *(
        "<urn:service:x>",
        "<mailto:a@service>",
        "<http://e/it's>",
        "<service>",
        "<//SERVICE/>",
        "<>",
    ),
    *(
        "<http://[::1]/service>",
        "<data:,%27%23>",
        "<a\\u0027b>",
        "<http://e/`|^>",
        "<http://\u00e9/>",
    ),
    *("p:SERVICE", "p:a", "p:", "q:SERVICE", "q:1", "z:a.b.c", "z:a..b", "z:.a", "z:a%53ERVICE"),
    *(f"z:a\\{mark}SERVICE" for mark in "_~.-!$&'()*+,;=/?#@%"),
    *("z:%2", "z:\\x", "z:\u0301", "z:a\u00b7b", "\u0301", "\u203f", "\U00010000", "_:a.b.SERVICE"),
    *(
        "@en-service",
        "@service-",
        "@en--ltr",
        "@en--SERVICE",
        "^^<%U>",
        "^^SERVICE:x",
        "?\u00e9\u0301",
    ),
    *("'''\\x", '"""\\x', "\\x'''", '\\x"""', "\\uD800", "''", '""', "''''", '""""', "'\\'"),
    *(
        "'''it's SERVICE <%U> {}'''",
        '"""\n"SERVICE <%U> {}"""',
        "# '''\n",
        '# """\n',
        "# SERVICE\n",
    ),
    *(
        "GRAPH",
        "FROM",
        "NAMED",
        "DESCRIBE",
        "VALUES ?v {",
        "GRAPHSERVICE:x{}",
        "LATERAL",
        "BASE <%U>",
    ),
    *("<<( ?s ?p ?o )>>", "{| z:a z:b |}", "%n", "WITH", "AS", "SILENT", "PREFIX z: <x:>"),
]
BASE = "http://base.example/"
LISTED = frozenset(("https://listed.example/",))
KEYWORD = re.compile("service", re.IGNORECASE)
CONTROL = 20


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint that counts its calls."""

    calls = 0

    def do_POST(self) -> None:
        """Count a call and answer with nothing."""
        type(self).calls += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        table = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(table)))
        self.end_headers()
        self.wfile.write(table)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def mutated(chance: Random, endpoint: str) -> str:
    """Return a query with a call to an endpoint, changed in up to five places."""
    text = chance.choice(TEMPLATES)
    for _ in range(chance.randint(0, 5)):
        words = list(KEYWORD.finditer(text))
        word = chance.choice(words) if words else None
        place = chance.randint(0, len(text))
        change = chance.randrange(6)
        if change < 2 or word is None:
            text = text[:place] + chance.choice(PIECES) + text[place:]
        elif change == 2:
            at = chance.choice(word.span())
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif change == 3:
            at = chance.randrange(*word.span())
            text = text[:at] + _escaped(chance, text[at]) + text[at + 1 :]
        elif change == 4:
            odd = "".join(chance.choice((c.upper(), c.lower(), c)) for c in word[0])
            text = text[: word.start()] + odd + text[word.end() :]
        else:
            end = min(len(text), place + chance.randint(1, 6))
            cut = text[place:end]
            text = text[:place] + chance.choice(("", cut * 2, _escaped(chance, cut))) + text[end:]
    declared = "".join(f"PREFIX {name}: <{endpoint}> " for name in ("z", "", "SERVICE", "service"))
    # Any local name makes the IRIs of these invalid, so that the engine reads the prefix alone.
    early = "PREFIX p: <http://e:80> PREFIX q: <http://[::1]:80> "
    return chance.choice(("", declared, declared + early)) + text.replace("%U", endpoint)


def _escaped(chance: Random, text: str) -> str:
    written = chance.choice(("\\u%04x", "\\u%04X", "\\U%08X"))
    return "".join(written % ord(character) for character in text)


def answered(engine: Engine, query: str) -> str:
    """Let the server's own code evaluate a query, to its end, and say what became of it."""
    try:
        evaluate(engine, Task(query), lambda head: None, BytesIO())
    except Problem as problem:
        return "refused" if problem.kind == "service-refused" else f"passed, {problem.kind}"
    return "passed, ran"


def run(store: ox.Store, text: str) -> None:
    """Run a query to its end without the guard."""
    with suppress(SyntaxError, RuntimeError, ValueError, OSError):
        results = store.query(text, base_iri=BASE, use_default_graph_as_union=True)
        if not isinstance(results, ox.QueryBoolean):
            list(results)


def main() -> None:
    """Run the series that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}/"
    store = ox.Store()
    for name in ("http://c", "http://e:80", "http://[::1]:80"):
        store.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.NamedNode(name)))
    engine = Engine(store, BASE, {}, LISTED, True, 1000)
    began, counts, escaped = time.monotonic(), Counter[str](), []
    for number in range(options.queries):
        query = mutated(Random(f"{options.seed} {number}"), endpoint)
        before = Endpoint.calls
        outcome = answered(engine, query)
        counts[outcome] += 1
        escaped += [query] if Endpoint.calls > before else []
        if outcome == "refused" and number % CONTROL == 0:
            before = Endpoint.calls
            run(store, query)
            counts["control: refused, run without the guard"] += 1
            counts["control: of these called out"] += Endpoint.calls > before
    server.shutdown()
    lines = [
        f"{options.queries:,} queries of seed {options.seed} in {time.monotonic() - began:.0f} s"
    ]
    lines += [f"{count:>8,}  {what}" for what, count in sorted(counts.items())]
    lines += [f"{len(escaped):>8,}  passed and called out", *map(repr, escaped[:10])]
    sys.stdout.write("\n".join(lines) + "\n")
    if escaped or not counts["control: of these called out"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
