"""The commands `legation release list`, `show`, `diff` and `rollback`."""

import json
from pathlib import Path

import click

from legation_build import releases
from legation_build.commands import reporting

DATASET = click.option(
    "--dataset",
    type=lambda value: Path(value),
    default="dataset",
    show_default=True,
    metavar="DIR",
    help="The dataset folder.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def release() -> None:
    """Look at the releases of a dataset, compare them, go back to an earlier one."""


@release.command("list")
@DATASET
@AS_JSON
def list_(dataset: Path, as_json: bool) -> None:
    """List the releases, the newest first; the current one has an asterisk."""
    with reporting(as_json):
        found = releases.list_releases(dataset)
    if as_json:
        keys = ("digest", "modified", "version")
        rows = [
            {"name": r.name, "current": r.current, **{key: r.manifest[key] for key in keys}}
            for r in found
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    for r in found:
        size = r.manifest["counts"]["quads"]
        mark = "*" if r.current else " "
        click.echo(f"{mark} {r.name}  {r.manifest['modified']}  {size:,} quads")


@release.command()
@click.argument("name", default="current")
@DATASET
def show(name: str, dataset: Path) -> None:
    """Print the manifest of the release that begins with NAME."""
    with reporting(False):
        manifest = releases.find_release(dataset, name) / "manifest.json"
    click.echo(manifest.read_text(encoding="utf-8"), nl=False)


@release.command()
@click.argument("old")
@click.argument("new", default="current")
@DATASET
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "patch"]),
    default="text",
    show_default=True,
    help="Claims and contents for people or for machines, or an RDF Patch of all quads.",
)
def diff(old: str, new: str, dataset: Path, form: str) -> None:
    """Show what changed from the release OLD to NEW, by claims and contents."""
    with reporting(form == "json"):
        before, after = (releases.find_release(dataset, name) for name in (old, new))
        if form == "patch":
            click.echo("".join(releases.patch(before, after)), nl=False)
            return
        changes = releases.compare(before, after)
    if form == "json":
        click.echo(json.dumps([vars(change) for change in changes], ensure_ascii=False, indent=1))
        return
    for change in changes:
        click.echo(f"{change.how}: {change.iri}" + (f"  {change.label}" if change.label else ""))
        for sign, lines in (("-", change.removed), ("+", change.added)):
            for line in lines if change.how == "changed" else ():
                click.echo(f"  {sign} {line}")
    click.echo(f"{len(changes)} claims and contents differ.")


@release.command()
@click.argument("name")
@DATASET
def rollback(name: str, dataset: Path) -> None:
    """Make the release that begins with NAME the current one again."""
    with reporting(False):
        whole = releases.roll_back(dataset, name)
    click.echo(f"{whole} is the current release now.")
