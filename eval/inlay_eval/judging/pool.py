"""Several workers side by side, here in threads or on a Ray cluster, and units of work that any of them may take."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from queue import SimpleQueue
from typing import Generic, Protocol, TypeVar

from inlay_eval.executor import Executor
from inlay_eval.judging.bench import Bench, open_bench
from inlay_eval.judging.task import PYTHON

__all__ = ["Pool", "open_pool", "pool_of"]

Worker = TypeVar("Worker")
Worker_co = TypeVar("Worker_co", covariant=True)
Unit = TypeVar("Unit")
Result = TypeVar("Result")


class Pool(Protocol[Worker_co]):
    """Worker_cos that wait for work."""

    def each(self, told: Callable[[Worker_co], None]) -> None:
        """Tell every worker something, while none of them works."""

    def run(self, work: Callable[[Worker_co, Unit], Result], units: Iterable[Unit]) -> Iterator[tuple[Unit, Result]]:
        """Give every unit with its result as soon as there is one."""


@contextmanager
def open_pool(
    jobs: int, *, seconds: float, memory_mib: int, language: str = PYTHON, executor: Executor = Executor.local
) -> Iterator["Pool[Bench]"]:
    """Open as many benches of a language as there are jobs."""
    opened = partial(open_bench, seconds=seconds, memory_mib=memory_mib, language=language)
    with pool_of(jobs, opened, executor=executor) as pool:
        yield pool


@contextmanager
def pool_of(
    jobs: int, opened: Callable[[], AbstractContextManager[Worker]], *, executor: Executor = Executor.local
) -> Iterator["Pool[Worker]"]:
    """Open as many workers as there are jobs; on Ray what opens them must be the same on every machine."""
    if executor is Executor.ray:
        from inlay_eval.judging.rayed import ray_pool

        with ray_pool(jobs, opened) as pool:
            yield pool
        return
    with ExitStack() as stack:
        workers: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(jobs):
            workers.put(stack.enter_context(opened()))
        yield _Threads(workers, jobs)


class _Threads(Generic[Worker]):
    def __init__(self, workers: "SimpleQueue[Worker]", jobs: int) -> None:
        self._workers = workers
        self._jobs = jobs

    def each(self, told: Callable[[Worker], None]) -> None:
        for worker in [self._workers.get() for _ in range(self._jobs)]:
            told(worker)
            self._workers.put(worker)

    def run(self, work: Callable[[Worker, Unit], Result], units: Iterable[Unit]) -> Iterator[tuple[Unit, Result]]:
        def on_a_worker(unit: Unit) -> Result:
            worker = self._workers.get()
            try:
                return work(worker, unit)
            finally:
                self._workers.put(worker)

        with ThreadPoolExecutor(self._jobs) as executor:
            started: dict[Future[Result], Unit] = {executor.submit(on_a_worker, unit): unit for unit in units}
            try:
                for future in as_completed(started):
                    yield started[future], future.result()
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
