"""Write triples as Turtle for people: in sections, with labels as comments. Pure.

Implements Turtle (RDF 1.1, W3C Recommendation 2014), and triple terms as in RDF 1.2. The same
triples give the same bytes, and a small change in the data changes few lines: each of several
values has a line of its own, and blank nodes are written where they are used.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legation_build.dumps.turtle_sections import SECTIONS, section_number
from legation_build.dumps.turtle_text import INDENT, LINE_CHARACTERS, enclosed, literal_text
from legation_build.namespaces import BASE, DCTERMS, RDF, RDFS, SKOS, curie_parts

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple
_LABEL_CHARACTERS = 72
_NUMBER_DIGITS = 20
_NUMBER = re.compile(r"([0-9]+)")
_LOCAL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TYPE, _FIRST, _REST, _NIL = (RDF + name for name in ("type", "first", "rest", "nil"))
_LABELS = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
# Blank nodes that are nested deeper get a label.
_MAX_NESTING = 8


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return `triples`, without repeats, as Turtle with those of `prefixes` that they use."""
    writer = _Writer(triples, prefixes)
    body = "".join(writer.blocks())
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(writer.used.items()))
    return (head + body).encode()


class _Writer:
    def __init__(self, triples: Iterable[Triple], prefixes: Mapping[str, str]) -> None:
        self.used: dict[str, str] = {}
        self._prefixes = {iri: prefix for prefix, iri in prefixes.items()}
        self._base = prefixes["bil"].removesuffix("ns#") if "bil" in prefixes else BASE
        self._things: dict[Node, dict[str, list[Term]]] = {}
        self._uses: dict[BlankNode, int] = {}
        # What has been worked out: most terms come many times.
        self._iris: dict[str, str] = {}
        self._comments: dict[Term, str] = {}
        for triple in triples:
            subject, value = triple.subject, triple.object
            assert not isinstance(subject, Triple)
            self._things.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(
                value
            )
            if isinstance(value, BlankNode):
                self._uses[value] = self._uses.get(value, 0) + 1
            if isinstance(value, Triple):
                # A blank node inside keeps its label: brackets would make it another one.
                for part in (value.subject, value.object):
                    if isinstance(part, BlankNode):
                        self._uses[part] = self._uses.get(part, 0) + 2
        self._nested = self._find_nested()

    def blocks(self) -> Iterator[str]:
        """Yield the statements about each thing that is not nested, under headings."""
        alone = [node for node in self._things if node not in self._nested]
        sections = {node: self._section(node) for node in alone}
        heading = -1
        for node in sorted(
            alone, key=lambda node: (sections[node], self._sort_key(node), str(node))
        ):
            if sections[node] != heading:
                heading = sections[node]
                yield f"\n# ---------- {SECTIONS[heading].heading}\n"
            is_named = isinstance(node, NamedNode) or node in self._uses
            yield f"\n{self._name(node) if is_named else '[]'}{self._statements(node)}"

    def _sort_key(self, node: Node) -> list[str]:
        """Return a key that sorts by IRI, with numbers by size, and blank nodes by statements."""
        if isinstance(node, BlankNode):
            return [self._statements(node)]
        parts = _NUMBER.split(node.value)
        return [
            part.zfill(_NUMBER_DIGITS) if place % 2 else part for place, part in enumerate(parts)
        ]

    def _section(self, node: Node) -> int:
        types = {t.value for t in self._things[node].get(_TYPE, []) if isinstance(t, NamedNode)}
        return section_number(node.value if isinstance(node, NamedNode) else "", types, self._base)

    def _find_nested(self) -> set[Node]:
        """Return the blank nodes to write where they are used: used once, and not in a circle."""
        nested: set[Node] = set()
        waiting = [(node, 0) for node in self._things if not self._is_used_once(node)]
        while waiting:
            node, depth = waiting.pop()
            for predicate, values in self._things.get(node, {}).items():
                below = depth + (predicate != _REST)
                for value in values:
                    if isinstance(value, BlankNode) and self._is_used_once(value):
                        if below <= _MAX_NESTING:
                            nested.add(value)
                        waiting.append((value, below if below <= _MAX_NESTING else 0))
        return nested

    def _is_used_once(self, node: Node) -> bool:
        return isinstance(node, BlankNode) and self._uses.get(node) == 1

    def _statements(self, node: Node) -> str:
        """Return what follows a subject: a line for each value, with its label."""
        lines: list[tuple[str, str, str]] = []
        for predicate, values in self._sorted(node):
            depth = 2 if len(values) == 1 else 3
            texts = sorted(
                (self._term(value, depth), self._label_comment(value)) for value in values
            )
            comments = [comment for _, comment in texts if comment]
            line = f"{self._predicate(predicate)} {' , '.join(text for text, _ in texts)}"
            if len(texts) == 1 or (not comments and len(line) < LINE_CHARACTERS):
                lines.append((INDENT + line, " ;", comments[0] if comments else ""))
                continue
            lines.append((INDENT + self._predicate(predicate), "", ""))
            lines += [(INDENT * 2 + text, " ,", comment) for text, comment in texts]
            lines[-1] = (lines[-1][0], " ;", lines[-1][2])
        lines[0] = (" " + lines[0][0].strip(), *lines[0][1:])
        lines[-1] = (lines[-1][0], " .", lines[-1][2])
        return "".join(
            f"{text}{end}{f' # {comment}' if comment else ''}\n" for text, end, comment in lines
        )

    def _sorted(self, node: Node) -> list[tuple[str, list[Term]]]:
        """Return the properties of a node: its types, its labels, then the others by IRI."""
        found = self._things.get(node, {})
        first = (_TYPE, *_LABELS)
        ranked = {name: first.index(name) if name in first else len(first) for name in found}
        return sorted(found.items(), key=lambda row: (ranked[row[0]], row[0]))

    def _label_comment(self, term: Term) -> str:
        """Return the label of a term; "" when it says no more than the IRI."""
        if not isinstance(term, NamedNode):
            return ""
        if term not in self._comments:
            self._comments[term] = self._label_of(term)
        return self._comments[term]

    def _label_of(self, term: NamedNode) -> str:
        found = self._things.get(term)
        if found is None:
            return ""
        labels = [
            value.value
            for name in _LABELS
            for value in sorted(found.get(name, []), key=str)
            if isinstance(value, Literal) and value.language in (None, "en")
        ]
        label = " ".join(labels[0].split()) if labels else ""
        name = re.split("[/#]", term.value)[-1]
        if (
            label.casefold() == name.replace("-", " ").casefold()
            or label[:_LABEL_CHARACTERS] in term.value
        ):
            return ""
        return (
            label
            if len(label) <= _LABEL_CHARACTERS
            else label[: _LABEL_CHARACTERS - 1].rstrip() + "…"
        )

    def _predicate(self, iri: str) -> str:
        return "a" if iri == _TYPE else self._iri(iri)

    def _name(self, node: Node) -> str:
        return self._iri(node.value) if isinstance(node, NamedNode) else str(node)

    def _term(self, term: Term, depth: int) -> str:
        if isinstance(term, Literal):
            return literal_text(term, self._iri)
        if isinstance(term, Triple):
            parts = (
                self._term(part, depth) for part in (term.subject, term.predicate, term.object)
            )
            return f"<<( {' '.join(parts)} )>>"
        if term not in self._nested:
            return self._name(term)
        items = self._list(term)
        if items is None:
            return self._anonymous(term, depth)
        return enclosed("(", [self._term(item, depth + 1) for item in items], " ", ")", depth)

    def _anonymous(self, node: Node, depth: int) -> str:
        parts = [
            f"{self._predicate(predicate)} "
            + " , ".join(sorted(self._term(value, depth + 1) for value in values))
            for predicate, values in self._sorted(node)
        ]
        return enclosed("[", parts, " ; ", "]", depth)

    def _list(self, node: Node) -> list[Term] | None:
        """Return the items of a collection (section 2.8); None when `node` is not a whole one."""
        items: list[Term] = []
        while node != NamedNode(_NIL):
            found = self._things.get(node, {})
            if node not in self._nested or found.keys() != {_FIRST, _REST}:
                return None
            if any(len(values) != 1 for values in found.values()):
                return None
            items += found[_FIRST]
            (rest,) = found[_REST]
            if isinstance(rest, Literal | Triple):
                return None
            node = rest
        return items

    def _iri(self, iri: str) -> str:
        if iri not in self._iris:
            self._iris[iri] = self._written(iri)
        return self._iris[iri]

    def _written(self, iri: str) -> str:
        found = curie_parts(iri, self._prefixes)
        if found is None or not _LOCAL.fullmatch(found[1]):
            return str(NamedNode(iri))
        prefix, local = found
        self.used[prefix] = iri.removesuffix(local)
        return f"{prefix}:{local}"
