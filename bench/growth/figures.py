"""Figures of a corpus: of every measure and unit, exact, rounded, as ranges and in words."""

from growth.draft import Block, Draft

_WORDS = ("several hundred", "dozens", "a few thousand", "some")


def figure(draft: Draft, measure: str) -> None:
    """Write a number of some measure: said by the document, on somebody's word, or an estimate."""
    a, chance = draft.side(), draft.chance
    unit = chance.choice(draft.lists.units(measure))
    year = 1960 + chance.randrange(60)
    quantity, words = _quantity(draft, measure, unit)
    name = draft.lists.label("measure", measure)
    modality = chance.choice(("asserted", "asserted", "attributed", "estimated"))
    office = a.parts["office"]
    beginning = {
        "asserted": f"In {year}",
        "attributed": f"According to the {draft.label(office)}, in {year}",
        "estimated": f"It is estimated that in {year}",
    }[modality]
    passage = draft.say(f"{beginning} the {name} of {a.label} came to {words}.")
    more: Block = {"baseline": str(year - 10)} if measure == "growth-rate" else {}
    if unit in ("us-dollar", "euro") and chance.random() < 0.5:
        more["excludes"] = f"topic/{draft.lists.codes['topic'][0]}"
    if chance.random() < 0.3:
        more["precision"] = draft.code("precision")
    content = draft.content(
        "Figure",
        f"{name.capitalize()} of {a.label} in {year}: {words}.",
        concerning=a.id,
        topic="economy",
        when=str(year),
        measure=measure,
        unit=unit,
        **quantity,
        **more,
    )
    if modality == "attributed":
        draft.claim(passage, content, modality, attributedTo=office, hedge="according to")
    else:
        hedge = {"estimated": "is estimated"}.get(modality)
        draft.claim(passage, content, modality, **({"hedge": hedge} if hedge else {}))


def conflict(draft: Draft, number: int) -> None:
    """Write two figures for one thing, how they conflict, and a price of what was sold."""
    a, b, chance = draft.one, draft.other, draft.chance
    year = 1970 + number * 10 + chance.randrange(9)
    goods = draft.code("commodity", own=0.1)
    how = ("contradicts", "differsInScope", "differsInYear", "differsInPeriod", "differsInUnit")[
        (draft.number + number) % 5
    ]
    first = chance.randrange(10, 50)
    passage = draft.say(f"{a.label} sold {first} per cent of its {goods} there in {year}.")
    shares = []
    for value in (first, first + chance.randrange(5, 40)):
        shares.append(
            draft.content(
                "Figure",
                f"Share of {goods} from {a.label} to {b.label}: {value} %.",
                measure="share",
                unit="percent",
                value=str(value),
                origin=a.id,
                destination=b.id,
                commodity=goods,
                when=str(year),
            )
        )
    shares[1][how] = shares[0]["id"]
    shares[1]["note"] = "Two sentences give two numbers; the text does not say why."
    draft.claim(passage, shares[0])
    source = a.parts["report"]
    passage = draft.say(f"According to the {draft.label(source)} it was {shares[1]['value']}.")
    draft.claim(passage, shares[1], "attributed", attributedTo=source, hedge="according to")
    price = chance.randrange(1_000, 900_000) * 1000
    passage = draft.say(f"The deal of {year} cost {price} dollars, without freight, it is said.")
    sale = draft.content(
        "Event",
        f"{a.label} sells {goods} to {b.label}.",
        eventType="sale",
        actor=a.parts["company"],
        origin=a.id,
        destination=b.id,
        commodity=goods,
        topic="trade",
        when=str(year),
    )
    cost = draft.content(
        "Figure",
        f"Price of {goods} in {year}, in dollars.",
        measure="price",
        unit="us-dollar",
        value=str(price),
        precision="about",
        quantifies=sale["id"],
        excludes="topic/transport",
    )
    units = draft.lists.units("amount")
    amount = draft.content(
        "Figure",
        f"Amount of {goods} that {a.label} sells in {year}.",
        measure="amount",
        unit=units[(draft.number * 3 + number) % len(units)],
        quantityText=chance.choice(_WORDS),
        quantifies=sale["id"],
    )
    draft.claim(passage, [sale, cost, amount])


def _quantity(draft: Draft, measure: str, unit: str) -> tuple[Block, str]:
    """Return the keys of a quantity, and its words in the text."""
    chance = draft.chance
    most = 100 if unit == "percent" else 30 if measure == "rank" else 5_000_000
    form = chance.randrange(5)
    low = chance.randrange(1, most)
    if form == 0:
        words = chance.choice(_WORDS)
        return {"quantityText": words}, words
    if form == 1 and low + 1 < most:
        high = chance.randrange(low + 1, most)
        return {"minValue": str(low), "maxValue": str(high)}, f"{low} to {high}"
    value = f"{low - 1}.{chance.randrange(1, 10)}" if form == 2 else str(low)
    return {"value": value}, f"{value} in {unit}"
