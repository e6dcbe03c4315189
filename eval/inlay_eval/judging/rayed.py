"""Workers on a Ray cluster, as Ray itself has them: actors that it starts again and whose lost work it repeats.

With `RAY_ADDRESS` set, or a cluster running on this machine, that one is used; else Ray starts one here, with a worker
for each job and nothing else.
"""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from itertools import islice
from typing import Any, Generic, TypeVar

from inlay.errors import BackendError, UsageError

__all__ = ["ray_pool"]

Worker = TypeVar("Worker")
Unit = TypeVar("Unit")
Result = TypeVar("Result")
_KNOCK_SECONDS = 10.0
_QUEUED = 2  # units that an actor has before it, so that none waits for the next to cross
_MOST_LOSSES = 8  # of one worker; what kills a worker each time must come to an end


@contextmanager
def ray_pool(jobs: int, opened: Callable[[], AbstractContextManager[Worker]]) -> Iterator["_Actors[Worker]"]:
    """Open one worker in each of `jobs` actors; each takes one processor of the cluster."""
    ray = _connected(jobs)
    options = {"num_cpus": 1, "max_restarts": _MOST_LOSSES, "max_task_retries": _MOST_LOSSES}
    actors = [ray.remote(_Holder).options(**options).remote(opened) for _ in range(jobs)]
    try:
        yield _Actors(ray, actors)
    finally:
        ray.get([actor.close.remote() for actor in actors])
        for actor in actors:
            ray.kill(actor)


def _connected(jobs: int) -> Any:
    try:
        ray: Any = import_module("ray")
    except ImportError as error:
        raise UsageError("Ray is not installed", hint="pip install 'inlay[ray]', or leave out --executor") from error
    if not ray.is_initialized():
        _join_or_start(ray, jobs)
    there = int(ray.cluster_resources().get("CPU", 0))
    if there < jobs:
        raise UsageError(f"the Ray cluster has {there} processors for {jobs} jobs", hint=f"give --jobs {there} at most")
    return ray


def _join_or_start(ray: Any, jobs: int) -> None:
    """Join the cluster that there is, else start one; left to itself Ray starts a worker for every processor."""
    quiet = {"configure_logging": False, "log_to_driver": False}
    named = os.environ.get("RAY_ADDRESS") or "auto"
    if named not in ("auto", "local"):
        _knock(named)
    if named != "local":
        try:
            ray.init(named, **quiet)
        except ConnectionError as error:
            if named != "auto":
                raise _silent(named) from error
        else:
            return
    ray.init("local", num_cpus=jobs, include_dashboard=False, **quiet)


def _knock(address: str) -> None:
    """Refuse an address at which nobody listens; Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=_KNOCK_SECONDS).close()
    except (OSError, ValueError) as error:
        raise _silent(address) from error


def _silent(address: str) -> BackendError:
    return BackendError(
        f"no Ray cluster answers at {address!r}",
        hint="RAY_ADDRESS names one, as host:port; one that wants a token needs RAY_AUTH_MODE=token and RAY_AUTH_TOKEN",
    )


class _Holder:
    """What lives in an actor: one worker, opened there."""

    def __init__(self, opened: Callable[[], AbstractContextManager[Any]]) -> None:
        self._stack = ExitStack()
        self._worker = self._stack.enter_context(opened())

    def tell(self, told: Callable[[Any], None]) -> None:
        told(self._worker)

    def work(self, work: Callable[[Any, Any], Any], place: int, unit: Any) -> tuple[int, Any]:
        return place, work(self._worker, unit)

    def close(self) -> None:
        self._stack.close()


class _Actors(Generic[Worker]):
    """Actors that wait for work."""

    def __init__(self, ray: Any, actors: list[Any]) -> None:
        self._ray = ray
        self._actors = actors

    def each(self, told: Callable[[Worker], None]) -> None:
        self._ray.get([actor.tell.remote(told) for actor in self._actors])

    def run(self, work: Callable[[Worker, Unit], Result], units: Iterable[Unit]) -> Iterator[tuple[Unit, Result]]:
        given = list(units)
        shared, waiting = self._ray.put(work), iter(range(len(given)))
        running: dict[Any, Any] = {}

        def send(actor: Any) -> None:
            for place in islice(waiting, 1):
                running[actor.work.remote(shared, place, given[place])] = actor

        for actor in _QUEUED * self._actors:
            send(actor)
        while running:
            [done], _ = self._ray.wait(list(running))
            send(running.pop(done))
            place, result = self._got(done)
            yield given[place], result

    def _got(self, done: Any) -> Any:
        try:
            return self._ray.get(done)
        except self._ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except self._ray.exceptions.RayActorError as error:
            raise BackendError(
                f"a worker of the Ray cluster was lost {_MOST_LOSSES} times: {error}",
                hint="run the command again; it goes on",
            ) from error
