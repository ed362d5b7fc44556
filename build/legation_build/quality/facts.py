"""Make facts that a reader can check of the table of claims, and draw some by chance. Pure."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from legation_build.dumps import Row

# Enough to tell a fact that was changed from one that was not.
FINGERPRINT_DIGITS = 16
# Remarks of the author about a fact are no part of what it says.
_NOT_SAID = frozenset({"note", "document"})
# What stands in columns of its own on the sheet of a reader.
_BESIDE = _NOT_SAID | {"claim", "content", "evidence", "section", "label"}


@dataclass(frozen=True)
class Fact:
    """What one claim says of one content: the unit that readers check.

    `name` is the id of the claim, a slash and the id of the content; `passages` are the ids of the
    sentences behind it; `fields` what is said, column → values; `fingerprint` a digest of it all.
    """

    name: str
    statement: str
    passages: tuple[str, ...]
    fields: Mapping[str, Sequence[str]]
    fingerprint: str

    @property
    def details(self) -> str:
        """Return the fields in one line, as in "actor: israel; time: 2012"."""
        return "; ".join(f"{key}: {', '.join(values)}" for key, values in self.fields.items())


def facts_of(rows: Iterable[Row], document: str) -> list[Fact]:
    """Return the facts of the document with the id `document`, sorted by name.

    `rows` are those of the table of claims, in any order.
    """
    found = [_fact(row) for row in rows if row["document"] == [document]]
    return sorted(found, key=lambda fact: fact.name)


def draw(facts: Sequence[Fact], size: int, seed: str) -> list[Fact]:
    """Return `size` facts drawn by chance, each at most once, in the order in which they stand.

    The same facts and the same seed give the same sample, on every machine.
    """
    chosen = random.Random(seed).sample(range(len(facts)), min(size, len(facts)))
    return [facts[number] for number in sorted(chosen)]


def _fact(row: Row) -> Fact:
    said = {key: sorted(values) for key, values in row.items() if key not in _NOT_SAID and values}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return Fact(
        f"{row['claim'][0]}/{row['content'][0]}",
        "; ".join(row["label"]),
        tuple(row["evidence"]),
        {key: values for key, values in said.items() if key not in _BESIDE},
        sha256(text.encode()).hexdigest()[:FINGERPRINT_DIGITS],
    )
