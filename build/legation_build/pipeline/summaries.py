"""Say in a line why a build ends, and put what is wrong in several documents into one error."""

from collections.abc import Sequence

from legation_build.errors import (
    LegationError,
    MappingError,
    Problem,
    SourceError,
    ValidationError,
)

UNFIT = "The mappings do not fit the texts; nothing was written."
# What is wrong in a mapping is to be mended before what follows from it.
_IN_ORDER = (MappingError, SourceError, ValidationError, LegationError)


def mapping_summary(problems: Sequence[Problem]) -> str:
    """Return how many problems there are in mappings.

    >>> mapping_summary([Problem("a.yaml", 1, "wrong")])
    '1 problem in the mappings; nothing was written.'
    """
    return f"{_counted(problems, 'problem')} in the mappings; nothing was written."


def shapes_summary(problems: Sequence[Problem]) -> str:
    """Return how many results a validation has."""
    return f"{_counted(problems, 'result')}: the data break the shapes."


def one_error(errors: Sequence[LegationError]) -> LegationError:
    """Return one error for those of some documents: of the kind to be mended first, all problems.

    >>> one_error([MappingError("2 problems"), ValidationError("1 result")]).summary
    '2 problems'
    """
    kind = next(kind for kind in _IN_ORDER if any(isinstance(e, kind) for e in errors))
    alike = [error for error in errors if isinstance(error, kind)]
    if len(alike) == 1:
        return alike[0]
    problems = sorted({problem for error in alike for problem in error.problems})
    if kind is ValidationError:
        return ValidationError(shapes_summary(problems), problems)
    # What has no place is told in its summary alone.
    summaries = list(dict.fromkeys(error.summary for error in alike if not error.problems))
    counted = [mapping_summary(problems)] if problems else []
    return kind(" ".join([*summaries, *counted]), problems)


def _counted(problems: Sequence[Problem], noun: str) -> str:
    return f"{len(problems)} {noun}{'s' if len(problems) > 1 else ''}"
