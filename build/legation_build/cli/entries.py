"""Print the codes and entities that a command found: for people, or as JSON."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from legation_build.authoring import Entry
from legation_build.dataset import ROLES

# Of codes that are less near nobody wants a copy.
COPIED = 3
# The lists of the types of contents.
CONTENTS = ("event-type", "situation-type")


def show_entries(
    found: Sequence[Entry], words: Sequence[str], as_json: bool, what: str, instead: str = ""
) -> None:
    """Print entries for `words`; when there is none, print `instead`. Ends the command.

    `what` they are is "codes" or "entities". The exit status is 1 when there is none.
    """
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in found], ensure_ascii=False, indent=1))
    for number, entry in enumerate(found if not as_json else ()):
        names = ", ".join((entry.label, *entry.aliases))
        wider = f", narrower than {entry.broader}" if entry.broader else ""
        own = f", only in {entry.place}" if entry.place and what == "codes" else ""
        head = click.style(entry.id, bold=True)
        click.echo(f"{head} ({entry.kind}{wider}{own}): {names}. {entry.definition}")
        if entry.example:
            click.echo(f"    Example: {entry.example}")
        for line in _said_once(entry):
            click.echo(f"    {line}")
        if entry.block and words and (number < COPIED or entry.is_elsewhere):
            click.echo("    To use it, copy this into the list 'codes:' of your codes.yaml:")
            click.echo(entry.block, nl=False)
    if not found:
        click.echo(f"No {what} are like '{' '.join(words)}'.", err=True)
        click.echo(instead, err=True, nl=bool(instead))
    sys.exit(0 if found else 1)


def _said_once(entry: Entry) -> Iterator[str]:
    """Yield in words what a type of content stands for, and its roles."""
    if entry.stands_for:
        yield f"Stands for: {entry.stands_for}, {entry.subject_role} → {entry.object_role}"
    if entry.kind in CONTENTS and not entry.allowed_role:
        yield f"Roles: any of {', '.join(ROLES)}"
    others = [role for role in entry.allowed_role if role not in entry.required_role]
    parts = [f"{', '.join(entry.required_role)} (required)"] if entry.required_role else []
    parts += [", ".join(others)] if others else []
    if parts:
        yield f"Roles: {'; '.join(parts)}"
