"""Stories that a corpus must have: relations begin, a plan is carried out, a war is fought.

Each function writes sentences into a draft, and the claims that they make.
"""

from growth.draft import Draft
from growth.facts import event_label, event_sentence


def relations(draft: Draft) -> None:
    """Write recognition and relations: an event, and what holds since then."""
    a, b = draft.one, draft.other
    year = draft.chance.randrange(1918, 1995)
    for type, holds in (
        ("recognition", "recognition-in-force"),
        ("establishment-of-relations", "diplomatic-relations"),
    ):
        time = draft.point(year)
        passage = draft.say(event_sentence(draft, type, a.id, b.id, time.words))
        sides = (
            {"actor": a.id, "target": b.id}
            if holds == "recognition-in-force"
            else {"participant": [a.id, b.id]}
        )
        event = draft.content(
            "Event",
            event_label(draft, type, a.id, b.id, time.words),
            eventType=type,
            topic="diplomacy",
            **sides,
            **time.keys(),
        )
        since = draft.content(
            "Situation",
            f"{a.label} and {b.label}: {draft.lists.label('situation-type', holds)}",
            situationType=holds,
            topic="diplomacy",
            **sides,
            when=f"{year}/..",
        )
        draft.claim(passage, [event, since])
        if time.edtf != str(year) and holds == "diplomatic-relations":
            again = draft.say(f"Both have kept up relations since {year}, as is often told.")
            account = {"of": event["id"], "when": str(year)}
            if "whenText" in event:
                account["leavesOut"] = "whenText"
            draft.claim(again, str(event["id"]), accounts=[account])
        year += draft.chance.randrange(0, 3)


def plan(draft: Draft) -> None:
    """Write a plan, and what became of it."""
    a, b = draft.one, draft.other
    start = 1950 + (draft.number * 7) % 60
    what = b.parts["plan"]
    passage = draft.say(
        f"Both states would open a railway by {start + 5}, a paper of {start} says."
    )
    planned = draft.content(
        "Supposition",
        f"A railway between {a.label} and {b.label} was planned for {start + 5}.",
        eventType="opening",
        participant=[a.id, b.id],
        concerning=what,
        topic="transport",
        when=f"../{start + 5}",
        whenText=f"by {start + 5}",
    )
    draft.claim(passage, planned, "planned", hedge="would", claimedWhen=str(start))
    passage = draft.say(f"In {start + 9} the line was opened at last, in spite of its costs.")
    costs = draft.content(
        "Situation",
        f"The railway of {a.label} and {b.label} is dear.",
        situationType="circumstance",
        concerning=what,
        qualifier="dear",
    )
    done = draft.content(
        "Event",
        f"{a.label} and {b.label} open their railway.",
        eventType="opening",
        participant=[a.id, b.id],
        concerning=what,
        topic="transport",
        when=str(start + 9),
        realizes=planned["id"],
        despite=costs["id"],
        ordinal="1",
    )
    draft.claim(passage, [done, costs])


def war(draft: Draft) -> None:
    """Write a war that has a name, what was part of it, and what it caused."""
    a, b, third = draft.one, draft.other, draft.third()
    start = 1925 + (draft.number * 11) % 70
    name = draft.own("NamedEvent", f"War of {a.label} and {b.label}", "War between neighbours")
    passage = draft.say(f"From {start} to {start + 3} both fought each other over a river.")
    fought = draft.content(
        "Event",
        f"{a.label} and {b.label} are at war for three years.",
        eventType="war",
        participant=[a.id, b.id],
        namedEvent=name,
        topic="conflict",
        when=f"{start}/{start + 3}",
    )
    units = draft.lists.units("duration")
    length = draft.content(
        "Figure",
        f"Length of the war of {a.label} and {b.label}.",
        measure="duration",
        unit=units[draft.number % len(units)],
        quantityText="a few",
        quantifies=fought["id"],
    )
    draft.claim(passage, [fought, length])
    passage = draft.say(f"In {start + 1} a bridge fell, and people fled because of it, later on.")
    fall = draft.content(
        "Event",
        f"A bridge is destroyed in {start + 1}.",
        eventType="assault",
        actor=third,
        target=a.id,
        place=a.parts["region"],
        when=str(start + 1),
        partOfEvent=f"entity:{name}",
    )
    flight = draft.content(
        "Event",
        f"Inhabitants of {a.label} move away after a bridge fell.",
        eventType="move",
        actor=a.parts["people"],
        origin=a.parts["region"],
        destination=b.id,
        whenText="later on",
        follows=fall["id"],
        cause=fall["id"],
        during=f"entity:{name}",
    )
    draft.claim(passage, [fall, flight])
    passage = draft.say("Every year both remember the end, if the weather is good, to keep peace.")
    weather = draft.content(
        "Supposition",
        "The weather may be good on the day of memory.",
        situationType="circumstance",
        concerning=a.id,
    )
    peace = draft.content(
        "Supposition",
        f"{a.label} and {b.label} mean to keep peace.",
        situationType="position",
        actor=[a.id, b.id],
    )
    memory = draft.content(
        "Event",
        f"{a.label} and {b.label} remember their war.",
        eventType="commemorate",
        participant=[a.id, b.id],
        commemorates=fought["id"],
        condition=weather["id"],
        purpose=peace["id"],
    )
    draft.claim(passage, memory)
    draft.claim(passage, weather, "possible", hedge="if")
    draft.claim(passage, peace, "planned", hedge="to keep")


def offices(draft: Draft) -> None:
    """Write who holds which office in each of the two states."""
    roles = draft.lists.codes["role"]
    for number, state in enumerate((draft.one, draft.other)):
        person = draft.some("Person")
        role = roles[(draft.number * 2 + number) % len(roles)]
        if not number and draft.number % 5 == 4:
            role = draft.code("role", own=1.0)
        name = draft.lists.label("role", role)
        passage = draft.say(f"By office {draft.label(person)} speaks for {state.label}, as {name}.")
        office = draft.content(
            "Attribute",
            f"{draft.label(person)} is {name} of {state.label}.",
            situationType="office",
            actor=person,
            target=state.parts["ministry"],
            role=role,
            topic="politics",
        )
        draft.claim(passage, office)
