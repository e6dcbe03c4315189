"""Several benches side by side, and units of work that any of them may take."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TypeVar

from inlay_eval.judging.bench import Bench, open_bench

__all__ = ["Pool", "open_pool"]

Unit = TypeVar("Unit")
Result = TypeVar("Result")


@contextmanager
def open_pool(jobs: int, *, seconds: float, memory_mib: int) -> Iterator["Pool"]:
    """Open as many benches as there are jobs."""
    with ExitStack() as stack:
        benches: SimpleQueue[Bench] = SimpleQueue()
        for _ in range(jobs):
            benches.put(stack.enter_context(open_bench(seconds=seconds, memory_mib=memory_mib)))
        yield Pool(benches, jobs)


class Pool:
    """Benches that wait for work."""

    def __init__(self, benches: "SimpleQueue[Bench]", jobs: int) -> None:
        self._benches = benches
        self._jobs = jobs

    def run(self, work: Callable[[Bench, Unit], Result], units: Iterable[Unit]) -> Iterator[tuple[Unit, Result]]:
        """Give every unit with its result as soon as there is one."""

        def on_a_bench(unit: Unit) -> Result:
            bench = self._benches.get()
            try:
                return work(bench, unit)
            finally:
                self._benches.put(bench)

        with ThreadPoolExecutor(self._jobs) as executor:
            started: dict[Future[Result], Unit] = {executor.submit(on_a_bench, unit): unit for unit in units}
            try:
                for future in as_completed(started):
                    yield started[future], future.result()
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
