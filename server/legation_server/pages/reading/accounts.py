"""What each sentence behind a statement gives by itself: its time, place and figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from legation_server.pages.reading.lines import Link, address, sentence_link
from legation_server.phrases import Amount, amount_words, time_words
from legation_server.site_index import (
    Account,
    SiteIndex,
    Statement,
    accounts,
    code_at,
    entity_at,
)
from legation_server.web import language

# The properties that make a time or a figure together, and are told as one.
TIME = ("givenWhen", "givenWhenText")
FIGURE = (
    "givenValue",
    "givenMinValue",
    "givenMaxValue",
    "givenPrecision",
    "givenQuantityText",
    "givenUnit",
)


@dataclass(frozen=True)
class OwnAccount:
    """What one claim's sentences give: names and values, and the names of what they leave out."""

    sentences: Sequence[Link]
    given: Sequence[tuple[str, Sequence[Link]]]
    left_out: Sequence[str]


def own_accounts(index: SiteIndex, statement: Statement) -> list[OwnAccount]:
    """Return what each sentence gives, if they do not all give the same."""
    sources = {source.id: source for source in statement.sources}
    return [
        OwnAccount(
            [sentence_link(one) for one in sources[account.claim].passages],
            [(name, values) for name, values in _given(index, statement, account) if values],
            [property_words(name) for name in account.left_out],
        )
        for account in accounts(index, statement.id)
        if account.claim in sources
    ]


def property_words(name: str) -> str:
    """Return what people call a property of a statement, as in `when`."""
    say = language().say
    known = {
        "when": say("time"),
        "whenText": say("words for the time"),
        "place": say("place"),
        "value": say("figure"),
        "qualifier": say("qualification"),
        "ordinal": say("number in a series"),
    }
    return known.get(name, name)


def _given(
    index: SiteIndex, statement: Statement, account: Account
) -> list[tuple[str, list[Link]]]:
    say, words = language().say, language()
    time = time_words(
        account.first("givenWhen"), account.first("givenWhenText"), words, statement.lasts
    )
    unit = code_at(index, account.first("givenUnit"))
    amount = Amount(
        value=_decimal(account.first("givenValue")),
        least=_decimal(account.first("givenMinValue")),
        most=_decimal(account.first("givenMaxValue")),
        precision=account.first("givenPrecision").rpartition("/")[2],
        quantity=account.first("givenQuantityText"),
        unit=unit.label if unit else "",
        unit_code=unit.name if unit else "",
    )
    figure = amount_words(amount, words)
    found = [
        (say("When"), [Link(time, "")] if time else []),
        (say("How much"), [Link(figure, "")] if figure else []),
    ]
    others: dict[str, list[Link]] = {}
    for name, value in account.given:
        if name not in (*TIME, *FIGURE):
            others.setdefault(name.removeprefix("given"), []).append(_link(index, value))
    headings = {"Place": say("Where"), "Qualifier": say("Qualified as"), "Ordinal": say("Number")}
    return found + [(headings.get(name, name), links) for name, links in others.items()]


def _link(index: SiteIndex, value: str) -> Link:
    thing = entity_at(index, value) or code_at(index, value)
    return Link(thing.label, address(thing.path)) if thing else Link(value, "")


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
