"""Confines the current process for good: resource limits, no new privileges, a seccomp filter."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable, Sequence

__all__ = [
    "Bounds",
    "bound",
    "bounds_of_candidate",
    "close_all_but",
    "end_with_parent",
    "forgo_privileges",
    "install_filter",
    "installer",
    "limit",
    "seal",
]

Bounds = Sequence[tuple[int, tuple[int, int]]]
"""Resources with what they are bounded to, now and for good, as `resource.setrlimit` takes them."""

_PARENT_DEATH_SIGNAL, _SET_DUMPABLE, _SET_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER_MODE = 1, 4, 22, 38, 2
_libc = ctypes.CDLL(None, use_errno=True)
_libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _prctl(option: int, first: int, second: object = None) -> None:
    if _libc.prctl(option, first, second, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def seal() -> None:
    """Keep other processes of the box from looking into this one."""
    _prctl(_SET_DUMPABLE, 0)


def end_with_parent() -> None:
    """Have the kernel end this process when the thread that started it ends."""
    _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def forgo_privileges() -> None:
    """Let no program that this process becomes have more rights than it has."""
    _prctl(_NO_NEW_PRIVILEGES, 1)


def install_filter(program: bytes) -> None:
    """Lay a seccomp filter over this process; it cannot be taken off again."""
    forgo_privileges()
    installer(program)()


def installer(program: bytes) -> Callable[[], None]:
    """Give what lays a seccomp filter over a process that has forgone its privileges, with everything made ready."""
    ready = ctypes.byref(_Program(len(program) // 8, program))
    return lambda: _prctl(_SET_SECCOMP, _FILTER_MODE, ready)


def limit(**bounds: int) -> None:
    """Bound resources by their names in lower case: `limit(nofile=64, core=0)`; never above a bound that stands.

    What computes too long is told a second before it is ended, so that its exit status says what ended it.
    """
    bound([_bound(name, most) for name, most in bounds.items()])


def _bound(name: str, wanted: int) -> tuple[int, tuple[int, int]]:
    what = getattr(resource, f"RLIMIT_{name.upper()}")
    _, hard = resource.getrlimit(what)
    most = wanted + 1 if name == "cpu" else wanted
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    return what, (min(wanted, most), most)


def bounds_of_candidate(memory_bytes: int, cpu_seconds: int) -> Bounds:
    """Give the bounds of one process that runs generated code, but for those that its server has as well."""
    told_first = (resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    return (told_first, _bound("as", memory_bytes), _bound("data", memory_bytes), _bound("nproc", 32))


def bound(bounds: Bounds) -> None:
    """Bound this process."""
    for what, most in bounds:
        resource.setrlimit(what, most)


def close_all_but(kept: int) -> int:
    """Leave this process, whose 0, 1 and 2 are on /dev/null already, no other descriptor but `kept`, now 3."""
    os.dup2(kept, 3)
    os.closerange(4, 1024)
    return 3
