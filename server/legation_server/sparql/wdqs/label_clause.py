"""Read a label service: its languages, and the variables that it names itself."""

import re
from dataclasses import dataclass

from legation_server.errors import Problem
from legation_server.sparql.positions import place_of, problem_at
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import Names, StatementReader

LABEL_SERVICE = "http://wikiba.se/ontology#label"
LANGUAGE = "http://wikiba.se/ontology#language"
PARAMETER = "http://www.bigdata.com/rdf#serviceParam"
HINT = "http://www.bigdata.com/queryHints#"
# The query service's page replaces this by the reader's language.
AUTOMATIC, DEFAULT_LANGUAGE = "[AUTO_LANGUAGE]", "en"
TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$")


@dataclass(frozen=True)
class Clause:
    """A `SERVICE … { … }`, by the places of its keyword and its braces."""

    keyword: int
    opening: int
    closing: int


def read_clause(
    draft: Draft, names: Names, clause: Clause
) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Return the languages of a label service and the labels that it names itself, in order.

    Each is subject and predicate as written, and the variable of the label without its `?`.
    Raises Problem for errors in the clause.
    """
    tokens = draft.tokens
    languages: list[str] | None = None
    named = []
    reader = StatementReader(draft.text, tokens, clause.opening + 1, clause.closing)
    for statement in reader.all():
        subject, verb, value = (
            tokens[place] for place in (statement.subject, statement.verb, statement.object)
        )
        about = names.iri(subject) or ""
        if about == PARAMETER:
            if names.iri(verb) == LANGUAGE:
                if value.kind != "string":
                    raise problem_of(draft, statement.object, "the languages must be a string.")
                languages = (languages or []) + read_languages(value.text)
        elif not about.startswith(HINT):
            if value.kind != "variable":
                raise problem_of(draft, statement.object, "a label must be assigned to a variable.")
            named.append((subject.text, verb.text, value.text[1:]))
    if languages is None:
        message = 'the label service needs languages: bd:serviceParam wikibase:language "en" .'
        raise problem_of(draft, clause.keyword, message)
    return list(dict.fromkeys(languages)), named


def read_languages(written: str) -> list[str]:
    """Return the language tags in a string of a query, given with its quotes.

    >>> read_languages('"[AUTO_LANGUAGE], az,zh-Hans"')
    ['en', 'az', 'zh-hans']
    """
    quotes = 3 if written[:3] in ('"""', "'''") else 1
    tags = [part.strip() for part in written[quotes:-quotes].split(",")]
    tags = [DEFAULT_LANGUAGE if tag == AUTOMATIC else tag for tag in tags]
    return [tag.lower() for tag in tags if TAG.match(tag)]


def problem_of(draft: Draft, place: int, message: str, kind: str = "syntax-error") -> Problem:
    """Return a problem with the token at a place; `message` says which."""
    where = place_of(draft.text, draft.tokens[place].start)
    return problem_at(kind, message, draft.text, where, {})
