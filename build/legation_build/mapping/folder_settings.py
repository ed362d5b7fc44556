"""What folder.yaml says of a folder of mappings: who publishes it, where, and on what it builds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation_build.errors import MappingError, Problem
from legation_build.mapping.strict_yaml import Source
from legation_build.regular_files import is_there

FOLDER_FILE = "folder.yaml"
_USES = "Give the path from here to the folder of mappings whose entities.yaml is used."


@dataclass(frozen=True)
class Agent:
    """A person or body, by name and web address; `contact` is an e-mail or web address, or ""."""

    name: str
    url: str
    contact: str = ""

    @property
    def contact_address(self) -> str:
        """Return where to write to, as an IRI; "" when nothing is told.

        >>> Agent("Office", "https://letters.example/", "desk@letters.example").contact_address
        'mailto:desk@letters.example'
        """
        mail = "@" in self.contact and "://" not in self.contact
        return f"mailto:{self.contact}" if mail else self.contact


@dataclass(frozen=True)
class FolderSettings:
    """The settings of a folder; what is empty is as Legation has it.

    `base` ends in a slash; `license` is the web address of the licence of the folder's claims;
    `uses` are the paths of the folders whose entities its claims name, from the folder itself.
    """

    title: str = ""
    creator: Agent | None = None
    publisher: Agent | None = None
    license: str = ""
    base: str = ""
    uses: tuple[str, ...] = ()


STANDARD = FolderSettings()


def settings_of(source: Source | None) -> FolderSettings:
    """Return the settings in a folder.yaml; what is wrong in it is as if it were not there."""
    data = source.data if source is not None and isinstance(source.data, dict) else {}
    uses = data.get("uses")
    uses = uses if isinstance(uses, list) else [uses]
    return FolderSettings(
        title=_text(data, "title"),
        creator=_agent(data.get("creator")) or _agent(data.get("publisher")),
        publisher=_agent(data.get("publisher")) or _agent(data.get("creator")),
        license=_text(data, "license"),
        base=_text(data, "base"),
        uses=tuple(one for one in uses if isinstance(one, str) and one),
    )


def used_folders(roots: Sequence[Path], read: Callable[[Path], Source | None]) -> list[Path]:
    """Return the folders that the folders `roots` build on, and those that these build on.

    `read` returns the folder.yaml in a folder. Raises MappingError, with the line of `uses`, when
    one is not there or has no entities.
    """
    known = [root.resolve() for root in roots]
    found: list[Path] = []
    waiting = list(roots)
    while waiting:
        root = waiting.pop(0)
        source = read(root)
        if source is None:
            continue
        for name in settings_of(source).uses:
            other = root / name
            if message := _unusable(other):
                problem = Problem(source.file, source.line(("uses",)), f"'{name}' {message}", _USES)
                raise MappingError("A folder that is used has no entities.", [problem])
            if other.resolve() not in known:
                known.append(other.resolve())
                found.append(other)
                waiting.append(other)
    return found


def _unusable(folder: Path) -> str:
    if not folder.is_dir():
        return "is not a folder."
    if is_there(folder / "document.yaml"):
        return "is the folder of a document, not one of mappings."
    return "" if is_there(folder / "entities.yaml") else "holds no entities.yaml."


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _agent(value: Any) -> Agent | None:
    if not isinstance(value, dict) or not all(_text(value, key) for key in ("name", "url")):
        return None
    return Agent(value["name"], value["url"], _text(value, "contact"))
