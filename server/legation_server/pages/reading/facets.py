"""The rows of options by which a reader narrows a list of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """A value that can be chosen.

    `count` is how many statements it leaves, None where nobody counted. `parameters` are those of
    the address that chooses it, with the choices made already; `current` tells whether it is set.
    """

    text: str
    count: int | None
    parameters: Mapping[str, str]
    current: bool


@dataclass(frozen=True)
class Facet:
    """A row of options under a heading; the first leaves everything in.

    At most one option is current. Where that is the first, nothing is chosen in this row, and the
    list is as long as it would be without it.
    """

    heading: str
    options: Sequence[Option]

    @property
    def chosen(self) -> str:
        """Return the text of the option that is set; empty while all are in."""
        return next((one.text for one in self.options[1:] if one.current), "")
