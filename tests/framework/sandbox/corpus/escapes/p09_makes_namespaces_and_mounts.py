import ctypes
import os


def _called(name, *arguments):
    if getattr(ctypes.CDLL(None), name)(*arguments) < 0:
        raise OSError


def attempt(canary):
    return open_ones(
        user=lambda: _called("unshare", 0x10000000),
        mounts=lambda: _called("unshare", 0x00020000),
        enter=lambda: _called("setns", 3, 0),
        clone=lambda: _called("syscall", 56, 0x10000000 | 17, 0, 0, 0, 0),
        mount=lambda: _called("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        root=lambda: os.chroot("/tmp"),
        pivot=lambda: _called("syscall", 155, b"/tmp", b"/tmp"),
    )
