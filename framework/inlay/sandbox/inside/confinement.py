"""Confines the current process for good: resource limits, no new privileges, a seccomp filter."""

import ctypes
import os
import resource
import signal

__all__ = ["close_all_but", "end_with_parent", "forgo_privileges", "install_filter", "limit", "limit_candidate", "seal"]

_PARENT_DEATH_SIGNAL, _SET_DUMPABLE, _SET_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER_MODE = 1, 4, 22, 38, 2
_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _prctl(option: int, first: int, second: object = 0) -> None:
    if _libc.prctl(option, ctypes.c_ulong(first), second, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
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
    _prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(_Program(len(program) // 8, program)))


def limit(**bounds: int) -> None:
    """Bound resources by their names in lower case: `limit(nofile=64, core=0)`; never above a bound that stands.

    What computes too long is told a second before it is ended, so that its exit status says what ended it.
    """
    for name, bound in bounds.items():
        what = getattr(resource, f"RLIMIT_{name.upper()}")
        _, hard = resource.getrlimit(what)
        most = bound + 1 if name == "cpu" else bound
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(what, (min(bound, most), most))


def limit_candidate(memory_bytes: int, cpu_seconds: int) -> None:
    """Bound one process that runs generated code."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))  # told first, then ended
    limit(**{"as": memory_bytes}, data=memory_bytes, nofile=32, nproc=32, fsize=0, core=0)


def close_all_but(kept: int) -> int:
    """Leave this process no descriptor but 0, 1 and 2 on /dev/null and `kept`, which moves to 3."""
    null = os.open("/dev/null", os.O_RDWR)
    kept = os.dup2(os.dup(kept), 200)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.dup2(kept, 3)
    os.closerange(4, 1024)
    return 3
