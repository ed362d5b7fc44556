"""Options that commands share: the dataset folder, and one for each setting of the server."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from legation_server.namespaces import web_address
from legation_server.settings import SETTINGS, SettingRow, Settings

FOLDER = click.Path(path_type=Path)
DEFAULT_DATASET = Path("dataset")
dataset_option = click.option(
    "--dataset",
    type=FOLDER,
    default=DEFAULT_DATASET,
    show_default=True,
    metavar="DIR",
    help="The dataset folder.",
)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each setting."""
    for row in reversed(SETTINGS):
        command = click.option(
            row.option,
            row.name,
            type=type(row.default),
            callback=None if isinstance(row.default, bool | str) else _check(row),
            is_flag=isinstance(row.default, bool),
            default=row.default,
            show_default=True,
            envvar=row.variable,
            help=f"{row.help} ({row.range})" if row.range else row.help,
        )(command)
    return command


def _check(row: SettingRow) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return a callback that refuses numbers below the least or above the most of a setting."""
    most = math.inf if row.most is None else row.most

    def check(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        if isinstance(value, int | float) and not row.least <= value <= most:
            raise click.BadParameter(f"{value} is not a number in the range: {row.range}.")
        return value

    return check


def check_endpoints(settings: Settings) -> None:
    """Raise BadParameter for an endpoint in the settings that is not an address of the web."""
    if settings.store and settings.pushed:
        raise click.BadParameter(
            "The release is asked for at one endpoint: leave out --store or --pushed.",
            param_hint="--pushed",
        )
    endpoints = [("--store", settings.store)] if settings.store else []
    endpoints += [("--service-allow", iri) for iri in sorted(settings.allowed_services)]
    for option, iri in endpoints:
        if not web_address(iri):
            raise click.BadParameter(
                f"{iri!r} is not an endpoint. Give its whole address, with http:// or https://.",
                param_hint=option,
            )
