"""Several workers side by side, and units of work that any of them may take."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, ExitStack, contextmanager
from queue import SimpleQueue
from typing import Generic, TypeVar

from inlay_eval.judging.bench import Bench, open_bench

__all__ = ["Pool", "open_pool", "pool_of"]

Worker = TypeVar("Worker")
Unit = TypeVar("Unit")
Result = TypeVar("Result")


@contextmanager
def open_pool(jobs: int, *, seconds: float, memory_mib: int) -> Iterator["Pool[Bench]"]:
    """Open as many benches as there are jobs."""
    with pool_of(jobs, lambda: open_bench(seconds=seconds, memory_mib=memory_mib)) as pool:
        yield pool


@contextmanager
def pool_of(jobs: int, opened: Callable[[], AbstractContextManager[Worker]]) -> Iterator["Pool[Worker]"]:
    """Open as many workers as there are jobs."""
    with ExitStack() as stack:
        workers: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(jobs):
            workers.put(stack.enter_context(opened()))
        yield Pool(workers, jobs)


class Pool(Generic[Worker]):
    """Workers that wait for work."""

    def __init__(self, workers: "SimpleQueue[Worker]", jobs: int) -> None:
        self._workers = workers
        self._jobs = jobs

    def each(self, told: Callable[[Worker], None]) -> None:
        """Tell every worker something, while none of them works."""
        for worker in [self._workers.get() for _ in range(self._jobs)]:
            told(worker)
            self._workers.put(worker)

    def run(self, work: Callable[[Worker, Unit], Result], units: Iterable[Unit]) -> Iterator[tuple[Unit, Result]]:
        """Give every unit with its result as soon as there is one."""

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
