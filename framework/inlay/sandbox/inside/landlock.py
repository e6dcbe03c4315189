"""Confines this process, and all that it starts, to a few folders of the host: Landlock, for where namespaces are off.

Documented in the kernel's userspace-api/landlock. What it does not cover (sockets, the modes and dates of files,
signals before ABI 6) is left to a seccomp filter.
"""

import ctypes
import os
import stat
from collections.abc import Mapping, Sequence

from inlay.sandbox.inside import confinement

__all__ = ["abi", "confine", "restrict"]

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every machine
_VERSION_FLAG, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _USE_DEVICE = 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_FOLDER
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _USE_DEVICE
_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_ALL_TCP, _ALL_SCOPES = 0b11, 0b11
_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def _call(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"landlock call {number}")
    return result


def abi() -> int:
    """Give the version of Landlock that the kernel speaks, 0 for none."""
    try:
        return _call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    except OSError:
        return 0


def restrict(readable: Sequence[str], writable: Sequence[str]) -> None:
    """Take from this process every file but those beneath the given ones, TCP and signals to others, for good.

    Raises:
        OSError: The kernel has no Landlock.
    """
    version = abi()
    every = _ALL_BY_ABI[max((known for known in _ALL_BY_ABI if known <= version), default=1)]
    rules = _Ruleset(every, _ALL_TCP if version >= 4 else 0, _ALL_SCOPES if version >= 6 else 0)
    size = ctypes.c_size_t(ctypes.sizeof(rules) if version >= 6 else 16 if version >= 4 else 8)
    ruleset = _call(_CREATE, ctypes.byref(rules), size, ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(ruleset, path, _READ & every)
        for path in writable:
            _allow(ruleset, path, every)
        confinement.forgo_privileges()
        _call(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:  # nothing is lost where there is nothing
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_FILES
        rule = _Beneath(rights, descriptor)
        _call(_ADD, ctypes.c_int(ruleset), ctypes.c_int(_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(descriptor)


def confine(fence: Mapping[str, Sequence[str]], program: bytes) -> None:
    """Close this process in before anything else is loaded: it ends with its parent, sees its folders, asks little."""
    confinement.end_with_parent()
    restrict(fence["readable"], fence["writable"])
    confinement.install_filter(program)
