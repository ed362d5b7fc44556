"""Find an example query for each term of a vocabulary."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from legation_server.namespaces import compact

PREFIX = re.compile(r"prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
NAME = re.compile(r"(?<![\w:-])([\w-]*):([\w-]+)")
IRI = re.compile(r"<([^<>\s]*)>")


# What stands in a fragment as it is (RFC 3986, section 3.5). A page has hundreds of queries.
IN_FRAGMENT = "?:;/@,!$()*"


@dataclass(frozen=True)
class TermQuery:
    """A query that uses a term; `name` is that of a published example, empty of one made here."""

    title: str
    query: str
    name: str = ""

    @property
    def made(self) -> bool:
        """Return whether the query was made for the term."""
        return not self.name

    @property
    def address(self) -> str:
        """Return what follows the address of the query page to open the query.

        >>> TermQuery("All", "ASK { ?s ?p 1 }", "001-all").address
        '?example=001-all'
        >>> TermQuery("Uses", "ASK { ?s ?p 1 }").address
        '#query=ASK+%7B+?s+?p+1+%7D'
        """
        if self.name:
            return "?example=" + quote(self.name)
        return "#query=" + quote_plus(self.query, safe=IN_FRAGMENT)


def terms_used(query: str, prefixes: Mapping[str, str]) -> set[str]:
    """Return the IRIs in a query; `prefixes` are those that need no declaration.

    >>> sorted(terms_used("PREFIX ex: <http://e/> SELECT * { ?s ex:p <http://e/o> }", {}))
    ['http://e/', 'http://e/o', 'http://e/p']
    """
    known = {**prefixes, **dict(PREFIX.findall(query))}
    names = {known[prefix] + name for prefix, name in NAME.findall(query) if prefix in known}
    return names | set(IRI.findall(query))


class ExampleQueries:
    """Example queries, found by the terms they use."""

    def __init__(self, examples: Iterable[TermQuery], prefixes: Mapping[str, str]) -> None:
        """Index examples, in order of preference."""
        self._prefixes = prefixes
        used = [(example, terms_used(example.query, prefixes)) for example in examples]
        # A query with few terms is the best example of each of them.
        used.sort(key=lambda row: len(row[1]))
        self._by_term: dict[str, TermQuery] = {}
        for query, terms in used:
            for term in terms:
                self._by_term.setdefault(term, query)

    def for_term(self, iri: str, pattern: str) -> TermQuery:
        """Return an example that uses a term, or else a query for its uses.

        `pattern` is a graph pattern with `{term}` in the place of the term.
        """
        if found := self._by_term.get(iri):
            return found
        term = compact(iri, self._prefixes) or f"<{iri}>"
        query = f"SELECT * WHERE {{\n  {pattern.format(term=term)}\n}}\nLIMIT 100"
        return TermQuery("Uses", query)
