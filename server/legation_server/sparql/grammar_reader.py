"""Read the tokens of a query by the grammar, as far as they are one."""

from collections.abc import Sequence

from legation_server.sparql.grammar import FUNCTIONS, TERMINALS, Node, grammar
from legation_server.sparql.lexer import Token


class GrammarReader:
    """Reads tokens by the grammar, and remembers what could stand where it came furthest.

    `required` is what had to follow there, `allowed` what else could; `words` are all keywords.
    """

    def __init__(self, read: Sequence[Token]) -> None:
        """Begin with the tokens of a query."""
        self._tokens = read
        self._grammar = grammar()
        self._labels: list[tuple[int, str]] = []
        self.furthest = -1
        self.required: dict[str, None] = {}
        self.allowed: dict[str, None] = {}
        self.words: dict[str, None] = {}

    def reads_all(self) -> bool:
        """Read the tokens, and return whether they are a query."""
        end = self._read(Node("rule", "Query"), 0, True)
        if end == len(self._tokens):
            return True
        if end is not None:
            self._miss(end, "", "the end of the query", False)
        return False

    def _read(self, node: Node, place: int, required: bool) -> int | None:
        """Return the place after what a part of the grammar reads; None when it reads nothing."""
        match node.kind:
            case "sequence":
                return self._read_sequence(node, place, required)
            case "choice":
                for part in node.parts:
                    if (end := self._read(part, place, required)) is not None:
                        return end
                return None
            case "optional":
                end = self._read(node.parts[0], place, False)
                return place if end is None else end
            case "repeated":
                while (end := self._read(node.parts[0], place, False)) is not None and end > place:
                    place = end
                return place
            case "rule":
                rule = self._grammar[node.name]
                self._labels.append((place, rule.label))
                end = self._read(rule.node, place, required)
                self._labels.pop()
                return end
        return self.read_token(node, place, required)

    def _read_sequence(self, node: Node, place: int, required: bool) -> int | None:
        begun = place
        for part in node.parts:
            end = self._read(part, place, required or place > begun)
            if end is None:
                return None
            place = end
        return place

    def read_token(self, node: Node, place: int, required: bool) -> int | None:
        """Return the place after a token that a node of the grammar wants; None without it."""
        if place < len(self._tokens) and _is(self._tokens[place], node):
            return place + 1
        name = TERMINALS[node.name][1] if node.kind == "token" else node.name
        word = node.name if node.kind == "word" else ""
        label = next((label for begun, label in self._labels if label and begun == place), name)
        self._miss(place, word, label, required)
        if node.name == "FUNCTION" and place == self.furthest:
            self.words.update(dict.fromkeys(sorted(FUNCTIONS)))
        return None

    def _miss(self, place: int, word: str, name: str, required: bool) -> None:
        if place < self.furthest:
            return
        if place > self.furthest:
            self.furthest = place
            self.required, self.allowed, self.words = {}, {}, {}
        (self.required if required else self.allowed)[name] = None
        if word:
            self.words[word] = None


def _is(token: Token, node: Node) -> bool:
    """Tell whether a token is the one that a terminal stands for."""
    if node.kind == "word":
        return token.text == "a" if node.name == "a" else token.text.upper() == node.name
    if node.kind == "mark":
        return token.kind == "mark" and token.text == node.name
    if node.name == "FUNCTION":
        return token.text.upper() in FUNCTIONS
    if node.name == "PNAME_NS" and not token.text.endswith(":"):
        return False
    return token.kind == TERMINALS[node.name][0]
