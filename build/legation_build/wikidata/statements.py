"""Find what Wikidata could say of what the documents say, and why it cannot say the rest. Pure.

What a document does not assert gives a statement of normal rank with qualifiers that hedge it. The
deprecated rank would say that it is known to be wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from pyoxigraph import Triple

from legation_build.dataset import (
    Vocabulary,
    index_of,
    values,
)
from legation_build.namespaces import BIL, CODE, ENTITY, RDF, RDFS
from legation_build.wikidata.hedges.firmness import Firmness, firmness
from legation_build.wikidata.model import (
    NO_ITEM,
    NO_PROPERTY,
    NOT_EXACT,
    REASONS,
    Export,
    Outcome,
    Reference,
    Snak,
    Statement,
)
from legation_build.wikidata.reading import CannotSayError, Facts
from legation_build.wikidata.rules import COUNTRY_OF, INSTANCE_OF, POSITIONS, RULES, Rule
from legation_build.wikidata.values import Item, Value

Why = tuple[str, str]


def export(triples: Iterable[Triple], vocabulary: Vocabulary) -> Export:
    """Return what Wikidata could say of `triples`: the model, the entities and the documents."""
    given = list(triples)
    index = index_of(given)
    facts = _Statements(index, vocabulary.extended(given))
    drafts = list(facts.entity_statements())
    found = {content: facts.content(content, claims) for content, claims in facts.contents.items()}
    drafts += [statement for statements, _ in found.values() for statement in statements]
    merged = _merge(drafts)
    names = defaultdict(list)
    for statement in merged:
        for source in statement.sources:
            names[source].append(statement.name)
    outcomes = (
        Outcome(
            content,
            facts.text(content, RDFS + "label"),
            tuple(sorted(facts.contents[content])),
            tuple(sorted(names[content])),
            *max(why, key=lambda one: list(REASONS).index(one[0]), default=("", "")),
        )
        for content, (_, why) in sorted(found.items())
    )
    # Where a class or code has the same item as an entity, the entity is what people look for.
    things = sorted(facts.items.items(), key=lambda one: one[0].startswith(ENTITY))
    by_item = {item: thing for thing, item in things}
    return Export(tuple(merged), tuple(outcomes), dict(sorted(by_item.items())), index)


class _Statements(Facts):
    """Makes statements of the facts."""

    def entity_statements(self) -> Iterator[Statement]:
        """Yield which classes the entities with items are in, and the parties of relations."""
        named = self.documents_by_entity()
        for thing, item in self.items.items():
            if not thing.startswith(ENTITY) or not (documents := named.get(thing)):
                continue
            sources = tuple(self.reference(document) for document in sorted(documents))
            kinds = set(values(self.index, thing, RDF + "type")) & self.items.keys()
            above = {a for kind in kinds for a in self.vocabulary.ancestors.get(kind, ())}
            parties = set(values(self.index, thing, BIL + "party"))
            values_of = {INSTANCE_OF: kinds - above, COUNTRY_OF: parties}
            for pid, others in values_of.items():
                for other in sorted(others & self.items.keys()):
                    main = Snak(pid, Item(self.items[other]))
                    yield Statement(item, main, (), sources, (thing,))

    def content(self, content: str, claims: Sequence[str]) -> tuple[list[Statement], list[Why]]:
        """Return the statements of a content, and why they are none or not all."""
        keys = self._keys(content)
        rules = [
            (self.with_roles(rule, key, content), key)
            for key in keys
            for rule in RULES.get(key, ())
        ]
        try:
            how = firmness(self, claims)
        except CannotSayError as error:
            # Whose word it is does not matter where no property says it.
            unsaid = error.why[0] == NO_ITEM and not rules
            return [], [(NO_PROPERTY, ", ".join(keys)) if unsaid else error.why]
        statements: list[Statement] = []
        why: list[Why] = []
        for rule, key in rules:
            for outcome in self._apply(rule, key, content, self.affirming(claims), how):
                if isinstance(outcome, Statement):
                    statements.append(outcome)
                else:
                    why.append(outcome)
        nothing = [] if statements else [(NO_PROPERTY, ", ".join(keys))]
        return statements, why or nothing

    def _keys(self, content: str) -> list[str]:
        """Return by what RULES may have rules for a content: predicates, codes and their items."""
        predicates = [pattern.stands_for for pattern in self.patterns(content)]
        codes = self.codes(content, "eventType", "situationType", "measure")
        items = [item for code in codes for item in self.matched(code) if item in RULES]
        return [
            *(f"predicate/{name}" for name in dict.fromkeys(predicates) if name),
            *(code.removeprefix(CODE) for code in codes),
            *dict.fromkeys(items),
        ]

    def _apply(
        self, rule: Rule, key: str, content: str, claims: Sequence[str], how: Firmness
    ) -> Iterator[Statement | Why]:
        """Yield what a rule, found by its key, makes of a content that `claims` affirm."""
        subjects = self.fitting(content, rule.subject, rule.subject_class)
        if not subjects:
            return
        try:
            if not (mains := list(self._mains(rule, key, content, subjects))):
                return
            qualifiers = [*self.times(rule, content), *how.qualifiers]
        except CannotSayError as error:
            yield error.why
            return
        references = tuple(dict.fromkeys(self.reference(c.rsplit("/", 1)[0]) for c in claims))
        for subject, value, inexact in mains:
            if subject not in self.items:
                yield (NO_ITEM, subject.removeprefix(ENTITY))
            elif isinstance(value, str):
                yield (NO_ITEM, value)
            else:
                yield Statement(
                    self.items[subject],
                    Snak(rule.property, value),
                    (*qualifiers, *inexact, *self._qualifiers(rule, content, subject)),
                    references,
                    (content,),
                    how.plain,
                    how.hedged,
                )

    def _mains(
        self, rule: Rule, key: str, content: str, subjects: Sequence[str]
    ) -> Iterator[tuple[str, Value | str, tuple[Snak, ...]]]:
        """Yield subject, value and what says that the value is not exact, of each statement.

        Instead of a value without an item its name is yielded.
        """
        if rule.value in ("when", "value"):
            read = self.time if rule.value == "when" else self.quantity
            yield from ((subject, *read(content)) for subject in subjects)
        elif rule.value == "position":
            yield from self._positions(content, subjects)
        else:
            yield from self._others(rule, key, content, subjects)

    def _positions(
        self, content: str, subjects: Sequence[str]
    ) -> Iterator[tuple[str, Value | str, tuple[Snak, ...]]]:
        """Yield each subject with the positions that its roles in bodies are."""
        bodies = [body.removeprefix(ENTITY) for body in values(self.index, content, BIL + "target")]
        roles = [role.rsplit("/", 1)[-1] for role in values(self.index, content, BIL + "role")]
        for subject, role, body in product(subjects, roles, bodies):
            post = POSITIONS.get((role, body))
            yield subject, Item(post.item) if post else f"{role} of {body}", ()

    def _others(
        self, rule: Rule, key: str, content: str, subjects: Sequence[str]
    ) -> Iterator[tuple[str, Value | str, tuple[Snak, ...]]]:
        """Yield each subject with the other things that a rule relates it to.

        Raises CannotSayError when the content leaves open which of them it is.
        """
        others = self.fitting(content, rule.value, rule.value_class)
        if rule.value == "eventType":
            others = self.types(content, CODE + key)
        if _unclear(rule, subjects, others):
            raise CannotSayError(NOT_EXACT, "the content does not say who goes with whom")
        for subject, other in product(subjects, others):
            if other != subject:
                item = self.items.get(other)
                yield subject, Item(item) if item else other.rsplit("/", 1)[-1], ()

    def _qualifiers(self, rule: Rule, content: str, subject: str) -> list[Snak]:
        return [
            Snak(pid, Item(self.items[other]))
            for pid, role in rule.qualifiers
            for other in sorted(set(values(self.index, content, BIL + role)))
            if other != subject and other in self.items
        ]


def _unclear(rule: Rule, subjects: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether it is left open who goes with whom: several in two roles, over two in one."""
    if rule.paired:
        return False
    return len(subjects) > 2 if rule.subject == rule.value else min(len(subjects), len(others)) > 1


def _merge(drafts: Iterable[Statement]) -> list[Statement]:
    """Return `drafts` with those in one that differ only in the points in time, sorted."""
    by_name: dict[str, list[Statement]] = defaultdict(list)
    for draft in drafts:
        by_name[draft.name].append(draft)
    merged = []
    for alike in by_name.values():
        first = alike[0]
        merged.append(
            Statement(
                first.subject,
                first.main,
                tuple(sorted({q for s in alike for q in s.qualifiers}, key=_order)),
                tuple(sorted({r for s in alike for r in s.references}, key=_in_order)),
                tuple(sorted({source for s in alike for source in s.sources})),
                all(s.plain for s in alike),
                any(s.hedged for s in alike),
            )
        )
    return sorted(merged, key=lambda s: (_number(s.subject), *_order(s.main), s.name))


def _order(snak: Snak) -> tuple[int, str]:
    return _number(snak.property), str(snak.value)


def _in_order(reference: Reference) -> list[tuple[int, str]]:
    return [_order(snak) for snak in reference]


def _number(id: str) -> int:
    return int(id[1:])
