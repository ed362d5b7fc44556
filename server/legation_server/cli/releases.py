"""The commands `legation release list`, `show`, `diff`, `load`, `unload` and `rollback`."""

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from legation_server.cli.errors import reporting
from legation_server.cli.options import dataset_option
from legation_server.diff import WAYS, Change, Contents, Side, compare, patch, readable_changes
from legation_server.errors import ReleaseError
from legation_server.isolation import put_on_disk
from legation_server.namespaces import web_address
from legation_server.releases import (
    CURRENT,
    LARGEST_JSON_BYTES,
    MANIFEST,
    ReleaseInfo,
    Removal,
    find_release,
    list_releases,
    open_named,
    read_folder,
    read_regular,
    remove_stores,
    roll_back,
)

PACKAGE = "legation_server"
IN_USE_STATUS = 3
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")

stores_option = click.option(
    "--store-folder",
    "stores",
    default="",
    metavar="DIR",
    envvar="LEGATION_STORE_FOLDER",
    help="Folder for data on disk; by default `stores`, beside the releases.",
)


@click.group()
def release() -> None:
    """List the releases of a dataset, compare them, go back to an earlier one."""


@release.command("list")
@dataset_option
@AS_JSON
def list_(dataset: Path, as_json: bool) -> None:
    """List the releases, the newest first, with * before the current and ! before damaged ones."""
    with reporting(as_json):
        found = list_releases(dataset)
    if as_json:
        click.echo(json.dumps([_row(info) for info in found], indent=1))
        return
    for info in found:
        mark = "!" if info.release is None else "*" if info.current else " "
        click.echo(f"{mark} {info.name}  {_summary(info)}")


def _summary(info: ReleaseInfo) -> str:
    if info.release is None:
        return ("the current one, " if info.current else "") + f"damaged: {info.problem}"
    return f"{info.release.modified}  {info.release.quads:,} quads"


def _row(info: ReleaseInfo) -> dict[str, Any]:
    values = {key: getattr(info.release, key, None) for key in ("digest", "modified", "version")}
    row = {"name": info.name, "current": info.current, **values}
    return {**row, "problem": info.problem} if info.problem else row


@release.command()
@click.argument("name", default=CURRENT)
@dataset_option
def show(name: str, dataset: Path) -> None:
    """Print the manifest of the release NAME, which may be shortened."""
    with reporting(False):
        manifest = find_release(dataset, name) / MANIFEST
        try:
            text = read_regular(manifest, LARGEST_JSON_BYTES).decode()
        except (OSError, ValueError) as error:
            raise ReleaseError(f"{manifest} cannot be read: {error}. Remove the folder.") from error
    click.echo(text, nl=False)


@release.command()
@click.argument("old")
@click.argument("new", default=CURRENT)
@dataset_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "patch", "html"]),
    default="text",
    show_default=True,
    help="Claims and contents as text, JSON or a page, or all quads as an RDF Patch.",
)
def diff(old: str, new: str, dataset: Path, form: str) -> None:
    """Show what changed from the release OLD to NEW, by claims and contents."""
    with reporting(form == "json"):
        before, after = (Contents.read(open_named(dataset, name)) for name in (old, new))
    if form == "html":
        click.echo(changes_page(readable_changes(Side(before), Side(after))), nl=False)
    elif form == "patch":
        click.echo("".join(patch(before, after)), nl=False)
    elif form == "json":
        found = [vars(change) for change in compare(before, after)]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print_changes(compare(before, after))


def changes_page(changes: dict[str, Any]) -> str:
    """Return an HTML file that needs no other, of what readable_changes returns.

    Its links lead to the public addresses.
    """
    loader = PackageLoader(PACKAGE)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = (files(PACKAGE) / "static" / "legation.css").read_text(encoding="utf-8")
    template = environment.get_template("changes_file.html")
    return template.render(diff=changes, style=Markup(style), address=web_address) + "\n"


def _print_changes(found: list[Change]) -> None:
    for change in found:
        hedge = f"(not asserted: {', '.join(change.not_asserted)})" if change.not_asserted else ""
        words = " ".join(part for part in (change.label, hedge) if part)
        click.echo(f"{change.how}: {change.iri}" + (f"  {words}" if words else ""))
        for sign, lines in (("-", change.removed), ("+", change.added)):
            for line in lines if change.how == "changed" else ():
                click.echo(f"  {sign} {line}")
    counts = Counter(change.how for change in found)
    ways = ", ".join(f"{counts[how]} {how}" for how in WAYS)
    click.echo(f"Claims and contents: {ways}.")


@release.command()
@click.argument("name", default="")
@click.option("--old", is_flag=True, help="Of all releases but the current one.")
@dataset_option
@stores_option
def unload(name: str, old: bool, dataset: Path, stores: str) -> None:
    """Remove what `load`, or a server, put on disk of the release NAME, which may be shortened.

    The release stays. What a server has open is left; the exit status is then 3.
    """
    if bool(name) == old:
        raise click.UsageError("Name a release, or give --old for all but the current one.")
    with reporting(False):
        try:
            found = _unloaded(name, dataset, stores)
        except OSError as error:
            raise ReleaseError(
                f"{error.filename} cannot be removed: {error.strerror}. Remove it yourself."
            ) from error
    for one in found:
        end = " stays: a server has it open." if one.in_use else " is removed."
        click.echo(f"{one.folder}{end}")
    if not found:
        click.echo("There is nothing on disk to remove.")
    if any(one.in_use for one in found):
        raise SystemExit(IN_USE_STATUS)


def _unloaded(name: str, dataset: Path, stores: str) -> list[Removal]:
    if name:
        return remove_stores(dataset, stores, [find_release(dataset, name).name])
    names = [info.name for info in list_releases(dataset)]
    kept = read_folder(find_release(dataset, CURRENT), dataset)
    return remove_stores(dataset, stores, names, kept)


@release.command()
@click.argument("name", default=CURRENT)
@dataset_option
@stores_option
def load(name: str, dataset: Path, stores: str) -> None:
    """Load the data of the release NAME, which may be shortened, into files on disk.

    A server would do that when it first serves the release; it is done once.
    """
    with reporting(False):
        found = open_named(dataset, name, stores)
        try:
            folder = put_on_disk(found, stores)
        except (OSError, SyntaxError) as error:
            raise ReleaseError(f"{found.folder} cannot be loaded: {error}.") from error
    click.echo(f"{found.folder.name} is on disk in {folder}.")


@release.command()
@click.argument("name")
@dataset_option
def rollback(name: str, dataset: Path) -> None:
    """Make the release NAME, which may be shortened, the current one again.

    A running server serves it at once.
    """
    with reporting(False):
        whole = roll_back(dataset, name)
    click.echo(f"{whole} is the current release now.")
