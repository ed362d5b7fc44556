"""Read the model that all documents use, and say of which programs and files a result is made."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import Literal, Triple

import legation_build
from legation_build.dataset import MODEL_FILES, Vocabulary, model_triples, vocabulary_of
from legation_build.errors import MappingError
from legation_build.namespaces import DCTERMS
from legation_build.pipeline.places import turtle_problems
from legation_build.resources import resource

# What else decides the bytes that are made of a document.
_PROGRAMS = ("legation", "pyoxigraph", "pyshacl", "rdflib", "shacl", "zstandard")
_FILES = ("context.jsonld", "schema.json")

Model = Mapping[str, list[Triple]]


def model_bytes() -> dict[str, bytes]:
    """Return the Turtle of each file or folder of ontology/, by the key of MODEL_FILES."""
    return {key: _turtle(resource("ontology") / name) for key, (name, _) in MODEL_FILES.items()}


def read_model(files: Mapping[str, bytes]) -> tuple[Model, Vocabulary, str]:
    """Return the triples of the model's files, its vocabulary, and the date of the ontology.

    Raises MappingError, with the line, when one is no Turtle.
    """
    try:
        model, words = _model(tuple(files.items()))
    except SyntaxError:
        problems = list(turtle_problems(resource("ontology")))
        raise MappingError("The model cannot be read.", problems) from None
    (changed,) = (
        t.object.value
        for t in model["ontology"]
        if t.predicate.value == DCTERMS + "modified" and isinstance(t.object, Literal)
    )
    return model, words, changed


def program_digest() -> str:
    """Return a digest of all that is not mapping: this program, its libraries, and the model."""
    found = sha256()
    package = Path(legation_build.__file__).parent
    for file in sorted(package.rglob("*.py")):
        found.update(f"{file.relative_to(package)}\n".encode() + file.read_bytes())
    for name in _PROGRAMS:
        found.update(f"{name} {version(name)}\n".encode())
    for name, turtle in model_bytes().items():
        found.update(f"{name}\n".encode() + turtle)
    for name in _FILES:
        found.update((resource("mappings") / name).read_bytes())
    return found.hexdigest()


def _turtle(place: Path) -> bytes:
    files = sorted(place.glob("*.ttl")) if place.is_dir() else [place]
    return b"\n".join(file.read_bytes() for file in files)


# Whoever loads mappings again and again, as a check at every save does, reads the model once.
@lru_cache(maxsize=1)
def _model(files: tuple[tuple[str, bytes], ...]) -> tuple[Model, Vocabulary]:
    model = model_triples(dict(files))
    return model, vocabulary_of([*model["ontology"], *model["codes"]])
