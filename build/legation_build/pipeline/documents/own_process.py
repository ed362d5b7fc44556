"""Do a piece of work in a process of its own: the memory that it took is free when it ends."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import ParamSpec

from legation_build.errors import ReleaseError

P = ParamSpec("P")


def in_own_process(work: Callable[P, object], *given: P.args, **named: P.kwargs) -> None:
    """Call `work` in a process of its own, and wait for its end; raises what it raises.

    What is given has to be fit for another process, and so has the error. Raises ReleaseError when
    the process is ended from outside.
    """
    # A process that is forked while threads run may never end.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            pool.submit(work, *given, **named).result()
        except BrokenProcessPool:
            message = "A process of the build was ended, most often for want of memory."
            remedy = "Build again: what was made is kept."
            raise ReleaseError(f"{message} {remedy}") from None
