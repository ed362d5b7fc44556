"""Name what a build makes for a while by its process, and remove what killed builds left."""

import os
import shutil
from pathlib import Path


def own_prefix(prefix: str) -> str:
    """Return how the names of what this process makes begin.

    >>> own_prefix(".writing-").startswith(".writing-")
    True
    """
    return f"{prefix}{os.getpid()}-"


def remove_left_overs(folder: Path, prefix: str) -> None:
    """Remove what processes that have ended made, and leave what is of running ones.

    Their names begin with `prefix` and a process id. What belongs to others is left alone.
    """
    for found in folder.glob(f"{prefix}*"):
        number = found.name.removeprefix(prefix).split("-")[0]
        if not number.isdecimal() or _runs(int(number)) or not _is_ours(found):
            continue
        if found.is_symlink() or found.is_file():
            found.unlink(missing_ok=True)
        else:
            shutil.rmtree(found, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _is_ours(found: Path) -> bool:
    try:
        return found.lstat().st_uid == os.geteuid()
    except OSError:
        return False
