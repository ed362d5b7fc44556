"""The grammar of queries as data (SPARQL 1.1, section 19.8, with what the engine reads of 1.2).

The engine parses queries; this grammar serves to say what is wrong with one that it refuses.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

# Rules as in the specification. Terminals are in quotes or in capitals; words are keywords in any
# case, but for `a`. A text after `#` is what people call that which a rule stands for.
RULES = """
Query = Prologue ( SelectQuery | ConstructQuery | DescribeQuery | AskQuery )
Prologue = ( 'BASE' IRIREF | 'PREFIX' PNAME_NS IRIREF | 'VERSION' STRING )*
SelectQuery = SelectClause DatasetClause* WhereClause SolutionModifier
SubSelect = SelectClause WhereClause SolutionModifier
SelectClause = 'SELECT' ( 'DISTINCT' | 'REDUCED' )? SelectItems
SelectItems = '*' | SelectItem+  # a variable or *
SelectItem = VAR | '(' Expression 'AS' VAR ')'
ConstructQuery = 'CONSTRUCT' ConstructForm SolutionModifier
ConstructForm = Template DatasetClause* WhereClause | DatasetClause* 'WHERE' Template
Template = '{' Triples? '}'
DescribeQuery = 'DESCRIBE' DescribeItems DatasetClause* WhereClause? SolutionModifier
DescribeItems = '*' | VarOrIri+  # a variable, an IRI or *
AskQuery = 'ASK' DatasetClause* WhereClause SolutionModifier
DatasetClause = 'FROM' 'NAMED'? Iri
WhereClause = 'WHERE'? Group
SolutionModifier = GroupClause? HavingClause? OrderClause? LimitOffset? ( 'VALUES' DataBlock )?
GroupClause = 'GROUP' 'BY' GroupConditions
GroupConditions = GroupCondition+  # a variable or an expression in brackets
GroupCondition = VAR | '(' Expression ( 'AS' VAR )? ')' | BuiltInCall | FunctionCall
HavingClause = 'HAVING' Constraint+
OrderClause = 'ORDER' 'BY' OrderConditions
OrderConditions = OrderCondition+  # a variable or an expression in brackets
OrderCondition = ( 'ASC' | 'DESC' ) '(' Expression ')' | Constraint | VAR
LimitOffset = LimitClause OffsetClause? | OffsetClause LimitClause?
LimitClause = 'LIMIT' NUMBER
OffsetClause = 'OFFSET' NUMBER
Group = '{' ( SubSelect | GroupContent ) '}'
GroupContent = Triples? ( Pattern '.'? Triples? )*
Triples = SameSubject ( '.' SameSubject )* '.'?
Pattern = Group ( 'UNION' Group )* | 'OPTIONAL' Group | 'MINUS' Group | 'LATERAL' Group
  | 'GRAPH' VarOrIri Group | 'SERVICE' 'SILENT'? VarOrIri Group | 'FILTER' Constraint
  | 'BIND' '(' Expression 'AS' VAR ')' | 'VALUES' DataBlock
DataBlock = VAR '{' DataValue* '}' | '(' VAR* ')' '{' ( '(' DataValue* ')' )* '}'
DataValue = Iri | Literal | 'UNDEF' | TripleTerm  # a value
Constraint = '(' Expression ')' | BuiltInCall | FunctionCall  # a condition in brackets
FunctionCall = Iri Arguments
Arguments = '(' ( 'DISTINCT'? Expression ( ',' Expression )* )? ')'
SameSubject = Term PropertyList | Node PropertyList?  # a subject
PropertyList = Verb ObjectList ( ';' ( Verb ObjectList )? )*
Verb = Path  # a predicate
ObjectList = Object ( ',' Object )*
Object = GraphNode Annotation*  # an object
GraphNode = Term | TripleTerm | Node
Annotation = '~' VarOrIri? | '{' '|' PropertyList '|' '}'
Node = '(' GraphNode+ ')' | '[' PropertyList ']' | Reified
Reified = '<' '<' Part Verb Part ( '~' VarOrIri? )? '>' '>'
Part = Term | TripleTerm | Reified
TripleTerm = '<' '<' '(' TermPart Verb TermPart ')' '>' '>'
TermPart = Term | TripleTerm
Term = VAR | Iri | Literal | BLANK | '(' ')' | '[' ']'
VarOrIri = VAR | Iri  # a variable or an IRI
Path = PathSequence ( '|' PathSequence )*
PathSequence = PathStep ( '/' PathStep )*
PathStep = '^'? PathPrimary ( '?' | '*' | '+' )?
PathPrimary = Iri | 'a' | VAR | '!' Negated | '(' Path ')'
Negated = PathOne | '(' ( PathOne ( '|' PathOne )* )? ')'
PathOne = '^'? ( Iri | 'a' )
Expression = Conjunction ( Or Conjunction )*
Conjunction = Relation ( And Relation )*
Relation = Sum ( Comparison Sum | 'NOT'? 'IN' '(' ( Expression ( ',' Expression )* )? ')' )?
Sum = Product ( Sign Product )*
Product = Factor ( Times Factor )*
Or = '|' '|'  # an operator
And = '&' '&'  # an operator
Comparison = '=' | '!' '=' | '<' '=' | '>' '=' | '<' | '>'  # an operator
Sign = '+' | '-'  # an operator
Times = '*' | '/'  # an operator
Factor = ( '!' | '+' | '-' )* Primary  # an expression
Primary = '(' Expression ')' | BuiltInCall | Iri Arguments? | Literal | VAR | TripleTerm
BuiltInCall = 'NOT'? 'EXISTS' Group
  | 'COUNT' '(' 'DISTINCT'? ( '*' | Expression ) ')'
  | 'GROUP_CONCAT' '(' 'DISTINCT'? Expression ( ';' 'SEPARATOR' '=' STRING )? ')'
  | ( 'SUM' | 'MIN' | 'MAX' | 'AVG' | 'SAMPLE' ) '(' 'DISTINCT'? Expression ')'
  | FUNCTION '(' ( Expression ( ',' Expression )* )? ')'
