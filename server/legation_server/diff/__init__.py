"""What changed between two releases, compared in a process of its own."""

from legation_server.diff.changes import WAYS, Change, Contents, compare, patch
from legation_server.diff.comparer import Comparer
from legation_server.diff.worded_changes import Side, readable_changes

__all__ = [
    "WAYS",
    "Change",
    "Comparer",
    "Contents",
    "Side",
    "compare",
    "patch",
    "readable_changes",
]
