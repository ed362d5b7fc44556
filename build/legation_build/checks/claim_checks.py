"""Find what is wrong in claims by themselves, that the schema cannot tell. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping import Path, Source, each_value


def chain_problems(source: Source, path: Path, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong in the chain from the one who said it to those who passed it on."""
    speakers = [who for _, who in each_value((), claim.get("attributedTo"))]
    for place, relay in each_value((*path, "passedOnBy"), claim.get("passedOnBy")):
        line = source.line(place)
        if not speakers:
            message = f"'{relay}' passes on nobody's word ('passedOnBy')."
            remedy = "Name the one who said it in 'attributedTo'."
            yield Problem(source.file, line, message, remedy)
        elif relay in speakers:
            message = f"'{relay}' is named in 'attributedTo' and in 'passedOnBy'."
            remedy = "Keep it in 'attributedTo' if it is the one who said it, else in 'passedOnBy'."
            yield Problem(source.file, line, message, remedy)
