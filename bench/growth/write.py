"""Write a corpus as folders of mappings."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from legation_build.resources import resource

from growth.corpus import Corpus, Thing, document_ids
from growth.document import mapping_of
from growth.yaml_text import yaml_list, yaml_text

SHARED = "shared"


def write_corpus(
    corpus: Corpus, folder: Path, by_state: bool = False, texts: bool = False
) -> list[Path]:
    """Write the mappings of a corpus into `folder`; return the folders to build from.

    That is one folder of mappings; or, `by_state`, one of the shared entities and one for each
    state that a document names first. `texts` are written beside the mappings into texts/, when
    they are wanted. Raises FileExistsError when a document is there already.
    """
    shared = list(corpus.things.values())
    roots: dict[Path, list[Thing]] = {}
    home = folder / "mappings"
    roots[home / SHARED if by_state else home] = shared
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for number, (id, one, other) in enumerate(document_ids(corpus)):
        made = mapping_of(corpus, number, id, one, other)
        root = home / one.id if by_state else home
        roots.setdefault(root, []).extend(made.things)
        (root / id / "claims").mkdir(parents=True)
        for name, text in made.files.items():
            (root / id / name).write_text(text, encoding="utf-8")
        if texts:
            (folder / "texts" / f"{id}.txt").write_text(made.text, encoding="utf-8")
    for root, things in roots.items():
        root.mkdir(parents=True, exist_ok=True)
        _write_entities(root, things)
        if by_state and root.name != SHARED:
            settings = yaml_text({"uses": [f"../{SHARED}"]})
            (root / "folder.yaml").write_text(settings, encoding="utf-8")
    return list(roots)


def fingerprint() -> str:
    """Return a digest of all that a corpus depends on, but for its size and seed."""
    files = [*Path(__file__).parent.glob("*.py"), *resource("ontology").glob("*.ttl")]
    digests = (sha256(file.read_bytes()).hexdigest() for file in sorted(files))
    return sha256("".join(digests).encode()).hexdigest()


def _write_entities(root: Path, things: Sequence[Thing]) -> None:
    text = yaml_list("entities", [thing.block() for thing in things])
    (root / "entities.yaml").write_text(text, encoding="utf-8")
