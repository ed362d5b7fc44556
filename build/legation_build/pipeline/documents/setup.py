"""What every worker has to know of a build to work at a document: paths, digests and options."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from legation_build.dataset import NamedGraph, Vocabulary, shared_graphs
from legation_build.mapping import Mappings, read_shared
from legation_build.pipeline.documents.shared_index import SharedIndex
from legation_build.pipeline.model import Model, model_bytes, read_model
from legation_build.validation import PYSHACL

PARTS = "parts"


@dataclass(frozen=True)
class Setup:
    """What is the same for all documents of a build; it can be sent to another process.

    `cache` is the folder of the parts, `index` the file of the entities, `source` the folder of
    the texts. `program` is a digest of the program and the model. A document `has_all` entities
    when it is the only one; else those that it names. `streamed` is set when the release is too
    large to be put together in memory: each part then holds its pieces of the files. `engine`
    validates.
    """

    cache: Path
    index: Path
    program: str
    base: str
    source: Path | None = None
    has_all: bool = False
    streamed: bool = False
    engine: str = PYSHACL

    @property
    def parts(self) -> Path:
        """Return the folder of the parts."""
        return self.cache / PARTS

    @property
    def names(self) -> Path:
        """Return the folder that has, for each document, the names in it that may be entities."""
        return self.cache / "names"

    @property
    def digests(self) -> Path:
        """Return the file in which the digests of the mappings' files are remembered."""
        return self.cache / "digests.json"


@dataclass(frozen=True)
class Tools:
    """What a process has at hand to work at documents; made once in each.

    `shared` are the graphs that documents share, without the entities themselves.
    """

    index: SharedIndex
    mappings: Mappings
    model: Model
    vocabulary: Vocabulary
    shapes: bytes
    shared: Sequence[NamedGraph]


# One set is enough: a process works for one build at a time.
_TOOLS: dict[Path, Tools] = {}


def tools_of(setup: Setup) -> Tools:
    """Return what this process has at hand for a build."""
    if setup.index not in _TOOLS:
        put_tools_away()
        files = model_bytes()
        model, vocabulary, _ = read_model(files)
        index, mappings = SharedIndex(setup.index), read_shared([])
        shared = shared_graphs(mappings, dict(model), vocabulary)
        tools = Tools(index, mappings, model, vocabulary, files["shapes"], shared)
        _TOOLS[setup.index] = tools
    return _TOOLS[setup.index]


def put_tools_away() -> None:
    """Close what this process has at hand."""
    for tools in _TOOLS.values():
        tools.index.close()
    _TOOLS.clear()
