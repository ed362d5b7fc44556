"""The errors of the build, and the problems that they report.

LegationError
├── MappingError      what people wrote in mappings/ cannot be used
├── SourceError       the source text is missing or is not the text that was mapped
├── ValidationError   the data breaks the shapes
└── ReleaseError      the release folder cannot be written or read
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and what would be right.

    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return `file:line: message. remedy`, as editors and terminals expect it."""
        return self._text("")

    def as_warning(self) -> str:
        """Return the same of what is allowed but most often a mistake."""
        return self._text("warning: ")

    def _text(self, kind: str) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {kind}{self.message}" + (f" {self.remedy}" if self.remedy else "")


class LegationError(Exception):
    """An error that is shown to the user as text, without a traceback."""

    def __init__(self, summary: str, problems: Sequence[Problem] = ()) -> None:
        """Keep the one-line `summary` and the problems behind it, sorted by place."""
        super().__init__(summary)
        self.summary = summary
        self.problems = tuple(sorted(set(problems)))

    def __str__(self) -> str:
        """Return the problems, one a line, then the summary."""
        return "\n".join([*map(str, self.problems), self.summary])


class MappingError(LegationError):
    """What people wrote in a mapping cannot be used."""


class SourceError(LegationError):
    """The source text is missing or is not the text that was mapped."""


class ValidationError(LegationError):
    """The data breaks the shapes."""


class ReleaseError(LegationError):
    """The release folder cannot be written or read."""
