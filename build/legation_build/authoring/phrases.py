"""The turns of phrase of which the documentation shows how to say them, and how to find one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from legation_build.authoring.catalogue import Entry, found_in
from legation_build.mapping import parse


@dataclass(frozen=True)
class Turn:
    """A turn of phrase: a sentence, the claims that say it as YAML, and what then holds.

    `status` maps the id of a content to the status that the build derives; `advice` says in a
    sentence what matters.
    """

    name: str
    sentence: str
    advice: str
    claims: str
    status: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def turns() -> tuple[Turn, ...]:
    """Return all turns of phrase, in the order of the documentation."""
    text = (files("legation_build") / "authoring" / "turns.yaml").read_text(encoding="utf-8")
    source = parse(text, "turns.yaml")
    assert not source.problems, source.problems
    return tuple(
        Turn(
            turn["name"],
            turn["sentence"],
            turn["advice"],
            turn["claims"],
            tuple(sorted(turn["status"].items())),
        )
        for turn in source.data["turns"]
    )


def turns_for(word: str) -> Sequence[Turn]:
    """Return the turns that a word may mean, the nearest first; those that use it, if none."""
    entries = [Entry(turn.name, "", turn.sentence, turn.advice) for turn in turns()]
    by_name = {turn.name: turn for turn in turns()}
    found = [by_name[entry.id] for entry in found_in(entries, word)]
    return found or [turn for turn in turns() if word in turn.claims]
