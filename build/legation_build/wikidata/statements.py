"""Find what Wikidata could say of what the documents assert, and why it cannot say the rest. Pure.

What is not asserted is left out. Wikidata would hold it as a statement with the qualifier "nature
of statement", whose values are items that nobody checked here; and a deprecated rank would say
that it is known to be wrong, which no document says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from pyoxigraph import Triple

from legation_build.dataset import (
    AFFIRMS,
    ASSERTED,
    COMMITTED,
    DENIED,
    Vocabulary,
    index_of,
    status_of,
    values,
)
from legation_build.namespaces import BIL, CODE, ENTITY, RDF, RDFS
from legation_build.wikidata.model import (
    NO_ITEM,
    NO_PROPERTY,
    NOT_ASSERTED,
    NOT_EXACT,
    REASONS,
    Export,
    Outcome,
    Snak,
    Statement,
)
from legation_build.wikidata.reading import CannotSayError, Facts
from legation_build.wikidata.rules import COUNTRY_OF, INSTANCE_OF, POSITIONS, RULES, Rule
from legation_build.wikidata.values import Item, Value

Why = tuple[str, str]


def export(triples: Iterable[Triple], vocabulary: Vocabulary) -> Export:
    """Return what Wikidata could say of `triples`: the model, the entities and the documents."""
    index = index_of(triples)
    facts = _Statements(index, vocabulary)
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
        affirming = [c for c in claims if AFFIRMS in values(self.index, c, BIL + "stance")]
        if (status := status_of(claims, self.index)) not in ASSERTED:
            hedges = {m for c in claims for m in values(self.index, c, BIL + "modality")}
            named = sorted(m.rsplit("/", 1)[-1] for m in hedges - COMMITTED)
            denied = ["denied"] if status == DENIED else []
            return [], [(NOT_ASSERTED, ", ".join([*named, *denied]))]
        statements: list[Statement] = []
        why: list[Why] = []
        rules = [(rule, key) for key in self._keys(content) for rule in RULES.get(key, ())]
        for rule, key in rules:
            for outcome in self._apply(rule, key, content, affirming):
                if isinstance(outcome, Statement):
                    statements.append(outcome)
                else:
                    why.append(outcome)
        nothing = [] if statements else [(NO_PROPERTY, ", ".join(self._keys(content)))]
        return statements, why or nothing

    def _keys(self, content: str) -> list[str]:
        predicates = values(self.index, content, BIL + "predicate")
        keys = [f"predicate/{name.removeprefix(BIL)}" for name in predicates]
        for name in ("eventType", "situationType", "measure"):
            keys += [c.removeprefix(CODE) for c in values(self.index, content, BIL + name)]
        return keys

    def _apply(
        self, rule: Rule, key: str, content: str, claims: Sequence[str]
    ) -> Iterator[Statement | Why]:
        """Yield what a rule, found by its key, makes of a content that `claims` affirm."""
        subjects = self.fitting(content, rule.subject, rule.subject_class)
        if not subjects:
            return
        try:
            if not (mains := list(self._mains(rule, key, content, subjects))):
                return
            qualifiers = [*self.times(rule, content), *self.supporters(claims)]
        except CannotSayError as error:
            yield error.why
            return
        references = tuple(dict.fromkeys(self.reference(c.rsplit("/", 1)[0]) for c in claims))
        for subject, value in mains:
            if subject not in self.items:
                yield (NO_ITEM, subject.removeprefix(ENTITY))
            elif isinstance(value, str):
                yield (NO_ITEM, value)
            else:
                item = self.items[subject]
                extra = self._qualifiers(rule, content, subject)
                main = Snak(rule.property, value)
                yield Statement(item, main, (*qualifiers, *extra), references, (content,))

    def _mains(
        self, rule: Rule, key: str, content: str, subjects: Sequence[str]
    ) -> Iterator[tuple[str, Value | str]]:
        """Yield subject and value of each statement; a value without an item as its name."""
        if rule.value == "when":
            yield from ((subject, self.time(content)) for subject in subjects)
        elif rule.value == "value":
            yield from ((subject, self.quantity(content)) for subject in subjects)
        elif rule.value == "position":
            yield from self._positions(content, subjects)
        else:
            yield from self._others(rule, key, content, subjects)

    def _positions(
        self, content: str, subjects: Sequence[str]
    ) -> Iterator[tuple[str, Value | str]]:
        """Yield each subject with the positions that its roles in bodies are."""
        bodies = [body.removeprefix(ENTITY) for body in values(self.index, content, BIL + "object")]
        roles = [role.rsplit("/", 1)[-1] for role in values(self.index, content, BIL + "role")]
        for subject, role, body in product(subjects, roles, bodies):
            post = POSITIONS.get((role, body))
            yield subject, Item(post.item) if post else f"{role} of {body}"

    def _others(
        self, rule: Rule, key: str, content: str, subjects: Sequence[str]
    ) -> Iterator[tuple[str, Value | str]]:
        """Yield each subject with the other things that a rule relates it to.

        Raises CannotSayError when the content leaves open which of them it is.
        """
        others = self.fitting(content, rule.value, rule.value_class)
        if rule.value == "eventType":
            # An event may have further types, of which this rule says nothing.
            others = [CODE + key]
        if _unclear(rule, subjects, others):
            raise CannotSayError(NOT_EXACT, "the content does not say who goes with whom")
        for subject, other in product(subjects, others):
            if other != subject:
                item = self.items.get(other)
                yield subject, Item(item) if item else other.rsplit("/", 1)[-1]

    def _qualifiers(self, rule: Rule, content: str, subject: str) -> list[Snak]:
        return [
            Snak(pid, Item(self.items[other]))
            for pid, role in rule.qualifiers
            for other in sorted(set(values(self.index, content, BIL + role)))
            if other != subject and other in self.items
        ]


def _unclear(rule: Rule, subjects: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether it is left open who goes with whom: several in two roles, over two in one."""
    if {rule.subject, rule.value} == {"subject", "object"}:
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
                tuple(sorted({r for s in alike for r in s.references}, key=_order)),
                tuple(sorted({source for s in alike for source in s.sources})),
            )
        )
    return sorted(merged, key=lambda s: (_number(s.subject), *_order(s.main), s.name))


def _order(snak: Snak) -> tuple[int, str]:
    return _number(snak.property), str(snak.value)


def _number(id: str) -> int:
    return int(id[1:])
