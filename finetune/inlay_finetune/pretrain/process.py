"""What a training process asks of the system: memory and kernels to keep, a share of the processors that holds."""

import contextlib
import ctypes
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from inlay.errors import UsageError

__all__ = ["keep_freed_memory", "keep_kernels", "only_one", "take_priority"]

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGEST_MMAP_THRESHOLD = 32 * 1024 * 1024
_NEVER_TRIM = 2**31 - 1
_KERNELS = 8192


def keep_freed_memory() -> None:
    """Make glibc keep what is freed; else every large tensor costs page faults, up to two thirds of the time."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
        libc.mallopt(_M_TRIM_THRESHOLD, _NEVER_TRIM)


def keep_kernels() -> None:
    """Make oneDNN, in this process and its helpers, keep the kernel of every shape that trees come in, not 1,024.

    It asks at its first product.
    """
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(_KERNELS))


def take_priority(niceness: int) -> None:
    """Run this process and its helpers at a niceness that counts on the whole machine.

    Under autogroup scheduling a niceness counts only within one session, hence a session of its own with a niceness of
    its own. What the system does not permit is left as it is.
    """
    with contextlib.suppress(OSError):
        os.setsid()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, niceness)
    group = Path("/proc/self/autogroup")
    # Written only where the session is new: the group of a shell is not ours to move.
    if os.getsid(0) == os.getpid() and group.exists():
        with contextlib.suppress(OSError):
            group.write_text(str(niceness), encoding="ascii")


@contextlib.contextmanager
def only_one(run: Path) -> Iterator[None]:
    """Hold a run's folder; a second training in it is refused, a killed one holds nothing."""
    run.mkdir(parents=True, exist_ok=True)
    with (run / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise UsageError(f"another training runs in {run}", hint="end it, or give another run=FOLDER") from fault
        yield
