"""Tries every wall of a box from the inside and says which ones are open; run once at start-up.

It stands where a project's own command stands, which is the least confined thing that ever runs in a box.
"""

import ctypes
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["main"]

_NEW_USER_NAMESPACE = 0x10000000
_OUTSIDE_FAMILIES = (16, 17, 40)  # netlink, packet, vsock: no network namespace covers the last


def main() -> None:
    """Print the names of the walls that are open, as JSON."""
    canaries = json.loads(sys.argv[-1])
    print(json.dumps([name for name, attempt in _attempts(canaries).items() if _works(attempt)]))  # noqa: T201


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, AssertionError):
        return False
    return True


def _attempts(canaries: dict[str, str]) -> dict[str, Callable[[], object]]:
    return {
        "a file of the host": lambda: Path(canaries["file"]).read_bytes(),
        "writing a file of the host": lambda: os.close(os.open(canaries["file"], os.O_WRONLY)),
        "names of the host's files": lambda: Path(canaries["file"]).stat(),
        "the host's network": lambda: socket.create_connection(("127.0.0.1", int(canaries["port"])), 1),
        "the environment": lambda: _find_in_environment(canaries["key"]),
        "a process of the host": lambda: _reach(int(canaries["process"])),
        "/usr": lambda: Path("/usr/inlay-canary").touch(),
        "/": lambda: Path("/inlay-canary").touch(),
        "/dev": lambda: Path("/dev/inlay-canary").touch(),
        "the kernel's settings": lambda: os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY)),
        "new user namespaces": lambda: _call("unshare", _NEW_USER_NAMESPACE),
        "the kernel's keys": lambda: _call("syscall", 250 if os.uname().machine == "x86_64" else 219, 0, -3, 0),
        "tracing of processes": lambda: _call("ptrace", 0, 0, 0, 0),
        "sockets of other kinds": lambda: _any_opens(_OUTSIDE_FAMILIES),
        "descriptors of the host": _foreign_descriptors,
    }


def _reach(process: int) -> None:
    # A box that counts its processes by itself may have given one of its own two the number of the canary.
    assert process not in (os.getpid(), os.getppid())
    os.kill(process, 0)


def _find_in_environment(key: str) -> None:
    shown = [f"{name}={value}" for name, value in os.environ.items()]
    shown += [path.read_text(errors="replace") for path in Path("/proc").glob("[0-9]*/environ")]
    assert any(key in text for text in shown)


def _call(function: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*(ctypes.c_long(argument) for argument in arguments)) == -1:
        raise OSError(ctypes.get_errno(), function)


def _any_opens(families: tuple[int, ...]) -> None:
    for family in families:
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
        except OSError:
            continue
        return
    raise OSError("none opens")


def _foreign_descriptors() -> None:
    for descriptor in range(3, 1024):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        return
    raise OSError("none but the standard streams")
