"""Stop counting which lines run, where that takes long and shows nothing new."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# By this, coverage.py tells processes that are started that they are to count, too.
HANDED_DOWN = "COVERAGE_PROCESS_CONFIG"


@contextmanager
def paused() -> Iterator[None]:
    """Count no lines for a while, neither here nor in processes that are started meanwhile.

    Coverage.stop and start would do it too, but each start patches `os` once more.
    """
    tracing, in_threads = sys.gettrace(), threading.gettrace()
    handed_down = os.environ.pop(HANDED_DOWN, None)
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        if handed_down is not None:
            os.environ[HANDED_DOWN] = handed_down
        threading.settrace(in_threads)
        sys.settrace(tracing)
