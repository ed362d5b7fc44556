"""Choose a format by the Accept header (RFC 9110, section 12.5.1), as a pure function."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from legation_server.errors import Problem
from legation_server.formats import GRAPHS, SOLUTIONS, Format, named

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
MEDIA_RANGE = re.compile(rf"\s*({TOKEN})/({TOKEN})\s*$")
# A client asks alike each time. Values of any length come, and long ones are not kept.
ACCEPTS_KEPT = 256
LONGEST_KEPT_CHARACTERS = 1_000
# More than the grammar's: old clients leave the zero out, others write many digits.
QUALITY = re.compile(r"(?:0?\.\d+|0\.?|1(?:\.0*)?)$")
# One that nothing closes ends with the header: so no header is searched once for every quote.
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?$)')


@dataclass(frozen=True)
class MediaRange:
    """One item of an Accept header: a media type or wildcard and its quality, 0 to 1."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """Return 2 for `type/subtype`, 1 for `type/*`, 0 for `*/*`."""
        return (self.type != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        """Tell whether a media type falls into this range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def parse_accept(header: str | None) -> list[MediaRange]:
    """Read an Accept header; items that are not well-formed are left out.

    `*` is `*/*`, as old clients write it. Parameters other than `q` are ignored: none of our
    formats has variants they could choose.
    An absent or empty header accepts everything.
    """
    if header is None or not header.strip():
        return [MediaRange("*", "*", 1.0)]
    ranges = []
    for item in QUOTED.sub('""', header).split(","):
        name, *parameters = item.split(";")
        match = MEDIA_RANGE.match(name.lower() if name.strip() != "*" else "*/*")
        quality = _quality(parameters)
        if match and quality is not None and not (match[1] == "*" != match[2]):
            ranges.append(MediaRange(match[1], match[2], quality))
    return ranges


def choose(accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Return the offer a client likes best, or None when it accepts none of them.

    Quality decides, then how precisely the client named it, then the order of the offers. For
    each media type the most specific range counts, so `q=0` excludes it. Synonyms are looked at
    only when no offer is acceptable under its own name.
    """
    ranges = parse_accept(accept)
    return _best(ranges, [(offer, (offer.media_type,)) for offer in offers]) or _best(
        ranges, [(offer, offer.synonyms) for offer in offers if _allowed(ranges, offer)]
    )


def chosen_format(wanted: str | None, accept: str | None, offers: Sequence[Format]) -> Format:
    """Return the format `?format=` or else Accept asks for; raises Problem when there is none."""
    chosen = _wanted(wanted, offers) if wanted else choose(accept, offers)
    if chosen is None:
        raise unavailable(wanted or accept, offers)
    return chosen


def formats_for(wanted: str | None, accept: str | None) -> tuple[Format | None, Format | None]:
    """Return the formats for a table and for a graph, as `?format=` or else Accept asks.

    Raises Problem `not-acceptable` when there is none for either.
    """
    short = len(wanted or "") + len(accept or "") <= LONGEST_KEPT_CHARACTERS
    chosen = (_kept_formats if short else _formats)(wanted, accept)
    if chosen == (None, None):
        raise unavailable(wanted or accept, (*SOLUTIONS, *GRAPHS))
    return chosen


def _formats(wanted: str | None, accept: str | None) -> tuple[Format | None, Format | None]:
    if wanted:
        return _wanted(wanted, SOLUTIONS), _wanted(wanted, GRAPHS)
    return choose(accept, SOLUTIONS), choose(accept, GRAPHS)


_kept_formats = lru_cache(ACCEPTS_KEPT)(_formats)


def _wanted(wanted: str, offers: Sequence[Format]) -> Format | None:
    """Return the offer with a name, or that fits a list of media types as in an Accept header."""
    return named(wanted, offers) or (choose(wanted, offers) if "/" in wanted else None)


def unavailable(wanted: str | None, offers: Sequence[Format]) -> Problem:
    """Return the problem of a format that is not among the offers."""
    return Problem(
        "not-acceptable",
        f"There is no format {wanted!r}.",
        members={
            "available": [offer.media_type for offer in offers],
            "names": list(dict.fromkeys(offer.name for offer in offers)),
        },
    )


def _best(
    ranges: list[MediaRange], candidates: list[tuple[Format, tuple[str, ...]]]
) -> Format | None:
    rated = [
        (found.quality, found.specificity, -order, offer)
        for order, (offer, names) in enumerate(candidates)
        for name in names
        if (found := _range_for(ranges, name)) and found.quality > 0
    ]
    return max(rated, key=lambda rating: rating[:3])[3] if rated else None


def _range_for(ranges: list[MediaRange], media_type: str) -> MediaRange | None:
    """Return the most specific range that covers a media type; the highest quality among equals."""
    covering = [r for r in ranges if r.covers(media_type)]
    return max(covering, key=lambda r: (r.specificity, r.quality), default=None)


def _allowed(ranges: list[MediaRange], offer: Format) -> bool:
    """Tell whether a format was not itself excluded by `q=0`."""
    found = _range_for(ranges, offer.media_type)
    return found is None or found.quality > 0


def _quality(parameters: list[str]) -> float | None:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value) if QUALITY.match(value := value.strip()) else None
    return 1.0
