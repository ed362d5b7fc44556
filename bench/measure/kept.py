"""The figures that were measured, kept in one file: each as soon as it is made."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


class Kept:
    """What was measured, by measurement and size."""

    def __init__(self, file: Path) -> None:
        """Read what the file has, if it is there."""
        self._file = file
        self.data: dict[str, Figures] = {}
        if file.exists():
            self.data = json.loads(file.read_text(encoding="utf-8"))

    def has(self, measurement: str, size: str) -> bool:
        """Tell whether a figure is there already."""
        return size in self.data.get(measurement, {})

    def get(self, measurement: str) -> Figures:
        """Return what a measurement gave, by size, the smallest first."""
        found = self.data.get(measurement, {})
        return dict(sorted(found.items(), key=lambda pair: _order(pair[0])))

    def add(self, measurement: str, size: str, figures: Figures) -> None:
        """Keep figures, in place of those that were there."""
        self.data.setdefault(measurement, {})[size] = figures
        ordered = {name: self.get(name) for name in sorted(self.data)}
        aside = self._file.with_suffix(".part")
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
        os.replace(aside, self._file)

    def once(
        self, measurement: str, size: str, again: bool, measure: Callable[[], Figures]
    ) -> bool:
        """Measure and keep what is not there yet, or `again`; tell whether anything was done."""
        if self.has(measurement, size) and not again:
            return False
        self.add(measurement, size, measure())
        return True


def _order(size: str) -> tuple[int, str]:
    return (int(size), "") if size.isdecimal() else (0, size)
