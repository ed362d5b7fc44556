"""Turns of speech that a corpus must have: hedges, attribution, denial, quotation.

Each function writes sentences into a draft, and the claims that they make.
"""

from growth.draft import Draft
from growth.facts import event_label, event_sentence

# How a hedge sounds: modality → the words of the sentence, as (hedge, beginning of the sentence).
HEDGES = {
    "reported": ("reportedly", "Reportedly"),
    "alleged": ("allegedly", "Allegedly"),
    "suspected": ("is suspected", "It is suspected that"),
    "estimated": ("is estimated", "It is estimated that"),
    "inferred": ("", "As the name shows,"),
    "opinion": ("in the view", "In the view of observers"),
    "found": ("found", "The court found that"),
    "planned": ("would", "It was said that both would agree, and"),
    "possible": ("may", "It may be that"),
}


def hedged(draft: Draft, modality: str) -> None:
    """Write what the document does not assert, hedged as the modality has it."""
    a, b = draft.side(), draft.third()
    type, time = draft.code("event-type", own=0.2), draft.point()
    hedge, beginning = HEDGES[modality]
    sentence = event_sentence(draft, type, a.id, b, time.words)
    passage = draft.say(f"{beginning} {sentence[0].lower()}{sentence[1:]}")
    source = a.parts["court"] if modality == "found" else _source(draft)
    by = {} if modality in ("inferred", "planned", "possible") else {"attributedTo": source}
    word = {"hedge": hedge} if hedge else {}
    supposed = draft.content(
        "Supposition",
        f"By {modality} word only: {event_label(draft, type, a.id, b, time.words)}",
        eventType=type,
        actor=a.id,
        target=b,
        topic=draft.code("topic"),
        **time.keys(),
    )
    draft.claim(passage, supposed, modality, **word, **by)


def two_hedges(draft: Draft) -> None:
    """Write two hedges at once, with a flag of the document."""
    a, place = draft.side(), draft.some("City")
    passage = draft.say(
        f"Reportedly {a.label} may move an office to {draft.label(place)}, some readers add."
    )
    supposed = draft.content(
        "Supposition",
        f"It was said that {a.label} may open an office in {draft.label(place)}.",
        situationType="local-office",
        actor=a.id,
        place=place,
        topic="diplomacy",
    )
    flags = [draft.code("flag")]
    draft.claim(passage, supposed, ["reported", "possible"], hedge="may", flag=flags)


def chain(draft: Draft) -> None:
    """Write a word that came through others: the saying, what was said, and all who told it on."""
    a, b = draft.one, draft.other
    speaker = draft.some("Person")
    press, cable = (
        a.parts["press"],
        draft.own(
            "CreativeWork", f"Cable {draft.number + 1} from {b.label}", "Cable of an embassy"
        ),
    )
    time = draft.point(1990 + draft.number % 30)
    passage = draft.say(
        f"The {draft.label(press)} wrote that a cable quotes {draft.label(speaker)} "
        f"with “ice that floats” on {b.label} {time.words}."
    )
    said = draft.content(
        "Supposition",
        f"In the view of {draft.label(speaker)}, most of the ties with {b.label} are hidden.",
        situationType="circumstance",
        concerning=[a.id, b.id],
        topic="diplomacy",
    )
    saying = draft.content(
        "Supposition",
        f"A cable has {draft.label(speaker)} speak of {b.label}.",
        eventType="say",
        actor=speaker,
        addressee=a.parts["ministry"],
        says=said["id"],
        words="ice that floats",
        quotedDirectly="true",
        **time.keys(),
    )
    draft.claim(
        passage, saying, passedOnBy=[cable, press], attributedTo=speaker, modality="reported"
    )
    draft.claim(
        passage, said, "opinion", attributedTo=speaker, passedOnBy=[cable, press],
        claimedWhen=time.edtf, note="The sentence goes on with the same report.",
    )  # fmt: skip


def statement(draft: Draft) -> None:
    """Write what somebody said, on their word and without doubt."""
    a, b = draft.side(), draft.third()
    speaker = draft.chance.choice((a.parts["president"], a.parts["ambassador"], a.parts["office"]))
    type, time = draft.code("event-type"), draft.point()
    utterance = draft.chance.choice(("announcement", "report", "say"))
    sentence = event_sentence(draft, type, a.id, b, time.words)
    passage = draft.say(f"According to {draft.label(speaker)}, {sentence[0].lower()}{sentence[1:]}")
    said = draft.content(
        "Event",
        f"On the word of {draft.label(speaker)}: {event_label(draft, type, a.id, b, time.words)}",
        eventType=type,
        actor=a.id,
        target=b,
        **time.keys(),
    )
    saying = draft.content(
        "Utterance",
        f"{draft.label(speaker)} tells of {draft.label(b)}.",
        eventType=utterance,
        actor=speaker,
        says=said["id"],
        topic=draft.code("topic", own=0.1),
    )
    draft.claim(passage, saying)
    draft.claim(passage, said, "attributed", attributedTo=speaker, hedge="according to")


def denial(draft: Draft) -> None:
    """Write what was alleged, and its denial."""
    a, b = draft.one, draft.other
    time = draft.point()
    base = b.parts["airfield"]
    passage = draft.say(
        f"Allegedly {a.label} was given the use of the {draft.label(base)} {time.words}."
    )
    alleged = draft.content(
        "Supposition",
        f"{a.label} was alleged to use an airfield of {b.label}.",
        situationType="location",
        actor=a.id,
        place=base,
        topic="military",
        **time.keys(),
    )
    source = _source(draft)
    first = draft.claim(passage, alleged, "alleged", attributedTo=source, hedge="allegedly")
    officials = b.parts["officials"]
    passage = draft.say(f"{draft.label(officials)} rejected the story at once.")
    rejection = draft.content(
        "Utterance",
        f"{draft.label(officials)} deny that an airfield was lent.",
        eventType="reject",
        actor=officials,
        mentions=alleged["id"],
    )
    draft.claim(passage, rejection)
    whose = {"attributedTo": officials, "disputes": first}
    draft.claim(passage, str(alleged["id"]), "attributed", "denies", **whose)


def quotation(draft: Draft) -> None:
    """Write a block quotation, and the claim that it was said."""
    a = draft.side()
    speaker = a.parts["president"]
    passage = draft.say(
        f"We have been neighbours for {20 + draft.number % 80} years, and will stay so.",
        "quotation",
    )
    spoken = draft.content(
        "Utterance",
        f"{draft.label(speaker)} speaks of a long time as neighbours.",
        eventType="say",
        actor=speaker,
        words="will stay so",
        quotedDirectly="true",
        note="The quotation stands alone; its heading tells who speaks.",
    )
    draft.claim(passage, spoken)


def _source(draft: Draft) -> str:
    a = draft.side()
    return draft.chance.choice((a.parts["press"], a.parts["officials"], draft.some("Organization")))
