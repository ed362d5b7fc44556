"""Take a process off the network, so that no query can call out whatever a guard overlooked."""

import ctypes
import os

# Linux, sched.h. Python's own os.unshare came with 3.12.
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


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
