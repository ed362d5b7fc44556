"""Ask the kernel for what Python has no function for: no network, and an end with the parent."""

import ctypes
import os
import signal

# Linux, sched.h. Python's own os.unshare came with 3.12.
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
# Linux, sys/prctl.h.
PR_SET_PDEATHSIG = 1


def leave_network() -> bool:
    """Put this process, and those it will fork, into a network namespace with nothing in it.

    Needs the right to make one, or to make a user namespace first, and a process with one
    thread. Returns whether that was to be had; nothing is changed otherwise.
    """
    return any(unshare(flags) for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def unshare(flags: int) -> bool:
    """Leave namespaces (unshare(2)); return whether that was allowed."""
    if hasattr(os, "unshare"):
        try:
            os.unshare(flags)
        except OSError:
            return False
        return True
    try:
        return bool(ctypes.CDLL(None).unshare(flags) == 0)
    except (AttributeError, OSError):
        return False


def end_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Have the kernel send a signal to this process when `parent`, a process id, has ended.

    Nothing happens where that cannot be had. Raises SystemExit when the parent has ended already.
    """
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        raise SystemExit(1)