Literal = STRING ( LANGUAGE | '^' '^' Iri )? | ( '+' | '-' )? NUMBER | 'TRUE' | 'FALSE'
Iri = IRIREF | PNAME  # an IRI
"""
NAMES = """
STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND
CONCAT SUBSTR STRLEN REPLACE UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS
STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5
SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRLANGDIR STRDT SAMETERM ISIRI ISURI
ISBLANK ISLITERAL ISNUMERIC ISTRIPLE HASLANG HASLANGDIR REGEX TRIPLE SUBJECT PREDICATE
OBJECT ADJUST
"""
FUNCTIONS = frozenset(NAMES.split())
# The kinds of tokens that terminals in capitals stand for, and what people call them.
TERMINALS = {
    "VAR": ("variable", "a variable"),
    "IRIREF": ("iri", "an IRI in angle brackets"),
    "PNAME": ("name", "a prefixed name"),
    "PNAME_NS": ("name", "a prefix with a colon"),
    "STRING": ("string", "a string"),
    "LANGUAGE": ("language", "a language tag"),
    "NUMBER": ("number", "a number"),
    "BLANK": ("blank", "a blank node"),
    "FUNCTION": ("word", "a function"),
}
PIECE = re.compile(r"'([^']+)'|(\w+)|([()|*+?])|\s+")


@dataclass(frozen=True)
class Node:
    """A part of a rule.

    `kind` is word, mark, token or rule, with its name in `name`; or sequence, choice, optional or
    repeated (any number of times), with `parts`.
    """

    kind: str
    name: str = ""
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a rule stands for, by its name for people; empty when it has none."""

    node: Node
    label: str


@lru_cache(1)
def grammar() -> dict[str, Rule]:
    """Return the rules by name."""
    rules = {}
    for line in RULES.replace("\n  |", " |").strip().splitlines():
        name, _, rest = line.partition(" = ")
        body, _, label = rest.partition("  # ")
        pieces = [match for match in PIECE.finditer(body) if match[0].strip()]
        node, end = _choice(pieces, 0)
        assert end == len(pieces), name
        rules[name] = Rule(node, label)
    return rules


def _choice(pieces: list[re.Match[str]], place: int) -> tuple[Node, int]:
    """Return the alternatives that begin at a piece, and the place after them."""
    parts = []
    while True:
        part, place = _sequence(pieces, place)
        parts.append(part)
        if place == len(pieces) or pieces[place][0] != "|":
            return (parts[0] if len(parts) == 1 else Node("choice", parts=tuple(parts))), place
        place += 1


def _sequence(pieces: list[re.Match[str]], place: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while place < len(pieces) and pieces[place][0] not in ("|", ")"):
        if pieces[place][0] == "(":
            part, place = _choice(pieces, place + 1)
        else:
            part = _item(pieces[place])
        place += 1
        mark = pieces[place][0] if place < len(pieces) else ""
        if mark in ("*", "+", "?"):
            place += 1
            parts += [part] if mark == "+" else []
            part = Node("optional" if mark == "?" else "repeated", parts=(part,))
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Node("sequence", parts=tuple(parts))), place


def _item(piece: re.Match[str]) -> Node:
    if piece[1]:
        return Node("word" if piece[1][0].isalpha() else "mark", piece[1])
    return Node("token" if piece[2] in TERMINALS else "rule", piece[2])
