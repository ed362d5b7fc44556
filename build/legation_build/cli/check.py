"""The command `check`: how far a mapping is, once or at every save."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from legation_build import pipeline
from legation_build.authoring import Progress, progress_of
from legation_build.cli.new_folder import write_schemas
from legation_build.cli.output import (
    common_options,
    engine_option,
    folder,
    reporting,
    show_problems,
)
from legation_build.cli.roots import are_own, mapping_roots
from legation_build.errors import LegationError, MappingError

# A save is often several writes; together with the check an author waits less than a second.
SETTLED_MILLISECONDS = 100
# How long the watch waits before it hears of Ctrl-C.
WATCHED_MILLISECONDS = 500


@click.command()
@click.option("--source", type=folder, metavar="TEXT_DIR", help="Folder of the source texts.")
@click.option("--watch", is_flag=True, help="Check again at every save, until Ctrl-C.")
@click.option(
    "--serve",
    "port",
    type=click.IntRange(1, 65_535),
    metavar="PORT",
    help="With --watch: show the pages of the draft at http://127.0.0.1:PORT/.",
)
@engine_option
@common_options
def check(
    source: Path | None,
    watch: bool,
    port: int | None,
    engine: str | None,
    roots: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Say what is wrong in a mapping that is being written, how far it is and what is next.

    The exit status is 1 when something is wrong. With --watch, what changed is told at every save.
    """
    folders = mapping_roots(roots)
    if port and not watch:
        raise click.UsageError("--serve needs --watch.")
    draft = pipeline.Draft(folders, engine)
    with reporting(as_json):
        for root in folders:
            if not root.is_dir():
                raise MappingError(f"{root} is not a folder. Give the folder that holds mappings.")
    if watch:
        _end_in_order()
    with reporting(as_json), _pages(folders, port, engine) as show:
        before = None
        for _ in _looks(folders) if watch else (None,):
            state = draft.look(source)
            texts = draft.texts(source)
            found = [
                progress_of(
                    name, rows, texts.get(name, ""), before, state.claims, state.unread[name]
                )
                for name, rows in state.coverage.items()
            ]
            _tell(state, found, as_json, quiet)
            before = state.claims or before
            for root in folders if state.coverage and not are_own(folders) else ():
                with suppress(LegationError):
                    write_schemas(root)
            if not state.summary:
                show()
    sys.exit(1 if state.summary else 0)


def _end_in_order() -> None:
    """Have SIGTERM, and the end of the terminal, leave no server and no files behind."""

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def _looks(folders: Sequence[Path]) -> Iterator[object]:
    """Yield once at the start and at every change of a file, until the author ends it."""
    from watchfiles import watch

    changes = watch(
        *folders,
        debounce=SETTLED_MILLISECONDS,
        step=SETTLED_MILLISECONDS // 2,
        rust_timeout=WATCHED_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=False,
        watch_filter=lambda _, path: ".legation" not in Path(path).parts,
    )
    # From here on nothing is missed, also what is saved during a look.
    next(changes, None)
    yield None
    yield from filter(None, changes)


@contextmanager
def _pages(folders: Sequence[Path], port: int | None, engine: str | None) -> Iterator[Any]:
    """Serve the draft while the block runs; the value is called to show what it is now."""
    if port is None:
        yield lambda: None
        return
    with tempfile.TemporaryDirectory(prefix="legation-draft-") as dataset:
        server: list[subprocess.Popen[bytes]] = []

        def show() -> None:
            pipeline.build(folders, Path(dataset), options=pipeline.Options(engine=engine))
            if not server:
                command = [sys.executable, "-m", "legation_build", "serve", dataset, "--draft"]
                server.append(subprocess.Popen([*command, "--port", str(port)]))

        try:
            yield show
        finally:
            for process in server:
                process.terminate()
                process.wait()


def _tell(
    state: pipeline.DraftState, found: Sequence[Progress], as_json: bool, quiet: bool
) -> None:
    if as_json:
        data = {
            "error": state.summary,
            "problems": [vars(problem) for problem in state.problems],
            "warnings": [vars(warning) for warning in state.warnings],
            "documents": [vars(progress) for progress in found],
        }
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    show_problems(state.problems, fg="red")
    for warning in state.warnings:
        click.echo(click.style(warning.as_warning(), fg="yellow"), err=True)
    if state.summary and not state.problems:
        click.echo(click.style(f"Error: {state.summary}", fg="red"), err=True)
    for progress in found if not quiet else ():
        first, *others = progress.lines()
        click.echo(click.style(first, fg="green" if not state.summary else None, bold=True))
        for line in others:
            click.echo(line)
