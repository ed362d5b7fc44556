"""Loops of a test that have to have something to go through."""

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def some(items: Iterable[Item]) -> list[Item]:
    """Return items as a list; raises AssertionError when there are none."""
    found = list(items)
    assert found, "there is nothing to go through"
    return found
