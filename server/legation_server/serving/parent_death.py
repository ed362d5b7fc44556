"""End a process with its parent, should that be killed before it can say anything."""

import ctypes
import os
import signal

# Linux, sys/prctl.h.
PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None) -> None:
    """Have the kernel send SIGTERM to this process when `parent`, a process id, has ended.

    Nothing happens where that cannot be had, nor without a parent. Raises SystemExit when it has
    ended already.
    """
    if parent is None:
        return
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        raise SystemExit(1)
