"""The commands that help to write mappings: `new`, `codes`, `entities`, `example` and more."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from legation_build.authoring import (
    Entry,
    candidates,
    codes_in,
    codes_of,
    entities_in,
    found_elsewhere,
    found_in,
    nearest_turns,
    page,
    turns_for,
    unknown_words,
)
from legation_build.cli.entries import CONTENTS, COPIED, show_entries
from legation_build.cli.new_folder import write_new_folder, write_schemas
from legation_build.cli.output import common_options, folder, reporting
from legation_build.cli.roots import are_own, folder_here, mapping_roots
from legation_build.mapping import DocumentMapping, Source
from legation_build.resources import resource

# Turns of phrase that are shown in full.
_SHOWN = 3
_WORDS = click.argument("words", nargs=-1)


@click.command()
@click.argument("pair")
@click.option(
    "--text",
    "file",
    type=folder,
    metavar="FILE",
    required=True,
    help="The text: plain, the title on its first line, # before headings, a line a paragraph.",
)
@click.option("--url", default="", help="Web address of the text.")
@click.option("--license", default="", help="Web address of the licence of the text.")
@click.option("--language", default="en", show_default=True, help="Language of the text.")
@click.option(
    "--mappings",
    "root",
    type=folder,
    metavar="DIR",
    help="Folder of mappings in which the new one is made. [default: the one where you are, else "
    "mappings]",
)
@click.option(
    "--uses",
    type=folder,
    metavar="DIR",
    multiple=True,
    help="Folder of mappings whose entities the document names; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the names of the files as JSON.")
def new(
    pair: str,
    file: Path,
    url: str,
    license: str,
    language: str,
    root: Path | None,
    uses: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Make the folder of a new document from its text.

    PAIR names it: two states in lower-case letters with a hyphen between them. The folder gets
    document.yaml, passages.csv, an empty file of claims for each section, and in work/ the text and
    its sentences, which git leaves out.
    """
    root = root or folder_here() or Path("mappings")
    with reporting(as_json):
        written = write_new_folder(root, pair, file, language, url, license, uses)
    if as_json:
        click.echo(json.dumps({"files": written}, indent=1))
        return
    for name in written:
        click.echo(f"{root / name}")
    click.echo(f"Now write claims, and look how far you are: legation check --mappings {root}")


@click.command()
@_WORDS
@click.option("--list", "scheme", default="", help="Only the codes of a list, such as event-type.")
@common_options
def codes(
    words: tuple[str, ...], scheme: str, roots: tuple[Path, ...], as_json: bool, quiet: bool
) -> None:
    """Find codes: for WORDS, also in other spellings and in definitions, the nearest first.

    General codes can be used in every document. Those of one document are shown with their
    file: another document has to define them in its own codes.yaml.
    """
    from legation_build import pipeline

    with reporting(as_json):
        folders = mapping_roots(roots)
        inputs = pipeline.read(folders, may_be_empty=True)
        lists = ", ".join(sorted(inputs.vocabulary.codes))
        if scheme and scheme not in inputs.vocabulary.codes:
            raise click.BadParameter(f"no list is called '{scheme}'. Known: {lists}")
        known = codes_in(inputs.model["codes"], inputs.mappings)
        among = [code for code in known if scheme in ("", code.kind)]
        found = found_in(among, " ".join(words))
        if words and not are_own(folders):
            own = pipeline.read([resource("mappings")], may_be_empty=True).mappings
            files = [*inputs.mappings.used_codes, *map(_of_legation, own.documents)]
            others = codes_of(filter(None, files), inputs.model["codes"])
            others = [code for code in others if scheme in ("", code.kind)]
            named, near = found_elsewhere(others, " ".join(words), among, COPIED)
            found = [*named, *found, *near]
    show_entries(found, words, as_json, "codes", "" if found else _general(among))


def _of_legation(document: DocumentMapping) -> Source | None:
    """Return the codes of a document of Legation's own, whose file says so."""
    return document.codes and replace(document.codes, file=f"Legation's own {document.codes.file}")


