"""Have the documents worked at, in batches, by this process, by others, or by a cluster."""

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from legation_build.errors import ReleaseError
from legation_build.mapping import DocumentPlace
from legation_build.pipeline.documents.setup import Setup, put_tools_away
from legation_build.pipeline.documents.work import Outcome, made_before, work_at

# Larger batches would make a killed worker lose more, smaller ones cost a scheduler more.
MOST_IN_A_BATCH = 100
_BATCHES_A_WORKER = 4
_AHEAD = 2


def outcomes(
    places: Sequence[DocumentPlace], setup: Setup, jobs: int, cluster: str = ""
) -> Iterator[Outcome]:
    """Yield the outcome of each document, as they come; first of those that have parts already.

    With one job, or one document to work at, this process works; with more jobs so many
    processes. `cluster` is the address of the scheduler of a Dask cluster, whose workers must see
    the same folders. Raises ReleaseError when the workers cannot go on.
    """
    waiting: list[DocumentPlace] = []
    for place, outcome in zip(places, made_before(places, setup), strict=True):
        if outcome is None:
            waiting.append(place)
        else:
            yield outcome
    if not cluster and (jobs == 1 or len(waiting) <= 1):
        try:
            for place in waiting:
                yield from work_at([place], setup)
        finally:
            put_tools_away()
    elif waiting:
        with _executor(min(jobs, len(waiting)), cluster) as (executor, workers):
            size = max(1, min(MOST_IN_A_BATCH, len(waiting) // (workers * _BATCHES_A_WORKER)))
            batches = [waiting[start : start + size] for start in range(0, len(waiting), size)]
            yield from _run(executor, batches, setup, workers * _AHEAD)


def _run(
    executor: Executor, batches: Sequence[Sequence[DocumentPlace]], setup: Setup, most: int
) -> Iterator[Outcome]:
    """Yield outcomes, with a few batches submitted ahead: no scheduler has to hold them all."""
    running: set[Future[list[Outcome]]] = set()
    waiting = iter(batches)
    try:
        while True:
            for batch in waiting:
                running.add(_submitted(executor, batch, setup))
                if len(running) >= most:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()
    except BrokenProcessPool:
        message = "A process that worked at documents was ended, most often for want of memory."
        remedy = "Build again: what was made is kept. Fewer --jobs take less memory."
        raise ReleaseError(f"{message} {remedy}") from None
    finally:
        for future in running:
            future.cancel()


def _submitted(
    executor: Executor, batch: Sequence[DocumentPlace], setup: Setup
) -> Future[list[Outcome]]:
    """Submit a batch.

    Raises BrokenProcessPool when the pool breaks at that moment: it closes its pipes while
    `submit` starts another process, which then gets descriptors that are closed or stand twice.
    """
    try:
        return executor.submit(work_at, batch, setup)
    except (OSError, ValueError) as error:
        if isinstance(executor, ProcessPoolExecutor):
            raise BrokenProcessPool(str(error)) from error
        raise


@contextmanager
def _executor(jobs: int, cluster: str) -> Iterator[tuple[Executor, int]]:
    if not cluster:
        # A process that is forked while threads run may never end.
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield pool, jobs
        return
    try:
        from distributed import Client
    except ImportError:
        remedy = "Install it with: pip install 'legation[cluster]'"
        raise ReleaseError(f"--cluster needs Dask, which is not installed. {remedy}") from None
    try:
        client = Client(cluster)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        remedy = "Start one with: dask scheduler"
        raise ReleaseError(f"No scheduler answers at {cluster}: {error}. {remedy}") from None
    with client:
        workers = max(1, len(client.scheduler_info()["workers"]))
        yield client.get_executor(), workers  # type: ignore[no-untyped-call]
