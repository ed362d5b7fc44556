"""Plain facts of a corpus: events and situations of every type, in labels and in sentences.

A label never repeats ten words of its sentence.
"""

from legation_build.dataset import Pattern

from growth.draft import Block, Draft

# Who or what fills the ends of a plain property: the types of its subject and its object.
_ENDS = {
    "recognizes": ("Country", "Country"),
    "diplomaticRelationsWith": ("Country", "Country"),
    "hasEmbassyIn": ("Country", "City"),
    "hasConsulateIn": ("Country", "City"),
    "hasOfficeIn": ("Corporation", "City"),
    "locatedIn": ("Organization", "City"),
    "capitalOf": ("City", "Country"),
    "connects": ("Product", "City"),
    "livesIn": ("Person", "City"),
    "operatesIn": ("Corporation", "City"),
    "hasNationality": ("Person", "Country"),
    "hasCountry": ("Corporation", "Country"),
    "hasParentBody": ("Organization", "GovernmentOrganization"),
    "hasAuthor": ("CreativeWork", "GovernmentOrganization"),
    "hasOwner": ("Product", "Country"),
    "isOfPeople": ("Organization", "People"),
    "hasMajorityReligion": ("Country", "Religion"),
    "holdsRoleIn": ("Person", "GovernmentOrganization"),
    "memberOf": ("Country", "Organization"),
}
# Who or what fills a role that stands for nothing.
_FILLERS = {
    "participant": "Country",
    "actor": "Country",
    "target": "Country",
    "concerning": "Organization",
    "instrument": "Product",
    "place": "City",
    "origin": "Country",
    "destination": "Country",
}
# Of these types of situation a document tells without a time.
_ATTRIBUTES = frozenset(
    {"classification", "home-country", "nationality", "parent-body", "authorship", "ownership"}
    | {"people", "membership", "office", "capital"}
)
_QUALIFIERS = ("covert", "official", "the largest of its kind", "quiet", "growing")
# How a label tells of an event type; others are told by their names.
_VERBS = {
    "accuse": "accuses", "agree": "agrees with", "aid": "helps", "assault": "attacks",
    "coerce": "presses", "consult": "consults", "cooperate": "works with", "demand": "asks",
    "investigate": "looks into", "meeting": "meets",
    "protest": "protests to", "purchase": "buys from", "recognition": "recognizes",
    "reject": "turns down", "sale": "sells to", "sanction": "punishes", "support": "backs",
    "threaten": "threatens", "visit": "sends a visitor to", "war": "fights",
}  # fmt: skip
_PLACES = ("in the north", "by the river", "at the border", "in the old town", "on the coast")


def event(draft: Draft, type: str) -> None:
    """Write something that happened, of an event type."""
    a, b, time = draft.side(), draft.third(), draft.point()
    passage = draft.say(event_sentence(draft, type, a.id, b, time.words))
    name = draft.code("event-type", own=1.0) if draft.chance.random() < 0.1 else type
    roles: Block = {"actor": a.id, "target": b}
    if draft.chance.random() < 0.3:
        roles |= {"place": draft.some("City"), "concerning": draft.some("Product")}
    if draft.chance.random() < 0.2:
        roles |= {"instrument": draft.some("Undertaking"), "among": draft.some("Group")}
    if type in ("sale", "purchase", "delivery", "transaction", "investment", "aid"):
        goods = draft.code("commodity", own=0.2)
        roles |= {"origin": a.id, "destination": b, "commodity": goods}
    happened = draft.content(
        "Event",
        event_label(draft, name, a.id, b, time.words),
        eventType=[type, name] if name != type else type,
        **roles,
        topic=draft.code("topic", own=0.05),
        **time.keys(),
    )
    draft.claim(passage, happened)


def situation(draft: Draft, type: str) -> None:
    """Write something that holds, of a situation type, with the roles that it needs."""
    pattern = draft.lists.situation_patterns[type]
    is_attribute = type in _ATTRIBUTES
    time = draft.span()
    roles = _roles(draft, pattern)
    named = next(iter(roles.values()), draft.one.id)
    first = named[0] if isinstance(named, list) else str(named)
    words = "" if is_attribute else time.words
    passage = draft.say(situation_sentence(draft, type, first, words).replace(" .", "."))
    extra: Block = {} if is_attribute else dict(time.keys())
    if type == "office":
        extra["role"] = draft.code("role", own=0.2)
    if type == "classification":
        extra["kind"] = draft.code("kind", own=0.5)
    if draft.chance.random() < 0.3:
        extra["qualifier"] = draft.chance.choice(_QUALIFIERS)
    holds = draft.content(
        "Attribute" if is_attribute else "Situation",
        f"{draft.label(first)}: {draft.lists.label('situation-type', type)} {words}".strip() + ".",
        situationType=type,
        **roles,
        topic=draft.code("topic"),
        **extra,
    )
    draft.claim(passage, holds)


def _roles(draft: Draft, pattern: Pattern) -> Block:
    """Return the roles that a type requires, filled with what its plain property can relate."""
    kinds = {role: _FILLERS[role] for role in pattern.required if role in _FILLERS}
    if pattern.stands_for:
        subject, obj = _ENDS.get(pattern.stands_for, ("", ""))
        if pattern.subject_role == pattern.object_role:
            return {pattern.subject_role: [draft.one.id, draft.other.id]}
        default = _FILLERS
        kinds[pattern.subject_role] = subject or default[pattern.subject_role]
        kinds[pattern.object_role] = obj or default[pattern.object_role]
    if not kinds and pattern.roles:
        kinds[min(pattern.roles)] = _FILLERS[min(pattern.roles)]
    roles: Block = {}
    for role in sorted(kinds):
        ids = [draft.one.id, draft.other.id]
        both = role == "participant"
        roles[role] = ids if both else _filler(draft, kinds[role], set(map(str, roles.values())))
    return roles or {"concerning": draft.one.id}


def _filler(draft: Draft, kind: str, taken: set[str]) -> str:
    while (found := draft.some(kind)) in taken:
        continue
    return found


def event_label(draft: Draft, type: str, actor: str, target: str, words: str) -> str:
    """Return the label of an event of a type between two."""
    one, other = draft.label(actor), draft.label(target)
    verb = _VERBS.get(type)
    if verb is not None:
        return f"{one} {verb} {other} {words}."
    return f"{one} and {other}: {draft.lists.label('event-type', type)} {words}."


def event_sentence(draft: Draft, type: str, actor: str, target: str, words: str) -> str:
    """Return a sentence of the text about that event."""
    where = draft.chance.choice(_PLACES)
    name = draft.lists.label("event-type", type)
    return (
        f"The records {where} speak of a case of {name} that joins {draft.label(target)} "
        f"to {draft.label(actor)} {words}."
    )


def situation_sentence(draft: Draft, type: str, subject: str, words: str) -> str:
    """Return a sentence of the text about a situation of a type."""
    where = draft.chance.choice(_PLACES)
    name = draft.lists.label("situation-type", type)
    return f"Readers {where} find a note on {name} of {draft.label(subject)} {words}."
