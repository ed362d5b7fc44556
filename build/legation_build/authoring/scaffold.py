"""Make the files of a new document's folder from its text. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from legation_build.mapping import PLACEHOLDERS, WORK_FOLDER, Passage, digest, renew, slug

# Which file of `legation schema` an editor goes by, from the folder of a file.
SCHEMAS = ".legation"
# The list of all sentences, beside the text.
SENTENCES_FILE = "sentences.txt"
_HEADER = "# yaml-language-server: $schema={up}" + SCHEMAS + "/{part}.json\n"
_RELATIONS = re.compile(r"(?P<one>.+?)\s*[\u2010-\u2015-]\s*(?P<other>.+?)\s+relations", re.I)


@dataclass(frozen=True)
class NewFolder:
    """The files of a new folder: path below the folder of mappings → text.

    `entities` is what is to be added to entities.yaml, without its first line; `known` are the ids
    of the relation and its parties that are there already.
    """

    files: dict[str, str]
    entities: str
    passages: tuple[Passage, ...]
    known: tuple[str, ...]


def new_folder(
    pair: str, text: str, language: str, url: str, license: str, known: Collection[str]
) -> NewFolder:
    """Return the files for the document `pair`; `known` are the ids of entities that are there.

    Empty values are left for the author to write, with a comment.
    """
    passages = renew((), text, language)
    title = text[passages[0].start : passages[0].end]
    relation = f"{pair}-relations"
    files = {
        f"{pair}/document.yaml": _document(title, relation, text, language, url, license),
        f"{pair}/.gitignore": f"# The words of the text stay here.\n{WORK_FOLDER}/\n",
        f"{pair}/{WORK_FOLDER}/{pair}.txt": text,
        f"{pair}/{WORK_FOLDER}/{SENTENCES_FILE}": listed_sentences(passages, text),
    }
    for number, (section, found) in enumerate(_sections(passages), 1):
        name = f"{pair}/claims/{number:02}-{slug(section) or 'section'}.yaml"
        files[name] = _claims(section, found)
    entities = _entities(pair, title, relation)
    added = "".join(block for identity, block in entities.items() if identity not in known)
    there = tuple(identity for identity in entities if identity in known)
    return NewFolder(files, added, tuple(passages), there)


def header(part: str, depth: int) -> str:
    """Return the line that tells editors what a file may hold; `depth` folders below the root.

    >>> header("claims", 2).strip()
    '# yaml-language-server: $schema=../../.legation/claims.json'
    """
    return _HEADER.format(part=part, up="../" * depth)


def _document(title: str, relation: str, text: str, language: str, url: str, license: str) -> str:
    return (
        header("document", 1)
        + "# The document. The text itself stays out of it: only its length and digest are here.\n"
        + f"title: {_quoted(title)}\n"
        + f"about: {relation}  # the relation of the two states, in entities.yaml\n"
        + f"url: {url or '  # the web address of the text'}\n"
        + f"license: {license or '  # the web address of the licence that the text is under'}\n"
        + f"language: {language}\n"
        + '# modified: "2026-11-23"  # when you last changed the mapping; a year or month will do\n'
        + "# partOf:  # the entity of the work that the text stands in, if entities.yaml has it\n"
        + f'length: "{len(text)}"\n'
        + f'sha256: "{digest(text)}"\n'
    )


def _sections(passages: Sequence[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    rows = (p for p in passages if p.kind != "heading")
    for section, found in groupby(rows, key=lambda p: p.section):
        yield section or "lead", list(found)


def _claims(section: str, passages: Sequence[Passage]) -> str:
    lines = [f"# {p.id}: {p.first_words} … {p.last_words}\n" for p in passages]
    count = f"{len(passages)} sentence{'s' if len(passages) > 1 else ''}"
    head = f"# {section}: {count}. `legation example` shows how to write claims.\n"
    return header("claims", 2) + head + "claims:\n\n" + "\n".join(lines)


def listed_sentences(passages: Sequence[Passage], text: str) -> str:
    """Return what `SENTENCES_FILE` holds: every passage of `text` below its id."""
    head = "The sentences of the text, to have beside the claims. This file is not published.\n"
    return head + "".join(f"\n{p.id}\n{text[p.start : p.end]}\n" for p in passages)


def _entities(pair: str, title: str, relation: str) -> dict[str, str]:
    """Return the relation and its two parties, each by its id."""
    match = _RELATIONS.fullmatch(title)
    first, _, second = pair.partition("-")
    names = (match["one"], match["other"]) if match else (first.title(), second.title())
    parties = {slug(name): name for name in names}
    party = f"  party: [{', '.join(slug(name) for name in names)}]\n"
    return {relation: _entity(relation, "BilateralRelation", title) + party} | {
        identity: _entity(identity, "Country", name) for identity, name in parties.items()
    }


def _entity(identity: str, kind: str, label: str) -> str:
    return (
        f"- id: {identity}\n  type: {kind}\n  label: {_quoted(label)}\n"
        f"  description: {PLACEHOLDERS[kind]}\n"
    )


def _quoted(text: str) -> str:
    """Return a text as YAML writes it, in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
