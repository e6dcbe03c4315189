"""How many threads a model gets: cores that this process may use and that nobody else is using now.

Threads of llama.cpp wait for each other by spinning; one more of them than there are idle cores makes every
token many times slower.
"""

import os
from functools import cache
from pathlib import Path

__all__ = ["idle_cores", "usable_cores"]

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_LOAD = Path("/proc/loadavg")


@cache
def usable_cores() -> int:
    """Give the number of physical cores within this process's affinity and its control group's quota."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    physical = len({_siblings(number) for number in allowed})
    return max(1, min(physical, _quota(physical)))


def idle_cores() -> int:
    """Give the number of usable cores on which nothing else runs at this moment, at least one."""
    try:
        running = int(_LOAD.read_text(encoding="ascii").split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return usable_cores()
    others = max(0, running - 1) - ((os.cpu_count() or 1) - usable_cores())
    return max(1, usable_cores() - max(0, others))


def _siblings(number: int) -> str:
    path = Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list")
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return str(number)


def _quota(otherwise: int) -> int:
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        return otherwise if quota == "max" else max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return otherwise
