"""What may stand in the place of a file: a pipe, a device, a folder, links to nothing."""

import os
from pathlib import Path


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nothing(path: Path) -> None:
    path.symlink_to("nothing")


ODD = (pipe, endless, folder, loop, nothing)