def _general(codes: Sequence[Entry]) -> str:
    """Return the general event types and situation types among codes, in words."""
    lines = []
    for kind in CONTENTS:
        names = [c.id for c in codes if c.kind == kind and not c.broader and not c.place]
        lines += [f"General codes of the list {kind}: {', '.join(names)}."] if names else []
    return "\n".join(lines)


@click.command()
@_WORDS
@common_options
def entities(words: tuple[str, ...], roots: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Find entities: for WORDS, also in other spellings and in descriptions, the nearest first."""
    from legation_build import pipeline

    with reporting(as_json):
        inputs = pipeline.read(mapping_roots(roots), may_be_empty=True)
    show_entries(
        found_in(entities_in(inputs.mappings), " ".join(words)), words, as_json, "entities"
    )


@click.command()
@_WORDS
@common_options
def example(words: tuple[str, ...], roots: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Show how to write something: a turn of phrase (denied), a type (Figure) or a key (hedge).

    WORDS may be several, and others of the same meaning: the nearest turns come first. Without
    WORDS, print them all as a page in Markdown, docs/how-do-i-say.md. The examples are the same for
    every folder of mappings.
    """
    if not words and not as_json:
        click.echo(page(), nl=False)
        return
    found = turns_for(" ".join(words))
    if as_json:
        click.echo(json.dumps([asdict(turn) for turn in found], ensure_ascii=False, indent=1))
    for turn in found[:_SHOWN] if not as_json else ():
        click.echo(click.style(turn.name, bold=True) + f': "{turn.sentence}"')
        click.echo(f"{turn.advice}\n\n{turn.claims}")
    if found[_SHOWN:] and not as_json:
        click.echo(f"Also: {', '.join(turn.name for turn in found[_SHOWN:])}.")
    if not found:
        click.echo(_nothing_like(" ".join(words)), err=True)
    elif not quiet and (unknown := unknown_words(" ".join(words))):
        click.echo(_without(unknown), err=True)
    sys.exit(0 if found else 1)


def _without(unknown: Sequence[str]) -> str:
    """Return that what is found has nothing to do with some of the words, and what to try."""
    listed = " or ".join(f"'{word}'" for word in unknown)
    said = f"No example has {listed}; what is shown has the other words."
    # A name with a capital letter leads to no code.
    plain = " ".join(word for word in unknown if word == word.lower())
    return f"{said} Try another word for it, or: legation codes {plain}." if plain else said


def _nothing_like(words: str) -> str:
    """Return that no example is like some words, and where to look next."""
    said = f"No example is like '{words}'."
    if near := nearest_turns(words):
        listed = ", ".join(f"'{name}'" for name in near)
        said += f" Did you mean {listed}?"
    if words:
        said += f" Try another word for it, or: legation codes {words}."
    return f"{said} All examples are on the page docs/how-do-i-say.md."


@click.command()
@common_options
def schema(roots: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Write the schemas by which editors complete keys, codes and ids, into DIR/.legation.

    `legation new` and `legation check` do so too.
    """
    with reporting(as_json):
        written = [str(file) for root in mapping_roots(roots) for file in write_schemas(root)]
    if as_json:
        click.echo(json.dumps({"files": written}, indent=1))
    elif not quiet:
        click.echo("\n".join(written))


@click.command()
@click.option(
    "--service",
    required=True,
    metavar="URL",
    help="Reconciliation service to ask, such as https://wikidata.reconci.link/en/api.",
)
@common_options
def links(service: str, roots: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Propose items for the entities that have no link: lines to check, never links.

    Nothing is written into the mappings.
    """
    from legation_build import pipeline

    with reporting(as_json):
        mappings = pipeline.read(mapping_roots(roots), may_be_empty=True).mappings
        searched = {one.entity for one in mappings.no_term_found}
        without = [e for e in entities_in(mappings) if not e.links and e.id not in searched]
        found = list(candidates(service, without))
    if as_json:
        data = [{"entity": entity.id, "candidates": rows} for entity, rows in found]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for entity, rows in found:
        click.echo(f"# {entity.id}: {entity.label}. {entity.definition}")
        for row in rows:
            about = ", ".join(str(row[key]) for key in ("name", "description") if row.get(key))
            click.echo(f"#   exactMatch: wd:{row['id']}  # {about}")
        if not rows:
            click.echo("#   nothing found")
