"""What tools for agents read: the index of a release, and a store that answers queries."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from legation_server.errors import Problem
from legation_server.namespaces import compact, expand
from legation_server.query import Answer, Task
from legation_server.releases import Release
from legation_server.settings import Settings
from legation_server.site_index import SiteIndex

# As many characters of a digest name a release.
RELEASE_NAME_CHARACTERS = 16
# What one answer may have, and one row: 25,000 tokens are seldom fewer than 2.4 characters each,
# since half of an answer are IRIs.
MOST_ANSWER_CHARACTERS, MOST_ROW_CHARACTERS = 60_000, 6_000
# A result is read so far; what follows is not sent anywhere.
MOST_RESULT_BYTES = 1024 * 1024

Run = Callable[[Task, float | None, int], Answer]


class Asked(NamedTuple):
    """An answer of the store: its format's short name, its text, and whether that is all."""

    kind: str
    text: str
    whole: bool
    answer: Answer


@dataclass(frozen=True)
class Library:
    """A release as tools read it; `run` takes a task, seconds at most, and bytes to wait for."""

    release: Release
    settings: Settings
    index: SiteIndex
    run: Run

    # Texts that are the same for every client, and what guards them.
    _kept: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """Return the name of the release: the first characters of its digest."""
        return self.release.digest[:RELEASE_NAME_CHARACTERS]

    def iri(self, path: str) -> str:
        """Return the IRI of what is at a path of the dataset."""
        return self.release.base + path

    def path(self, name: str) -> str:
        """Return the path of a thing by its IRI, its prefixed name or its path itself.

        Slashes and angle brackets around it do not matter.
        """
        iri = expand(name.strip().strip("<>"), self.release.prefixes)
        return iri.removeprefix(self.release.base).strip("/")

    def short(self, iri: str) -> str:
        """Return an IRI as a query writes it."""
        return compact(iri, self.release.prefixes) or f"<{iri}>"

    def ask(self, task: Task, seconds: float | None = None) -> Asked:
        """Return what the store says to a task; raises Problem, ClientGoneError."""
        answer = self.run(task, seconds, MOST_RESULT_BYTES)
        if answer.rest is not None:
            answer.rest.close()
        whole = answer.complete and not answer.cut
        return Asked(answer.head.kind, answer.first.decode(errors="ignore"), whole, answer)

    def rows(self, task: Task, seconds: float) -> Sequence[Mapping[str, Mapping[str, str]]]:
        """Return the rows of a SELECT as JSON has them; raises Problem.

        A table that is too large to be read at once is none.
        """
        asked = self.ask(task._replace(solutions="json"), seconds)
        if not asked.whole:
            return []
        return list(json.loads(asked.text)["results"]["bindings"])

    def kept(self, key: str, make: Callable[[], str]) -> str:
        """Return a text that is made once for a release."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            return self._kept[key]

    def check_release(self, release: str) -> None:
        """Raise Problem when an answer is to continue one about another release."""
        if release and not self.release.digest.startswith(release.strip()):
            raise Problem(
                "gone",
                f"The release {release!r} is not served any more; now it is {self.name}. "
                "Rows may have moved: ask from the beginning, without 'release'.",
            )
